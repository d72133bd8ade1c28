"""Every format that a program may read."""

import contextlib
import json
from pathlib import Path
from typing import Any, Final

from click.testing import CliRunner

from oamdsl.cli import _oamdsl
from tests.docs.page import ROOT

SCHEMAS: Final = {
    "check": ROOT / "oamdsl/diagnostics/findings.schema.json",
    **{
        name: ROOT / f"docs/reference/schemas/{name}.schema.json"
        for name in ("diff", "graph", "list", "show", "relations", "doctor")
    },
}
"""The JSON Schema of what each command writes with ``-o json``."""

_FINDINGS: Final = (
    ("text", "text", "The default on a terminal: each finding with the lines to change."),
    ("concise", "text", "One line each, `FILE:LINE:COLUMN: SEVERITY CODE MESSAGE`, as editors read it."),
    ("json", "json", "One JSON object; its schema is [below](#oamdsl-check)."),
    ("github", "text", "Workflow commands: annotations of a pull request."),
    ("gitlab", "json", "A Code Quality report."),
    ("junit", "xml", "A test suite, for servers that show test results."),
    ("markdown", "markdown", "A table, for comments and job summaries."),
    ("sarif", "json", "SARIF 2.1.0, for code scanning."),
)
_OUTPUTS: Final = {
    "check": "With `error` in place of `findings`, the command could not run.",
    "diff": "",
    "graph": "What a node does not have is null.",
    "list": "",
    "show": "Of a trait, of a workload, or of a component.",
    "relations": "All pairs, orthogonal ones too.",
    "doctor": "",
}


def written() -> str:
    """The page."""
    lines = [
        "# Formats",
        "",
        "Made of the code; the examples are what `examples/failed_example.py` gives.",
        "",
        "Every JSON object has a `schema_version`. It changes when something that was there is left out or",
        "means something else; new keys may be added without it, except to findings, whose schema is closed.",
        "",
        "## Findings",
        "",
        "`oamdsl check -o FORMAT` writes findings as:",
        "",
    ]
    for name, language, text in _FINDINGS:
        lines += [f"### {name}", "", text, "", f"````{language}", _shown(name).rstrip("\n"), "````", ""]
    for name, text in _OUTPUTS.items():
        schema = json.loads(SCHEMAS[name].read_text(encoding="utf-8"))
        lines += [f"## oamdsl {name}", "", *([text, ""] if text else []), "The schema:", ""]
        lines += ["```json", json.dumps(schema, indent=2, ensure_ascii=False), "```", ""]
    return "\n".join(lines)


def output(*arguments: str, folder: Path = ROOT) -> str:
    """What ``oamdsl`` writes to standard output in *folder*."""
    with contextlib.chdir(folder):
        result = CliRunner().invoke(_oamdsl, arguments, prog_name="oamdsl", env={"NO_COLOR": "1"})
    return result.stdout


def _shown(name: str) -> str:
    text = output("check", "examples/failed_example.py", "-s", "prod", "-o", name)
    if name != "sarif":
        return text
    content: dict[str, Any] = json.loads(text)
    for run in content["runs"]:
        run["tool"]["driver"]["rules"] = run["tool"]["driver"]["rules"][:1]
    return json.dumps(content, indent=2)
