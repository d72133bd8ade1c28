"""OAM213."""

from collections.abc import Iterator

from oamdsl.checks.controls import Controlling, controls
from oamdsl.checks.places import component_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.controllers import Control
from oamdsl.kubernetes.object import Identity


@rule("OAM213", source="Argo Rollouts, Flagger, OpenKruise Rollouts: one of them releases a workload")
def rival_releases(plan: Plan) -> Iterator[Violation]:
    """Two controllers release the new versions of one workload.

    Why: each shifts the traffic, and stops and starts the pods, by steps of its own, and undoes the other's.

    Example:
        web = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
        canary = {"apiVersion": "flagger.app/v1beta1", "kind": "Canary", "spec": {"targetRef": web}}
        kruise = "rollouts.kruise.io/v1beta1"
        rollout = {"apiVersion": kruise, "kind": "Rollout", "spec": {"workloadRef": web}}
        served = [Api("flagger.app/v1beta1", "Canary"), Api(kruise, "Rollout")]
        environment = Environment("prod", platform=platform.offering(apis=served))

        @component
        class Releases(Component):
            def workload(self):
                return KubernetesObjects([canary, rollout])

        Releases("releases")

    Use instead:
        web = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
        canary = {"apiVersion": "flagger.app/v1beta1", "kind": "Canary", "spec": {"targetRef": web}}
        served = [Api("flagger.app/v1beta1", "Canary")]
        environment = Environment("prod", platform=platform.offering(apis=served))

        @component
        class Releases(Component):
            def workload(self):
                return KubernetesObjects([canary])

        Releases("releases")
    """
    first: dict[Identity, Controlling] = {}
    for second in controls(plan):
        if second.control.releases:
            other = first.setdefault(second.target, second)
            if other is not second and not _contest_a_field(other.control, second.control):
                yield _violation(other, second)


def _contest_a_field(one: Control, other: Control) -> bool:
    """Whether both decide a field of the workload, which is OAM202."""
    return (one.scales and other.scales) or not set(one.rewrites).isdisjoint(other.rewrites)


def _violation(first: Controlling, second: Controlling) -> Violation:
    kind, _, _, name = second.target
    return Violation(
        message=(
            f"{first.ref} of component `{first.composed.component.name}` and {second.ref} of component"
            f" `{second.composed.component.name}` both release {kind}/{name}"
        ),
        places=(
            second.place(f"{second.ref} releases it"),
            first.place(f"{first.ref} releases it"),
            component_place(second.composed),
        ),
        subject=(*second.composed.subject, str(second.ref)),
        help=f"keep {first.ref} or {second.ref}, not both",
    )
