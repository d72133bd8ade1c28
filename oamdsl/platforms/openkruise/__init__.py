"""Implementations by OpenKruise (openkruise.io)."""

from oamdsl.platforms.openkruise.canary_release import batch_release, batch_release_by_ingress
from oamdsl.platforms.openkruise.disruption_budget import pod_unavailable_budget

__all__ = ["batch_release", "batch_release_by_ingress", "pod_unavailable_budget"]
