"""Implementations by Dapr (dapr.io)."""

from oamdsl.platforms.dapr.dapr_sidecar import injected_sidecar

__all__ = ["injected_sidecar"]
