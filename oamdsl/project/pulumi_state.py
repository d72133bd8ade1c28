"""What Pulumi last deployed to a stack, by the state that it keeps, without what is encrypted there."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.compose.confidential import Seal, redacting, sealed
from oamdsl.diff.state import ComponentState, EnvironmentState, State
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.tree import as_map, is_list, is_map
from oamdsl.model.value import REDACTED
from oamdsl.project.error import ProjectError
from oamdsl.project.project import Project
from oamdsl.project.run import output_of
from oamdsl.project.stack_settings import project_name

_SEALED: Final = "4dabf18193072939515e22adb298388d"
"""The key by which Pulumi marks an encrypted value in a stack's state.

Source: Pulumi, ``sdk/go/common/resource/sig``, ``Key``.
"""
_OF_PULUMI: Final = frozenset({"__defaults", "__fieldManager", "__initialApiVersion", "__inputs"})
"""Fields that Pulumi and its provider put beside an object's own."""
_COMPONENT: Final = "oamdsl:index:Component"


def stack(project: Project, name: str, environment: str, seal: Seal = redacting) -> State:
    """What Pulumi last deployed to a stack.

    Args:
        project: The project that the stack is one of.
        name: The stack: ``prod``, or ``organization/project/prod``.
        environment: The environment that it is.
        seal: Marks what Secrets keep in plain.

    Raises:
        ProjectError: Pulumi does not give the state, or it is one of another project.
    """
    command = ["pulumi", "stack", "export", "--stack", name, "--cwd", str(project.root)]
    what = f"the state of stack `{name}` cannot be had"
    exported = json.loads(output_of(command, what, "name a stack that `pulumi stack ls` lists, and log in"))
    deployment = as_map(as_map(exported).get("deployment"))
    listed = deployment.get("resources")
    resources = [one for one in listed if is_map(one)] if is_list(listed) else []
    _require_own(resources, name, project_name(project.root))
    components = tuple(_deployed(resources, seal))
    return State(f"stack {name}", {environment: EnvironmentState(components=components)})


def _require_own(resources: Sequence[Mapping[str, Any]], name: str, project: str) -> None:
    """Make sure that *resources* are of *project*, where both are known."""
    names = {parts[1] for one in resources if len(parts := str(one.get("urn")).split("::")) > 1}
    others = sorted(names - {project})
    if project and others:
        message = f"stack `{name}` is one of project `{others[0]}`, and this project is `{project}`"
        raise ProjectError(message, help="name a stack of this project, or go to the other project's folder")


def _deployed(resources: Sequence[Mapping[str, Any]], seal: Seal) -> Iterator[ComponentState]:
    by_urn = {one["urn"]: one for one in resources}
    objects: dict[str, list[Object]] = {}
    retained: dict[str, list[str]] = {}
    for one in resources:
        body = as_map(one.get("inputs"))
        if not one["type"].startswith("kubernetes:") or not is_map(body.get("metadata")):
            continue
        if one.get("delete") or one.get("external"):
            continue  # replaced already and yet to be deleted, or only read
        component = _component_of(one, by_urn)
        plain = sealed(_unsealed(body), seal)
        objects.setdefault(component, []).append(plain)
        if one.get("retainOnDelete"):
            retained.setdefault(component, []).append(str(ObjectRef.of(plain)))
    for name, found in objects.items():
        yield ComponentState(name=name, objects=tuple(found), retained=tuple(retained.get(name, ())))


def _component_of(resource: Mapping[str, Any], by_urn: Mapping[str, Mapping[str, Any]]) -> str:
    """Name of the component that a resource is below; empty for none."""
    while resource:
        if resource["type"] == _COMPONENT:
            return str(resource["urn"].rpartition("::")[2])
        resource = by_urn.get(resource.get("parent", ""), {})
    return ""


def _unsealed(value: Any) -> Any:
    if is_map(value):
        if _SEALED in value:
            return REDACTED
        return {key: _unsealed(one) for key, one in value.items() if key not in _OF_PULUMI}
    return [_unsealed(one) for one in value] if is_list(value) else value
