"""Which fields of an object a message of the cluster speaks of."""

import re
from typing import Final

from oamdsl.kubernetes.entry import address
from oamdsl.kubernetes.list_keys import shape
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.pod_template import pod_template
from oamdsl.kubernetes.program_keys import in_program
from oamdsl.kubernetes.tree import as_map, at, is_list, is_map, maps_in

_FIELD: Final = re.compile(r"(?<![\w/.\[-])\.?[A-Za-z]\w*(?:\.[A-Za-z]\w*|\[[^\]\s]+\])+")
_SEGMENT: Final = re.compile(r"\.?([A-Za-z]\w*)|\[([^\]]+)\]")


def named_fields(message: str, body: Object) -> list[Path]:
    """The fields of *body* that *message* names, each once, in the order of the message.

    A field is named as far as the object has it, and one step further: that one may be missing.

    Args:
        message: What the API server said: entries of lists by index, as in ``spec.containers[0].image``, or
            by key, as in ``.spec.containers[name="web"].image``.
        body: The object.

    Source: Kubernetes, ``k8s.io/apimachinery/pkg/util/validation/field``, ``Path.String``; Server-Side Apply,
    Conflicts.
    """
    found = (_resolved(match[0], body) for match in _FIELD.finditer(message))
    return list(
        dict.fromkeys(
            path for path in found if path.segments[:1] and path.segments[0] in body and path.depth > 1
        )
    )


def quoted_images(message: str, body: Object) -> list[Path]:
    """The fields of *body* whose image *message* quotes, as that of a pod does which cannot be pulled.

    Args:
        message: What is said of the pods.
        body: The object that they come of.
    """
    template = pod_template(body)
    if template is None:
        return []
    spec = template / "spec"
    return [
        spec / containers / Entry((("name", container["name"]),)) / "image"
        for containers in ("initContainers", "containers")
        for container in maps_in(as_map(at(body, spec)).get(containers))
        if f'"{container.get("image")}"' in message
    ]


def _resolved(text: str, body: Object) -> Path:
    path = Path()
    name: str
    bracket: str
    for name, bracket in _SEGMENT.findall(text):
        there = at(body, path)
        if bracket and is_list(there):
            entry = _entry(body, path, bracket)
            if entry is None:
                return path
            path = path / entry
        elif is_map(there):
            key = name or bracket.strip('"')
            if key not in there:
                return path / key
            path = path / key
        else:
            return path
    return path


def _entry(body: Object, path: Path, bracket: str) -> Entry | None:
    """The entry of the list at *path* that *bracket* names; None for none, and in a list without keys."""
    keys = in_program(body).lists.get(shape(path))
    if keys is None:
        return None
    addresses = [address(keys, entry) for entry in at(body, path)]
    if bracket.isdecimal():
        index = int(bracket)
        return addresses[index] if index < len(addresses) else None
    named = bracket.replace('"', "")
    return next((one for one in addresses if one and str(one).replace('"', "") == f"[{named}]"), None)
