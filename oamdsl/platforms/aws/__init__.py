"""Implementations by Amazon Web Services' controllers."""

from oamdsl.platforms.aws.ingress import application_load_balancer

__all__ = ["application_load_balancer"]
