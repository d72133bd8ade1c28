"""What the containers of a component may do on their node."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.pod_security import PodSecurityLevel
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@trait
class SecurityPolicy(Trait):
    """Decides security settings of every container, those that other traits add included.

    What is None is left to the developer, and to Kubernetes.

    Attributes:
        level: Pod Security Standard that the containers keep to: RESTRICTED decides the four fields that it
            asks for, BASELINE takes privileges away; None for single fields alone.
        allow_privilege_escalation: Whether a process may gain more privileges than its parent.
        read_only_root_filesystem: Whether the image's own files are read-only.
        run_as_non_root: Whether a container that would run as root is refused.
        run_as_user: User id of the processes.
        fs_group: Group that may write mounted disks; of the whole pod.
        drop_capabilities: Linux capabilities to take away, ``ALL`` for every one; None to take none.
        seccomp_profile: Which system calls are allowed: RuntimeDefault or Unconfined.
        run_as_group: Group id of the processes.

    Source: the founding article, SecurityPolicy; Kubernetes, Pod Security Standards.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    level: PodSecurityLevel | None = parameter(default=None)
    allow_privilege_escalation: bool | None = parameter(default=None)
    read_only_root_filesystem: bool | None = parameter(default=None)
    run_as_non_root: bool | None = parameter(default=None)
    run_as_user: int | None = parameter(default=None, ge=0)
    run_as_group: int | None = parameter(default=None, ge=0)
    fs_group: int | None = parameter(default=None, ge=0)
    drop_capabilities: Sequence[str] | None = parameter(default=None)
    seccomp_profile: str | None = parameter(default=None, choices=("RuntimeDefault", "Unconfined"))

    @classmethod
    def example(cls) -> Self:
        """No privileges beyond those of the start."""
        return cls(allow_privilege_escalation=False)

    def refusals(self) -> Iterator[Refuse]:
        """Single fields do not contradict the level."""
        if self.level is not PodSecurityLevel.RESTRICTED:
            return
        contradictions = {
            "allow_privilege_escalation": self.allow_privilege_escalation is True,
            "run_as_non_root": self.run_as_non_root is False,
            "run_as_user": self.run_as_user == 0,
            "drop_capabilities": self.drop_capabilities is not None and "ALL" not in self.drop_capabilities,
            "seccomp_profile": self.seccomp_profile == "Unconfined",
        }
        for name, contradicts in contradictions.items():
            if contradicts:
                yield Refuse(
                    name,
                    why=f"the level RESTRICTED does not allow `{name}={getattr(self, name)!r}`",
                    help=f"leave `{name}` out, or give another level",
                )
