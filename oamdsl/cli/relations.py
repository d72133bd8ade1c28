"""``oamdsl relations``."""

from collections.abc import Sequence
from typing import Final

import click

from oamdsl.cli import candidates, options
from oamdsl.cli.as_json import as_json, stop_as
from oamdsl.cli.discovered import Chosen, chosen, discovered, platform_option, unknown
from oamdsl.cli.progress import working
from oamdsl.cli.table import table
from oamdsl.compose.relation import Relation
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.discovery.matrix import LEGEND, matrix, matrix_in_markdown
from oamdsl.discovery.relations import Pair, pairs_of, related
from oamdsl.discovery.together import Together
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.project import ProjectError

_TELLING: Final = (Relation.CONFLICTING, Relation.COMPOSABLE)
_ORDER: Final = (*_TELLING, None, Relation.ORTHOGONAL)
"""What is listed first when it is about a few traits."""


def _traits(context: click.Context, _: click.Parameter, incomplete: str) -> candidates.Candidates:
    names: list[str] = []
    with candidates.quietly(context):
        names = [*discovered()[1].traits]
    return candidates.starting_with(incomplete, names)


@click.command("relations")
@click.argument("traits", nargs=-1, metavar="[TRAIT]...", shell_complete=_traits)
@options.stack(required=False)
@platform_option
@options.directory
@click.option("--all", "everything", is_flag=True, help="List orthogonal pairs too.")
@click.option(
    "-o",
    "--output",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Format; Markdown has the whole matrix.",
)
def command(
    traits: Sequence[str],
    stack: str | None,
    platform: str | None,
    everything: bool,  # noqa: FBT001 - click passes it by name
    output: str,
) -> None:
    """Show which traits conflict, which build on each other, and why.

    Without TRAIT, all that a platform offers, as a matrix, and the reasons below; with one, how it goes with
    each other; with several, how these go together. It is computed from what each trait's example does on the
    platform of -s STACK, of --platform, or of the first environment. Orthogonal traits share no field and no
    object.
    """
    try:
        project, found = discovered()
        about = chosen(project, found, stack, platform)
        with working() as at:
            at(0, 1, about.platform.name)
            named, extended, notes = _subjects(found, about, traits)
            pairs = tuple(pairs_of(extended, named, found.name_of, Together(extended).refusal))
            if traits:
                pairs = tuple(sorted(pairs, key=lambda one: _ORDER.index(one.relation)))
    except ProjectError as error:
        stop_as(error, output)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    names = [found.name_of(one) for one in (named if len(traits) != 1 else related(extended))]
    if output == "json":
        listed = [_plain(one) for one in pairs]
        click.echo(as_json(platform=extended.name, relations=listed), nl=False)
    elif output == "markdown":
        click.echo(matrix_in_markdown(extended.name, names, pairs), nl=False)
    else:
        _show(extended, names, pairs, everything=everything or bool(traits), whole=not traits)


def _show(
    platform: Platform, names: Sequence[str], pairs: Sequence[Pair], *, everything: bool, whole: bool
) -> None:
    if whole:
        click.echo(f"Traits of platform {platform.name}: {LEGEND}\n")
        click.echo(matrix(names, pairs))
    shown = [one for one in pairs if everything or one.relation in _TELLING]
    rows = [[one.first, one.second, one.word, one.reason] for one in shown]
    click.echo(table(["trait", "and trait", "are", "because"], rows), nl=False)
    left = len(pairs) - len(shown)
    if left:
        click.echo(
            f"{left} other pairs share no field and no object on platform `{platform.name}`.", err=True
        )


def _subjects(
    found: Catalogue, about: Chosen, names: Sequence[str]
) -> tuple[tuple[type[Trait], ...], Platform, list[str]]:
    """The traits to relate, on which platform, and what is to be said of it.

    Where no platform was named, one that offers all of the traits that were; and where no trait was either,
    what installed packages bring, as they implement it.

    Raises:
        ProjectError: A trait is none, or nothing is known of it.
    """
    for name in names:
        if name not in found.traits:
            raise unknown(name, "trait", list(found.traits))
    platform, notes = about.platform, list[str]()
    wanted = [found.traits[name] for name in dict.fromkeys(names)]
    if about.is_default and wanted:
        known = [platform, *found.all_platforms.values()]
        platform = next((one for one in known if _offers(one, wanted)), platform)
        if platform is not about.platform:
            notes.append(f"`{about.platform.name}` does not offer all of them, and `{platform.name}` does")
    for trait in (wanted or _of_packages(found)) if about.is_default else wanted:
        if platform.implementation_of(trait) is not None:
            continue
        offer = next((one for one in found.offers_of(trait) if one.implementation is not None), None)
        if not about.is_default or offer is None or offer.implementation is None:
            raise _unoffered(found, platform, trait)
        notes.append(
            f"`{platform.name}` does not offer `{found.name_of(trait)}`;"
            f" it is taken as `{offer.name}` of {offer.distribution} implements it"
        )
        platform = platform.offering(offer.implementation)
    for trait in wanted:
        if trait not in related(platform):
            message = f"`{found.name_of(trait)}` gives no valid example, from which relations are computed"
            raise ProjectError(message, help="give its class an `example`")
    return (tuple(wanted) or related(platform)), platform, notes


def _offers(platform: Platform, traits: Sequence[type[Trait]]) -> bool:
    return all(platform.implementation_of(one) is not None for one in traits)


def _of_packages(found: Catalogue) -> list[type[Trait]]:
    """The traits that installed packages bring, with an implementation as it is."""
    return [
        trait
        for package in found.packages
        for trait in package.traits
        if not trait.__module__.startswith("oamdsl.")
        and any(one.implementation is not None for one in found.offers_of(trait))
    ]


def _unoffered(found: Catalogue, platform: Platform, trait: type[Trait]) -> ProjectError:
    name = found.name_of(trait)
    offering = [
        other for other, one in found.all_platforms.items() if one.implementation_of(trait) is not None
    ]
    return ProjectError(
        f"platform `{platform.name}` does not offer `{name}`",
        help=f"add `--platform {offering[0]}`, or another of {', '.join(offering)}"
        if offering
        else "put an implementation of it on a platform, `platform.offering(...)`",
    )


def _plain(one: Pair) -> dict[str, str]:
    return {"first": one.first, "second": one.second, "relation": one.word, "reason": one.reason}
