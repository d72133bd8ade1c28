"""``oamdsl explain``."""

import re
import textwrap
from typing import Final

import click

from oamdsl.cli import candidates, manual, options

_CODE: Final = re.compile(r"[A-Za-z]+[0-9]+")
_WIDTH: Final = 88
_ASSUMED: Final = (
    "`Web` is a component with one container and port 80; `platform` offers every built-in trait."
)


def _subjects(context: click.Context, parameter: click.Parameter, incomplete: str) -> candidates.Candidates:
    from oamdsl.cli import codes  # noqa: PLC0415 - loads every rule

    return [
        *codes.candidates(context, parameter, incomplete),
        *candidates.components(context, parameter, incomplete),
    ]


@click.command("explain")
@click.argument("subject", metavar="CODE | APPLICATION/COMPONENT", shell_complete=_subjects)
@click.argument("field", required=False)
@options.stack(required=False)
@options.directory
def command(subject: str, field: str | None, stack: str | None) -> None:
    """Explain a finding's code, or who owns the fields of a component.

    With a CODE such as OAM202: what the finding means, a program that has it, and the program mended. With
    APPLICATION/COMPONENT and -s STACK: each field of its objects, its value, who decides it and on which
    line; FIELD narrows it to one field and what is below, such as spec.replicas.
    """
    if "/" in subject:
        from oamdsl.cli.owners import show_owners  # noqa: PLC0415 - to explain a code needs no project

        show_owners(subject, field, stack)
        return
    code = subject.upper() if _CODE.fullmatch(subject) else subject
    found = manual.entry(code)
    if found is None:
        from oamdsl.cli.codes import stop_at_unknown  # noqa: PLC0415 - loads every rule

        stop_at_unknown(code)
    click.echo(_text(found))


def _text(rule: manual.Entry) -> str:
    page = rule.page
    parts = [
        f"{rule.code} {rule.name} ({rule.severity})",
        textwrap.fill(page.summary, _WIDTH),
        textwrap.fill(page.why[:1].upper() + page.why[1:], _WIDTH),
        "Example:",
        textwrap.indent(page.example, "    "),
        "Use instead:",
        textwrap.indent(page.use_instead, "    "),
        *([_ASSUMED] if "Web(" in page.example or "platform=platform" in page.use_instead else []),
        f"To accept it, write `# oamdsl: ignore[{rule.code}] reason` on a line that the finding names."
        if rule.suppressible
        else "It cannot be suppressed.",
        f"Source: {rule.source}",
    ]
    return "\n\n".join(parts)
