"""``oamdsl graph``."""

import enum
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from oamdsl.checks.check import check
from oamdsl.cli import formats, options
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.folders import started_in
from oamdsl.cli.outcome import exit_code, show, stop
from oamdsl.cli.output import write
from oamdsl.cli.plans import plans_of
from oamdsl.cli.progress import working
from oamdsl.diagnostics.finding import merged
from oamdsl.graph import dot, json, mermaid, svg
from oamdsl.graph.graph import Graph
from oamdsl.graph.graph_of import graph_of
from oamdsl.graph.parts import Depth, down_to
from oamdsl.project import ProjectError


class Format(enum.Enum):
    """How a graph is written."""

    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    JSON = "json"


_FILE: Final = "--output-file"
_PICTURES: Final = {Format.MERMAID: mermaid.write, Format.DOT: dot.write, Format.SVG: svg.write}


@click.command("graph")
@options.targets
@options.stack(required=True)
@options.directory
@options.colour
@click.option(
    "-o",
    "--output",
    type=click.Choice([one.value for one in Format]),
    default=Format.MERMAID.value,
    show_default=True,
    help="Format of the graph.",
)
@click.option(
    "--depth",
    type=click.Choice([one.value for one in Depth]),
    default=Depth.OBJECTS.value,
    show_default=True,
    help="How far it goes: components and what they depend on, their traits too, or everything.",
)
@click.option(
    _FILE,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, in place of standard output.",
)
def command(targets: Sequence[str], stack: str, output: str, depth: str, output_file: Path | None) -> None:
    """Draw applications, and who decides which field.

    The graph has components, traits, Kubernetes objects and the controllers that decide at run time; values
    are no part of it, so no secret is. TARGET is a Python file, `module:attribute`, or an application's name;
    without one, all of the project.
    """
    form = Format(output)
    try:
        with working() as at:
            (plan,) = plans_of(targets, [stack], at)
            at(1, 1, "checking")
            findings = merged(check(plan))
    except ProjectError as error:
        if form is not Format.JSON:
            stop(error)
        click.echo(formats.written_error(error, formats.Format.JSON), nl=False)
        sys.exit(ExitCode.COULD_NOT_RUN)
    code = exit_code(findings)
    if code is not ExitCode.CLEAN:
        if form is Format.JSON:
            click.echo(formats.written(findings, formats.Format.JSON), nl=False)
        else:
            show(findings)
        click.echo("Nothing was drawn: the applications have to be mended first.", err=True)
        sys.exit(code)
    show(findings)
    graph = down_to(Depth(depth), graph_of(plan))
    text = _written(graph, form)
    if form is Format.MERMAID and mermaid.too_large(graph, text):
        click.echo(
            f"GitHub draws at most {mermaid.MOST_EDGES} edges and {mermaid.MOST_CHARACTERS} characters of"
            f" Mermaid; this has {len(graph.edges)} and {len(text)}: use `--depth components`, name a TARGET,"
            " or use `-o svg`.",
            err=True,
        )
    write(text, output_file, _FILE)
    if output_file is not None:
        click.echo(f"Wrote {output_file}.", err=True)


def _written(graph: Graph, form: Format) -> str:
    if form is Format.JSON:
        return json.write(graph, base=started_in())
    return _PICTURES[form](graph)
