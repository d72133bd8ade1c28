"""Implementations by KEDA (keda.sh)."""

from oamdsl.platforms.keda.auto_scaler import resource_triggers
from oamdsl.platforms.keda.cron_scaler import cron_triggers
from oamdsl.platforms.keda.event_scaler import event_triggers

__all__ = ["cron_triggers", "event_triggers", "resource_triggers"]
