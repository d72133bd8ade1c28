"""OAM430."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from oamdsl.checks.amounts import Amounts, amounts
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.quantity import quantity

_LABEL: Final = "koordinator.sh/qosClass"
_PINNED: Final = ("LSR", "LSE")


@rule("OAM430", source="Koordinator v1.8, QoS; its pods' validating webhook")
def fractional_pinned_cpu(plan: Plan) -> Iterator[Violation]:
    """Pods that get processor cores of their own do not request whole ones.

    Why: Koordinator's webhook refuses them, after the workload has been made.

    Example:
        from oamdsl.platforms import koordinator

        @component
        class Cache(Component):
            def workload(self):
                needs = Resources(cpu="1500m", memory="1Gi")
                return ContainerizedWorkload([Container("redis", image="redis:8.4", resources=needs)])

        pinned = platform.offering(koordinator.colocation(), features=["koordinator"])
        environment = Environment("prod", platform=pinned)
        Cache("cache", traits=[QualityOfService(level="guaranteed")])

    Use instead:
        from oamdsl.platforms import koordinator

        @component
        class Cache(Component):
            def workload(self):
                needs = Resources(cpu="2", memory="1Gi")
                return ContainerizedWorkload([Container("redis", image="redis:8.4", resources=needs)])

        pinned = platform.offering(koordinator.colocation(), features=["koordinator"])
        environment = Environment("prod", platform=pinned)
        Cache("cache", traits=[QualityOfService(level="guaranteed")])
    """
    for pod in pods(plan):
        if pod.labels.get(_LABEL) in _PINNED:
            containers = [one for one in amounts(pod) if one.keeps_running]
            total = _total([one.requests.get("cpu", 0) for one in containers])
            if total is not None and (total == 0 or total != int(total)):
                yield _violation(pod, containers, total)


def _total(requests: list[Any]) -> Decimal | None:
    """The sum of *requests*; None when one is not known, or no amount."""
    if not all(isinstance(one, (str, int, float)) for one in requests):
        return None
    try:
        return sum(map(quantity, requests), Decimal())
    except ValueError:  # OAM403
        return None


def _violation(pod: Pod, containers: list[Amounts], total: Decimal) -> Violation:
    composed = pod.composed
    label = FieldRef(pod.ref, pod.path / "metadata" / "labels" / _LABEL)
    what = f"{total.normalize():f} processor cores" if total else "no processor cores"
    return Violation(
        message=(
            f"{pod.ref} of component `{composed.component.name}` requests {what},"
            " and Koordinator gives its pods whole ones"
        ),
        places=(
            *(one.place for one in containers),
            field_place(composed, label, "cores of their own are asked for here"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(pod.ref)),
        seen=f"{total.normalize():f}",
        allowed="1, 2 or another whole number of all containers together",
        help="request whole cores, with limits as high, or ask for `burstable`",
    )
