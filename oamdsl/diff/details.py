"""What reviewers ask of pods besides `facts`: variables, config files, what is mounted, what is run."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from oamdsl.diagnostics.plural import plural
from oamdsl.diff.parts import CLAIMS, SIZE, containers_of, pod_of
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.tree import as_map, at, maps_in

_WHICH: Final = ("claimName", "name", "secretName", "path", "driver")
"""Fields that tell which one a volume is."""
_LONGEST: Final = 60
"""Characters of a value that is shown, and not told by its lines."""


def details_of(objects: Iterable[Object]) -> Mapping[str, str]:
    """The details of *objects* of one component: {what: value}."""
    return {what: value for body in objects for what, value in _details(body)}


def _details(body: Object) -> Iterator[tuple[str, str]]:
    if body.get("kind") == "ConfigMap":
        name = as_map(body.get("metadata")).get("name")
        for key, content in as_map(body.get("data")).items():
            yield f"file {key} of {name}", str(content)
    for claim in maps_in(at(body, CLAIMS)):
        size = at(claim, SIZE)
        yield (
            f"disk {as_map(claim.get('metadata')).get('name')} of each pod",
            "" if size is None else str(size),
        )
    volumes = {str(one.get("name")): one for one in maps_in(pod_of(body).get("volumes"))}
    for container in containers_of(body):
        yield from _of_container(container, volumes)


def _of_container(
    container: Mapping[str, Any], volumes: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    name = container.get("name")
    for field in ("command", "args"):
        if container.get(field):
            yield f"{field} of {name}", " ".join(map(str, container[field]))
    for one in maps_in(container.get("env")):
        yield f"variable {one.get('name')} of {name}", _variable(one)
    for one in maps_in(container.get("ports")):
        yield f"port {one.get('containerPort')} of {name}", str(one.get("protocol", "TCP"))
    for one in maps_in(container.get("volumeMounts")):
        if "subPath" not in one:
            volume = str(one.get("name"))
            yield f"{one.get('mountPath')} of {name}", _source(volume, volumes.get(volume, {}))


def _variable(one: Mapping[str, Any]) -> str:
    if "value" in one:
        return repr(str(one["value"]))
    kind, content = next(iter(as_map(one.get("valueFrom")).items()), ("", None))
    told = as_map(content)
    where = "/".join(str(told[field]) for field in ("name", "key", "fieldPath", "resource") if field in told)
    return f"from {kind} {where}".strip()


def _source(name: str, volume: Mapping[str, Any]) -> str:
    """What a mounted volume is: ``persistentVolumeClaim web-data``, or a claim of the pod itself."""
    for kind, content in volume.items():
        if kind != "name":
            known = as_map(content)
            which = next((known[one] for one in _WHICH if one in known), "")
            return f"{kind} {which}".strip()
    return f"a claim {name} of each pod"


def shortened(before: str, after: str) -> tuple[str, str]:
    """Two versions of a value, such as of a file, each on one line: a longer one is told by its lines."""
    if all(len(one) <= _LONGEST and "\n" not in one.strip("\n") for one in (before, after)):
        return before.strip("\n"), after.strip("\n")
    old, new = before.splitlines(), after.splitlines()
    marks = Counter(line[0] for line in difflib.ndiff(old, new))
    changed = f": {marks['+']} added, {marks['-']} removed" if before and after else ""
    return _length(before, old), f"{_length(after, new)}{changed}" if after else ""


def _length(text: str, lines: list[str]) -> str:
    return plural(len(lines), "line") if text else ""
