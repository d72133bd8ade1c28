"""``oamdsl graph``."""

import enum
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final

import click

from oamdsl.checks.check import check
from oamdsl.cli import formats, options
from oamdsl.cli.outcome import ExitCode, exit_code, show, stop
from oamdsl.diagnostics.finding import merged
from oamdsl.graph import dot, json, mermaid, svg
from oamdsl.graph.graph import Graph
from oamdsl.graph.graph_of import graph_of
from oamdsl.project import Project, ProjectError


class Format(enum.Enum):
    """How a graph is written."""

    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    JSON = "json"


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
    "--output-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, in place of standard output.",
)
def command(targets: Sequence[str], stack: str, output: str, output_file: Path | None) -> None:
    """Draw applications, and who decides which field.

    The graph has components, traits, Kubernetes objects and the controllers that decide at run time; values
    are no part of it, so no secret is. TARGET is a Python file, `module:attribute`, or an application's name;
    without one, all of the project.
    """
    form = Format(output)
    try:
        with redirect_stdout(sys.stderr):  # what the user's files print is no graph
            project = Project.load()
            plan = project.plan(project.environment(stack), project.selected(targets))
            findings = merged(check(plan))
        code = exit_code(findings)
        if code is not ExitCode.CLEAN:
            if form is Format.JSON:
                click.echo(formats.written(findings, formats.Format.JSON), nl=False)
            else:
                show(findings)
            click.echo("Nothing was drawn: the applications have to be mended first.", err=True)
            sys.exit(code)
        show(findings)
        graph = graph_of(plan)
        text = _written(graph, form)
        if form is Format.MERMAID and mermaid.too_large(graph, text):
            click.echo(
                f"GitHub draws at most {mermaid.MOST_EDGES} edges and {mermaid.MOST_CHARACTERS} characters of"
                f" Mermaid; this has {len(graph.edges)} and {len(text)}: name a TARGET, or use `-o svg`.",
                err=True,
            )
        if output_file is None:
            click.echo(text, nl=False)
        else:
            _write(text, output_file)
    except ProjectError as error:
        if form is not Format.JSON:
            stop(error)
        click.echo(formats.written_error(error, formats.Format.JSON), nl=False)
        sys.exit(ExitCode.COULD_NOT_RUN)


def _written(graph: Graph, form: Format) -> str:
    if form is Format.JSON:
        return json.write(graph, base=Path.cwd())
    return _PICTURES[form](graph)


def _write(text: str, file: Path) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}"
        raise ProjectError(message, help="give `--output-file` a file that you may write to") from error
    click.echo(f"Wrote {file}.", err=True)
