"""OAM303."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.places import claim_location, component_place, trait_place
from oamdsl.checks.pods import Pod, pods
from oamdsl.compose.ledger import Role
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes import pod_security
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.pod_security import PodSecurityLevel
from oamdsl.traits.security_policy import SecurityPolicy

_SETTINGS: Final = {
    "securityContext.allowPrivilegeEscalation": "allow_privilege_escalation=False",
    "securityContext.capabilities.drop": 'drop_capabilities=["ALL"]',
    "securityContext.runAsNonRoot": "run_as_non_root=True",
    "securityContext.seccompProfile.type": 'seccomp_profile="RuntimeDefault"',
}
"""What sets a field that a level asks for: {end of its path: argument of SecurityPolicy}."""
_MISSING: Final = "missing"


@rule("OAM303", source="the founding article, opinions; Kubernetes, Pod Security Standards")
def security_level_violated(plan: Plan) -> Iterator[Violation]:
    """A pod asks for more than the security level that its developer demands.

    Why: the developer has said which Pod Security Standard the component keeps, whatever traits do; a cluster
    that enforces the standard refuses the pod only after the old one has gone.

    Example:
        @component
        class Api(Component):
            opinions = Opinions(security=PodSecurityLevel.BASELINE)

            def workload(self):
                context = {"privileged": True}
                return ContainerizedWorkload(
                    [Container("api", image="api:1.4", security_context=context)]
                )

        Api("api")

    Use instead:
        @component
        class Api(Component):
            opinions = Opinions(security=PodSecurityLevel.BASELINE)

            def workload(self):
                return ContainerizedWorkload([Container("api", image="api:1.4")])

        Api("api")
    """
    for pod in pods(plan):
        level = pod.composed.component.opinions.security
        if level is not PodSecurityLevel.PRIVILEGED:
            for violation in pod_security.violations(level, pod.template):
                yield _violation(pod, level, violation)


def _violation(pod: Pod, level: PodSecurityLevel, found: pod_security.Violation) -> Violation:
    composed = pod.composed
    component = composed.component
    path = pod.path / found.path
    opinion = Place(
        component.opinions.location_of("security"),
        f"`{component.kind}` demands the level {level.value}",
    )
    setting = next((value for end, value in _SETTINGS.items() if str(path).endswith(end)), "")
    if found.seen == _MISSING:
        policy = next((one for one in component.traits if isinstance(one, SecurityPolicy)), None)
        policy_place = (trait_place(policy, "it does not set it"),) if policy else ()
        places = (*policy_place, component_place(composed), opinion)
        problem = f"`{path}` of {pod.ref} is not set"
        help = f"bind `SecurityPolicy({setting})`"  # only what SecurityPolicy sets can be missing
        if policy is not None:
            help = f"add `{setting}` to `SecurityPolicy`"
    else:
        claim = composed.claim_on(FieldRef(pod.ref, path))
        writer = f"`{claim.owner.name}`"
        if claim.owner.role is Role.DEVELOPER:
            writer = f"the developer (`{claim.owner.name}`)"
        places = (Place(claim_location(claim), "it is set here"), opinion, component_place(composed))
        problem = f"{writer} sets `{path}` of {pod.ref} to {found.seen}"
        help = f"set it to {found.allowed}"
    return Violation(
        message=(
            f"{problem}, which component `{component.name}`"
            f" with its security level {level.value} does not allow"
        ),
        places=places,
        subject=(*composed.subject, str(pod.ref)),
        seen=found.seen,
        allowed=found.allowed,
        help=help,
    )
