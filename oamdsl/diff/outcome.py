"""What becomes of a component's objects when a change is deployed."""

from collections.abc import Iterator, Sequence

from oamdsl.diff.change import ObjectChange
from oamdsl.diff.consequence import (
    Consequence,
    has_claims,
    of_changed,
    of_new_volume,
    of_removed,
    of_service_gone,
    of_unkept,
    with_old_values,
)
from oamdsl.diff.pairs import Environments, Pairs
from oamdsl.diff.requests import of_certificates, of_routes
from oamdsl.diff.state import ComponentState
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.tree import as_map


def consequences_of(
    both: Environments,
    pairs: Pairs,
    states: tuple[ComponentState, ComponentState],
    objects: Sequence[ObjectChange],
    *,
    stays: bool,
) -> tuple[Consequence, ...]:
    """What happens when a component is deployed, the gravest first.

    Args:
        both: The environment, before and after.
        pairs: The objects of the component.
        states: The component before and after.
        objects: The objects that differ.
        stays: Whether it is there before and after.
    """
    found = (*_consequences(both, pairs, states[0], objects, stays=stays), *_unkept(*states))
    return tuple(sorted(dict.fromkeys(with_old_values(found)), key=lambda one: (one.gravity, one.object)))


def _consequences(
    both: Environments,
    pairs: Pairs,
    before: ComponentState,
    objects: Sequence[ObjectChange],
    *,
    stays: bool,
) -> Iterator[Consequence]:
    had_claims = any(has_claims(one) for one in before.objects)
    for one in objects:
        if one.before is not None and one.after is not None:
            yield from _of_kept(one.before, one.after, one, before)
        elif one.before is not None:
            kept = _is_retained(one.before, before)
            yield from of_removed(one.before, kept=kept, successor=_successor(one.before, pairs.come, before))
            if stays and one.before["kind"] == "Service":
                yield of_service_gone(one.before, "")
        elif one.after is not None and stays and had_claims:
            yield from of_new_volume(one.after)
    for body in before.objects:
        yield from of_routes(body, both.old_routes, both.new_routes)
        yield from of_certificates(body, both.certificates, both.new_routes)


def _unkept(before: ComponentState, after: ComponentState) -> Iterator[Consequence]:
    """What is no longer kept, of objects that stay."""
    if before.retained is None or after.retained is None:
        return
    there = {str(ObjectRef.of(body)) for body in after.objects}
    for ref in before.retained:
        if ref in there and ref not in after.retained:
            yield of_unkept(ref)


def _is_retained(body: Object, state: ComponentState) -> bool:
    return str(ObjectRef.of(body)) in (state.retained or ())


def _of_kept(
    before: Object, after: Object, change: ObjectChange, state: ComponentState
) -> Iterator[Consequence]:
    kept = _is_retained(before, state)
    if change.was is None:
        yield from of_changed(before, after, change.fields, kept=kept)
        return
    is_claim = before["kind"] == "PersistentVolumeClaim"
    yield from of_removed(before, kept=kept, successor=None if is_claim else after)
    yield from of_new_volume(after)
    if before["kind"] == "Service":
        yield of_service_gone(before, after["metadata"]["name"])


def _successor(body: Object, added: Sequence[Object], state: ComponentState) -> Object | None:
    """The object that stands in the place of a component's workload, which became another kind."""
    if not state.objects or body is not state.objects[0]:
        return None
    name = body["metadata"]["name"]
    return next(
        (one for one in added if one["metadata"]["name"] == name and "template" in as_map(one.get("spec"))),
        None,
    )
