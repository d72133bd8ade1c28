"""Implementations by the External Secrets Operator (external-secrets.io)."""

from oamdsl.platforms.external_secrets.external_secret import external_secret

__all__ = ["external_secret"]
