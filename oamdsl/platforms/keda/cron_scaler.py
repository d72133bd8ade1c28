"""CronScaler by KEDA's cron scaler."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.keda.scaled_object import scaled_object
from oamdsl.platforms.keda.window_triggers import window_triggers
from oamdsl.traits.cron_scaler import CronScaler
from oamdsl.traits.window import known_windows


@implements(CronScaler)
def cron_triggers(trait: CronScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A ScaledObject with one cron trigger for each window; its metadata values are strings."""
    windows = known_windows(trait.windows)
    for window in windows:
        if window.replicas < trait.otherwise:
            yield Refuse(
                "windows",
                why=f"KEDA never runs fewer than `otherwise`, {trait.otherwise}, so window `{window.name}`"
                f" with {window.replicas} would change nothing",
                help=f"lower `otherwise` to {window.replicas}, and add windows for the times that need more",
            )
        elif window.replicas == 0:
            yield Refuse(
                "windows",
                why=f"none run outside of windows, so window `{window.name}` with none would change nothing",
                help=f"remove window `{window.name}`",
            )
    most = max(1, trait.otherwise, *(window.replicas for window in windows))
    yield from scaled_object(workload, trait.otherwise, most, window_triggers(windows, trait.time_zone))
