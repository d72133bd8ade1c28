"""Implementations by KEDA (keda.sh)."""

from oamdsl.platforms.keda.auto_scaler import resource_triggers
from oamdsl.platforms.keda.cron_scaler import cron_triggers

__all__ = ["cron_triggers", "resource_triggers"]
