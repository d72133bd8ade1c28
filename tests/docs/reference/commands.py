"""Every command."""

import importlib
from typing import Final

import click

from oamdsl.cli import COMMANDS
from tests.docs.reference.markdown import prose, table

_VARIABLES: Final = (
    ("OAMDSL_STACK", "The environment, where `-s` is not given; or several, with spaces between them."),
    ("OAMDSL_OUTPUT", "The format of the findings, where `-o` is not given."),
    ("OAMDSL_DEBUG", "Not empty: a fault of oamdsl itself shows where it happened."),
    ("COLUMNS", "Width of the terminal, in place of its own."),
    ("FORCE_COLOR", "Not empty: colour."),
    ("NO_COLOR", "Not empty: no colour."),
    ("CLICOLOR_FORCE", "Neither empty nor 0: colour."),
    ("CLICOLOR", "0: no colour."),
    ("TERM", "`dumb`: no colour, and no progress."),
)
_CODES: Final = (
    ("0", "Nothing found; or what was asked for is done."),
    (
        "1",
        "Errors; for `check` from the severity on that `--fail-on` says. For `diff --exit-code` and"
        " `snapshot --compare`: something differs. For `doctor`: something is wrong that stops oamdsl or a"
        " deployment.",
    ),
    ("2", "Could not run: a wrong option, no project, a file that cannot be read, imported or written."),
    ("130", "Interrupted."),
    ("141", "Nobody reads the output any more, as after `oamdsl list traits | head -1`."),
    ("255", "A fault of oamdsl itself."),
)


def written() -> str:
    """The page."""
    lines = [
        "# Commands",
        "",
        "Made of the code. Nothing here needs Pulumi. `snapshot` reads a cluster; nothing else needs one.",
        "",
        "What is asked for goes to standard output, everything else to standard error; so does, on a",
        "terminal alone, what a command is at that takes longer than half a second.",
        "",
        "What other tools call a command is understood: `lint` and `validate` are `check`, `synth` and",
        "`template` are `render`.",
        "",
        *table(["command", ""], ([f"[`{name}`](#oamdsl-{name})", text] for name, text in COMMANDS.items())),
        "## Exit codes",
        "",
        *table(["code", ""], _CODES),
        "## Environment variables",
        "",
        *table(["variable", ""], [[f"`{name}`", text] for name, text in _VARIABLES]),
        "Of those about colour, the first that says something decides, where `--color` is not given. Where",
        "none does, a terminal is coloured, and a file or a pipe is not.",
        "",
    ]
    for name in COMMANDS:
        command: click.Command = importlib.import_module(f"oamdsl.cli.{name}").command
        lines += _command(name, command)
    return "\n".join(lines)


def _command(name: str, command: click.Command) -> list[str]:
    context = click.Context(command, info_name=f"oamdsl {name}", help_option_names=["-h", "--help"])
    usage = " ".join(command.collect_usage_pieces(context))
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    return [
        f"## oamdsl {name}",
        "",
        f"`oamdsl {name} {usage}`",
        "",
        prose((command.help or "").replace("\b\n", "")).replace("```python", "```sh"),
        "",
        *table(["option", ""], [_option(one, context) for one in options]),
    ]


def _option(option: click.Option, context: click.Context) -> list[str]:
    record = option.get_help_record(context)
    names, text = record if record is not None else (", ".join(option.opts), "")
    return [f"`{names}`", text]
