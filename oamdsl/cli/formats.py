"""The formats in which findings are written, each by the module of `oamdsl.diagnostics` that has its name."""

import enum
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from oamdsl.checks.catalogue import CATALOGUE
from oamdsl.cli.folders import checkout, started_in
from oamdsl.diagnostics.finding import Finding
from oamdsl.project import ProjectError


class Format(enum.Enum):
    """How findings are written."""

    TEXT = "text"
    """For people, with the source lines."""
    CONCISE = "concise"
    """A line each, for editors and grep."""
    JSON = "json"
    """For programs; its schema is published."""
    GITHUB = "github"
    """Annotations of a GitHub Actions run."""
    GITLAB = "gitlab"
    """A GitLab Code Quality report."""
    JUNIT = "junit"
    """A JUnit report, for Jenkins, GitLab and others."""
    MARKDOWN = "markdown"
    """For a comment on a pull request."""
    SARIF = "sarif"
    """SARIF 2.1.0, for code scanning."""


_FOR_FORGES: Final = frozenset({Format.GITHUB, Format.GITLAB, Format.JUNIT, Format.MARKDOWN, Format.SARIF})
"""What a forge reads, which knows files by their paths in the repository."""

_FURTHER: Final[dict[Format, dict[str, Any]]] = {Format.SARIF: {"rules": CATALOGUE}}
"""What a format needs besides findings."""


def written(findings: Sequence[Finding], output: Format, **how: Any) -> str:
    """*findings* as *output*, with paths as its readers know them: in the repository, or from where one is.

    Args:
        findings: What to write, in this order.
        output: In which format.
        how: Further arguments of the format, such as ``colour`` of text.
    """
    module = importlib.import_module(f"oamdsl.diagnostics.{output.value}")
    text: str = module.render(findings, base=_base(output), **_FURTHER.get(output, {}), **how)
    return text


def written_error(error: ProjectError, output: Format) -> str:
    """Why a command could not run, as *output*."""
    module = importlib.import_module(f"oamdsl.diagnostics.{output.value}")
    text: str = module.render_error(
        error.message, error.location, error.help, base=_base(output), **_FURTHER.get(output, {})
    )
    return text


def _base(output: Format) -> Path:
    return checkout() if output in _FOR_FORGES else started_in()
