"""A live object beside what the program says of it: like with like, and without secrets.

A live object has fields that the program never said: the API server fills in defaults, controllers and other
people add their own. What the program's manager has, and what the program says, is compared; the rest is
left as it is.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.diff.fields import is_same
from oamdsl.kubernetes.confidential import CONTENT, is_secret
from oamdsl.kubernetes.list_keys import is_atomic_map, server_side
from oamdsl.kubernetes.managed_fields import Operation, managed
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.merge_patch import merge_patch
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.tree import as_map, at, is_list, is_map, with_field, without_field
from oamdsl.model.value import REDACTED, UNKNOWN

MANAGER: Final = "pulumi-kubernetes"
"""How the names of the field managers of Pulumi's provider begin; each object has one of its own.

Source: Pulumi, Kubernetes provider, "Server-Side Apply", Field managers.
"""

_OF_THE_SERVER: Final = (
    *("creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation"),
    *("managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid"),
)
_LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
"""Annotation with a copy of the whole object, a Secret's data too."""

_NEVER_DROPPED: Final = frozenset(
    {
        Path(("metadata", "labels", "app.kubernetes.io/managed-by")),
        Path(("metadata", "annotations", "pulumi.com/autonamed")),
        Path(("spec", "ingressClassName")),
        Path(("spec", "storageClassName")),
    }
)
"""Fields that nobody said and that the program's manager has all the same: Pulumi's provider adds the first
two, admission fills in the others when the object is made, and never again.

Source: Kubernetes, Admission Controllers, ``DefaultIngressClass``, ``DefaultStorageClass``.
"""

_EMPTY: Final[tuple[object, ...]] = (None, "", {}, [])
"""What the API server leaves out, or need not."""


@attrs.frozen
class Beside:
    """An object as it is live, and as it will be.

    Attributes:
        live: As it is, without what only the API server sets, and without secrets.
        deployed: The same with what the program says in it, and without what it no longer says.
    """

    live: Object
    deployed: Object


def shown(live: Object) -> Object:
    """*live* without what only the API server sets, and without secrets."""
    body = {name: value for name, value in live.items() if name != "status"}
    metadata = body["metadata"] = {
        name: value for name, value in as_map(body.get("metadata")).items() if name not in _OF_THE_SERVER
    }
    if is_map(metadata.get("annotations")):
        kept = {name: text for name, text in metadata["annotations"].items() if name != _LAST_APPLIED}
        metadata["annotations"] = kept
        if not kept:
            del metadata["annotations"]
    return _sealed(body) if is_secret(body) else body


def change(live: Object, said: Object, delegated: Collection[Path] = ()) -> Mapping[str, Any]:
    """What deploying *said* changes in *live*, for the API server to try: a JSON merge patch, empty for none.

    It takes out all that the program's manager has and does not say, whatever the API server filled in beside
    what it said when the object was made; what is a default, the API server fills in again.

    Args:
        live: The object, as the API server gives it.
        said: The same object as the program says it, without secrets.
        delegated: Fields that a controller decides: what is live there stays.
    """
    if is_secret(said):
        return {}  # its values are not known here
    after = live
    for path, value in leaves(said, merging=server_side):
        there = at(live, path)
        is_left = path in delegated or _is_opaque(value) or is_same(path, there, value)
        if there is None or not (is_left or _is_filled(said, path, there, value)):
            after = with_field(after, path, value)
    for path in _dropped(live, said, tuple(Operation)):
        if at(after, path) is not None and path not in delegated:
            after = _without(after, path)
    return merge_patch(live, after)


def beside(
    live: Object, said: Object, delegated: Collection[Path] = (), tried: Object | None = None
) -> Beside:
    """*live* and what deploying *said* makes of it.

    Args:
        live: The object, as the API server gives it.
        said: The same object as the program says it, without secrets.
        delegated: Fields that a controller decides: what is live there stays.
        tried: What the API server made of the `change`; without it, lists that are one field each may have
            more in their entries than was said, and what the program said when it made the object and
            does not say any more is not seen.
    """
    if tried is not None:
        return _marked(shown(live), shown(tried), said)
    if is_secret(said):
        said = _sealed(said)
    before = after = shown(live)
    for path, value in leaves(said, merging=server_side):
        there = at(before, path)
        if path in delegated and there is not None:
            continue
        if _is_opaque(value):
            if there is not None:
                before = with_field(before, path, value)
            after = with_field(after, path, value)
        elif not (_is_filled(said, path, there, value) or _contains(path, there, value)):
            after = with_field(after, path, value)
    for path in _dropped(live, said, (Operation.APPLY,)):
        if at(after, path) is not None and path not in delegated:
            after = _without(after, path)
    return Beside(before, after)


def _sealed(body: Object) -> dict[str, Any]:
    """A Secret whose values are a word each, all of them in ``data``, where the API server puts them."""
    sealed = {name: value for name, value in body.items() if name not in CONTENT}
    values = [body[name] for name in CONTENT if body.get(name)]
    if values:
        whole = all(is_map(one) for one in values)
        sealed["data"] = (
            dict.fromkeys((key for one in values for key in one), REDACTED) if whole else REDACTED
        )
    return sealed


def _is_opaque(value: object) -> bool:
    """Whether a word stands here for a value that is not told."""
    return value in (REDACTED, UNKNOWN) if isinstance(value, str) else False


def _marked(live: Object, tried: Object, said: Object) -> Beside:
    """Both, with a word in place of each value that the program does not tell."""
    before, after = live, tried
    for path, value in leaves(said, merging=server_side):
        if _is_opaque(value):
            after = with_field(after, path, value)
            if at(before, path) is not None:
                before = with_field(before, path, value)
    return Beside(before, after)


def _is_filled(body: Object, path: Path, there: Any, said: Any) -> bool:
    """Whether the program makes an empty map, or none, and the API server put its defaults into it."""
    return said == {} and is_map(there) and not is_atomic_map(body, path)


def _contains(path: Path, there: Any, said: Any) -> bool:
    if is_same(path, there, said) or (said in _EMPTY and there in _EMPTY):
        return True
    if said and is_map(said) and is_map(there):
        return all(_contains(path / name, there.get(name), one) for name, one in said.items())
    if said and is_list(said) and is_list(there) and len(said) == len(there):
        return all(_contains(path, one, other) for one, other in zip(there, said, strict=True))
    return False


def _dropped(live: Object, said: Object, how: Collection[Operation]) -> Iterator[Path]:
    """The fields that the program's manager wrote in one of these ways and that the program does not say."""
    everybody = managed(live)
    ours = [one for one in everybody if one.manager.startswith(MANAGER) and not one.subresource]
    others = {path for one in everybody if one not in ours for path in one.fields}
    fields = dict(leaves(said, merging=server_side))
    kept = {Path(path.segments[:depth]) for path in fields for depth in range(1, path.depth + 1)}
    wholes = [path for path, value in fields.items() if value and (is_map(value) or is_list(value))]
    for one in ours:
        if one.operation in how:
            for path in one.fields:
                if not (
                    path in kept
                    or path in _NEVER_DROPPED
                    or _is_key(path)
                    or any(path.starts_with(whole) for whole in wholes)
                    or any(other.starts_with(path) for other in others)
                ):
                    yield path


def _is_key(path: Path) -> bool:
    """Whether *path* is one of the fields that tell an entry apart, and so goes with the entry alone."""
    *_, around, name = (None, *path.segments)
    return isinstance(around, Entry) and name in dict(around.keys)


def _without(body: Object, path: Path) -> Object:
    """*body* without the field at *path*, and without what it was the last one in."""
    left = without_field(body, path)
    above = Path(path.segments[:-1])
    return _without(left, above) if above.depth and at(left, above) in _EMPTY else left
