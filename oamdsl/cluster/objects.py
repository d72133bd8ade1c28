"""Live objects: those that are named, and those that carry a label."""

from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar
from urllib.parse import quote

import attrs

from oamdsl.cluster.client import JSON, Client, ForbiddenError, MissingError
from oamdsl.cluster.discovery import Served, discovered
from oamdsl.cluster.error import ClusterError
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.managed_fields import managers_of
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, is_map, maps_in

Progress = Callable[[int, int, str], None]
"""Told of each step: how many are done, of how many, and what is read now."""

_AT_ONCE: Final = 8
_PAGE: Final = 500
_METADATA: Final = f"application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,{JSON}"
_CONTROLLERS: Final = frozenset({"kube-controller-manager"})
"""Who labels objects that it makes of others, such as Endpoints, as those are labelled."""
_NAMED: Final = 3
"""How many kinds a gap names before it counts the rest."""

T = TypeVar("T")
R = TypeVar("R")


@attrs.frozen
class Found:
    """What a cluster has.

    Attributes:
        named: The objects that were asked for and are there, in the API version that was asked for where the
            cluster serves it: {identity: object}.
        labelled: The other objects that carry the label and that no other object made.
        ways: How each object that was asked for is reached; those whose kind is not served are left out.
        unread: Objects that were asked for and may not be read.
        gaps: What else could not be read, each a sentence without a full stop.
    """

    named: Mapping[ObjectRef, Object]
    labelled: tuple[Object, ...]
    ways: Mapping[ObjectRef, Served]
    unread: tuple[ObjectRef, ...]
    gaps: tuple[str, ...]


@attrs.frozen
class Label:
    """A label by which objects are found.

    Attributes:
        name: Its name.
        values: Which values count.
        namespace: Where to look.
    """

    name: str
    values: tuple[str, ...]
    namespace: str

    @property
    def query(self) -> str:
        """The selector, for a URL."""
        return quote(f"{self.name} in ({','.join(self.values)})")


def read_objects(client: Client, wanted: Collection[ObjectRef], label: Label, progress: Progress) -> Found:
    """The objects *wanted* of the cluster of *client*, and those that carry *label*.

    Secrets that may not be read are told of; any other object that is wanted must be readable.

    Raises:
        ClusterError: It cannot be read.
    """
    progress(0, 1, "what the cluster serves")
    served = discovered(client).served
    kinds = _kinds(served, wanted)
    listable = [
        one for one in kinds.values() if one.namespaced and {"get", "list"} <= one.verbs and label.values
    ]
    steps = _Steps(progress, len(listable) + len(wanted))
    lists = _at_once(lambda one: steps.done(one.plural, _listed(client, one, label)), listable)
    ways = {ref: kinds[ref.api.group, ref.api.kind] for ref in wanted if _key(ref.api) in kinds}
    read = _at_once(lambda item: steps.done(str(item[0]), _one(client, item[1], item[0])), list(ways.items()))
    by_ref = dict(zip(ways, read, strict=True))
    named = {ref: body for ref, body in by_ref.items() if is_map(body)}
    known = {_identity(ref) for ref in wanted}
    strays = [
        (one, ObjectRef.of(body))
        for one, found in zip(listable, lists, strict=True)
        for body in found or ()
        if _identity(ObjectRef.of(body)) not in known and _stands_alone(body, label.name)
    ]
    whole = _at_once(lambda item: _one(client, *item), strays)
    return Found(
        named=named,
        labelled=tuple(body for body in whole if is_map(body)),
        ways=ways,
        unread=tuple(ref for ref, body in by_ref.items() if isinstance(body, ForbiddenError)),
        gaps=tuple(_gaps([one for one, found in zip(listable, lists, strict=True) if found is None], label)),
    )


@attrs.frozen
class Tried:
    """What changes would come to.

    Attributes:
        objects: The objects that the API server would make: {identity: object}.
        gaps: What could not be tried, each a sentence without a full stop.
    """

    objects: Mapping[ObjectRef, Object]
    gaps: tuple[str, ...]


def try_changes(
    client: Client,
    ways: Mapping[ObjectRef, Served],
    patches: Mapping[ObjectRef, Mapping[str, Any]],
    progress: Progress,
) -> Tried:
    """What *patches* would make of live objects, by dry runs. One that is refused is left out.

    Args:
        client: The cluster.
        ways: How the objects are reached.
        patches: A JSON merge patch for each object that changes.
        progress: Told of each step.

    Raises:
        ClusterError: The cluster cannot be reached any more.
    """
    steps = _Steps(progress, len(patches))
    answers = _at_once(
        lambda item: steps.done(str(item[0]), _tried(client, ways[item[0]], *item)), list(patches.items())
    )
    objects = {ref: body for ref, body in zip(patches, answers, strict=True) if is_map(body)}
    kinds = dict.fromkeys(
        ways[ref].plural
        for ref, body in zip(patches, answers, strict=True)
        if isinstance(body, ForbiddenError)
    )
    gaps = (
        f"the user may not try changes of {', '.join(kinds)},"
        " so a field that the program has left out since the object was made is not seen",
    )
    return Tried(objects, gaps if kinds else ())


def _tried(client: Client, served: Served, ref: ObjectRef, patch: Mapping[str, Any]) -> Object | ClusterError:
    try:
        return client.dry_run(served.path(ref.namespace, quote(ref.name)), patch)
    except ClusterError as error:
        return error


class _Steps:
    """Counts steps that are done at once."""

    def __init__(self, progress: Progress, of: int) -> None:
        self._progress, self._of, self._count = progress, of, 0

    def done(self, what: str, result: T) -> T:
        self._count += 1
        self._progress(self._count, self._of, what)
        return result


def _at_once(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(work, items))


def _key(api: Api) -> tuple[str, str]:
    return api.group, api.kind


def _identity(ref: ObjectRef) -> tuple[str, str, str, str]:
    return ref.api.group, ref.api.kind, ref.namespace, ref.name


def _kinds(served: Mapping[Api, Served], wanted: Collection[ObjectRef]) -> dict[tuple[str, str], Served]:
    """One version of each kind: one that is wanted, or else the preferred one."""
    kinds = {_key(ref.api): served[ref.api] for ref in wanted if ref.api in served}
    for api, one in served.items():
        kinds.setdefault(_key(api), one)
    return kinds


def _listed(client: Client, served: Served, label: Label) -> list[Object] | None:
    """The metadata of the objects that carry *label*; None when they cannot be listed."""
    found: list[Object] = []
    following: str | None = ""
    path = served.path(label.namespace)
    while following is not None:
        query = f"labelSelector={label.query}&limit={_PAGE}&continue={quote(following)}"
        try:
            page = client.get(f"{path}?{query}", _METADATA)
        except ClusterError:
            return None
        kind = {"apiVersion": served.api.api_version, "kind": served.api.kind}
        found += ({**one, **kind} for one in maps_in(page.get("items")))
        following = as_map(page.get("metadata")).get("continue") or None
    return found


def _one(client: Client, served: Served, ref: ObjectRef) -> Object | ForbiddenError | None:
    """An object; None when there is none, the error when it is a Secret that may not be read."""
    try:
        return client.get(served.path(ref.namespace, quote(ref.name)))
    except MissingError:
        return None
    except ForbiddenError as error:
        if _key(ref.api) == ("", "Secret"):
            return error
        raise


def _stands_alone(body: Object, label: str) -> bool:
    """Whether somebody put the object and its label there, rather than a controller that copies labels."""
    owners = maps_in(as_map(body.get("metadata")).get("ownerReferences"))
    by = managers_of(body, Path(("metadata", "labels", label)))
    return not any(one.get("controller") for one in owners) and bool(by - _CONTROLLERS)


def _gaps(unlisted: list[Served], label: Label) -> Iterable[str]:
    if unlisted:
        names = [one.plural for one in unlisted]
        more = f" and {len(names) - _NAMED} more kinds" if len(names) > _NAMED else ""
        shown = f"{', '.join(names[:_NAMED])}{more}"
        yield (
            f"{shown} cannot be listed in namespace `{label.namespace}`,"
            " so what no longer belongs there is not seen"
        )
