"""Implementations by the Gateway API (gateway.networking.k8s.io)."""

from oamdsl.platforms.gateway_api.ingress import http_route

__all__ = ["http_route"]
