"""The live objects of a cluster as a state, and what deploying another state makes of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.diff.live import beside, change, shown
from oamdsl.diff.state import ComponentState
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import pod_template
from oamdsl.kubernetes.tree import as_map

APPLICATION: Final = "app.kubernetes.io/part-of"
COMPONENT: Final = "app.kubernetes.io/name"

Components = tuple[ComponentState, ...]


def refs_of(components: Iterable[ComponentState]) -> tuple[ObjectRef, ...]:
    """The objects that *components* name."""
    return tuple(ObjectRef.of(body) for one in components for body in one.objects)


def applications_of(components: Iterable[ComponentState]) -> tuple[str, ...]:
    """The applications that *components* belong to."""
    return tuple(dict.fromkeys(one.name.partition("/")[0] for one in components if one.name))


def without(components: Iterable[ComponentState], unread: Collection[ObjectRef]) -> Components:
    """*components* without the objects that cannot be compared."""
    return tuple(
        attrs.evolve(one, objects=tuple(body for body in one.objects if ObjectRef.of(body) not in unread))
        for one in components
    )


def changes(
    said: Sequence[ComponentState], live: Mapping[ObjectRef, Object]
) -> dict[ObjectRef, Mapping[str, Any]]:
    """What deploying *said* changes in the objects that are there, for the API server to try."""
    found = {
        ref: change(live[ref], body, _delegated(component, ref))
        for component in said
        for ref, body in _by_ref(component)
        if ref in live
    }
    return {ref: patch for ref, patch in found.items() if patch}


def beside_cluster(
    said: Sequence[ComponentState],
    live: Mapping[ObjectRef, Object],
    tried: Mapping[ObjectRef, Object],
    others: Iterable[Object],
) -> tuple[Components, Components]:
    """What is live, and what it becomes when *said* is deployed.

    Args:
        said: What the program says.
        live: The objects of it that are there.
        tried: What the API server made of the `changes`.
        others: Objects that belong to its applications and that it does not say.
    """
    left: dict[str, list[Object]] = {}
    for body in others:
        left.setdefault(_component_of(body), []).append(shown(body))
    before: list[ComponentState] = []
    after: list[ComponentState] = []
    for component in said:
        mine = left.pop(component.name, [])
        pairs = {
            ref: beside(live[ref], body, _delegated(component, ref), tried.get(ref))
            for ref, body in _by_ref(component)
            if ref in live
        }
        after.append(
            attrs.evolve(
                component,
                objects=tuple(
                    pairs[ref].deployed if ref in pairs else body for ref, body in _by_ref(component)
                ),
            )
        )
        found = [one.live for one in pairs.values()]
        if found or mine:
            # the first object counts as the workload; one that became another kind is among the others
            workload = [one for one in mine if pod_template(one) is not None]
            rest = [one for one in mine if pod_template(one) is None]
            is_kept = bool(component.objects) and ObjectRef.of(component.objects[0]) in pairs
            before.append(
                ComponentState(
                    name=component.name,
                    objects=(*found, *workload, *rest) if is_kept else (*workload, *found, *rest),
                    delegated=component.delegated,
                    retained=component.retained,
                )
            )
    before += (ComponentState(name=name, objects=tuple(bodies)) for name, bodies in left.items())
    return tuple(before), tuple(after)


def _by_ref(component: ComponentState) -> Iterator[tuple[ObjectRef, Object]]:
    return ((ObjectRef.of(body), body) for body in component.objects)


def _component_of(body: Object) -> str:
    labels = as_map(as_map(body.get("metadata")).get("labels"))
    return "/".join(filter(None, (labels.get(APPLICATION), labels.get(COMPONENT))))


def _delegated(component: ComponentState, ref: ObjectRef) -> frozenset[Path]:
    """The fields of an object that a controller decides."""
    prefix = f"{FieldRef(ref, Path())}"
    return frozenset(
        Path.parse(field.removeprefix(prefix)) for field in component.delegated if field.startswith(prefix)
    )
