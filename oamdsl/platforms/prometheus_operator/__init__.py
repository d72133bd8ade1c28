"""Implementations by the Prometheus Operator (monitoring.coreos.com)."""

from oamdsl.platforms.prometheus_operator.metrics import monitor

__all__ = ["monitor"]
