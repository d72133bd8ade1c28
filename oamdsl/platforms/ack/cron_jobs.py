"""The jobs of a CronHorizontalPodAutoscaler, each of which asks for a number of replicas at certain times."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from oamdsl.kubernetes.schedule import changes
from oamdsl.model.effect import Create, Refuse
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.window import Window, known_windows


@attrs.frozen(order=True)
class _Edge:
    """The start or the end of a window.

    Attributes:
        is_end: Whether it is the end.
        window: Index of the window.
    """

    is_end: bool
    window: int


@attrs.frozen
class _Occurrence:
    """A time at which an edge comes.

    Attributes:
        together: The edges that come at that time.
        replicas: How many are needed from then on.
        lasting: Indices of the windows that last from then on.
    """

    together: frozenset[_Edge]
    replicas: int
    lasting: frozenset[int]


_Occurrences = Mapping[_Edge, Sequence[_Occurrence]]


def cron_jobs(
    workload: RenderedWorkload,
    target: Mapping[str, str],
    windows: Sequence[Window],
    otherwise: int,
) -> Iterator[Create | Refuse]:
    """A CronHorizontalPodAutoscaler with a job at the edges of *windows*, and what no job can say.

    The controller knows edges and no windows: a job runs when a window starts or ends, and asks for what is
    needed from then on, which is the most that any window that lasts then asks for. An edge that never comes
    without a certain other one has no job: two jobs of one second would run in any order.

    Args:
        workload: The workload; the object is named after it.
        target: What is scaled, as a ``scaleTargetRef``.
        windows: When more or fewer replicas are needed.
        otherwise: How many are needed outside of every window.

    Source: kubernetes-cronhpa-controller, ``autoscaling.alibabacloud.com/v1beta1``; its schedules have
    six fields, seconds first.
    """
    known = known_windows(windows)
    occurrences = _occurrences(known, otherwise)
    kept = [edge for edge in occurrences if not _is_superseded(edge, occurrences)]
    jobs: list[dict[str, object]] = []
    for edge in sorted(kept, key=lambda edge: (edge.window, edge.is_end)):
        window = known[edge.window]
        name, schedule = ("end", window.end) if edge.is_end else ("start", window.start)
        replicas = {one.replicas: one.lasting for one in occurrences[edge]}
        if len(replicas) > 1:
            yield _ambiguous(known, edge, replicas)
        jobs.append(
            {
                "name": f"{window.name}-{name}",
                "schedule": f"0 {schedule}",
                "targetSize": occurrences[edge][0].replicas,
            }
        )
    yield Create(
        "autoscaling.alibabacloud.com/v1beta1",
        "CronHorizontalPodAutoscaler",
        workload.name,
        {"spec": {"scaleTargetRef": dict(target), "jobs": jobs}},
    )


def _occurrences(windows: Sequence[Window], otherwise: int) -> _Occurrences:
    found: dict[_Edge, list[_Occurrence]] = defaultdict(list)
    for change in changes(tuple(window.span for window in windows)):
        starts = frozenset(_Edge(is_end=False, window=index) for index in change.started)
        ends = frozenset(_Edge(is_end=True, window=index) for index in change.ended)
        needed = max((windows[index].replicas for index in change.after), default=otherwise)
        for edge in starts | ends:
            found[edge].append(_Occurrence(starts | ends, needed, change.after))
    return found


def _is_superseded(edge: _Edge, occurrences: _Occurrences) -> bool:
    """Whether another edge comes whenever *edge* does; of two that only come together, the first stays."""
    first, *rest = (one.together for one in occurrences[edge])
    return any(
        other < edge or any(edge not in one.together for one in occurrences[other])
        for other in first.intersection(*rest) - {edge}
    )


def _ambiguous(windows: Sequence[Window], edge: _Edge, replicas: Mapping[int, frozenset[int]]) -> Refuse:
    """Why one job cannot say what *edge* comes to.

    Args:
        windows: The windows.
        edge: The edge.
        replicas: How many it needs at different times, with the windows that last then.
    """
    window = windows[edge.window]
    verb, schedule = ("ends", window.end) if edge.is_end else ("starts", window.start)
    lasting = list(replicas.values())
    different = frozenset[int]().union(*lasting) - lasting[0].intersection(*lasting)
    others = " or ".join(f"`{windows[index].name}`" for index in sorted(different))
    return Refuse(
        "windows",
        why=(
            f"when window `{window.name}` {verb}, `{schedule}`, a job of CronHPA asks for one number, and"
            f" {' or '.join(str(one) for one in sorted(replicas))} replicas are needed, as {others} lasts"
            " from then on or not"
        ),
        help=f"make two windows of `{window.name}`: for the days with {others}, and for the days without",
    )
