"""OAM216."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import pods_by_component
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map

_SCRAPED: Final = "prometheus.io/scrape"
_KINDS: Final = frozenset({"PodMonitor", "ServiceMonitor"})
_GROUP: Final = "monitoring.coreos.com"


@rule(
    "OAM216",
    source="Prometheus Operator, PodMonitor; Prometheus, kubernetes_sd_config, example of annotations",
    severity=Severity.WARNING,
)
def scraped_twice(plan: Plan) -> Iterator[Violation]:
    """A monitor and an annotation both have a component's metrics collected.

    Why: a Prometheus that heeds both collects everything twice, and sums are doubled.

    Example:
        marks = Metadata(annotations={"prometheus.io/scrape": "true"}, on_pods=True)
        Web("web", traits=[Metrics(port="port-80"), marks])

    Use instead:
        Web("web", traits=[Metrics(port="port-80")])
    """
    for composed, its_pods in pods_by_component(plan):
        monitors = [
            one for one in composed.objects if one.ref.api.group == _GROUP and one.ref.api.kind in _KINDS
        ]
        for pod in its_pods if monitors else ():
            annotations = as_map(as_map(pod.template.get("metadata")).get("annotations"))
            if annotations.get(_SCRAPED) != "true":
                continue
            annotation = FieldRef(pod.ref, pod.path / "metadata" / "annotations" / _SCRAPED)
            monitor = FieldRef(monitors[0].ref, Path(("spec",)))
            yield Violation(
                message=(
                    f"the metrics of component `{composed.component.name}` are collected by {monitors[0].ref}"
                    f" and by the annotation `{_SCRAPED}` of its pods"
                ),
                places=(
                    field_place(composed, annotation, "the annotation is set here"),
                    field_place(composed, monitor, f"{monitors[0].ref} is made here"),
                    component_place(composed),
                ),
                subject=(*composed.subject, str(pod.ref)),
                help=f"remove the annotation `{_SCRAPED}`, or the monitor",
            )
