"""Implementations by Alibaba Cloud's Container Service for Kubernetes (ACK)."""

from oamdsl.platforms.ack.cron_scaler import cron_horizontal_pod_autoscaler

__all__ = ["cron_horizontal_pod_autoscaler"]
