"""``oamdsl diff``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs
import click

from oamdsl.cli import options
from oamdsl.cli.as_json import stop_as
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.outcome import in_colour
from oamdsl.cli.output import write
from oamdsl.cli.progress import Progress, working
from oamdsl.diff import json, markdown, text
from oamdsl.diff.change import Difference
from oamdsl.diff.compare import compare
from oamdsl.diff.seal import Salted
from oamdsl.diff.state import State
from oamdsl.project import Project, ProjectError, states
from oamdsl.project.git import Checkout
from oamdsl.project.live import beside
from oamdsl.project.pulumi_state import stack as pulumi_stack
from oamdsl.project.revision import revision, without_dots
from oamdsl.project.stack_settings import context_of

_CLUSTER: Final = "cluster:"
_FILE: Final = "--output-file"
_STACK: Final = "stack:"
_TREE: Final = "."


@click.command("diff")
@options.stacks
@options.directory
@options.colour
@click.option("--base", default="HEAD", show_default=True, metavar="STATE", help="What was.")
@click.option("--head", default=_TREE, metavar="STATE", help="What will be; by default the working tree.")
@click.option(
    "-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", help="Format."
)
@click.option(
    _FILE,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the difference to this file, in place of standard output.",
)
@options.kubeconfig
@click.option("--meaning-only", is_flag=True, help="Leave the changed YAML out of text.")
@click.option("--exit-code", is_flag=True, help="End with 1 when something differs.")
def command(  # noqa: PLR0917 - click passes the options by name
    stacks: Sequence[str],
    base: str,
    head: str,
    output: str,
    output_file: Path | None,
    kubeconfig: Path | None,
    meaning_only: bool,  # noqa: FBT001 - as above
    exit_code: bool,  # noqa: FBT001 - as above
) -> None:
    """Say what a change means, for those who review it.

    Compares two states of the project in every environment that either has, or in those that -s names. First
    come what is refused and environments that come or go; then each component, the gravest change first: data
    that is lost, outages, what is replaced or restarts; parameters, traits, images, replicas, routes; who
    decides a field now; then the YAML. Environments in which the same changes are told together. A secret is
    never shown; that it has changed is.

    A STATE is `.` for the working tree, a git revision such as origin/main, a folder that `oamdsl render
    --output-dir` wrote, `stack:NAME` for what Pulumi deployed last, or `cluster:CONTEXT` for what is live:
    the objects of the other state, and those that its applications have left in the environment's namespace.
    A base that is a revision stands for the last commit that head has in common with it, as on a pull
    request; `REVISION..` stands for itself. NAME is a Pulumi stack; empty for the one of the environment's
    name. CONTEXT is one of the kubeconfig; empty for that of `kubernetes:context` in the stack's settings, or
    else the current one. Nothing on a cluster is changed.

    Exit codes: 0, or 1 with --exit-code when something differs; 2 could not run. What is refused does not
    count: `oamdsl check` tells that by its exit code.
    """
    try:
        with working() as at:
            at(0, 1, "reading the project")
            comparison = _Comparison(
                project=Project.load(),
                stacks=tuple(dict.fromkeys(stacks)),
                base=base,
                head=head,
                kubeconfig=kubeconfig,
                seal=Salted.fresh(),
                at=at,
            )
            difference = comparison.difference()
    except ProjectError as error:
        stop_as(error, output, output_file, _FILE)
    colour = output == "text" and in_colour(sys.stdout if output_file is None else None)
    write(_written(difference, output, meaning_only=meaning_only, colour=colour), output_file, _FILE)
    if difference.is_empty and output == "text":
        click.echo(f"Nothing differs between {difference.before} and {difference.after}.", err=True)
    sys.exit(ExitCode.FINDINGS if exit_code and not difference.is_empty else ExitCode.CLEAN)


@attrs.frozen(kw_only=True)
class _Comparison:
    """What was asked to be compared."""

    project: Project
    stacks: tuple[str, ...]
    base: str
    head: str
    kubeconfig: Path | None
    seal: Salted
    at: Progress

    def difference(self) -> Difference:
        clusters = [one for one in (self.base, self.head) if one.startswith(_CLUSTER)]
        if len(clusters) > 1:
            message = "two clusters cannot be compared"
            raise ProjectError(
                message, help=f"compare each with the working tree: --base {self.base} --head ."
            )
        if clusters:
            return self._beside_cluster()
        self.at(0, 2, self.base)
        before = self._state(self.base, towards="HEAD" if self.head == _TREE else self.head)
        self.at(1, 2, self.head)
        after = self._state(self.head)
        self._require(before, after)
        return compare(*self._within(before, after))

    def _beside_cluster(self) -> Difference:
        names = self._names
        if len(names) > 1:
            message = f"a cluster is compared with one environment, and this project has {', '.join(names)}"
            raise ProjectError(message, help="name it with -s")
        at_base = self.base.startswith(_CLUSTER)
        place, other = (self.base, self.head) if at_base else (self.head, self.base)
        environment = self.project.environment(names[0])
        context = place.removeprefix(_CLUSTER) or context_of(self.project.root, environment.name)
        self.at(0, 2, place)
        live = beside(self._state(other), environment, context, self.kubeconfig, self.at)
        for gap in live.gaps:
            click.echo(f"note: {gap}", err=True)
        return compare(live.cluster, live.deployed) if at_base else compare(live.deployed, live.cluster)

    @property
    def _names(self) -> list[str]:
        """The environments asked for; by default all that the working tree has."""
        return list(self.stacks) or [one.name for one in self.project.environments]

    def _state(self, name: str, towards: str = "") -> State:
        if name == _TREE:
            known = {one.name for one in self.project.environments}
            return states.working_tree(self.project, [one for one in self._names if one in known], self.seal)
        if name.startswith(_STACK):
            return self._deployed(name.removeprefix(_STACK))
        if self._is_folder(name):
            return states.rendered(Path(name), self._names, self.seal)
        return revision(self.project, name, self.stacks, self.seal, towards=self._revision(towards))

    def _deployed(self, name: str) -> State:
        """What was deployed to the stack called *name*, or to those of the environments' names."""
        if not name:
            found = [pulumi_stack(self.project, one, one, self.seal) for one in self._names]
            return State(
                "the stacks", {key: one for state in found for key, one in state.environments.items()}
            )
        own = name.rpartition("/")[2]
        if len(self.stacks) > 1:
            message = f"stack `{name}` is one environment, and -s names {', '.join(self.stacks)}"
            raise ProjectError(message, help="name one with -s, or write `stack:` for the stack of each")
        return pulumi_stack(self.project, name, self.stacks[0] if self.stacks else own, self.seal)

    def _revision(self, name: str) -> str:
        """*name* when it is a revision; empty for any other state, which has no history."""
        is_other = name.startswith((_STACK, _CLUSTER)) or (bool(name) and Path(name).is_dir())
        return "" if is_other else without_dots(name)

    def _is_folder(self, name: str) -> bool:
        if not Path(name).is_dir():
            return False
        spelt = name.startswith((".", "/")) or name.endswith("/")
        if not spelt and Checkout.is_revision(self.project.root, name):
            message = f"`{name}` is a folder, and a revision too"
            raise ProjectError(
                message, help=f"write `./{name}` for the folder, or `{name}..` for the revision"
            )
        return True

    def _require(self, before: State, after: State) -> None:
        """Make sure that each environment that was named is in one of the states."""
        for name in self.stacks:
            if name not in before.environments and name not in after.environments:
                self.project.environment(name)

    def _within(self, before: State, after: State) -> tuple[State, State]:
        """The two, in the environments that both tell of: one that was not rendered is not gone."""
        partial = [state for name, state in ((self.base, before), (self.head, after)) if _is_partial(name)]
        if not partial:
            return before, after
        names = dict.fromkeys((*after.environments, *before.environments))
        kept = [name for name in names if all(name in one.environments for one in partial)]
        left = [name for name in names if name not in kept]
        if left:
            told = f"{partial[0].name} does not tell of {', '.join(left)}, so that is not compared"
            click.echo(f"note: {told}", err=True)
        return _only(before, kept), _only(after, kept)


def _is_partial(name: str) -> bool:
    """Whether a state may leave environments out that there are."""
    return name.startswith(_STACK) or (name != _TREE and Path(name).is_dir())


def _only(state: State, names: Sequence[str]) -> State:
    return State(state.name, {name: one for name, one in state.environments.items() if name in names})


def _written(difference: Difference, output: str, *, meaning_only: bool, colour: bool) -> str:
    if output == "json":
        return json.render(difference)
    if output == "markdown":
        return markdown.render(difference)
    return text.render(difference, objects=not meaning_only, colour=colour)
