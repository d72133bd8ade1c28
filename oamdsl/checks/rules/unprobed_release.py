"""OAM424."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods_by_component
from oamdsl.checks.releases import releases
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.tree import maps_in


@rule(
    "OAM424",
    source='Kubernetes, Configure Liveness, Readiness and Startup Probes, "readiness probes"',
    severity=Severity.WARNING,
)
def unprobed_release(plan: Plan) -> Iterator[Violation]:
    """New releases are tried on pods that nobody asks whether they are ready.

    Why: without a readiness probe, a pod is ready as soon as its process runs. A release that never answers
    gets its share of the load, and goes on to the next step.

    Example:
        Web("web", traits=[CanaryRelease(steps=[Step(20, pause_seconds=600)]), ManualScaler(replicas=5)])

    Use instead:
        Web(
            "web",
            traits=[
                CanaryRelease(steps=[Step(20, pause_seconds=600)]),
                ManualScaler(replicas=5),
                Probes(readiness=HttpProbe(path="/healthz", port=80)),
            ],
        )
    """
    for composed, its_pods in pods_by_component(plan):
        for release in releases(its_pods):
            pod = release.pod
            if _is_asked(pod):
                continue
            yield Violation(
                message=(
                    f"{release.folded.ref} tries new releases of component `{composed.component.name}` on"
                    " pods that are ready before they answer: no container has a readiness probe"
                ),
                places=(
                    field_place(composed, release.field, "they are tried here"),
                    *(
                        pod.place_in(container, f"{container.label} has no readiness probe", "readinessProbe")
                        for container in pod.containers
                        if container.keeps_running
                    ),
                    component_place(composed),
                ),
                subject=(*composed.subject, str(release.folded.ref)),
                help=f"bind `Probes(readiness={_probe(pod)})`, or give a container a readiness probe",
            )


def _is_asked(pod: Pod) -> bool:
    return any("readinessProbe" in one.body for one in pod.containers if one.keeps_running)


def _probe(pod: Pod) -> str:
    """A probe that fits the pod's first port, or a typical one."""
    ports = (port.get("containerPort") for one in pod.containers for port in maps_in(one.body.get("ports")))
    number = next((port for port in ports if isinstance(port, int)), None)
    return 'CommandProbe(command=["./ready"])' if number is None else f"TcpProbe(port={number})"
