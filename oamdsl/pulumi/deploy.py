"""Check applications, and register what they consist of in the stack that is being run."""

from collections.abc import Iterable
from pathlib import Path

import pulumi

from oamdsl.checks.check import check
from oamdsl.compose.compose import compose
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import merged
from oamdsl.model.application import Application
from oamdsl.model.environment import Environment
from oamdsl.project import Project, ProjectError
from oamdsl.pulumi.materialize import materialize


def deploy(environment: Environment, applications: Iterable[Application]) -> None:
    """Register *applications* in the current stack, or nothing when a check has a finding.

    Raises:
        pulumi.RunError: A check found an error; the text is what ``oamdsl check`` prints.
    """
    _deploy(compose(environment, applications), Path.cwd())


def deploy_project(stack: str | None = None) -> None:
    """Register every application of the project in the current stack, whose environment has its name.

    Args:
        stack: Name of the environment; by default the stack that is being run.

    Raises:
        pulumi.RunError: The project cannot be read, or a check found an error.
    """
    try:
        project = Project.load()
        plan = project.plan(project.environment(stack or pulumi.get_stack()))
    except ProjectError as error:
        raise pulumi.RunError(error.report(base=Path.cwd())) from None
    _deploy(plan, project.root)


def _deploy(plan: Plan, base: Path) -> None:
    findings = merged(check(plan))
    report = text.render(findings, base=base)
    if any(finding.is_error for finding in findings):
        raise pulumi.RunError(report)
    if any(finding.suppression is None for finding in findings):
        pulumi.log.warn(report)
    materialize(plan, base)
