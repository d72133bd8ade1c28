"""Implementations by Istio (istio.io)."""

from oamdsl.platforms.istio.ingress import virtual_service
from oamdsl.platforms.istio.traffic import traffic_mirror, traffic_split

__all__ = ["traffic_mirror", "traffic_split", "virtual_service"]
