"""Windows of time as triggers of KEDA's cron scaler."""

from collections.abc import Iterator, Sequence

from oamdsl.traits.window import Window, known_windows


def window_triggers(windows: Sequence[Window], time_zone: str) -> Iterator[dict[str, object]]:
    """A trigger for each of *windows*; of all that ask for replicas, the most counts.

    Source: KEDA 2.20, scalers, Cron; ``pkg/scalers/cron_scaler.go``: five fields and no macros, and 0 is no
    number of replicas.
    """
    for window in known_windows(windows):
        yield {
            "type": "cron",
            "name": window.name,
            "metadata": {
                "timezone": time_zone,
                "start": window.start,
                "end": window.end,
                "desiredReplicas": str(window.replicas),
            },
        }
