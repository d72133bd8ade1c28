"""Specifications of traits, one class a module: what is wanted, never how. Values only, no objects."""
