"""Implementations by cert-manager (cert-manager.io)."""

from oamdsl.platforms.cert_manager.certificate import certificate

__all__ = ["certificate"]
