"""Implementations by OpenKruise (openkruise.io)."""

from oamdsl.platforms.openkruise.disruption_budget import pod_unavailable_budget

__all__ = ["pod_unavailable_budget"]
