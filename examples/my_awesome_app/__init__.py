"""The founding article's application."""
