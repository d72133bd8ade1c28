"""RawPatch by the fields that it changes."""

import importlib
from collections.abc import Iterator
from typing import Any

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.strategic_merge import Change, Merge, Unusable, merges
from oamdsl.kubernetes.tree import at, copied
from oamdsl.model.effect import Add, Effect, Refuse, Remove, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.raw_patch import RawPatch


@implements(RawPatch)
def patched_fields(trait: RawPatch, workload: RenderedWorkload) -> Iterator[Effect]:
    """Each field that the patch changes is one that the trait sets, adds or removes, and so it is owned."""
    ref = _target(trait, workload)
    if isinstance(ref, Refuse):
        yield ref
        return
    body: Object = next(
        (one.body for one in workload.objects if one.ref == ref),
        {"apiVersion": ref.api.api_version, "kind": ref.api.kind},
    )
    for merge in merges(body, trait.merge):
        yield _effect(ref, merge)
    yield from _operations(trait, ref, body)


def _target(trait: RawPatch, workload: RenderedWorkload) -> ObjectRef | Refuse:
    name = trait.name or workload.name
    if trait.api_version:
        return ObjectRef(Api(trait.api_version, trait.kind), name, workload.context.namespace)
    if not trait.kind and not trait.name:
        return workload.ref
    own = {(one.ref.api.kind, one.ref.name): one.ref for one in workload.objects}
    found = own.get((trait.kind or workload.ref.api.kind, name))
    if found is not None:
        return found
    listed = ", ".join(str(ref) for ref in own.values())
    return Refuse(
        "kind",
        why=f"the workload has no {trait.kind or workload.ref.api.kind}/{name}, only {listed}",
        help="name one of those, or add the `api_version` of what another trait makes",
    )


def _effect(ref: ObjectRef, merge: Merge | Unusable) -> Effect:
    if isinstance(merge, Unusable):
        return Refuse("merge", why=merge.problem, help=merge.help)
    field = ref / merge.path
    if merge.change is Change.ADDS:
        return Add(field, None, merge.value)
    return Remove(field) if merge.change is Change.REMOVES else Set(field, merge.value)


def _operations(trait: RawPatch, ref: ObjectRef, body: Object) -> Iterator[Effect]:
    if not trait.operations or trait.api_version:
        return
    jsonpatch = importlib.import_module("jsonpatch")  # only programs that use it pay for it
    try:
        patched: Object = jsonpatch.apply_patch(copied(body), [dict(one) for one in trait.operations])
    except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException) as error:
        yield Refuse(
            "operations",
            why=f"they do not fit {ref}: {' '.join(str(error).split())}",
            help=f"compare them with `oamdsl explain` of the component: paths begin at the root of {ref}",
        )
        return
    yield from _differences(ref, body, patched)


def _differences(ref: ObjectRef, before: Object, after: Object) -> Iterator[Effect]:
    old, new = dict(leaves(before)), dict(leaves(after))
    done: set[Path] = set()
    for path, value in new.items():
        if path in old and old[path] == value:
            continue
        place = _outermost(before, path)
        if place not in done:
            done.add(place)
            yield _written(ref, place, at(after, place))
    for path in old:
        if path not in new:
            place = _outermost(after, path)
            if place not in done:
                done.add(place)
                if at(after, place) is None:
                    yield Remove(ref / place)


def _outermost(other: Object, path: Path) -> Path:
    """The first part of *path* that *other* has nothing at."""
    parts = (Path(path.segments[:depth]) for depth in range(1, path.depth))
    return next((part for part in parts if at(other, part) is None), path)


def _written(ref: ObjectRef, place: Path, value: Any) -> Effect:
    if isinstance(place.segments[-1], Entry):
        return Add(ref / Path(place.segments[:-1]), None, value)
    return Set(ref / place, value)
