"""The steps and the checks of a release, as Flagger measures them."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from oamdsl.model.effect import Create
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.release_checks import pattern
from oamdsl.traits.canary_release import CanaryRelease, MetricCheck

_GENERATED: Final = "[bcdfghjklmnpqrstvwxz2456789]"
"""What the parts of a pod's name are made of that Kubernetes generates."""


def analysis(trait: CanaryRelease, workload: RenderedWorkload) -> dict[str, Any]:
    """``spec.analysis`` of a Canary: Flagger measures once before each change of weight."""
    metrics = [
        {
            "name": _template(check, workload),
            "templateRef": {"name": _template(check, workload)},
            "thresholdRange": {
                name: bound
                for name, bound in (("min", check.at_least), ("max", check.at_most))
                if bound is not None
            },
        }
        for check in trait.checks
    ]
    return {
        "interval": f"{trait.steps[0].pause_seconds}s",
        "threshold": 1,
        "stepWeights": [step.weight for step in trait.steps],
        **({"metrics": metrics} if metrics else {}),
    }


def metric_templates(
    checks: Sequence[MetricCheck], workload: RenderedWorkload, prometheus: str
) -> Iterator[Create]:
    """The queries, one MetricTemplate each.

    The pods of the old release are those of ``<name>-primary``, whose names have one part more.

    Source: Flagger v1.44, Metrics Analysis; ``pkg/metrics/providers/prometheus.go``; Kubernetes,
    ``k8s.io/apimachinery/pkg/util/rand``.
    """
    pods = f"{pattern(workload.ref.name)}-{_GENERATED}+-{_GENERATED}{{5}}"
    for check in checks:
        query = check.asked_of(pods=pods, namespace=workload.context.namespace)
        yield Create(
            "flagger.app/v1beta1",
            "MetricTemplate",
            _template(check, workload),
            {"spec": {"provider": {"type": "prometheus", "address": prometheus}, "query": query}},
        )


def _template(check: MetricCheck, workload: RenderedWorkload) -> str:
    return f"{workload.name}-{check.name}"
