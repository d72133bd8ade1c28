"""OAM212."""

from collections.abc import Iterator

from oamdsl.checks.controls import Controlling, controls, objects
from oamdsl.checks.places import claim_place, component_place
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import Identity
from oamdsl.kubernetes.pod_template import has_no_scale


@rule("OAM212", source="Kubernetes, Horizontal Pod Autoscaling; KEDA, ScaledObject specification")
def misdirected_controller(plan: Plan) -> Iterator[Violation]:
    """An object refers to another one on which its controller cannot act.

    Why: the API server accepts it, and nothing is ever scaled.

    Example:
        @component
        class Autoscaler(Component):
            def workload(self):
                return KubernetesWorkload(
                    {
                        "apiVersion": "autoscaling/v2",
                        "kind": "HorizontalPodAutoscaler",
                        "spec": {
                            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "agent"},
                            "maxReplicas": 5,
                        },
                    }
                )

        @component
        class Agent(Component):
            def workload(self):
                return Daemon(image="agent:1.4")

        Application("shop", [Agent("agent"), Autoscaler("autoscaler")])

    Use instead:
        @component
        class Agent(Component):
            def workload(self):
                return Daemon(image="agent:1.4")

        Application("shop", [Agent("agent")])
    """
    acting = controls(plan)
    if not acting:
        return
    there, before = objects(plan), _before(plan)
    for controlling in acting:
        found = there.get(controlling.target)
        if found is None:
            composed = before.get(controlling.target)
            if composed is not None:
                yield _of_another_kind(controlling, composed)
        elif controlling.control.scales and has_no_scale(found[1].body):
            yield _without_scale(controlling, *found)


def _before(plan: Plan) -> dict[Identity, ComposedComponent]:
    """The workloads that traits make another kind, as they were."""
    return {
        composed.claims.workload.ref.identity: composed
        for composed in plan.components
        if composed.claims is not None and composed.claims.workload is not composed.claims.replaced
    }


def _of_another_kind(controlling: Controlling, composed: ComposedComponent) -> Violation:
    kind, _, _, name = controlling.target
    workload = composed.objects[0].ref
    claim = composed.claim_on(workload / "kind")
    return Violation(
        message=(
            f"{controlling.ref} of component `{controlling.composed.component.name}` refers to {kind}/{name},"
            f" which {claim.holder} makes a {workload.api.kind} in component `{composed.component.name}`"
        ),
        places=(
            controlling.place(f"it refers to {kind}/{name}"),
            claim_place(claim),
            component_place(composed),
        ),
        subject=(*controlling.composed.subject, str(controlling.ref)),
        seen=f"{kind}/{name}",
        allowed=str(workload),
        help=f"let it refer to `{workload.api.api_version}` {workload}",
    )


def _without_scale(controlling: Controlling, composed: ComposedComponent, target: FoldedObject) -> Violation:
    return Violation(
        message=(
            f"{controlling.ref} of component `{controlling.composed.component.name}` scales {target.ref}"
            f" of component `{composed.component.name}`, which has no replicas"
        ),
        places=(
            controlling.place(f"it refers to {target.ref}"),
            component_place(composed, f"component `{composed.component.name}` makes {target.ref}"),
        ),
        subject=(*controlling.composed.subject, str(controlling.ref)),
        seen=str(target.ref),
        help=f"remove {controlling.ref}, or let it refer to what has replicas",
    )
