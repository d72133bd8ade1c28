"""Implementations by Flagger (flagger.app)."""

from oamdsl.platforms.flagger.canary_release import canary

__all__ = ["canary"]
