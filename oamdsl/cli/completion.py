"""``oamdsl completion``."""

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

_SHELLS: Final = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command("completion")
@click.argument("shell", type=click.Choice([*_SHELLS]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Write what lets a shell complete this command.

    Once the shell has it, the tab key completes commands, options, stacks, applications, components, codes
    of findings and traits. Put it where each shell looks, and start a new one:

    \b
        oamdsl completion bash > ~/.local/share/bash-completion/completions/oamdsl
        oamdsl completion zsh > "${fpath[1]}/_oamdsl"
        oamdsl completion fish > ~/.config/fish/completions/oamdsl.fish
    """  # noqa: D301 - click leaves alone what a backspace stands before
    complete = _SHELLS[shell](context.find_root().command, {}, "oamdsl", "_OAMDSL_COMPLETE")
    click.echo(complete.source(), nl=False)
