"""Implementations of traits, by technology. A platform is put together from them in a project's own file."""
