"""What `explain` prints of a rule, read from its source: to load the rules takes longer than all the rest."""

import ast
import re
from pathlib import Path
from typing import Any, Final

import attrs

from oamdsl.checks import rules
from oamdsl.diagnostics.page import Page

_RULES: Final = Path(rules.__path__[0])
_CODE: Final = re.compile(r'^@rule\(\s*"(\w+)"', re.MULTILINE)


@attrs.frozen(kw_only=True)
class Entry:
    """One rule, as `oamdsl.diagnostics.rule.Rule` has it.

    Attributes:
        code: Its code.
        name: Its problem in kebab case.
        severity: What its findings weigh: ``error`` or ``warning``.
        source: The clause that it enforces.
        suppressible: Whether a comment may accept its findings.
        page: Its documentation.
    """

    code: str
    name: str
    severity: str
    source: str
    suppressible: bool
    page: Page


def entry(wanted: str) -> Entry | None:
    """The rule whose code or name is *wanted*; None when there is none."""
    for file in _RULES.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        code, name = _CODE.search(text), file.stem.replace("_", "-")
        if code is not None and wanted in (code[1], name):
            return _read(ast.parse(text), code[1], name)
    return None


def _read(module: ast.Module, code: str, name: str) -> Entry:
    function = next(
        one for one in module.body if isinstance(one, ast.FunctionDef) and one.name == name.replace("-", "_")
    )
    decorator = next(one for one in function.decorator_list if isinstance(one, ast.Call))
    given: dict[str | None, Any] = {one.arg: one.value for one in decorator.keywords}
    return Entry(
        code=code,
        name=name,
        severity=given["severity"].attr.lower() if "severity" in given else "error",
        source=ast.literal_eval(given["source"]),
        suppressible=ast.literal_eval(given["suppressible"]) if "suppressible" in given else True,
        page=Page.parse(ast.get_docstring(function) or ""),
    )
