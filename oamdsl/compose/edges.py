"""Which objects must be there before which others, read off what they refer to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from oamdsl.compose.folded import Reserved
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.tree import is_list, is_map

_NAMED_BY_FIELD: Final = {
    "claimName": "PersistentVolumeClaim",
    "secretName": "Secret",
    "serviceAccountName": "ServiceAccount",
    "priorityClassName": "PriorityClass",
}
_NAMED_IN_FIELD: Final = {
    "configMap": "ConfigMap",
    "configMapKeyRef": "ConfigMap",
    "configMapRef": "ConfigMap",
    "secret": "Secret",
    "secretKeyRef": "Secret",
    "secretRef": "Secret",
    "imagePullSecrets": "Secret",
    "service": "Service",
    "backendRefs": "Service",
}

_TEXTS: Final = frozenset({"kind", "data", "stringData", "binaryData"})
"""Fields of an object whose content is its own, whatever its names say."""

Reference = tuple[str, str]
"""Kind and name."""


def references(body: object, within: str = "") -> Iterator[Reference]:
    """Every object that *body* names, as ``(kind, name)``, whether or not it is known.

    Args:
        body: An object, or a part of one.
        within: Name of the field that holds the part.
    """
    if is_map(body):
        kind = body.get("kind", _NAMED_IN_FIELD.get(within))
        name = body.get("name")
        if isinstance(kind, str) and isinstance(name, str):
            yield kind, name
        for field, value in body.items():
            named = _NAMED_BY_FIELD.get(field)
            if named is not None and isinstance(value, str):
                yield named, value
            else:
                yield from references(value, field)
    elif is_list(body):
        for one in body:
            yield from references(one, within)


def in_order(
    bodies: Sequence[Object], reserved: Iterable[Reserved] = ()
) -> list[tuple[Object, tuple[ObjectRef, ...]]]:
    """*bodies* so that each stands after those it refers to, with the identities of those.

    A circle of objects that refer to each other is cut where it closes, seen from the first one given.

    Args:
        bodies: The objects.
        reserved: What controllers make; what refers to it stands after the object that it is made of.
    """
    by_ref = {ObjectRef.of(body): body for body in bodies}
    made = ((one.claim.field.object, by_ref.get(one.of)) for one in reserved)
    by_reference = {(ref.api.kind, ref.name): body for ref, body in (*made, *by_ref.items())}
    ordered: list[tuple[Object, tuple[ObjectRef, ...]]] = []
    done: dict[ObjectRef, bool] = {}

    def visit(body: Object) -> bool:
        ref = ObjectRef.of(body)
        if ref in done:
            return done[ref]
        done[ref] = False
        before: dict[ObjectRef, None] = {}
        fields = {name: value for name, value in body.items() if name not in _TEXTS}
        for reference in dict.fromkeys(references(fields)):
            other = by_reference.get(reference)
            if other is not None and other is not body and visit(other):
                before[ObjectRef.of(other)] = None
        ordered.append((body, tuple(before)))
        done[ref] = True
        return True

    for body in bodies:
        visit(body)
    return ordered
