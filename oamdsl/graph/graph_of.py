"""From a plan to its graph."""

import re
from collections.abc import Iterator
from typing import Final

from oamdsl.compose.edges import in_order
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.ledger import Claim, Owner
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.graph.graph import Edge, EdgeKind, FieldClaim, Graph, Node, NodeKind
from oamdsl.kubernetes.object import ObjectRef

_IT: Final = re.compile(r"\bit\b")


def graph_of(plan: Plan) -> Graph:
    """The graph of *plan*. It holds names and paths alone, so no value and no secret is in it."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    if plan.namespace is not None:
        nodes.append(_object(ObjectRef.of(plan.namespace)))
    for application in plan.applications:
        nodes.append(
            Node(
                id=f"application:{application.name}",
                kind=NodeKind.APPLICATION,
                name=application.name,
                application=application.name,
                location=application.location,
            )
        )
        for composed in plan.components_of(application):
            parts = _Parts(composed)
            nodes += parts.nodes()
            edges += parts.edges()
    return Graph(plan.environment.name, tuple(nodes), tuple(edges))


class _Parts:
    """The nodes and edges of one component."""

    def __init__(self, composed: ComposedComponent) -> None:
        self.composed = composed
        self.application, self.name = composed.subject
        self.path = f"{self.application}/{self.name}"
        self.id = f"component:{self.path}"
        self.traits = self._trait_ids()

    def nodes(self) -> Iterator[Node]:
        component = self.composed.component
        yield Node(
            id=self.id,
            kind=NodeKind.COMPONENT,
            name=self.name,
            type=component.kind,
            application=self.application,
            component=self.name,
            location=component.location,
        )
        bound = [binding.owner for binding in self.composed.bindings]
        for owner, id_ in self.traits.items():
            times = bound.count(owner)
            yield Node(
                id=id_,
                kind=NodeKind.TRAIT,
                name=owner.name if times == 1 else f"{owner.name} ({times} times)",
                application=self.application,
                component=self.name,
                location=owner.origin.location,
            )
        for folded in self.composed.objects:
            yield _object(folded.ref, self.application, self.name)
        for name in dict.fromkeys(claim.to for _, claim in self._delegations()):
            yield Node(
                id=self._controller(name),
                kind=NodeKind.CONTROLLER,
                name=name,
                application=self.application,
                component=self.name,
            )

    def edges(self) -> Iterator[Edge]:
        yield Edge(kind=EdgeKind.CONTAINS, source=f"application:{self.application}", target=self.id)
        for dependency in self.composed.component.dependencies:
            target = f"component:{self.application}/{dependency}"
            yield Edge(kind=EdgeKind.DEPENDS_ON, source=self.id, target=target)
        for id_ in self.traits.values():
            yield Edge(kind=EdgeKind.BINDS, source=self.id, target=id_)
        for folded in self.composed.objects:
            maker = self.id if folded.creator is None else self.traits[folded.creator]
            yield Edge(kind=EdgeKind.MAKES, source=maker, target=_object_id(folded.ref))
        for folded in self.composed.objects:
            yield from self._claims(folded)
        bodies = [folded.body for folded in self.composed.objects]
        for body, before in in_order(bodies, self.composed.reserved):
            for ref in before:
                source, target = _object_id(ObjectRef.of(body)), _object_id(ref)
                yield Edge(kind=EdgeKind.DEPENDS_ON, source=source, target=target)
        yield from self._left_to_controllers()

    def _trait_ids(self) -> dict[Owner, str]:
        """``{owner: id}``: the ledger tells traits apart by class and line, and so does the graph."""
        ids: dict[Owner, str] = {}
        for binding in self.composed.bindings:
            name = binding.owner.name
            number = sum(one.name == name for one in ids if one != binding.owner)
            ids.setdefault(binding.owner, f"trait:{self.path}/{name}{f'#{number + 1}' if number else ''}")
        return ids

    def _claims(self, folded: FoldedObject) -> Iterator[Edge]:
        for owner, id_ in self.traits.items():
            claims = [claim for claim in folded.claims if claim.owner == owner]
            if claims:
                yield Edge(
                    kind=EdgeKind.CLAIMS,
                    source=id_,
                    target=_object_id(folded.ref),
                    fields=tuple(_field(claim, f" the {claim.to}" if claim.to else "") for claim in claims),
                )

    def _left_to_controllers(self) -> Iterator[Edge]:
        fields: dict[tuple[str, str], list[FieldClaim]] = {}
        for folded, claim in self._delegations():
            between = (_object_id(folded.ref), self._controller(claim.to))
            fields.setdefault(between, []).append(_field(claim, ""))
        for (source, target), claimed in fields.items():
            yield Edge(kind=EdgeKind.DELEGATES, source=source, target=target, fields=tuple(claimed))

    def _delegations(self) -> Iterator[tuple[FoldedObject, Claim]]:
        for folded in self.composed.objects:
            for claim in folded.claims:
                if claim.to:
                    yield folded, claim

    def _controller(self, name: str) -> str:
        return f"controller:{self.path}/{name}"


def _object(ref: ObjectRef, application: str = "", component: str = "") -> Node:
    return Node(
        id=_object_id(ref),
        kind=NodeKind.OBJECT,
        name=ref.name,
        type=ref.api.kind,
        application=application,
        component=component,
        api_version=ref.api.api_version,
        namespace=ref.namespace,
    )


def _object_id(ref: ObjectRef) -> str:
    return f"object:{ref.api.api_version}/{ref.api.kind}/{ref.namespace}/{ref.name}"


def _field(claim: Claim, to: str) -> FieldClaim:
    """``sets spec.replicas``: the ledger's clause, with the field in the place of "it"."""
    path = str(claim.field.path)
    return FieldClaim(path, _IT.sub(lambda _: path or "it", claim.verb.value, count=1) + to)
