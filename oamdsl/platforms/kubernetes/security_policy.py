"""SecurityPolicy by the containers' security context."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.path import EACH, Path
from oamdsl.kubernetes.pod_security import PodSecurityLevel
from oamdsl.model.effect import Add, Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.security_policy import SecurityPolicy

_OF_LEVEL: Final[Mapping[PodSecurityLevel | None, Mapping[tuple[str, ...], Any]]] = {
    PodSecurityLevel.BASELINE: {("privileged",): False},
    PodSecurityLevel.RESTRICTED: {
        ("privileged",): False,
        ("allowPrivilegeEscalation",): False,
        ("runAsNonRoot",): True,
        ("seccompProfile", "type"): "RuntimeDefault",
    },
}
"""What a level asks each container to say; what else it forbids, a check of the finished pod finds.

Source: Kubernetes, Pod Security Standards.
"""


@implements(SecurityPolicy)
def security_context(trait: SecurityPolicy, workload: RenderedWorkload) -> Iterator[Effect]:
    """The settings in ``securityContext`` of each container, init containers too; the group in the pod's.

    Capabilities are dropped beside those that the developer or another trait drops.
    """
    given = {
        ("allowPrivilegeEscalation",): trait.allow_privilege_escalation,
        ("readOnlyRootFilesystem",): trait.read_only_root_filesystem,
        ("runAsNonRoot",): trait.run_as_non_root,
        ("runAsUser",): trait.run_as_user,
        ("runAsGroup",): trait.run_as_group,
        ("seccompProfile", "type"): trait.seccomp_profile,
    }
    own = {name: value for name, value in given.items() if value is not None}
    settings = {**_OF_LEVEL.get(trait.level, {}), **own}
    dropped = {
        *(trait.drop_capabilities or ()),
        *(["ALL"] if trait.level is PodSecurityLevel.RESTRICTED else ()),
    }
    if trait.fs_group is not None:
        yield Set(workload.pod_spec / "securityContext" / "fsGroup", trait.fs_group)
    for containers in ("containers", "initContainers"):
        context = workload.pod_spec / Path((containers, EACH, "securityContext"))
        for names, value in settings.items():
            yield Set(context / Path(names), value)
        for capability in sorted(dropped):
            yield Add(context / "capabilities" / "drop", None, capability)
