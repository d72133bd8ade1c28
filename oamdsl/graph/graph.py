"""What is drawn: who belongs to whom, who makes what, and who decides which field."""

import enum

import attrs

from oamdsl.diagnostics.origin import Location
from oamdsl.diagnostics.plural import plural


class NodeKind(enum.Enum):
    """What a node stands for."""

    APPLICATION = "application"
    COMPONENT = "component"
    TRAIT = "trait"
    OBJECT = "object"
    """A Kubernetes object."""
    CONTROLLER = "controller"
    """A program in the cluster that decides fields at run time."""


class EdgeKind(enum.Enum):
    """How the source of an edge stands to its target; the value is a clause between their names."""

    CONTAINS = "contains"
    BINDS = "binds"
    MAKES = "makes"
    CLAIMS = "decides fields of"
    DEPENDS_ON = "depends on"
    DELEGATES = "leaves fields to"


@attrs.frozen(kw_only=True)
class Node:
    """One thing of a plan.

    Attributes:
        id: Unlike any other, and the same on every run: ``component:shop/web``.
        kind: What it is.
        name: Its own name.
        type: What it is called by kind: a class, or the kind of an object; empty where *kind* says it.
        application: Name of the application it belongs to; empty for none.
        component: Name of the component it belongs to, or is; empty for none.
        api_version: Of an object; empty for all else.
        namespace: Of an object; empty for all else, and for objects of the whole cluster.
        location: Where in the user's files it was built; None when nowhere.
    """

    id: str
    kind: NodeKind
    name: str
    type: str = ""
    application: str = ""
    component: str = ""
    api_version: str = ""
    namespace: str = ""
    location: Location | None = None

    @property
    def title(self) -> str:
        """Kind or class, then name, as pictures have them on two lines."""
        return self.type or self.kind.value

    @property
    def text(self) -> str:
        """Both on one line: ``Deployment/web``, ``application shop``."""
        return (
            f"{self.type}/{self.name}" if self.kind is NodeKind.OBJECT else f"{self.kind.value} {self.name}"
        )


@attrs.frozen
class FieldClaim:
    """One field that an edge is about.

    Attributes:
        field: Path of the field in the object.
        text: What happens to it: ``sets spec.replicas``.
    """

    field: str
    text: str


@attrs.frozen(kw_only=True)
class Edge:
    """One relation between two nodes.

    Attributes:
        kind: Which one.
        source: Id of the node that it starts from.
        target: Id of the node that it leads to.
        fields: The fields that it is about.
    """

    kind: EdgeKind
    source: str
    target: str
    fields: tuple[FieldClaim, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Its label, in lines."""
        return tuple(one.text for one in self.fields) or (self.kind.value,)


@attrs.frozen
class Graph:
    """A plan as nodes and edges, both in the order declared.

    Attributes:
        environment: Name of the environment.
        nodes: What there is; objects of a component stand after it.
        edges: How it hangs together.
    """

    environment: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def title(self) -> str:
        """``shop in prod``."""
        names = [node.name for node in self.nodes if node.kind is NodeKind.APPLICATION]
        return f"{', '.join(names)} in {self.environment}" if names else self.environment

    @property
    def description(self) -> str:
        """How much there is, in one sentence without a full stop."""
        counts = [(kind.value, sum(node.kind is kind for node in self.nodes)) for kind in NodeKind]
        return ", ".join(plural(count, name) for name, count in counts if count)

    @property
    def blocks(self) -> tuple[tuple[Node, tuple[Node, ...]], ...]:
        """Each component with what belongs to it."""
        parts: dict[tuple[str, str], list[Node]] = {}
        for node in self.nodes:
            if node.component and node.kind is not NodeKind.COMPONENT:
                parts.setdefault((node.application, node.component), []).append(node)
        return tuple(
            (node, tuple(parts.get((node.application, node.name), ())))
            for node in self.nodes
            if node.kind is NodeKind.COMPONENT
        )

    @property
    def outside(self) -> tuple[Node, ...]:
        """What belongs to no component: applications, and the namespace when the environment makes it."""
        return tuple(node for node in self.nodes if not node.component)
