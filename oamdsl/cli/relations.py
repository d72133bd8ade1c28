"""``oamdsl relations``."""

import click

from oamdsl.cli import options
from oamdsl.cli.as_json import as_json
from oamdsl.cli.discovered import discovered, platform_of
from oamdsl.cli.outcome import stop
from oamdsl.cli.table import table
from oamdsl.compose.relation import Relation
from oamdsl.discovery.relations import Pair, relations_of
from oamdsl.project import ProjectError


@click.command("relations")
@options.stack(required=False)
@options.directory
@click.option("--all", "everything", is_flag=True, help="Orthogonal pairs too.")
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Format.")
def command(stack: str | None, everything: bool, output: str) -> None:  # noqa: FBT001 - click passes it by name
    """Show which traits conflict, which build on each other, and why.

    It is computed from what each trait's example does on the platform of -s STACK, or of the first
    environment. Two traits that are not shown are orthogonal: they share no field and no object.
    """
    try:
        project, found = discovered()
        platform = platform_of(project, found, stack)
    except ProjectError as error:
        stop(error)
    pairs = relations_of(platform)
    if output == "json":
        listed = [_plain(one) for one in pairs]
        click.echo(as_json(platform=platform.name, relations=listed), nl=False)
        return
    shown = [
        one for one in pairs if everything or one.relation in (Relation.CONFLICTING, Relation.COMPOSABLE)
    ]
    rows = [[one.first, one.second, _word(one), one.reason] for one in shown]
    click.echo(table(["trait", "and trait", "are", "because"], rows), nl=False)
    left = len(pairs) - len(shown)
    if left:
        click.echo(
            f"{left} other pairs share no field and no object on platform `{platform.name}`.", err=True
        )


def _word(one: Pair) -> str:
    return one.relation.value if one.relation else "never together"


def _plain(one: Pair) -> dict[str, str]:
    return {"first": one.first, "second": one.second, "relation": _word(one), "reason": one.reason}
