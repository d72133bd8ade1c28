"""Projects of many applications, made for a measurement."""

from pathlib import Path

_APPLICATIONS = """
from oamdsl import (
    Application, AutoScaler, Component, Container, ContainerizedWorkload, Environment, Ingress, Port,
    Resources, SecurityPolicy, component, parameter,
)


@component
class Web(Component):
    connections: int = parameter(default=1024, ge=1, le=65535)

    def workload(self) -> ContainerizedWorkload:
        container = Container(
            "web",
            image="nginx:1.29.3",
            ports=[Port(80)],
            env={"WORKER_CONNECTIONS": self.connections},
            resources=Resources(cpu="100m", memory="64Mi"),
        )
        return ContainerizedWorkload([container])


def web(name: str) -> Web:
    return Web(
        name,
        connections=4096,
        traits=[
            AutoScaler(minimum=1, maximum=9),
            SecurityPolicy(allow_privilege_escalation=False),
            Ingress(host=f"{name}.example.com"),
        ],
    )


def application(number: int, components: int):
    def made(environment: Environment) -> Application:
        return Application(f"app-{number}", [web(f"web-{number}-{n}") for n in range(components)])
    return made
"""


def write_project(folder: Path, *, applications: int, components: int) -> Path:
    """A project of *applications* with *components* each, three traits on every component."""
    folder.mkdir(parents=True)
    made = "\n".join(f"app_{n} = application({n}, {components})" for n in range(applications))
    (folder / "fleet.py").write_text(f"{_APPLICATIONS}\n\n{made}\n", encoding="utf-8")
    listed = ", ".join(f'"fleet:app_{n}"' for n in range(applications))
    (folder / "pyproject.toml").write_text(f"[tool.oamdsl]\napplications = [{listed}]\n", encoding="utf-8")
    return folder
