"""What changes in several environments alike, so that it is told once; the gravest first."""

import json
from collections.abc import Mapping
from typing import Any

import attrs

from oamdsl.diff.compare import ComponentChange, Difference, EnvironmentChange, ObjectChange
from oamdsl.diff.state import Refusal
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.tree import as_map


@attrs.frozen
class Group:
    """One change of one component.

    Attributes:
        environments: Names of the environments that it is in, in their order.
        change: The change; its objects as the first environment has them.
        namespaces: Where the objects were and will be, in each of the environments.
    """

    environments: tuple[str, ...]
    change: ComponentChange
    namespaces: tuple[tuple[str, str], ...]

    @property
    def example(self) -> str:
        """The environment whose objects are shown, when those of others are in other namespaces; or empty."""
        return self.environments[0] if len(set(self.namespaces)) > 1 else ""


def grouped(difference: Difference) -> tuple[Group, ...]:
    """The changes of *difference*, those that are equal but for their namespace together, the gravest first.

    What is of the environment itself comes before its components.
    """
    found: dict[str, list[str]] = {}
    changes: dict[str, ComponentChange] = {}
    for name, environment in difference.environments.items():
        for change in environment.components:
            key = _key(change, environment)
            found.setdefault(key, []).append(name)
            changes.setdefault(key, change)
    places = {name: one.namespaces for name, one in difference.environments.items()}
    groups = [
        Group(tuple(names), changes[key], tuple(places[name] for name in names))
        for key, names in found.items()
    ]
    return tuple(sorted(groups, key=lambda one: (one.change.name != "", one.change.gravity)))


def refused(difference: Difference, *, before: bool = False) -> Mapping[Refusal, tuple[str, ...]]:
    """For what environments will not be deployed, or were not, with their names."""
    found: dict[Refusal, list[str]] = {}
    for name, environment in difference.environments.items():
        for one in environment.was_refused if before else environment.refused:
            found.setdefault(one, []).append(name)
    return {one: tuple(names) for one, names in found.items()}


def _key(change: ComponentChange, environment: EnvironmentChange) -> str:
    plain = attrs.evolve(change, objects=())
    objects = [_object(one, environment.namespaces) for one in change.objects]
    return json.dumps([repr(plain), environment.sign, objects], sort_keys=True, default=repr)


def _object(change: ObjectChange, namespaces: tuple[str, str]) -> Any:
    old, new = namespaces
    return [
        _anywhere(change.before, old),
        _anywhere(change.after, new),
    ]


def _anywhere(body: Object | None, namespace: str) -> Any:
    """*body* without the namespace that it shares with the others of its environment."""
    metadata = as_map(as_map(body).get("metadata"))
    if metadata.get("namespace") != namespace:
        return body
    return {**as_map(body), "metadata": {**metadata, "namespace": ""}}
