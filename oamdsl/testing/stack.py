"""A project's stack as plain values, for a project's own tests: no cluster, no Pulumi, no mocks."""

from collections.abc import Mapping
from pathlib import Path

import attrs

from oamdsl.checks.check import check
from oamdsl.diagnostics.finding import merged
from oamdsl.kubernetes.object import Object
from oamdsl.project import Project
from oamdsl.render import redacted


@attrs.frozen
class Stack:
    """What one environment of a project comes to.

    Attributes:
        environment: Its name.
        errors: What `oamdsl check` finds in it and stops a deployment, each as ``OAM202 message``.
        warnings: What it finds besides.
        objects: The Kubernetes objects of each component, as `oamdsl render` writes them: {``app/component``:
            objects}; a secret is a word in its place.
    """

    environment: str
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    objects: Mapping[str, tuple[Object, ...]]

    def manifest(self, component: str, kind: str, name: str = "") -> Object:
        """The one object of *kind* that *component* has.

        Args:
            component: ``application/component``.
            kind: Such as ``Deployment``.
            name: Its name, where the component has several of the kind.

        Raises:
            LookupError: There is none, or there are several; the message says which there are.
        """
        if component not in self.objects:
            message = f"no component {component!r} in {self.environment}, only {', '.join(self.objects)}"
            raise LookupError(message)
        found = [
            one
            for one in self.objects[component]
            if one["kind"] == kind and name in ("", one["metadata"]["name"])
        ]
        if len(found) != 1:
            there = ", ".join(f"{one['kind']}/{one['metadata']['name']}" for one in self.objects[component])
            message = f"{len(found)} objects are {kind}/{name or '*'}; {component} has {there}"
            raise LookupError(message)
        return found[0]


def stack_of(environment: str, start: Path | None = None) -> Stack:
    """The stack of *environment* of the project that *start*, by default the current folder, is in.

    Args:
        environment: Name of an environment of the project.
        start: A folder in the project.

    Raises:
        oamdsl.project.ProjectError: The project cannot be read, or has no such environment.
    """
    project = Project.load(start)
    plan = project.plan(project.environment(environment))
    findings = [one for one in merged(check(plan)) if one.suppression is None]
    return Stack(
        environment,
        tuple(f"{one.code} {one.violation.message}" for one in findings if one.is_error),
        tuple(f"{one.code} {one.violation.message}" for one in findings if not one.is_error),
        {
            "/".join(composed.subject): tuple(redacted(folded.body) for folded in composed.objects)
            for composed in plan.components
        },
    )
