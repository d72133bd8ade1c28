"""Runs a Pulumi program without an engine, and keeps what it asks the engine to register."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import pulumi
from google.protobuf import json_format
from pulumi.runtime.mocks import MockMonitor, set_mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import SETTINGS
from pulumi.runtime.stack import run_pulumi_func

SECRET_MARK = "4dabf18193072939515e22adb298388d"  # noqa: S105 - how the engine's protocol marks a secret
STACK_TYPE = "pulumi:pulumi:Stack"


class RecordingMonitor(MockMonitor):
    """Answers like the engine would after a deployment in which everything went well."""

    def __init__(self) -> None:
        super().__init__(None)
        self.requests: list[Any] = []

    def GetDeploymentInfo(self, request):  # noqa: N802 - the protocol's name
        """Support no hooks: they are called through a server, which outlives its event loop and crashes."""
        info = super().GetDeploymentInfo(request)
        info.supportedFeatures.remove(resource_pb2.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS)
        return info

    def RegisterResource(self, request):  # noqa: N802 - the protocol's name
        if request.type != STACK_TYPE:
            self.requests.append(request)
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=request.name, object=request.object)


@attrs.frozen
class Registered:
    """What one program registered, or why it did not get through.

    Attributes:
        requests: The requests, by ``(type, name)``; their order says nothing under mocks.
        error: What the program raised.
    """

    requests: Mapping[tuple[str, str], Any]
    error: BaseException | None

    @property
    def objects(self) -> dict[tuple[str, str], Any]:
        """The Kubernetes objects among the requests."""
        return {key: one for key, one in self.requests.items() if key[0].startswith("kubernetes:")}


def run(
    program: Callable[[], object],
    *,
    stack: str = "dev",
    config: Mapping[str, str] | None = None,
    secret_keys: Sequence[str] = (),
) -> Registered:
    """Run *program* as the stack *stack*.

    What Pulumi keeps is in context variables, and ``asyncio.run`` has a context of its own, so runs do not
    see each other; only the set of tasks behind outputs is shared.
    """
    monitor = RecordingMonitor()

    async def deployment() -> None:
        # Every task that awaits a failed output fails with it; what the program raises is enough.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        SETTINGS.outputs.clear()  # of tests that made outputs without running a program
        set_mocks(None, project="project", stack=stack, monitor=monitor)
        pulumi.runtime.set_all_config(dict(config or {}), list(secret_keys))
        try:
            await run_pulumi_func(lambda: (program(), None)[1])
        finally:
            await asyncio.gather(*SETTINGS.outputs, return_exceptions=True)
            SETTINGS.outputs.clear()

    error = None
    try:
        asyncio.run(deployment())
    except Exception as raised:  # noqa: BLE001 - whatever a program raises is the result
        error = raised
    requests = {(one.type, one.name): one for one in monitor.requests}
    assert len(requests) == len(monitor.requests), "the engine refuses two resources of one type and name"
    return Registered(requests, error)


def inputs(request: Any) -> Any:
    """The inputs of *request* as plain values; a secret is ``{SECRET_MARK: ..., "value": ...}``."""
    return _whole_numbers(json_format.MessageToDict(request.object))


def canonical(value: object) -> str:
    """*value* as JSON, in which 1, 1.0 and True differ."""
    return json.dumps(value, sort_keys=True, indent=1)


def short_names(urns: Sequence[str]) -> set[str]:
    """``Kind name`` of each of *urns*."""
    return {f"{urn.rsplit('::', 2)[1].rpartition(':')[2]} {urn.rpartition('::')[2]}" for urn in urns}


def _whole_numbers(value: Any) -> Any:
    """The protocol's numbers are all floats; whole ones as integers."""
    if isinstance(value, dict):
        return {key: _whole_numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
