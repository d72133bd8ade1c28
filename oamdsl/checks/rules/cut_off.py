"""OAM217."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods_by_component
from oamdsl.checks.services import services
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.route import backends
from oamdsl.kubernetes.tree import as_map, is_list, maps_in

_MONITORS: Final = "monitoring.coreos.com"
_DNS: Final = 53
_SIDECARS: Final = {"dapr.io/enabled": ("Dapr", "dapr-system")}
"""Annotations by which a pod gets a sidecar: whose, and the namespace where its control plane usually is."""
_MESH: Final = ("the mesh", "istio-system")


@rule("OAM217", source="Kubernetes, Network Policies", severity=Severity.WARNING)
def cut_off(plan: Plan) -> Iterator[Violation]:
    """A network policy cuts a component off from what its other traits, or its sidecars, need.

    Why: the cluster accepts it; then requests are not answered, metrics are missing, or sidecars never start.

    Example:
        Web("web", traits=[Ingress(host="shop.example.com"), NetworkIsolation(allow_from=[])])

    Use instead:
        Web(
            "web",
            traits=[
                Ingress(host="shop.example.com"),
                NetworkIsolation(allow_from=[Peer(namespace="ingress-nginx", ports=[80])]),
            ],
        )
    """
    has_mesh = "mesh" in plan.environment.platform.features
    for composed, its_pods in pods_by_component(plan):
        policies = [one for one in composed.objects if one.ref.api.kind == "NetworkPolicy"]
        if policies:
            yield from _from_outside(composed, policies)
            yield from _to_outside(composed, policies, _control_planes(its_pods, has_mesh=has_mesh))


def _from_outside(composed: ComposedComponent, policies: Sequence[FoldedObject]) -> Iterator[Violation]:
    """What leads to the component, when all that isolate it let nobody in."""
    name = composed.component.name
    isolating = {one.ref: rules for one in policies if (rules := _rules(one, "Ingress")) is not None}
    if not isolating or any(isolating.values()):
        return
    own = {one.ref.name for one in services(composed)}
    policy = next(iter(isolating))
    for other in composed.objects:
        if other.ref.api.group == _MONITORS:
            what = f"{other.ref} has its metrics collected"
        elif any(backend.service in own and not backend.in_mesh for backend in backends(other.body)):
            what = f"{other.ref} leads requests there"
        else:
            continue
        yield Violation(
            message=f"{policy} lets nobody connect to component `{name}`, and {what}",
            places=(
                field_place(composed, policy / "spec", f"{policy} is made here"),
                field_place(composed, other.ref / "spec", f"{other.ref} is made here"),
                component_place(composed),
            ),
            subject=(*composed.subject, str(policy)),
            help='let it in: add `Peer(namespace="...", ports=[...])` to `allow_from`',
        )


def _to_outside(
    composed: ComposedComponent, policies: Sequence[FoldedObject], needed: Sequence[tuple[str, str]]
) -> Iterator[Violation]:
    """The control planes that sidecars connect to, when all that isolate it keep it in its namespace."""
    isolating = {one.ref: rules for one in policies if (rules := _rules(one, "Egress")) is not None}
    if any(_leaves(rule) for rules in isolating.values() for rule in rules):
        return
    for policy in list(isolating)[:1]:
        for whose, namespace in needed:
            yield Violation(
                message=(
                    f"{policy} keeps component `{composed.component.name}` in its namespace,"
                    f" where the control plane of {whose} is not"
                ),
                places=(
                    field_place(composed, policy / "spec", f"{policy} is made here"),
                    component_place(composed),
                ),
                subject=(*composed.subject, str(policy)),
                help=f'let it out: add `Peer(namespace="{namespace}")` to `allow_to`',
            )


def _rules(policy: FoldedObject, direction: str) -> Sequence[Mapping[str, Any]] | None:
    """What *policy* lets through; None when it leaves the direction alone."""
    spec = as_map(policy.body.get("spec"))
    types = spec.get("policyTypes")
    field = direction.lower()
    isolates = direction in types if is_list(types) else direction == "Ingress" or field in spec
    return maps_in(spec.get(field)) if isolates else None


def _leaves(rule: Mapping[str, Any]) -> bool:
    """Whether *rule* lets through what goes beyond the namespace; names are looked up there, and no more."""
    peers, ports = maps_in(rule.get("to")), maps_in(rule.get("ports"))
    if peers:
        return any("namespaceSelector" in one or "ipBlock" in one for one in peers)
    return not ports or any(one.get("port") != _DNS for one in ports)


def _control_planes(pods: Sequence[Pod], *, has_mesh: bool) -> list[tuple[str, str]]:
    """What the sidecars of *pods* connect to."""
    annotations = [as_map(as_map(pod.template.get("metadata")).get("annotations")) for pod in pods]
    found = [
        control_plane
        for key, control_plane in _SIDECARS.items()
        if any(one.get(key) == "true" for one in annotations)
    ]
    return [*found, *([_MESH] if has_mesh else [])]
