"""What type checkers accept of components, traits and platforms, and what they refuse.

Checked, never run: by ``mypy tests/typing`` and ``basedpyright tests/typing``. A refusal that goes missing
fails, as the comment that expects it is then unused.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_type

import pulumi

from oamdsl import (
    Application,
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    CronTask,
    Environment,
    Implementation,
    ManualScaler,
    Platform,
    RenderedWorkload,
    Secret,
    Trait,
    Value,
    WebService,
    Worker,
    component,
    implements,
    parameter,
    trait,
)
from oamdsl.model.effect import Effect


@component
class Web(Component):
    """A component with a parameter of each kind."""

    replicas: Value[int] = parameter(default=1, ge=1)
    connections: int = parameter(ge=1)
    hosts: Sequence[str] = parameter(default=())
    labels: Mapping[str, str] = parameter(default={})
    password: Value[str] = parameter(default="", secret=True)

    def workload(self) -> ContainerizedWorkload:
        """One container."""
        return ContainerizedWorkload([Container("web", image="nginx:1.29.3")])


@component
class SecureWeb(Web):
    """A component that adds a parameter to another's."""

    certificate: str = parameter()


output_of_int = pulumi.Output.from_input(1)
output_of_str = pulumi.Output.from_input("1")

# Right

web = Web("web", connections=4096)
assert_type(web, Web)
assert_type(web.name, str)
assert_type(web.connections, int)
assert_type(web.traits, Sequence[Trait])
assert_type(web.workload(), ContainerizedWorkload)

Web(name="web", connections=4096)
Web("web", connections=4096, traits=[AutoScaler(maximum=9), ManualScaler(replicas=3)])
Web("web", connections=4096, traits=(AutoScaler(maximum=9),))
Web("web", connections=4096, traits=tuple(ManualScaler(replicas=one) for one in range(1)))
Web("web", connections=4096, depends_on=[web, "db"])
Web("web", connections=4096, hosts=["a", "b"], labels={"a": "b"})
Web("web", connections=4096, replicas=output_of_int)
Web("web", connections=4096, replicas=Secret(1))
Web("web", connections=4096, password=pulumi.Output.secret("hunter2"))
Web("web", connections=4096, password=Secret("hunter2"))
SecureWeb("web", connections=4096, certificate="web-tls")

# Parameters

Web("web", connections="4096")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", connections=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", connections=output_of_int)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", connections=Secret(1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", connections=1, replicas=output_of_str)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", connections=1, replicas=Secret("1"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", conections=4096)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Web("web")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Web(connections=4096)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Web("web", 4096)  # type: ignore[call-arg, arg-type]  # pyright: ignore[reportCallIssue]
Web(1, connections=4096)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", connections=1, labels={"a": 1})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
Web("web", connections=1, hosts=[1])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
Web("web", connections=1, hosts=(one for one in "ab"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
SecureWeb("web", connections=4096)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
web.connections = 1  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]

# Traits

Web("web", connections=1, traits=[web])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
Web("web", connections=1, traits=AutoScaler(maximum=9))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Web("web", connections=1, traits=[AutoScaler])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
AutoScaler(1, 9)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
AutoScaler(minimum=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
AutoScaler(maximum=9.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@trait
class Pager(Trait):
    """A trait of a package."""

    service: str = parameter()


assert_type(Pager(service="web").service, str)
Pager("web")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


# Platforms


@implements(Pager)
def pager(trait: Pager, workload: RenderedWorkload) -> Iterator[Effect]:
    """An implementation."""
    yield from ()


@implements(Pager)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
def scaler(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """An implementation of another trait than it says."""
    yield from ()


assert_type(pager, Implementation[Pager])
platform = Platform("eu", [pager], kubernetes="1.37")
assert_type(platform.offering(pager), Platform)
assert_type(platform.implementations, Sequence[Implementation[Any]])
environment = Environment("prod", platform=platform)

Platform()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Platform("eu", [Pager])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
Platform("eu", kubernetes=1.37)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Environment("prod")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Environment("prod", platform="eu")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

# Applications

assert_type(Application("shop", [web]).components, Sequence[Component])
Application("shop", web)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Application([web])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Component("web")  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]

# Workloads

assert_type(WebService(image="nginx:1.29.3", port=80), WebService)
assert_type(WebService(image=output_of_str, port=80, cpu=0.5).port, int | None)
assert_type(WebService.example(), WebService)

WebService(port=80)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
WebService(image="nginx:1.29.3", port="80")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
WebService("nginx:1.29.3", port=80)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Worker(image="mailer:1.4", port=80)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
CronTask(image="report:1.4")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
