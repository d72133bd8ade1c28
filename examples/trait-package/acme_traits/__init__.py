"""Traits of Acme's platform team, found by oamdsl through the entry point in ``pyproject.toml``."""

from acme_traits.reloader import Reloader, reloader_annotations

__all__ = ["Reloader", "reloader_annotations"]
