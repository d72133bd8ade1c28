"""SecurityPolicy by the containers' security context."""

from collections.abc import Iterator

from oamdsl.kubernetes.path import EACH
from oamdsl.model.effect import Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.security_policy import SecurityPolicy


@implements(SecurityPolicy)
def security_context(trait: SecurityPolicy, workload: RenderedWorkload) -> Iterator[Effect]:
    """The settings in ``securityContext`` of each container, init containers too; the group in the pod's."""
    settings = {
        ("allowPrivilegeEscalation",): trait.allow_privilege_escalation,
        ("readOnlyRootFilesystem",): trait.read_only_root_filesystem,
        ("runAsNonRoot",): trait.run_as_non_root,
        ("runAsUser",): trait.run_as_user,
        ("capabilities", "drop"): trait.drop_capabilities,
        ("seccompProfile", "type"): trait.seccomp_profile,
    }
    if trait.fs_group is not None:
        yield Set(workload.pod_spec / "securityContext" / "fsGroup", trait.fs_group)
    for containers in ("containers", "initContainers"):
        context = workload.pod_spec / containers / EACH / "securityContext"
        for names, value in settings.items():
            if value is not None:
                field = context
                for name in names:
                    field /= name
                yield Set(field, value)
