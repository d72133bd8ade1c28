"""OAM431."""

from collections.abc import Iterator
from typing import Final

import attrs

from oamdsl.checks.places import component_place, field_place
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.route import MESH, Route, routes

_SPEC: Final = Path(("spec",))


@attrs.frozen(eq=False)
class _Routing:
    """An object that routes requests, and which."""

    composed: ComposedComponent
    folded: FoldedObject
    route: Route

    @property
    def places(self) -> tuple[Place, ...]:
        written = FieldRef(self.folded.ref, _SPEC)
        label = f"`{self.route.text}` is routed here"
        return field_place(self.composed, written, label), component_place(self.composed)

    def __str__(self) -> str:
        return f"{self.folded.ref} of component `{self.composed.component.name}`"


@rule("OAM431", source="Gateway API, HTTPRouteRule, precedence; Istio, IST0109; Kubernetes, Ingress")
def duplicate_route(plan: Plan) -> Iterator[Violation]:
    """Two objects route the same requests.

    Why: the cluster accepts both. Who gets the requests depends on which is older, or on the controller; the
    other one gets none, and nobody is told.

    Example:
        Application(
            "shop",
            [
                Web("web", traits=[Ingress(host="shop.example.com")]),
                Web("checkout", traits=[Ingress(host="shop.example.com")]),
            ],
        )

    Use instead:
        Application(
            "shop",
            [
                Web("web", traits=[Ingress(host="shop.example.com")]),
                Web("checkout", traits=[Ingress(host="shop.example.com", path="/checkout")]),
            ],
        )
    """
    routed: dict[object, list[_Routing]] = {}
    for composed in plan.components:
        for folded in composed.objects:
            for route in routes(folded.body):
                routing = _Routing(composed, folded, route)
                earlier = routed.setdefault((route.gateway, route.requests), [])
                twin = next((one for one in earlier if _meet(one, routing)), None)
                if twin is None:
                    earlier.append(routing)
                elif twin.folded.ref != folded.ref:
                    yield _violation(twin, routing)


def _meet(one: _Routing, other: _Routing) -> bool:
    """Whether one listener may take both."""
    names = one.route.listener, other.route.listener
    return "" in names or names[0] == names[1]


def _violation(first: _Routing, second: _Routing) -> Violation:
    route = second.route
    return Violation(
        message=f"{second} routes `{route.text}` at {route.gateway}, and so does {first}",
        places=tuple(dict.fromkeys((*second.places, *first.places))),
        subject=(*second.composed.subject, str(second.folded.ref)),
        seen=route.text,
        help=(
            "keep one of the two: a mesh takes what one object says of a host"
            if route.gateway == MESH
            else "give one of the two another host or another path"
        ),
    )
