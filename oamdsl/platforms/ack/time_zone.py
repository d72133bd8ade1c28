"""The zone that Alibaba's CronHPA controller runs in: its resource has none of its own."""

from collections.abc import Iterator

from oamdsl.kubernetes.cron import is_same_time_zone
from oamdsl.model.effect import Refuse


def refused_time_zone(wanted: str, actual: str) -> Iterator[Refuse]:
    """Why schedules in the zone *wanted* cannot be; nothing when the controller is in it."""
    if not is_same_time_zone(wanted, actual):
        yield Refuse(
            "time_zone",
            why=f"the CronHPA controller knows its own time zone alone, {actual}",
            help=f'use `time_zone="{actual}"` and move the windows',
        )
