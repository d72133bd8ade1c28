"""OAM421."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.checks.places import component_place
from oamdsl.checks.pods import Pod, PodContainer, pods
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.path import Segment
from oamdsl.kubernetes.tree import as_map, is_list

_CONTEXT: Final = "securityContext"
_ESCALATION: Final = "allowPrivilegeEscalation"
_SYS_ADMIN: Final = "CAP_SYS_ADMIN"


@rule("OAM421", source="Kubernetes v1.37, pkg/apis/core/validation, ValidateSecurityContext")
def contradictory_privileges(plan: Plan) -> Iterator[Violation]:
    """A container is privileged, and may gain no more privileges than its parent has.

    Why: the API server refuses the pods, since there is nothing left that could be kept from a privileged
    container; one with the capability CAP_SYS_ADMIN counts as such.

    Example:
        agent = {"name": "agent", "image": "agent:3.1", "securityContext": {"privileged": True}}

        @component
        class Agent(Component):
            def workload(self):
                pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [agent]}}
                return KubernetesWorkload(pod)

        Agent("agent", traits=[SecurityPolicy(allow_privilege_escalation=False)])

    Use instead:
        agent = {"name": "agent", "image": "agent:3.1", "securityContext": {"privileged": True}}

        @component
        class Agent(Component):
            def workload(self):
                pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [agent]}}
                return KubernetesWorkload(pod)

        Agent("agent")
    """
    for pod in pods(plan):
        for container in pod.containers:
            context = as_map(container.body.get(_CONTEXT))
            if context.get(_ESCALATION) is False:
                for field, what in _privileges(context):
                    yield _violation(pod, container, field, what)


def _privileges(context: Mapping[str, Any]) -> Iterator[tuple[Sequence[Segment], str]]:
    """What makes a container privileged: a field below its ``securityContext``, and what it says."""
    if context.get("privileged") is True:
        yield ("privileged",), "is privileged"
    added = as_map(context.get("capabilities")).get("add")
    if is_list(added) and _SYS_ADMIN in added:
        yield ("capabilities", "add"), f"has the capability {_SYS_ADMIN}"


def _violation(pod: Pod, container: PodContainer, field: Sequence[Segment], what: str) -> Violation:
    composed = pod.composed
    return Violation(
        message=(
            f"{container.label} of {pod.ref} of component `{composed.component.name}` {what},"
            " and may gain no privileges"
        ),
        places=(
            pod.place_in(container, f"it {what} by this", _CONTEXT, *field),
            pod.place_in(container, "it may gain no privileges by this", _CONTEXT, _ESCALATION),
            component_place(composed),
        ),
        subject=(*composed.subject, str(pod.ref)),
        help="take the privilege away, or let it gain privileges",
    )
