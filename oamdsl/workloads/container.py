"""A container: an image, and what it needs to run."""

import abc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from oamdsl.kubernetes.names import label_key
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element
from oamdsl.model.parameter import optional, parameter
from oamdsl.model.value import Deferred, Mapped, Secret, StackSecret, Value, is_opaque
from oamdsl.model.workload import workload
from oamdsl.workloads.probe import Probe
from oamdsl.workloads.resources import Resources
from oamdsl.workloads.volume import Volume


@workload
class Port(Element):
    """A port that the container listens on; the workload's Service offers it under the same number.

    Attributes:
        number: 1 to 65535.
        name: At most 15 lower-case letters, digits and hyphens; by default ``port-80`` for port 80 of TCP,
            which says nothing of what is spoken there, and ``udp-53`` for port 53 of UDP.
        protocol: TCP, UDP or SCTP.
        app_protocol: What is spoken there: ``http``, ``grpc``, ``kubernetes.io/h2c`` and their like. Empty to
            have meshes and gateways find out; a name such as ``tcp-80`` tells a mesh not to.

    Source: Kubernetes, Service, "Application protocol"; Istio, Protocol Selection.
    """

    number: int = parameter(kw_only=False)
    name: str = parameter(default="")
    protocol: str = parameter(default="TCP", choices=("TCP", "UDP", "SCTP"))
    app_protocol: str = parameter(default="", problem=optional(label_key))

    @property
    def full_name(self) -> str:
        """The name given, or one made of the number."""
        return self.name or f"{'port' if self.protocol == 'TCP' else self.protocol.lower()}-{self.number}"


@workload
class SecretKey(Element):
    """The value of one key of an existing Kubernetes Secret, read when the container starts.

    Attributes:
        secret: Name of the Secret.
        key: The key in it.
    """

    secret: Value[str] = parameter(kw_only=False)
    key: str = parameter(kw_only=False)


@workload
class ConfigMapKey(Element):
    """The value of one key of an existing ConfigMap, read when the container starts.

    Attributes:
        config_map: Name of the ConfigMap.
        key: The key in it.
    """

    config_map: Value[str] = parameter(kw_only=False)
    key: str = parameter(kw_only=False)


@workload
class PodField(Element):
    """A field of the pod itself, such as its name or its IP.

    Attributes:
        path: ``metadata.name``, ``status.podIP`` and their like.

    Source: Kubernetes, Downward API, "Available fields".
    """

    path: str = parameter(kw_only=False)


EnvValue: TypeAlias = (
    str
    | int
    | float
    | bool
    | Secret[str]
    | StackSecret
    | Deferred[str]
    | Deferred[int]
    | Deferred[bool]
    | SecretKey
    | ConfigMapKey
    | PodField
)
"""What an environment variable may be set to. Numbers and booleans become text (``true``, ``false``)."""


@workload
class ConfigFile(Element):
    """A file whose content is part of the program; mounted read-only.

    Attributes:
        path: Where the container sees it; absolute, without a colon.
        content: Its text. A secret is kept in a Kubernetes Secret, all else in a ConfigMap.
    """

    path: str = parameter(kw_only=False, pattern="/[^:]+")
    content: Value[str] = parameter(kw_only=False)


@workload
class ContainerSettings(Element, abc.ABC):
    """What a container runs and needs, apart from its name and its ports.

    Attributes:
        image: The image, with a tag or a digest.
        image_pull_policy: When to fetch it; empty for Kubernetes' default, which depends on the tag.
        command: The program to run instead of the image's own.
        args: Arguments to the program.
        working_dir: Working directory; empty for the image's own.
        env: Environment variables: {name: value}. A secret value is kept in a Kubernetes Secret.
        resources: What it needs of its node.
        volumes: What it mounts.
        config: Files that the program gives it.
        liveness: Restarted when this fails.
        readiness: Gets traffic only while this succeeds.
        startup: The other probes wait for this one.
        security_context: Kubernetes' own ``securityContext``, for what the developer fixes.

    Source: OAM v1alpha2 ContainerizedWorkload ``containers``; Kubernetes, core/v1 Container.
    """

    image: Value[str] = parameter()
    image_pull_policy: str = parameter(default="", choices=("", "Always", "IfNotPresent", "Never"))
    command: Sequence[Value[str]] = parameter(default=())
    args: Sequence[Value[str]] = parameter(default=())
    working_dir: str = parameter(default="")
    env: Mapping[str, EnvValue] = parameter(default={})
    resources: Resources = parameter(default=Resources())
    volumes: Sequence[Volume] = parameter(default=())
    config: Sequence[ConfigFile] = parameter(default=())
    liveness: Probe | None = parameter(default=None)
    readiness: Probe | None = parameter(default=None)
    startup: Probe | None = parameter(default=None)
    security_context: Mapping[str, Any] = parameter(default={})


@workload
class Container(ContainerSettings):
    """One container of a workload.

    Attributes:
        name: Its name in the pod.
        ports: Ports that it listens on.

    Source: OAM v1alpha2 ContainerizedWorkload ``containers``; Kubernetes, core/v1 Container.
    """

    name: str = parameter(kw_only=False)
    ports: Sequence[Port] = parameter(default=())


def unread_protocols(containers: Iterable[Container], given: str) -> Iterator[Refuse]:
    """Why *containers*, whose ports no Service offers, cannot say what they speak there.

    Args:
        containers: The containers.
        given: The parameter by which they are given.
    """
    for container in containers:
        for port in container.ports:
            if port.app_protocol:
                yield Refuse(
                    given,
                    why=f"no Service offers port {port.number} of container `{container.name}`,"
                    " so nobody reads its `app_protocol`",
                    help="leave `app_protocol` out",
                )


def text_of(value: object) -> object:
    """A value as the text that an environment variable holds; an opaque one is mapped when known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_opaque(value):
        return Mapped(value, text_of)
    return str(value)
