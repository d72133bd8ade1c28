"""Runs Pulumi on programs of the tests, with a state and a home of its own."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import attrs
from pulumi import automation
from pulumi.automation._stack import StackInitMode

from tests.e2e.polling import until

PASSPHRASE: Final = "only for tests"  # noqa: S105 - encrypts the state of throw-away stacks

Program = Callable[[], object]


class _BriefStack(automation.Stack):
    """Leaves out the questions after each operation, which take as long as the operation.

    The results of `up`, `refresh` and `destroy` have no outputs and no summary then.
    """

    def outputs(self) -> automation.OutputMap:
        """Return nothing."""
        return {}

    def info(self, show_secrets: bool = False) -> automation.UpdateSummary:  # noqa: FBT001, FBT002
        """Return nothing of use."""
        return automation.UpdateSummary("", datetime.now(UTC), "", {}, {}, "")

    def exported(self) -> automation.OutputMap:
        """Return what the last program exported."""
        return super().outputs()


@attrs.frozen
class Event:
    """The engine begins or ends to work on a resource.

    Attributes:
        operation: Such as `create`.
        type: The resource's type, such as `kubernetes:apps/v1:Deployment`.
        name: The resource's name.
        ended: Whether it is the end.
    """

    operation: str
    type: str
    name: str
    ended: bool

    @property
    def object(self) -> str:
        """The resource as a reader calls it, such as `Deployment web`."""
        return f"{self.type.rpartition(':')[2]} {self.name}"


@attrs.frozen
class Stack:
    """A stack whose programs run in this process.

    Attributes:
        automation: Pulumi's own handle, for what is not wrapped here. Its `up` and `preview` leave
            an event loop behind when the program fails.
    """

    automation: "_BriefStack"

    def preview(self, program: Program) -> Mapping[str, int]:
        """Return what running *program* would do, `{operation: number of resources}`.

        Raises:
            CommandError: The preview failed.
        """
        with _closing_loops(program) as recorded:
            summary = self.automation.preview(program=recorded).change_summary
        return {_name(operation): number for operation, number in summary.items()}

    def up(self, program: Program) -> Mapping[str, int]:
        """Run *program* and return what that did, `{operation: number of resources}`.

        Raises:
            CommandError: The update failed.
        """
        (summary,) = (each.summary_event for each in self._events(program) if each.summary_event)
        return {_name(operation): number for operation, number in summary.resource_changes.items()}

    def followed(self, program: Program) -> Sequence[Event]:
        """Run *program* and return what the engine did, in order.

        Raises:
            CommandError: The update failed.
        """
        return [event for each in self._events(program) if (event := _event(each))]

    def _events(self, program: Program) -> Sequence[automation.EngineEvent]:
        seen: list[automation.EngineEvent] = []
        with _closing_loops(program) as recorded:
            self.automation.up(program=recorded, on_event=seen.append)
        until(lambda: any(each.cancel_event for each in seen), what="the last event of the engine")
        return seen

    def destroy(self) -> None:
        """Delete all that the stack has."""
        self.automation.destroy()

    def refresh(self) -> None:
        """Read all that the stack has."""
        self.automation.refresh()

    def outputs(self) -> Mapping[str, Any]:
        """Return what the last program exported; secrets are revealed."""
        return {name: output.value for name, output in self.automation.exported().items()}

    def resources(self) -> list[dict[str, Any]]:
        """Return the Kubernetes resources in the state, as they are kept there."""
        exported = self._run("stack", "export")  # the Automation API's reveals secrets
        kept = json.loads(exported)["deployment"].get("resources", [])
        return [each for each in kept if each["type"].startswith("kubernetes:")]

    def _run(self, *arguments: str) -> str:
        """Run the command line on the stack and return what it printed."""
        workspace = self.automation.workspace
        return workspace.pulumi_command.run(
            [*arguments, f"--stack={self.automation.name}"],
            workspace.work_dir,
            {**os.environ, **workspace.env_vars},
        ).stdout


def _event(raw: automation.EngineEvent) -> Event | None:
    """Return what an event of the engine says of a resource, None when it is of something else."""
    work = raw.resource_pre_event or raw.res_outputs_event
    if work is None:
        return None
    said = work.metadata
    name = said.urn.rpartition("::")[2]
    return Event(_name(said.op), said.type, name, ended=raw.res_outputs_event is not None)


def _name(operation: object) -> str:
    """Return an operation's name; Pulumi gives it as an enum or as text."""
    return str(getattr(operation, "value", operation))


@contextmanager
def _closing_loops(program: Program) -> Iterator[Callable[[], None]]:
    """Close the event loops that *program* runs in.

    Pulumi leaves them open when a task fails; collected later, they fail somebody else's test.
    """
    loops: list[asyncio.AbstractEventLoop] = []

    def recorded() -> None:
        loops.append(asyncio.get_running_loop())
        program()

    try:
        yield recorded
    finally:
        for loop in loops:
            _close(loop)


def _close(loop: asyncio.AbstractEventLoop) -> None:
    until(lambda: not loop.is_running(), what="the program's event loop to stop")
    if loop.is_closed():
        return
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.wait(tasks) if tasks else asyncio.sleep(0))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@attrs.frozen(kw_only=True)
class Engine:
    """A Pulumi command line and what its runs have in common.

    Attributes:
        command: The command line.
        folder: Where state, home and work folders go.
        environment: Of the engine; the attached provider and the kubeconfig are in it.
    """

    command: automation.PulumiCommand
    folder: Path
    environment: Mapping[str, str]

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment of a run, for those who start `pulumi` themselves."""
        return {
            "PULUMI_BACKEND_URL": f"file://{self._made('state')}",
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_HOME": str(self._made("home")),
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            **self.environment,
        }

    def _made(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def stack(self, name: str, project: str = "e2e") -> Stack:
        """Return the stack of that name; an existing one goes on.

        Args:
            name: The stack's.
            project: The project's name.
        """
        workspace = automation.LocalWorkspace(
            work_dir=str(self._made(f"work/{project}-{name}")),
            program=lambda: None,
            pulumi_command=self.command,
            env_vars=dict(self.variables),
            project_settings=automation.ProjectSettings(project, runtime="python", main=str(Path.cwd())),
        )
        return Stack(_BriefStack(name, workspace, StackInitMode.CREATE_OR_SELECT))
