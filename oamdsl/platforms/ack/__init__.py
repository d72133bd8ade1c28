"""Implementations by Alibaba Cloud's Container Service for Kubernetes (ACK)."""

from oamdsl.platforms.ack.auto_scaler import horizontal_pod_autoscaler
from oamdsl.platforms.ack.bandwidth import terway_bandwidth
from oamdsl.platforms.ack.cron_scaler import cron_horizontal_pod_autoscaler
from oamdsl.platforms.ack.ingress import application_load_balancer

__all__ = [
    "application_load_balancer",
    "cron_horizontal_pod_autoscaler",
    "horizontal_pod_autoscaler",
    "terway_bandwidth",
]
