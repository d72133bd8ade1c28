"""Which nodes a component's pods run on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final, Self

from oamdsl.kubernetes.names import label_key, label_value
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import each, optional, parameter
from oamdsl.model.trait import Trait, trait

TOPOLOGIES: Final = {
    "node": "kubernetes.io/hostname",
    "zone": "topology.kubernetes.io/zone",
    "region": "topology.kubernetes.io/region",
}
"""Short names of the labels that say where a node is."""


def labels(given: Mapping[str, str]) -> str | None:
    """What is wrong with labels; None when all keys and values are."""
    return each(label_key)(given) or each(label_value)(given.values())


def topology_key(name: str) -> str | None:
    """What is wrong with a label that says where a node is, or with a short name of one."""
    if name not in TOPOLOGIES and name.lower() in TOPOLOGIES:
        return f'is no label of nodes; write "{name.lower()}"'
    return label_key(name)


@declare
class Spread(Element):
    """Pods spread evenly over nodes, zones or regions.

    Attributes:
        over: ``node``, ``zone``, ``region``, or a label of nodes.
        max_skew: By how many pods two places may differ.
        required: Whether a pod waits rather than break it.
        min_domains: Places that count even while they have no node that fits; None for one.
        each_release: Whether the pods of each release are spread apart from those of the one before.

    Source: Kubernetes, Pod Topology Spread Constraints.
    """

    over: str = parameter(kw_only=False, problem=topology_key)
    max_skew: int = parameter(default=1, ge=1)
    required: bool = parameter(default=False)
    min_domains: int | None = parameter(default=None, ge=1)
    each_release: bool = parameter(default=False)


@declare
class NodeLabel(Element):
    """What a label of nodes must be.

    Attributes:
        key: Key of the label.
        values: Values, of which it must have one; none for that it must be there.
        excluded: Whether it must have none of those values instead, or not be there.
        required: Whether a pod waits rather than run on another node.

    Source: Kubernetes, Assigning Pods to Nodes, "Node affinity".
    """

    key: str = parameter(kw_only=False, problem=label_key)
    values: Sequence[str] = parameter(default=(), problem=each(label_value))
    excluded: bool = parameter(default=False)
    required: bool = parameter(default=True)


@declare
class Toleration(Element):
    """A taint of nodes that the pods put up with.

    Attributes:
        key: Key of the taint; empty for every taint.
        value: Its value; empty for any.
        effect: Which effect; empty for all.
        seconds: How long a pod that runs stays on a node that gets the taint with the effect NoExecute; None
            for ever.

    Source: Kubernetes, Taints and Tolerations.
    """

    key: str = parameter(kw_only=False, problem=optional(label_key))
    value: str = parameter(default="", problem=label_value)
    effect: str = parameter(default="", choices=("", "NoSchedule", "PreferNoSchedule", "NoExecute"))
    seconds: int | None = parameter(default=None, ge=0)


@declare
class Neighbour(Element):
    """A component of the same application whose pods are sought or shunned.

    Attributes:
        component: Its name, which its pods have as the label ``app.kubernetes.io/component``.
        within: ``node``, ``zone``, ``region``, or a label of nodes: what counts as near.
        required: Whether a pod waits rather than break it.

    Source: Kubernetes, Assigning Pods to Nodes, "Inter-pod affinity and anti-affinity".
    """

    component: str = parameter(kw_only=False)
    within: str = parameter(default="node", problem=topology_key)
    required: bool = parameter(default=False)


@trait
class Placement(Trait):
    """Decides which nodes the pods run on, and next to whom.

    Attributes:
        nodes: Labels that a node must have: {label: value}.
        node_labels: What else is asked of the labels of a node, or wished for.
        tolerations: Taints that do not keep the pods away.
        spread: Over what the pods are spread.
        near: Components whose pods are sought.
        apart_from: Components whose pods are shunned; its own name keeps its replicas apart.

    Source: Kubernetes, Assigning Pods to Nodes; KubeVela ``affinity``, ``topologyspreadconstraints``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    nodes: Mapping[str, str] = parameter(default={}, problem=labels)
    node_labels: Sequence[NodeLabel] = parameter(default=())
    tolerations: Sequence[Toleration] = parameter(default=())
    spread: Sequence[Spread] = parameter(default=())
    near: Sequence[Neighbour] = parameter(default=())
    apart_from: Sequence[Neighbour] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """Spread over zones."""
        return cls(spread=[Spread("zone")])

    def components(self) -> Iterator[str]:
        """Those that are sought or shunned."""
        return (one.component for one in (*self.near, *self.apart_from))

    def refusals(self) -> Iterator[Refuse]:
        """Something is decided, and two constraints are not the same one."""
        said = (self.nodes, self.node_labels, self.tolerations, self.spread, self.near, self.apart_from)
        if not any(said):
            yield Refuse("spread", why="nothing is placed", help='add `spread=[Spread("zone")]`')
        for one in self.tolerations:
            if one.value and not one.key:
                yield Refuse(
                    "tolerations", why="a value is of a taint's key", help="give the key of the taint"
                )
            if one.seconds is not None and one.effect != "NoExecute":
                yield Refuse(
                    "tolerations",
                    why="only a taint with the effect NoExecute ends pods after a time",
                    help='add `effect="NoExecute"`, or leave `seconds` out',
                )
        if any(one.min_domains is not None and not one.required for one in self.spread):
            yield Refuse(
                "spread",
                why="`min_domains` is of a spread that is required",
                help="add `required=True`, or leave it out",
            )
        keys = [(topology(one.over), one.required) for one in self.spread]
        for key, _ in sorted({key for key in keys if keys.count(key) > 1}):
            yield Refuse("spread", why=f"the pods are spread over `{key}` twice", help="keep one of the two")


def topology(name: str) -> str:
    """The label of nodes that *name* stands for."""
    return TOPOLOGIES.get(name, name)
