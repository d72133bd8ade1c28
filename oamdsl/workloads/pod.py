"""Containers as a pod template, and the objects that the pod needs beside it."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from oamdsl.diagnostics.origin import Origin
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.waiting import DO_NOT_WAIT
from oamdsl.model.value import Mapped, StackSecret, is_known_secret, is_opaque, is_secret
from oamdsl.model.workload import Context, RenderedObject
from oamdsl.workloads.container import (
    ConfigFile,
    ConfigMapKey,
    Container,
    PodField,
    Port,
    SecretKey,
    text_of,
)
from oamdsl.workloads.volume import Disk, Volume

CHECKSUM_ANNOTATION: Final = "oamdsl.dev/config-checksum"
"""On the pod template: changes when a config file does, so that the pods restart with it."""


@attrs.frozen(kw_only=True)
class Pod:
    """A pod template in the making.

    Attributes:
        context: What it is rendered for.
        origin: Where the workload was built.
        containers: Its containers.
        init_containers: Containers that run to completion before those start.
        image_pull_secrets: Names of Secrets with registry credentials.
        os: ``linux`` or ``windows``; empty for any node.
        arch: Such as ``amd64`` or ``arm64``; empty for any node.
        restart_policy: Kubernetes' ``restartPolicy``; empty for its default, Always.
        claims_in_template: Whether claims for disks are made by the workload, one for each pod.
        main_origins: More exact places of fields of the first container: ``(path below it, origin)``.
    """

    context: Context
    origin: Origin
    containers: Sequence[Container]
    init_containers: Sequence[Container]
    image_pull_secrets: Sequence[str]
    os: str
    arch: str
    restart_policy: str = ""
    claims_in_template: bool = False
    main_origins: tuple[tuple[Path, Origin], ...] = ()

    @property
    def all_containers(self) -> tuple[Container, ...]:
        """Init containers first, as they run."""
        return (*self.init_containers, *self.containers)

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """All volumes, one for each name; the first container to name one decides what it is."""
        by_name: dict[str, Volume] = {}
        for container in self.all_containers:
            for volume in container.volumes:
                by_name.setdefault(volume.name, volume)
        return tuple(by_name.values())

    @property
    def disks(self) -> tuple[Disk, ...]:
        """The volumes that need a claim."""
        return tuple(volume for volume in self.volumes if isinstance(volume, Disk))

    @property
    def ports(self) -> tuple[Port, ...]:
        """The ports of the containers that keep running."""
        return tuple(port for container in self.containers for port in container.ports)

    def template(self) -> dict[str, Any]:
        """The pod template: ``{"metadata": ..., "spec": ...}``."""
        checksum = self._checksum()
        annotations = {"annotations": {CHECKSUM_ANNOTATION: checksum}} if checksum else {}
        spec: dict[str, Any] = {}
        if self.init_containers:
            spec["initContainers"] = [self._container(one) for one in self.init_containers]
        spec["containers"] = [self._container(one) for one in self.containers]
        volumes = [*self._volumes(), *self._config_volumes()]
        if volumes:
            spec["volumes"] = volumes
        if self.image_pull_secrets:
            spec["imagePullSecrets"] = [{"name": name} for name in self.image_pull_secrets]
        node = {"kubernetes.io/os": self.os, "kubernetes.io/arch": self.arch}
        selector = {label: value for label, value in node.items() if value}
        if self.os:
            spec["os"] = {"name": self.os}
        if selector:
            spec["nodeSelector"] = selector
        if self.restart_policy:
            spec["restartPolicy"] = self.restart_policy
        return {"metadata": {"labels": self.context.labels, **annotations}, "spec": spec}

    def claims(self) -> Iterator[RenderedObject]:
        """A PersistentVolumeClaim for each disk."""
        for disk in self.disks:
            body = {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": {
                    **self.context.metadata(disk.claim_name(self.context.component)),
                    "annotations": DO_NOT_WAIT,
                },
                "spec": disk.claim_spec(),
            }
            yield RenderedObject(body, disk.origin)

    def claim_templates(self) -> list[dict[str, Any]]:
        """``volumeClaimTemplates``: a claim for each disk and pod."""
        return [
            {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": {"name": disk.name},
                "spec": disk.claim_spec(),
            }
            for disk in self.disks
        ]

    def service(self, *, headless: bool = False) -> Iterator[RenderedObject]:
        """A Service for the ports; none when there are no ports, unless it is headless.

        It finds the containers' ports by number: by name, it would lose the pods of the old release as soon
        as the new one calls a port otherwise.
        """
        if not self.ports and not headless:
            return
        ports: list[dict[str, Any]] = [
            {
                "name": port.full_name,
                "port": port.number,
                "targetPort": port.number,
                **({"protocol": port.protocol} if port.protocol != "TCP" else {}),
                **({"appProtocol": port.app_protocol} if port.app_protocol else {}),
            }
            for port in self.ports
        ]
        body = {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": self.context.metadata(),
            "spec": {
                **({"clusterIP": "None"} if headless else {}),
                "selector": self.context.selector,
                **({"ports": ports} if ports else {}),
            },
        }
        origins = tuple(
            (
                Path(("spec", "ports", Entry((("port", port.number), ("protocol", port.protocol))))),
                port.origin,
            )
            for port in self.ports
        )
        yield RenderedObject(body, self.origin, origins)

    def settings(self) -> Iterator[RenderedObject]:
        """The ConfigMap of the config files, and the Secret of secret files and variables."""
        plain = {
            file_key(file): (file.content, file.origin)
            for file in self._files
            if not is_known_secret(file.content)
        }
        secret = {
            file_key(file): (file.content, file.origin)
            for file in self._files
            if is_known_secret(file.content)
        } | {
            variable_key(container, name): (_secret_text(value), container.origin)
            for container in self.all_containers
            for name, value in container.env.items()
            if is_known_secret(value)
        }
        for kind, name, field, entries in (
            ("ConfigMap", self._config_map, "data", plain),
            ("Secret", self._secret, "stringData", secret),
        ):
            if entries:
                body = {
                    "apiVersion": "v1",
                    "kind": kind,
                    "metadata": self.context.metadata(name),
                    field: {key: value for key, (value, _) in entries.items()},
                }
                origins = tuple((Path((field, key)), origin) for key, (_, origin) in entries.items())
                yield RenderedObject(body, self.origin, origins)

    def origins(self, template: Path) -> tuple[tuple[Path, Origin], ...]:
        """Where the parts of the pod were built, with *template* as the pod template's path."""
        return tuple(self._origins(template / "spec"))

    def _origins(self, spec: Path) -> Iterator[tuple[Path, Origin]]:
        for field, containers in (
            ("initContainers", self.init_containers),
            ("containers", self.containers),
        ):
            for container in containers:
                place = spec / field / Entry((("name", container.name),))
                yield place, container.origin
                if "resources" in container.given:
                    yield place / "resources", container.resources.origin
                for name, probe in _probes(container):
                    yield place / name, probe.origin
                for port in container.ports:
                    keys = (("containerPort", port.number), ("protocol", port.protocol))
                    yield place / "ports" / Entry(keys), port.origin
                mounts = [
                    *((volume.mount_path, volume.origin) for volume in container.volumes),
                    *((file.path, file.origin) for file in container.config),
                ]
                for path, origin in mounts:
                    yield place / "volumeMounts" / Entry((("mountPath", path),)), origin
        for volume in self.volumes:
            yield spec / "volumes" / Entry((("name", volume.name),)), volume.origin
        for below, origin in self.main_origins:
            yield spec / "containers" / Entry((("name", self.containers[0].name),)) / below, origin

    def _container(self, container: Container) -> dict[str, Any]:
        mounts = [
            *(volume.mount() for volume in container.volumes),
            *(self._config_mount(file) for file in container.config),
        ]
        optional: dict[str, Any] = {
            "imagePullPolicy": container.image_pull_policy,
            "command": list(container.command),
            "args": list(container.args),
            "workingDir": container.working_dir,
            "env": [self._variable(container, name) for name in container.env],
            "ports": [_container_port(port) for port in container.ports],
            "resources": container.resources.rendered(),
            "volumeMounts": mounts,
            **{name: probe.rendered() for name, probe in _probes(container)},
            "securityContext": dict(container.security_context),
        }
        return {
            "name": container.name,
            "image": container.image,
            **{name: value for name, value in optional.items() if value},
        }

    def _variable(self, container: Container, name: str) -> dict[str, Any]:
        value = container.env[name]
        if isinstance(value, SecretKey):
            source = {"secretKeyRef": {"name": value.secret, "key": value.key}}
        elif isinstance(value, ConfigMapKey):
            source = {"configMapKeyRef": {"name": value.config_map, "key": value.key}}
        elif isinstance(value, PodField):
            source = {"fieldRef": {"fieldPath": value.path}}
        elif is_known_secret(value):
            source = {"secretKeyRef": {"name": self._secret, "key": variable_key(container, name)}}
        else:
            return {"name": name, "value": text_of(value)}
        return {"name": name, "valueFrom": source}

    def _volumes(self) -> list[dict[str, Any]]:
        return [
            {"name": volume.name, **volume.source(self.context.component)}
            for volume in self.volumes
            if not (self.claims_in_template and isinstance(volume, Disk))
        ]

    @property
    def _files(self) -> tuple[ConfigFile, ...]:
        return tuple(file for container in self.all_containers for file in container.config)

    @property
    def _config_map(self) -> str:
        return f"{self.context.component}-config"

    @property
    def _secret(self) -> str:
        return f"{self.context.component}-secret"

    def _config_volumes(self) -> list[dict[str, Any]]:
        kinds = {is_known_secret(file.content) for file in self._files}
        return [
            *([{"name": "config", "configMap": {"name": self._config_map}}] if False in kinds else []),
            *([{"name": "secret", "secret": {"secretName": self._secret}}] if True in kinds else []),
        ]

    def _config_mount(self, file: ConfigFile) -> dict[str, Any]:
        return {
            "name": "secret" if is_known_secret(file.content) else "config",
            "mountPath": file.path,
            "subPath": file_key(file),
            "readOnly": True,
        }

    def _checksum(self) -> str:
        """Of what is plain: an opaque content has no text, and a secret's would give it away."""
        known = [f"{file.path}\0{file.content}" for file in self._files if not is_opaque(file.content)]
        return hashlib.sha256("\0".join(known).encode()).hexdigest()[:16] if known else ""


def _probes(container: Container) -> Iterator[tuple[str, Any]]:
    for name, probe in (
        ("livenessProbe", container.liveness),
        ("readinessProbe", container.readiness),
        ("startupProbe", container.startup),
    ):
        if probe is not None:
            yield name, probe


def _container_port(port: Port) -> dict[str, Any]:
    protocol = {} if port.protocol == "TCP" else {"protocol": port.protocol}
    return {"name": port.full_name, "containerPort": port.number, **protocol}


def _secret_text(value: object) -> object:
    """A secret as the text that a variable holds; itself where it is text, so that checks find it."""
    is_text = isinstance(value, StackSecret) or (is_secret(value) and isinstance(value.value, str))
    return value if is_text else Mapped(value, text_of)


def file_key(file: ConfigFile) -> str:
    """The key of a file in the ConfigMap or Secret of its component."""
    return file.path.strip("/").replace("/", "-")


def variable_key(container: Container, name: str) -> str:
    """The key of a secret environment variable in the Secret of its component."""
    return f"{container.name}.{name}"
