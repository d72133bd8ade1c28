"""The Pod Security Standards: what a pod may ask for at each level."""

import enum
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeGuard

import attrs

from oamdsl.kubernetes.entry import address
from oamdsl.kubernetes.path import EACH, Each, Entry, Path


class PodSecurityLevel(enum.Enum):
    """How much a pod may ask for; each level allows less than the one before.

    Source: Kubernetes, "Pod Security Standards".
    """

    PRIVILEGED = "privileged"
    BASELINE = "baseline"
    RESTRICTED = "restricted"

    def allows(self, other: "PodSecurityLevel") -> bool:
        """Whether every pod that satisfies *other* satisfies this level too."""
        return _STRICTNESS[self] <= _STRICTNESS[other]


_STRICTNESS: Final = {level: strictness for strictness, level in enumerate(PodSecurityLevel)}


@attrs.frozen
class Violation:
    """A field of a pod template that a level does not allow.

    Attributes:
        path: Where, below the pod template. An entry whose name is unknown is ``[*]``.
        seen: The value, as JSON, or what there is instead: ``"missing"``.
        allowed: The values that the level allows, as people say it.
    """

    path: Path
    seen: str
    allowed: str


@attrs.frozen(eq=False, repr=False)  # never compared; saves 0.8 ms of import
class _Place:
    """A mapping in the template, and where it is."""

    path: Path
    fields: Mapping[str, object]

    def at(self, names: Sequence[str]) -> object:
        """The value below *names*; None if there is none."""
        value: object = self.fields
        for name in names:
            if not _is_mapping(value):
                return None if _is_known(value) else value
            value = value.get(name)
        return value

    def violation(self, names: Sequence[str], allowed: str) -> Violation:
        """That the value below *names* is not among the *allowed* ones."""
        return Violation(Path((*self.path.segments, *names)), _seen(self.at(names)), allowed)

    def entries(self, field: str, keys: tuple[str, ...] = ("name",)) -> Iterator["_Place"]:
        """The mappings in the list *field*; whatever is unknown is left out."""
        for value in _items(self.fields.get(field)):
            if _is_mapping(value):
                yield _Place(self.path / field / _entry(keys, value), value)


@attrs.frozen(eq=False, repr=False)
class _Pod:
    """A pod template, taken apart.

    Attributes:
        template: The template itself.
        spec: Its ``spec``.
        containers: All containers: init, normal and ephemeral ones.
        is_windows: Whether ``os.name`` says so, or may turn out to.
        has_user_namespace: Whether ``hostUsers`` is false, or may turn out to be.
    """

    template: _Place
    spec: _Place
    containers: tuple[_Place, ...]
    is_windows: bool
    has_user_namespace: bool

    @classmethod
    def of(cls, template: Mapping[str, object]) -> "_Pod":
        fields = template.get("spec")
        spec = _Place(Path(("spec",)), fields if _is_mapping(fields) else {})
        system, host_users = spec.at(("os", "name")), spec.at(("hostUsers",))
        return cls(
            template=_Place(Path(), template),
            spec=spec,
            containers=tuple(
                container
                for field in ("initContainers", "containers", "ephemeralContainers")
                for container in spec.entries(field)
            ),
            is_windows=system == "windows" or not _is_known(system),
            has_user_namespace=host_users is False or not _is_known(host_users),
        )

    @property
    def everywhere(self) -> tuple[_Place, ...]:
        """The pod, then its containers: the holders of a ``securityContext``."""
        return (self.spec, *self.containers)


_Check = Callable[[_Pod], Iterator[Violation]]

_CONTEXT: Final = "securityContext"
_ADD: Final = (_CONTEXT, "capabilities", "add")
_DROP: Final = (_CONTEXT, "capabilities", "drop")
_APP_ARMOR: Final = (_CONTEXT, "appArmorProfile", "type")
_SECCOMP: Final = (_CONTEXT, "seccompProfile", "type")
_SE_LINUX: Final = (_CONTEXT, "seLinuxOptions")
_NON_ROOT: Final = (_CONTEXT, "runAsNonRoot")
_APP_ARMOR_ANNOTATION: Final = "container.apparmor.security.beta.kubernetes.io/"

_PROFILES: Final = ("RuntimeDefault", "Localhost")
_SE_LINUX_TYPES: Final = (
    "",
    "container_t",
    "container_init_t",
    "container_kvm_t",
    "container_engine_t",
)
_CAPABILITIES: Final = (
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
)
_SYSCTLS: Final = (
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_notsent_lowat",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_slow_start_after_idle",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
)
_VOLUMES: Final = (
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
)
_HOSTS: Final = tuple(
    (*handler, action, "host")
    for handler in (
        ("livenessProbe",),
        ("readinessProbe",),
        ("startupProbe",),
        ("lifecycle", "postStart"),
        ("lifecycle", "preStop"),
    )
    for action in ("httpGet", "tcpSocket")
)


def _unless_in(
    allowed: tuple[object, ...], place: _Place, names: Sequence[str], words: str
) -> Iterator[Violation]:
    """The value below *names*, if it is set, known and not *allowed*."""
    value = place.at(names)
    if value is not None and _is_known(value) and value not in allowed:
        yield place.violation(names, words)


def _host_namespaces(pod: _Pod) -> Iterator[Violation]:
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        yield from _unless_in((False,), pod.spec, (field,), "false or unset")


def _privileged(pod: _Pod) -> Iterator[Violation]:
    for container in pod.containers:
        yield from _unless_in((False,), container, (_CONTEXT, "privileged"), "false or unset")


def _windows_host_process(pod: _Pod) -> Iterator[Violation]:
    names = (_CONTEXT, "windowsOptions", "hostProcess")
    for place in pod.everywhere:
        yield from _unless_in((False,), place, names, "false or unset")


def _host_ports(pod: _Pod) -> Iterator[Violation]:
    for container in pod.containers:
        for port in container.entries("ports", ("containerPort", "protocol")):
            yield from _unless_in((0,), port, ("hostPort",), "0 or unset")


def _host_paths(pod: _Pod) -> Iterator[Violation]:
    for volume in pod.spec.entries("volumes"):
        yield from _unless_in((), volume, ("hostPath",), "any other kind of volume")


def _hosts_of_probes(pod: _Pod) -> Iterator[Violation]:
    for container in pod.containers:
        for names in _HOSTS:
            yield from _unless_in(("",), container, names, "unset, the pod itself")


def _app_armor(pod: _Pod) -> Iterator[Violation]:
    for place in pod.everywhere:
        yield from _unless_in(_PROFILES, place, _APP_ARMOR, f"{_either(_PROFILES)}, or unset")
    annotations = pod.template.at(("metadata", "annotations"))
    for key, value in annotations.items() if _is_mapping(annotations) else ():
        if key.startswith(_APP_ARMOR_ANNOTATION) and isinstance(value, str):
            allowed = ("", "runtime/default", value if value.startswith("localhost/") else "")
            names = ("metadata", "annotations", key)
            words = '"runtime/default", "localhost/..." or unset'
            yield from _unless_in(allowed, pod.template, names, words)


def _se_linux(pod: _Pod) -> Iterator[Violation]:
    types = f"{_either(_SE_LINUX_TYPES[1:])}, or unset"
    for place in pod.everywhere:
        yield from _unless_in(_SE_LINUX_TYPES, place, (*_SE_LINUX, "type"), types)
        yield from _unless_in(("",), place, (*_SE_LINUX, "user"), "unset")
        yield from _unless_in(("",), place, (*_SE_LINUX, "role"), "unset")


def _proc_mount(pod: _Pod) -> Iterator[Violation]:
    for container in pod.containers:
        yield from _unless_in(("Default",), container, (_CONTEXT, "procMount"), '"Default" or unset')


def _proc_mount_outside_user_namespace(pod: _Pod) -> Iterator[Violation]:
    if not pod.has_user_namespace:
        yield from _proc_mount(pod)


def _seccomp(pod: _Pod) -> Iterator[Violation]:
    for place in pod.everywhere:
        yield from _unless_in(_PROFILES, place, _SECCOMP, f"{_either(_PROFILES)}, or unset")


def _sysctls(pod: _Pod) -> Iterator[Violation]:
    names = (_CONTEXT, "sysctls")
    sysctls = [item.get("name") for item in _items(pod.spec.at(names)) if _is_mapping(item)]
    yield from _unless_all_in(_SYSCTLS, pod.spec.path, names, sysctls)


def _capabilities(pod: _Pod) -> Iterator[Violation]:
    for container in pod.containers:
        added = _items(container.at(_ADD))
        yield from _unless_all_in(_CAPABILITIES, container.path, _ADD, added)


def _few_capabilities(pod: _Pod) -> Iterator[Violation]:
    if pod.is_windows:
        return
    for container in pod.containers:
        dropped = container.at(_DROP)
        if _is_known(dropped) and not any(item == "ALL" or not _is_known(item) for item in _items(dropped)):
            seen = _listed(_items(dropped)) or "missing"
            yield Violation(Path((*container.path.segments, *_DROP)), seen, '"ALL" among them')
        added = _items(container.at(_ADD))
        yield from _unless_all_in(("NET_BIND_SERVICE",), container.path, _ADD, added)


def _volumes(pod: _Pod) -> Iterator[Violation]:
    for volume in pod.spec.entries("volumes"):
        kinds = [kind for kind, value in volume.fields.items() if kind != "name" and value is not None]
        if any(kind in _VOLUMES for kind in kinds):
            continue
        for kind in kinds:
            allowed = f"a volume of another kind: {', '.join(_VOLUMES)}"
            yield from _unless_in((), volume, (kind,), allowed)


def _no_privilege_escalation(pod: _Pod) -> Iterator[Violation]:
    if not pod.is_windows:
        for container in pod.containers:
            yield from _unless_set(container, (_CONTEXT, "allowPrivilegeEscalation"), (False,), "false")


def _non_root(pod: _Pod) -> Iterator[Violation]:
    if pod.has_user_namespace:
        return
    yield from _unless_in((True,), pod.spec, _NON_ROOT, "true")
    for container in pod.containers:
        # A pod's own value stands in for a container's; a bad one has been reported already.
        if pod.spec.at(_NON_ROOT) is None or container.at(_NON_ROOT) is not None:
            yield from _unless_set(container, _NON_ROOT, (True,), "true, here or for the whole pod")


def _no_root_user(pod: _Pod) -> Iterator[Violation]:
    if pod.has_user_namespace:
        return
    for place in pod.everywhere:
        if place.at((_CONTEXT, "runAsUser")) == 0:
            yield place.violation((_CONTEXT, "runAsUser"), "1 or more, or unset")


def _seccomp_set(pod: _Pod) -> Iterator[Violation]:
    if pod.is_windows:
        return
    yield from _unless_in(_PROFILES, pod.spec, _SECCOMP, _either(_PROFILES))
    for container in pod.containers:
        if pod.spec.at(_SECCOMP) is None or container.at(_SECCOMP) is not None:
            allowed = f"{_either(_PROFILES)}, here or for the whole pod"
            yield from _unless_set(container, _SECCOMP, _PROFILES, allowed)


_ALWAYS: Final[tuple[_Check, ...]] = (
    _host_namespaces,
    _privileged,
    _windows_host_process,
    _host_ports,
    _hosts_of_probes,
    _app_armor,
    _se_linux,
    _sysctls,
)
_CHECKS: Final[Mapping[PodSecurityLevel, tuple[_Check, ...]]] = {
    PodSecurityLevel.PRIVILEGED: (),
    PodSecurityLevel.BASELINE: (
        *_ALWAYS,
        _host_paths,
        _proc_mount_outside_user_namespace,
        _seccomp,
        _capabilities,
    ),
    PodSecurityLevel.RESTRICTED: (
        *_ALWAYS,
        _volumes,
        _proc_mount,
        _seccomp_set,
        _few_capabilities,
        _no_privilege_escalation,
        _non_root,
        _no_root_user,
    ),
}


def violations(level: PodSecurityLevel, template: Mapping[str, object]) -> Iterator[Violation]:
    """What *level* does not allow in a pod template.

    A value that is known only later, which is any that JSON has no form for, counts as allowed and
    is never shown.

    Args:
        level: The level to satisfy.
        template: A pod template or a Pod, with ``spec`` and perhaps ``metadata``.

    Yields:
        Every violation, in the order of the standard's controls. A field that is missing although
        the level asks for it is reported at each container that lacks it.

    Source: Kubernetes 1.37, "Pod Security Standards"; k8s.io/pod-security-admission 0.37.2,
        ``policy``. It names 1.34 for probes' hosts, 1.35 for user namespaces (``hostUsers: false``
        lifts procMount at baseline, runAsNonRoot and runAsUser at restricted), and 1.37 for two
        more sysctls.
    """
    pod = _Pod.of(template)
    for check in _CHECKS[level]:
        yield from check(pod)


def _unless_set(
    place: _Place, names: Sequence[str], allowed: tuple[object, ...], words: str
) -> Iterator[Violation]:
    """The value below *names*, if it is missing, or known and not *allowed*."""
    if place.at(names) is None:
        yield place.violation(names, words)
    else:
        yield from _unless_in(allowed, place, names, words)


def _unless_all_in(
    allowed: tuple[str, ...], path: Path, names: Sequence[str], values: Sequence[object]
) -> Iterator[Violation]:
    """The list below *names*, if any of its known *values* is not *allowed*."""
    wrong = [value for value in values if _is_known(value) and value not in allowed]
    if wrong:
        words = f"only {', '.join(allowed)}"
        yield Violation(Path((*path.segments, *names)), _listed(wrong), words)


def _is_known(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, list, tuple)) or _is_mapping(value)


def _is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, (list, tuple))


def _items(value: object) -> Sequence[object]:
    return value if _is_list(value) else ()


def _entry(keys: tuple[str, ...], fields: Mapping[str, object]) -> Entry | Each:
    return address(keys, fields) or EACH


def _either(values: Sequence[str]) -> str:
    return " or ".join(f'"{value}"' for value in values)


def _listed(values: Sequence[object]) -> str:
    return ", ".join(_seen(value) for value in values)


def _seen(value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, (str, int, float)):
        return json.dumps(value)
    return "a mapping" if _is_mapping(value) else "a list"
