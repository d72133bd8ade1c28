"""OAM429."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.checks.amounts import Amounts, amounts
from oamdsl.checks.places import claim_place, component_place, trait_place
from oamdsl.checks.pods import Pod, pods_by_component
from oamdsl.compose.ledger import Claim, Owner
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.quantity import same_quantity
from oamdsl.model.value import is_opaque
from oamdsl.traits.quality_of_service import QualityOfService

_RESOURCES: Final = ("cpu", "memory")


@attrs.frozen
class _Problem:
    """Why a pod is not of the class that a trait asks for.

    Attributes:
        why: A clause.
        cause: The container that makes it so, or the claim of who changes it.
        help: What to do, an imperative.
    """

    why: str
    cause: Amounts | Claim
    help: str


@rule("OAM429", source="Kubernetes, Pod Quality of Service Classes")
def missed_service_level(plan: Plan) -> Iterator[Violation]:
    """A pod gets another class of service than a trait asks for.

    Why: Kubernetes derives the class from what all containers of the pod request and are limited to, whoever
    adds them. A pod is guaranteed when each has limits of CPU and memory equal to its requests; it is
    best-effort when none requests either, and burstable otherwise.

    Example:
        log = Container("log", image="fluent-bit:4.1", resources=Resources(cpu="50m", memory="64Mi"))
        Web("web", traits=[QualityOfService(level="guaranteed"), Sidecar(log)])

    Use instead:
        needs = Resources(cpu="50m", memory="64Mi", cpu_limit="50m", memory_limit="64Mi")
        log = Container("log", image="fluent-bit:4.1", resources=needs)
        Web("web", traits=[QualityOfService(level="guaranteed"), Sidecar(log)])
    """
    for composed, its_pods in pods_by_component(plan):
        for binding in composed.bindings:
            if isinstance(binding.trait, QualityOfService) and binding.trait.level is not None:
                for pod in its_pods:
                    for problem in _PROBLEMS[binding.trait.level](pod, binding.owner):
                        yield _violation(composed, binding.trait, problem)


def _not_guaranteed(pod: Pod, _: Owner) -> Iterator[_Problem]:
    for container in amounts(pod):
        remedy = f"{container.help} with a limit equal to each request, or ask for `burstable`"
        limits = _counted(container.limits)
        missing = [resource for resource in _RESOURCES if resource not in limits]
        if missing:
            why = f"{container.label} has no limit of {' and '.join(missing)}"
            yield _Problem(why, container, remedy)
        for resource, limit in limits.items():
            request = container.requests[resource]
            if not (is_opaque(request) or is_opaque(limit) or same_quantity(request, limit)):
                why = f"{container.label} requests {request} of {resource} and is limited to {limit}"
                yield _Problem(why, container, remedy)
        limited = _changed(container, "limits")
        changed = {one: claim for one, claim in _changed(container, "requests").items() if one not in limited}
        if changed:
            claim = next(iter(changed.values()))
            what = " and ".join(changed)
            yield _Problem(
                f"the {claim.to} changes what {container.label} requests of {what}, and no limit",
                claim,
                f"let it change limits too, or remove `{claim.owner.name}`",
            )


def _not_burstable(pod: Pod, owner: Owner) -> Iterator[_Problem]:
    containers = list(amounts(pod))
    if not containers:
        return
    if not any(_counted(container.requests) for container in containers):
        why = "no container requests CPU or memory, so it has no share of its own"
        yield _Problem(why, containers[0], f"{containers[0].help}, or ask for `best-effort`")
    elif not any(_not_guaranteed(pod, owner)):
        why = "all containers are limited to what they request, so there is nothing more to get"
        yield _Problem(why, containers[0], "raise a limit or leave it out, or ask for `guaranteed`")


def _not_best_effort(pod: Pod, owner: Owner) -> Iterator[_Problem]:
    for container in amounts(pod):
        changed = _changed(container, "requests")
        requested = [resource for resource in _counted(container.requests) if resource not in changed]
        if requested:
            what = " and ".join(requested)
            yield _Problem(
                f"{container.label} requests {what}, so it is not served with what others leave",
                container,
                f"leave {what} out of the resources of {container.label}, or ask for `burstable`",
            )
        others = {resource: claim for resource, claim in changed.items() if claim.owner != owner}
        if others:
            claim = next(iter(others.values()))
            yield _Problem(
                f"the {claim.to} has {container.label} request {' and '.join(others)}",
                claim,
                f"remove `{claim.owner.name}`, or ask for `burstable`",
            )


_PROBLEMS: Final[Mapping[str, Callable[[Pod, Owner], Iterator[_Problem]]]] = {
    "guaranteed": _not_guaranteed,
    "burstable": _not_burstable,
    "best-effort": _not_best_effort,
}
"""What speaks against each level, from a pod and who asks for it."""


def _counted(given: Mapping[str, Any]) -> dict[str, Any]:
    """The amounts that the class goes by: of CPU and memory, and more than nothing."""
    return {
        resource: given[resource]
        for resource in _RESOURCES
        if resource in given and not same_quantity(given[resource], 0)
    }


def _changed(container: Amounts, kind: str) -> dict[str, Claim]:
    """Who changes the requests, or the limits, of *container* in the pods: {resource: claim}."""
    amounts = container.made / "resources" / kind
    return {
        resource: claim
        for resource in _RESOURCES
        for claim in container.pod.folded.rewritten
        if claim.in_pods and claim.field == amounts / resource
    }


def _violation(composed: ComposedComponent, trait: QualityOfService, problem: _Problem) -> Violation:
    cause = problem.cause
    return Violation(
        message=(
            f"`{trait.label}` asks for {trait.level} pods of component `{composed.component.name}`,"
            f" and {problem.why}"
        ),
        places=(
            claim_place(cause) if isinstance(cause, Claim) else cause.place,
            trait_place(trait, f"{trait.level} pods are asked for here"),
            component_place(composed),
        ),
        subject=(*composed.subject, trait.label),
        seen=str(trait.level),
        help=problem.help,
    )
