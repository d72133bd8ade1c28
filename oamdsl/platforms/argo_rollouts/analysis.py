"""The checks of a release by an AnalysisTemplate."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from oamdsl.model.effect import Create
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.release_checks import pattern
from oamdsl.traits.canary_release import MetricCheck

_HASH: Final = "latest-hash"
"""Argument of the template: what the names of the new release's pods have after the component's."""


def analysis_template(
    checks: Sequence[MetricCheck], workload: RenderedWorkload, prometheus: str
) -> Iterator[Create]:
    """What is measured, once each; nothing when there are no *checks*.

    Source: Argo Rollouts v1.9, Analysis & Progressive Delivery; ``metricproviders/prometheus``.
    """
    if not checks:
        return
    pods = f"{pattern(workload.ref.name)}-{{{{args.{_HASH}}}}}-.+"
    metrics = [
        {
            "name": check.name,
            "successCondition": _condition(check),
            "provider": {
                "prometheus": {
                    "address": prometheus,
                    "query": check.asked_of(pods=pods, namespace=workload.context.namespace),
                }
            },
        }
        for check in checks
    ]
    yield Create(
        "argoproj.io/v1alpha1",
        "AnalysisTemplate",
        workload.name,
        {"spec": {"args": [{"name": _HASH}], "metrics": metrics}},
    )


def analysis_step(checks: Sequence[MetricCheck], workload: RenderedWorkload) -> Iterator[dict[str, Any]]:
    """The step of a Rollout that measures it; none when there are no *checks*."""
    if checks:
        latest = {"name": _HASH, "valueFrom": {"podTemplateHashValue": "Latest"}}
        yield {"analysis": {"templates": [{"templateName": workload.name}], "args": [latest]}}


def _condition(check: MetricCheck) -> str:
    """What the vector that Prometheus answers with must be: one without an element is no success."""
    bounds = ((">=", check.at_least), ("<=", check.at_most))
    wanted = [f"result[0] {sign} {_decimal(bound)}" for sign, bound in bounds if bound is not None]
    return " && ".join(["len(result) > 0", *wanted])


def _decimal(number: float) -> str:
    """*number* without an exponent."""
    return format(Decimal(repr(number)), "f")
