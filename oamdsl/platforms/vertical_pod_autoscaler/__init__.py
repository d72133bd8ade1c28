"""Implementations by Kubernetes' Vertical Pod Autoscaler."""

from oamdsl.platforms.vertical_pod_autoscaler.vertical_scaler import vertical_pod_autoscaler

__all__ = ["vertical_pod_autoscaler"]
