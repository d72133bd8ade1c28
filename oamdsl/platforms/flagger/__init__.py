"""Implementations by Flagger (flagger.app)."""

from oamdsl.platforms.flagger.canary_release import canary_by_gateway_api, canary_by_istio

__all__ = ["canary_by_gateway_api", "canary_by_istio"]
