"""Implementations by Koordinator (koordinator.sh)."""

from oamdsl.platforms.koordinator.quality_of_service import colocation

__all__ = ["colocation"]
