"""What changes in several environments alike, so that it is told once; the gravest first."""

import json
from collections.abc import Mapping
from typing import Any, Final

import attrs

from oamdsl.diff.change import ComponentChange, Difference, EnvironmentChange, ObjectChange
from oamdsl.diff.fields import FieldChange
from oamdsl.diff.state import Refusal
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map

_NAMESPACE: Final = Path(("metadata", "namespace"))


@attrs.frozen
class Group:
    """One change of one component.

    Attributes:
        environments: Names of the environments that it is in, in their order.
        change: The change; its objects as the first environment has them.
        differ: Whether the objects of the others are not quite the same.
    """

    environments: tuple[str, ...]
    change: ComponentChange
    differ: bool

    @property
    def example(self) -> str:
        """The environment whose objects are shown, where there are others; or empty."""
        return self.environments[0] if len(self.environments) > 1 and self.differ else ""


def grouped(difference: Difference) -> tuple[Group, ...]:
    """The changes of *difference*, those that are equal but for their namespace together, the gravest first.

    What is of the environment itself comes before its components.
    """
    found: dict[str, dict[str, ComponentChange]] = {}
    for name, environment in difference.environments.items():
        for change in environment.components:
            found.setdefault(_key(change, environment), {})[name] = change
    groups: list[Group] = []
    for alike in found.values():
        first, *others = alike.values()
        groups.append(Group(tuple(alike), first, any(one.objects != first.objects for one in others)))
    return tuple(sorted(groups, key=lambda one: (one.change.name != "", one.change.gravity)))


def refused(difference: Difference, *, before: bool = False) -> Mapping[Refusal, tuple[str, ...]]:
    """For what environments will not be deployed, or were not, with their names."""
    found: dict[Refusal, list[str]] = {}
    for name, environment in difference.environments.items():
        for one in dict.fromkeys(environment.was_refused if before else environment.refused):
            found.setdefault(one, []).append(name)
    return {one: tuple(names) for one, names in found.items()}


def _key(change: ComponentChange, environment: EnvironmentChange) -> str:
    plain = attrs.evolve(change, objects=())
    objects = [_object(one, environment.namespaces) for one in change.objects]
    return json.dumps([repr(plain), environment.sign, objects], sort_keys=True, default=repr)


def _object(change: ObjectChange, namespaces: tuple[str, str]) -> Any:
    """What is told of an object: all of one that comes or goes, of any other the fields that differ."""
    old, new = namespaces
    if change.fields:
        return [str(change.was), str(change.ref), [_field(one, namespaces) for one in change.fields]]
    return [_anywhere(change.before, old), _anywhere(change.after, new)]


def _field(change: FieldChange, namespaces: tuple[str, str]) -> Any:
    is_namespace = change.path == _NAMESPACE and (change.before, change.after) == namespaces
    return str(change.path), *(("", "") if is_namespace else (repr(change.before), repr(change.after)))


def _anywhere(body: Object | None, namespace: str) -> Any:
    """*body* without the namespace that it shares with the others of its environment."""
    metadata = as_map(as_map(body).get("metadata"))
    if metadata.get("namespace") != namespace:
        return body
    return {**as_map(body), "metadata": {**metadata, "namespace": ""}}
