"""What an implementation does to a component's objects: each effect is a claim on what it names."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, final, get_args

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path


@final
@attrs.frozen
class Create:
    """A new object; every field in it is the trait's.

    Attributes:
        api_version: Such as ``autoscaling/v2``.
        kind: Such as ``HorizontalPodAutoscaler``.
        name: ``metadata.name``; the namespace and the component's labels are added.
        body: The rest: ``{"spec": {...}}``, with ``metadata`` for annotations and further labels.
    """

    api_version: str
    kind: str
    name: str
    body: Mapping[str, Any]


@final
@attrs.frozen(kw_only=True)
class Reserve:
    """A controller makes this object in the cluster, so nobody else may; it is no part of the plan.

    Attributes:
        api_version: Such as ``apps/v1``.
        kind: Such as ``Deployment``.
        name: ``metadata.name``; the namespace is the component's.
        by: The controller, as messages call it: ``Flagger Canary``.
        of: The object of the component that it is made of; what refers to it waits for that.
    """

    api_version: str = attrs.field(kw_only=False)
    kind: str = attrs.field(kw_only=False)
    name: str = attrs.field(kw_only=False)
    by: str
    of: ObjectRef


@final
@attrs.frozen
class Set:
    """The trait decides this field while the program runs.

    Attributes:
        field: The field; with ``[*]``, this field of every entry.
        value: Its value; a mapping or a list is decided as a whole.
    """

    field: FieldRef
    value: Any


@final
@attrs.frozen(kw_only=True)
class Default:
    """The trait decides this field where nobody else does, and gives way to whoever does.

    Attributes:
        field: The field; with ``[*]``, this field of every entry.
        value: Its value; a mapping or a list is decided as a whole.
        why: Why others may decide it, a sentence without a full stop.
    """

    field: FieldRef = attrs.field(kw_only=False)
    value: Any = attrs.field(kw_only=False)
    why: str


@final
@attrs.frozen
class Remove:
    """The trait takes this field away.

    Attributes:
        field: The field; it must be there.
    """

    field: FieldRef


@final
@attrs.frozen
class Amend:
    """The trait makes another value of the one that the field is given; whoever gives it must `Offer` it.

    Attributes:
        field: The field; it must be there.
        make: From the value that is there to the one that shall be; pure.
    """

    field: FieldRef
    make: Callable[[Any], Any] = attrs.field(eq=lambda make: getattr(make, "__qualname__", make))


@final
@attrs.frozen(kw_only=True)
class Derive:
    """The trait decides this field by what another one says, in an object that another trait may make.

    Attributes:
        field: The field that is decided.
        source: The field that it follows; it must be set, and nobody may decide it otherwise.
        make: From the source's value to the field's; pure.
        why: The reason, a clause that follows "because": ``Flagger makes the route itself``.
    """

    field: FieldRef = attrs.field(kw_only=False)
    source: FieldRef
    make: Callable[[Any], Any] = attrs.field(eq=lambda make: getattr(make, "__qualname__", make))
    why: str


@final
@attrs.frozen
class Add:
    """One more entry of a map or a list; other entries may be other people's.

    Entries that traits add stand after those that the developer wrote.

    Attributes:
        field: The map or the list.
        key: Key in a map; None for a list, whose entries hold their own key.
        value: The entry.
        after: Names of entries of the list that stand before it; they must be there.
    """

    field: FieldRef
    key: str | None
    value: Any
    after: tuple[str, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Delegate:
    """A controller in the cluster decides this field from the first deployment on.

    Attributes:
        field: The field.
        to: The controller, as messages call it: ``HorizontalPodAutoscaler``.
        initial: The value when the object is made; never applied again.
        help: What whoever wants to decide the field shall do instead, an imperative; empty for the usual, to
            keep one of the two.
        least: The smallest number that the controller decides on; None when that is not known.
        most: The greatest number; None when that is not known.
    """

    field: FieldRef = attrs.field(kw_only=False)
    to: str
    initial: Any
    help: str = ""
    least: int | None = None
    most: int | None = None


@final
@attrs.frozen(kw_only=True)
class Rewrite:
    """A controller changes this value at run time; whoever decides the field decides what it starts with.

    It excludes other controllers of the field, and traits that `Read` it.

    Attributes:
        field: The field; with ``[*]``, this field of every entry.
        by: The controller, as messages call it: ``VerticalPodAutoscaler``.
        in_pods: Whether it changes the pods that come of the object, and leaves the object as it is.
    """

    field: FieldRef = attrs.field(kw_only=False)
    by: str
    in_pods: bool = False


@final
@attrs.frozen
class Replace:
    """The workload becomes another kind; whatever refers to it refers to that.

    All implementations are asked for their effects once more, with the workload as the new kind. The object
    of the old kind is deleted when the new one is there: a live component runs twice for that time.

    Attributes:
        api_version: Such as ``argoproj.io/v1alpha1``.
        kind: Such as ``Rollout``.
        dropped: Fields of the workload that the new kind lacks; one that the developer set is contested.
    """

    api_version: str
    kind: str
    dropped: tuple[Path, ...] = ()


@final
@attrs.frozen(kw_only=True)
class Offer:
    """The trait lets others build on this field: `Amend` its value, or `Rewrite` it at run time.

    Whoever replaces the value contests it all the same: a field that others may decide is a `Default`.

    Attributes:
        field: A field that the trait itself writes.
        why: What the taker may do with it.
    """

    field: FieldRef = attrs.field(kw_only=False)
    why: str


@final
@attrs.frozen
class Require:
    """The cluster must have this.

    Attributes:
        what: An API, or the name of a feature such as ``metrics.k8s.io`` or ``network-policy``.
    """

    what: Api | str


@final
@attrs.frozen(kw_only=True)
class Read:
    """The trait works only when this field is set.

    Attributes:
        field: The field; with ``[*]``, this field of every entry.
        why: The reason, a clause that follows "because": ``utilisation is a share of the request``.
        help: What to do where a controller changes the field, an imperative; empty for the usual, to keep
            one of the two.
    """

    field: FieldRef = attrs.field(kw_only=False)
    why: str
    help: str = ""


@final
@attrs.frozen
class Where:
    """Effects that depend on whether an object is there, whichever trait makes it, or the developer.

    Objects that are made by effects which depend on others themselves are not looked at.

    Attributes:
        object: The object.
        effects: What holds where it is there.
        otherwise: What holds where it is not.
    """

    object: ObjectRef
    effects: tuple["Effect", ...]
    otherwise: tuple["Effect", ...] = ()


@final
@attrs.frozen(kw_only=True)
class Refuse:
    """The technology cannot do what the trait says; refused rather than ignored.

    Attributes:
        parameter: The trait's parameter that asks for it.
        why: What cannot be done, one sentence without a full stop.
        help: What to do instead, an imperative.
    """

    parameter: str = attrs.field(kw_only=False)
    why: str
    help: str


Effect: TypeAlias = (
    Create
    | Reserve
    | Set
    | Default
    | Remove
    | Amend
    | Derive
    | Add
    | Delegate
    | Rewrite
    | Replace
    | Offer
    | Require
    | Read
    | Where
    | Refuse
)
"""What an implementation may yield: these classes themselves, and none derived from them."""
EFFECTS: Final[frozenset[type]] = frozenset(get_args(Effect))
