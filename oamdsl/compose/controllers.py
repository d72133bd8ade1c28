"""What the controllers of a plan's objects do to its other objects: claims that nobody declares.

A trait says by effects what the controllers of its objects do to another object. Where it says nothing of
that, and where somebody gives an object as it is, it is read off the object.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import attrs

from oamdsl.compose.created import created_object
from oamdsl.compose.folded import Binding, Controller
from oamdsl.compose.ledger import Owner, Role
from oamdsl.kubernetes.api import group_of
from oamdsl.kubernetes.controllers import EVERY, Control, control_of, has_control
from oamdsl.kubernetes.object import FieldRef, Identity, Object, ObjectRef
from oamdsl.kubernetes.path import EACH, Entry
from oamdsl.kubernetes.pod_template import pod_template, replicas
from oamdsl.kubernetes.tree import with_field
from oamdsl.model.effect import Create, Delegate, Reserve, Rewrite, Set
from oamdsl.model.workload import RenderedWorkload


@attrs.frozen
class Part:
    """What one component brings into a plan.

    Attributes:
        workload: Its workload.
        bindings: Its traits.
        developer: How messages call its developer: the component's class.
    """

    workload: RenderedWorkload
    bindings: tuple[Binding, ...]
    developer: str


@attrs.frozen
class _Acting:
    """An object whose controller does something.

    Attributes:
        ref: The object.
        owner: Who brings it in.
        control: What its controller does.
        said: Which other objects the trait that makes it says of what its controller does: those that it acts
            on, and ``(kind, name)`` of those that it makes; none for the developer's.
    """

    ref: ObjectRef
    owner: Owner
    control: Control
    said: frozenset[object] = frozenset()


def controllers(parts: Iterable[Part]) -> list[tuple[Controller, ...]]:
    """What the controllers of all the objects of *parts* do to the objects of each of them."""
    acting = [(part, tuple(_acting(part))) for part in parts]
    by_target: dict[Identity, list[_Acting]] = {}
    for _, own in acting:
        for one in own:
            if one.control.target is not None:
                by_target.setdefault(one.control.target, []).append(one)
    return [tuple(_controllers(part, own, by_target)) for part, own in acting]


def _controllers(
    part: Part, own: Iterable[_Acting], by_target: Mapping[Identity, Sequence[_Acting]]
) -> Iterator[Controller]:
    """What controllers do to the objects of *part*, without what traits say of that themselves."""
    for one, effects in chain(_making(own), _reaching(part, by_target) if by_target else ()):
        done = tuple(effects)
        if done:
            yield Controller(one.owner, done)


def _acting(part: Part) -> Iterator[_Acting]:
    """The objects of *part* whose controllers do something."""
    for rendered in part.workload.objects:
        if has_control(rendered.ref.api.api_version, rendered.ref.api.kind):
            yield from _read(rendered.body, Owner(Role.DEVELOPER, part.developer, rendered.origin))
    for binding, effect in _created(part):
        if has_control(effect.api_version, effect.kind):
            yield from _read(_completed(part, binding, effect), binding.owner, _said(binding))


def _completed(part: Part, binding: Binding, effect: Create) -> Object:
    """The object that a trait makes, with what it sets in it besides."""
    body = created_object(effect, part.workload)
    ref = ObjectRef.of(body)
    for one in binding.effects:
        if (
            isinstance(one, Set)
            and one.field.object == ref
            and one.field.path.depth
            and not one.field.path.has_each
        ):
            body = with_field(body, one.field.path, one.value)
    return body


def _read(body: Object, owner: Owner, said: frozenset[object] = frozenset()) -> Iterator[_Acting]:
    control = control_of(body)
    if control is not None:
        yield _Acting(ObjectRef.of(body), owner, control, said)


def _created(part: Part) -> Iterator[tuple[Binding, Create]]:
    for binding in part.bindings:
        for effect in binding.effects:
            if isinstance(effect, Create):
                yield binding, effect


def _making(own: Iterable[_Acting]) -> Iterator[tuple[_Acting, Iterable[Reserve]]]:
    """What controllers make of the objects of one component."""
    for one in own:
        yield (
            one,
            [
                Reserve(api.api_version, api.kind, name, by=one.control.name, of=one.ref)
                for api, name in one.control.makes
                if (api.kind, name) not in one.said
            ],
        )


def _reaching(
    part: Part, by_target: Mapping[Identity, Sequence[_Acting]]
) -> Iterator[tuple[_Acting, Iterable[Delegate | Rewrite]]]:
    """What controllers of any component's objects do to the objects of *part*."""
    own = ((one.ref, one.body) for one in part.workload.objects)
    namespace = part.workload.context.namespace
    bodies = (
        created_object(effect, part.workload)
        for _, effect in _created(part)
        if (effect.kind, group_of(effect.api_version), namespace, effect.name) in by_target
    )
    for ref, body in chain(own, ((ObjectRef.of(body), body) for body in bodies)):
        for one in by_target.get(ref.identity, ()):
            if ref not in one.said:
                yield one, _effects(one, ref, body)


def _effects(acting: _Acting, ref: ObjectRef, body: Object) -> Iterator[Delegate | Rewrite]:
    """What the controller of one object does to another, *ref*."""
    control, by = acting.control, str(acting.ref)
    path, template = replicas(body), pod_template(body)
    if control.scales and path is not None:
        yield Delegate(FieldRef(ref, path), to=by, initial=None)
    for field in control.rewrites:
        yield Rewrite(FieldRef(ref, field), by=by)
    if template is not None:
        containers = FieldRef(ref, template) / "spec" / "containers"
        for name, resources in control.resizes:
            container = containers / (EACH if name == EVERY else Entry((("name", name),)))
            for resource in resources:
                yield Rewrite(container / "resources" / "requests" / resource, by=by, in_pods=True)


def _said(binding: Binding) -> frozenset[object]:
    """Which other objects a trait says of what controllers do."""
    return frozenset(
        (one.kind, one.name) if isinstance(one, Reserve) else one.field.object
        for one in binding.effects
        if isinstance(one, (Delegate, Rewrite, Reserve))
    )
