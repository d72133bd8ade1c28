"""The command ``oamdsl``, one sub-command a module. Imports no Pulumi and no Kubernetes client."""

import gc
import importlib
import os
import sys
from typing import Final

import click
from click.shell_completion import CompletionItem

from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.streams import OutputError, give_up_output, guard_streams
from oamdsl.diagnostics.nearest import did_you_mean

COMMANDS: Final = {
    "init": "Make a new project, a part of one, or a package of traits.",
    "check": "Report every mistake in applications before anything is deployed.",
    "render": "Write applications as Kubernetes YAML.",
    "diff": "Say what a change means, for those who review it.",
    "doctor": "Say what is wrong with an installation or a project.",
    "graph": "Draw applications, and who decides which field.",
    "report": "Write a page for reviewers who do not read YAML.",
    "list": "List traits, workloads or platforms.",
    "show": "Show a trait, a workload, a platform or a component.",
    "relations": "Show which traits conflict, which build on each other, and why.",
    "export": "Export what a platform offers as OAM's own definitions.",
    "snapshot": "Record what a cluster serves, or compare it with a record.",
    "explain": "Explain a finding's code, or who owns the fields of a component.",
    "completion": "Write what lets a shell complete this command.",
}
"""Name and summary of each command; its module in this package is loaded when it runs."""

_HIDDEN: Final = frozenset({"describe"})
"""Commands that other commands run."""

_OF_OTHERS: Final = {"lint": "check", "validate": "check", "synth": "render", "template": "render"}
"""What other tools call a command: whoever types it gets ours."""

_EPILOG: Final = (
    "Exit codes: 0 nothing found, 1 findings, 2 could not run, 130 interrupted, 141 nobody reads the output,"
    " 255 a fault of oamdsl itself."
)


class _Commands(click.Group):
    """Loads a command's module when it is needed, so that ``--help`` stays fast."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS and cmd_name not in _HIDDEN:
            return None
        module = importlib.import_module(f"oamdsl.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, [_OF_OTHERS.get(args[0], args[0]), *args[1:]])
        except click.UsageError as error:
            hint = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(" ".join(filter(None, [error.message, hint])), ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(ExitCode.INTERRUPTED)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        named = (one for one in COMMANDS.items() if one[0].startswith(incomplete))
        commands = [CompletionItem(name, help=summary) for name, summary in named]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "-V", "--version", package_name="oamdsl")
def _oamdsl() -> None:
    """The Open Application Model on Pulumi: check, render and explain applications.

    Nothing here needs Pulumi or a cluster. To deploy, run `pulumi up -s STACK`.
    """


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    gc.disable()  # the process is short and drops nothing; collecting made 10,000 applications cost 1.6 x
    try:
        guard_streams()
        _oamdsl.main()
    except OutputError as error:
        give_up_output()
        if error.is_unread:
            sys.exit(ExitCode.UNREAD)
        click.echo(f"error: standard output cannot be written: {error.reason}", err=True)
        sys.exit(ExitCode.COULD_NOT_RUN)
    except Exception as error:
        if os.environ.get("OAMDSL_DEBUG"):
            raise
        click.echo(
            f"error: oamdsl itself failed: {type(error).__name__}: {error}\n"
            "  = help: set OAMDSL_DEBUG=1 to see where, and report it",
            err=True,
        )
        sys.exit(ExitCode.FAULT)
    finally:
        gc.freeze()  # Python looks for garbage at its end, too: 1.07 x
