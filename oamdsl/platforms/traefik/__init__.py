"""Implementations by Traefik (traefik.io)."""

from oamdsl.platforms.traefik.ingress import ingress

__all__ = ["ingress"]
