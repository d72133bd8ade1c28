"""``oamdsl export``."""

from pathlib import Path

import click

from oamdsl.cli import options
from oamdsl.cli.discovered import chosen, discovered, platform_option
from oamdsl.cli.outcome import stop
from oamdsl.discovery.definitions import V1ALPHA2, V1BETA1, definitions
from oamdsl.project import ProjectError
from oamdsl.render import as_yaml


@click.command("export")
@click.argument("what", type=click.Choice(["definitions"]))
@options.stack(required=False)
@platform_option
@options.directory
@click.option(
    "--api-version",
    type=click.Choice([V1BETA1, V1ALPHA2]),
    default=V1BETA1,
    help="Version of OAM's definitions.",
)
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write KIND/NAME.yaml below this folder, in place of standard output.",
)
def command(
    what: str, stack: str | None, platform: str | None, api_version: str, output_dir: Path | None
) -> None:
    """Export what a platform offers as OAM's own definitions.

    Install them, and `kubectl get traitdefinitions` shows what the platform of -s STACK, of --platform, or
    of the first environment, offers. Nothing in the cluster runs them: oamdsl does, while the program runs.
    """
    try:
        project, found = discovered()
        made = list(definitions(found, chosen(project, found, stack, platform).platform, api_version))
        if output_dir is None:
            click.echo("---\n".join(as_yaml(one) for one in made), nl=False)
            return
        for one in made:
            path = output_dir / one["kind"] / f"{one['metadata']['name']}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_yaml(one), encoding="utf-8")
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}"
        stop(ProjectError(message, help="give `--output-dir` a folder that you may write to"))
    except ProjectError as error:
        stop(error)
    else:
        click.echo(f"Wrote {len(made)} {what} below {output_dir}.", err=True)
