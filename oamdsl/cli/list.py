"""``oamdsl list``."""

from typing import Any

import click

from oamdsl.cli import options
from oamdsl.cli.as_json import as_json, stop_as
from oamdsl.cli.discovered import Chosen, chosen, discovered, platform_option
from oamdsl.cli.table import table
from oamdsl.discovery.availability import why_unavailable
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.discovery.characteristics import characteristics_of
from oamdsl.discovery.description import described
from oamdsl.kubernetes.tree import is_list
from oamdsl.project import ProjectError


@click.command("list")
@click.argument("what", type=click.Choice(["traits", "workloads", "platforms"]))
@options.stack(required=False)
@platform_option
@options.directory
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Format.")
def command(what: str, stack: str | None, platform: str | None, output: str) -> None:
    """List traits, workloads or platforms.

    With -s STACK or --platform, traits say whether they are to be had there, and if not, why not. Installed
    packages of traits are listed with their distributions.
    """
    try:
        project, found = discovered()
        about = chosen(project, found, stack, platform)
        rows = _rows(what, found, about)
    except ProjectError as error:
        stop_as(error, output)
    if output == "json":
        click.echo(as_json(**{what: rows}), nl=False)
        return
    header = list(rows[0])
    cells = [[_cell(row[name]) for name in header] for row in rows]
    click.echo(table([name.replace("_", " ") for name in header], cells), nl=False)


def _cell(value: Any) -> str:
    return ", ".join(map(str, value)) if is_list(value) else str(value)


def _rows(what: str, found: Catalogue, about: Chosen) -> list[dict[str, Any]]:
    if what == "traits":
        return list(_traits(found, about))
    return _workloads(found) if what == "workloads" else _platforms(found)


def _traits(found: Catalogue, about: Chosen) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name, trait in found.traits.items():
        row: dict[str, Any] = {
            "name": name,
            "applies_to": sorted(one.value for one in trait.applies_to) or ["anything"],
            "implemented_by": [offer.name for offer in found.offers_of(trait)],
            "package": found.distribution_of(trait) or "this project",
        }
        if not about.is_default:
            why = why_unavailable(found, about.platform, trait, about.environment)
            row["available"] = why or "yes"
        rows.append({**row, "summary": described(trait).summary})
    return rows


def _workloads(found: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "characteristics": sorted(one.value for one in characteristics_of(workload)),
            "package": found.distribution_of(workload),
            "summary": described(workload).summary,
        }
        for name, workload in found.workloads.items()
    ]


def _platforms(found: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "name": found.platform_name(platform),
            "kubernetes": platform.kubernetes,
            "traits": sorted({one.trait.__name__ for one in platform.implementations}),
        }
        for platform in found.platforms
    ]
