"""Every finding."""

from oamdsl.checks.catalogue import CATALOGUE
from tests.docs.reference.markdown import prose, table


def written() -> str:
    """The page."""
    lines = [
        "# Findings",
        "",
        "Made of the code. A code is never used again. An error stops a deployment; a warning does not.",
        "`oamdsl explain CODE` prints the same. In the examples, `Web` is a component with one container and",
        "port 80, and `platform` offers every built-in trait.",
        "",
        *table(
            ["code", "name", "severity", "a comment may accept it", ""],
            [
                [
                    f"[{one.code}](#{_anchor(one.code, one.name)})",
                    one.name,
                    one.severity.value,
                    "yes" if one.suppressible else "no",
                    prose(one.page.summary),
                ]
                for one in CATALOGUE
            ],
        ),
    ]
    for one in CATALOGUE:
        page = one.page
        lines += [f"## {one.code} {one.name}", "", prose(page.summary), ""]
        lines += [f"Why: {prose(page.why)}", "", "```python", page.example, "```", ""]
        lines += ["Use instead:", "", "```python", page.use_instead, "```", ""]
        if one.suppressible:
            accept = f"# oamdsl: ignore[{one.code}] reason"
            lines += [f"To accept it, write `{accept}` on a line that the finding names.", ""]
        lines += [f"Source: {one.source}", ""]
    return "\n".join(lines)


def _anchor(code: str, name: str) -> str:
    return f"{code.lower()}-{name}"
