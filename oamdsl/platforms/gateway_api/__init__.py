"""Implementations by the Gateway API (gateway.networking.k8s.io)."""

from oamdsl.platforms.gateway_api.ingress import http_route
from oamdsl.platforms.gateway_api.traffic import traffic_mirror, traffic_split

__all__ = ["http_route", "traffic_mirror", "traffic_split"]
