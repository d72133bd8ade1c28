"""A project's stack as plain values, for a project's own tests: no cluster, no Pulumi, no mocks."""

from collections.abc import Mapping
from pathlib import Path

import attrs

from oamdsl.checks.check import check
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Finding, merged
from oamdsl.kubernetes.object import Object
from oamdsl.project import Project, ProjectError
from oamdsl.render import one_stream, redacted, render


@attrs.frozen
class Stack:
    """What one environment of a project comes to, or one application in it.

    Attributes:
        environment: Its name.
        errors: What `oamdsl check` finds in it and stops a deployment, each as ``OAM202 message``.
        warnings: What it finds besides.
        objects: The Kubernetes objects of each component, as `oamdsl render` writes them: {``app/component``:
            objects}; a secret is a word in its place.
        report: Errors and warnings as `oamdsl check` prints them, with the lines to change; empty when there
            are none.
    """

    environment: str
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    objects: Mapping[str, tuple[Object, ...]] = attrs.field(repr=False)
    report: str = attrs.field(repr=False)
    _plan: Plan = attrs.field(eq=False, repr=False)

    @property
    def yaml(self) -> str:
        """All of it as `oamdsl render --secrets=redact` prints it."""
        return one_stream(render(self._plan)[0])

    def manifest(self, component: str, kind: str, name: str = "") -> Object:
        """The one object of *kind* that *component* has.

        Args:
            component: ``application/component``.
            kind: Such as ``Deployment``.
            name: Its name, where the component has several of the kind.

        Raises:
            LookupError: There is none, or there are several; the message says which there are.
        """
        __tracebackhide__ = True  # pytest then shows the line of the test
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


@attrs.frozen(eq=False)
class Stacks:
    """The stacks of one project, each composed and checked once: the pytest fixture ``oam_stack``.

    Attributes:
        project: The project.
    """

    project: Project = attrs.field(repr=lambda project: str(project.root))
    _known: dict[tuple[str, str], tuple[Plan, list[Finding]]] = attrs.field(
        factory=dict, init=False, repr=False
    )

    def __call__(self, environment: str, application: str = "") -> Stack:
        """The stack of *environment*; nothing that a test does to it is seen by another.

        Args:
            environment: Name of an environment of the project.
            application: Name of the one application to look at; by default all of the project.

        Raises:
            AssertionError: There is no such environment or application, or the user's files fail.
        """
        __tracebackhide__ = True  # pytest then shows the line of the test
        key = (environment, application)
        try:
            if key not in self._known:
                self._known[key] = _checked(self.project, environment, application)
        except ProjectError as error:
            raise AssertionError(explained(error, self.project.root)) from None
        return _stack(*self._known[key], self.project.root)


def stack_of(environment: str, start: Path | None = None, *, application: str = "") -> Stack:
    """The stack of *environment* of the project that *start*, by default the current folder, is in.

    Args:
        environment: Name of an environment of the project.
        start: A folder in the project.
        application: Name of the one application to look at; by default all of the project.

    Raises:
        oamdsl.project.ProjectError: The project cannot be read, has no application, or has no such
            environment or application.
    """
    project = Project.load(start)
    return _stack(*_checked(project, environment, application), project.root)


def explained(error: ProjectError, root: Path) -> str:
    """Why a project cannot be read, as the command says it: with the user's line, and what to do."""
    return error.report(base=root)


def _checked(project: Project, environment: str, application: str) -> tuple[Plan, list[Finding]]:
    entries = project.selected((application,) if application else ())
    plan = project.plan(project.environment(environment), entries)
    return plan, merged(check(plan))


def _stack(plan: Plan, findings: list[Finding], root: Path) -> Stack:
    counting = [one for one in findings if one.suppression is None]
    return Stack(
        plan.environment.name,
        tuple(f"{one.code} {one.violation.message}" for one in counting if one.is_error),
        tuple(f"{one.code} {one.violation.message}" for one in counting if not one.is_error),
        {
            "/".join(composed.subject): tuple(redacted(folded.body) for folded in composed.objects)
            for composed in plan.components
        },
        text.render(counting, base=root),
        plan,
    )
