"""Runs the programs that the rules' pages show."""

import ast
import json
import linecache
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import oamdsl
from oamdsl import (
    Api,
    Application,
    Component,
    Container,
    ContainerizedWorkload,
    Environment,
    Port,
    Resources,
    component,
    parameter,
)
from oamdsl.checks.check import check, unused_suppressions
from oamdsl.compose.compose import compose
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding
from oamdsl.platforms import (
    argo_rollouts,
    dapr,
    gateway_api,
    keda,
    prometheus_operator,
    vertical_pod_autoscaler,
)
from oamdsl.platforms.kubernetes import KUBERNETES

PLATFORM = KUBERNETES.offering(
    argo_rollouts.rollout(),
    dapr.injected_sidecar,
    gateway_api.traffic_split,
    keda.cron_triggers,
    keda.event_triggers,
    prometheus_operator.monitor(labels={"release": "prometheus"}),
    vertical_pod_autoscaler.vertical_pod_autoscaler,
    name="kubernetes",
    apis=[
        Api("argoproj.io/v1alpha1", "Rollout"),
        Api("keda.sh/v1alpha1", "ScaledObject"),
        Api("autoscaling.k8s.io/v1", "VerticalPodAutoscaler"),
        Api("gateway.networking.k8s.io/v1", "HTTPRoute"),
        Api("monitoring.coreos.com/v1", "PodMonitor"),
        Api("monitoring.coreos.com/v1", "ServiceMonitor"),
    ],
    features=["dapr", "mesh", "network-policy"],
)
"""Offers every built-in trait."""


@component
class Web(Component):
    """The component that pages use without showing it."""

    connections: int = parameter(default=1024, ge=1, le=65535)

    def workload(self) -> ContainerizedWorkload:
        web = Container(
            "web",
            image="nginx:1.29.3",
            ports=[Port(80)],
            env={"WORKER_CONNECTIONS": self.connections},
            resources=Resources(cpu="100m", memory="64Mi"),
        )
        return ContainerizedWorkload([web])


def plan_of(program: str, name: str = "<page>") -> Plan:
    """The plan of *program*, whose last expression is a component, an application or a list of those.

    The program may assign ``environment``; every public name, `Web` and ``platform`` are there.
    """
    names: dict[str, Any] = {one: getattr(oamdsl, one) for one in oamdsl.__all__}
    names |= {"Web": Web, "platform": PLATFORM, "__name__": __name__}
    lines = program.splitlines(keepends=True)
    linecache.cache[name] = (len(program), None, lines, name)
    *statements, last = ast.parse(program, name).body
    if not isinstance(last, ast.Expr):
        message = f"the last statement is no expression:\n{textwrap.indent(program, '    ')}"
        raise TypeError(message)
    exec(compile(ast.Module(statements, []), name, "exec"), names)  # noqa: S102 - the project's own pages
    value = eval(compile(ast.Expression(last.value), name, "eval"), names)  # noqa: S307 - the same
    environment = names.get("environment") or Environment("prod", platform=PLATFORM)
    return compose(environment, _applications(value))


def findings_of(program: str, name: str = "<page>") -> list[Finding]:
    """What the checks find in *program*, comments that suppress nothing included."""
    plan = plan_of(program, name)
    findings = check(plan)
    return [*findings, *unused_suppressions([plan], findings)]


def findings_of_project(text: str) -> list[dict[str, Any]]:
    """What is found in a new project one of whose files, named in the first line of *text*, is *text*."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "shop"
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        program = [sys.executable, "-m", "oamdsl"]
        subprocess.run([*program, "init", root.name], cwd=folder, check=True, capture_output=True)
        file = root / text.partition("\n")[0].removeprefix("# ")
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [*program, "check", "-o", "json"], cwd=root, env=environment, check=False, capture_output=True
        )
    return json.loads(done.stdout)["findings"]


def _applications(value: object) -> list[Application]:
    if isinstance(value, Iterable):
        return [one for part in value for one in _applications(part)]
    if isinstance(value, Component):
        return [Application("shop", [value])]
    if isinstance(value, Application):
        return [value]
    message = f"the last expression is {value!r}, no component and no application"
    raise TypeError(message)
