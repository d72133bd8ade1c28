"""Storage that an operator gives to a component."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.names import dns_subdomain
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import optional, parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value


def relative_path(text: str) -> str | None:
    """What is wrong with a path inside of a volume; None for a relative one that stays in it."""
    return "is no relative path without .." if text.startswith("/") or ".." in text.split("/") else None


@trait
class VolumeMounter(Trait):
    """Mounts a volume into the component's containers: a disk of its own, or one of the other kinds.

    Attributes:
        name: Name of the volume.
        mount_path: Where the containers see it; absolute, without a colon.
        size: Size of a disk of its own, such as ``"10Gi"``; kept when the pods go.
        claim: Name of a claim that is there already.
        config_map: Name of a ConfigMap, whose keys are files.
        secret: Name of a Secret, whose keys are files.
        scratch: Whether it is room on the node that goes with the pod.
        storage_class: Which kind of disk; empty for the cluster's default.
        shared: Whether pods on several nodes may write it at once. A disk that is not shared keeps
            the component at one replica.
        one_pod: Whether one pod alone may have the disk, and not the others on its node either.
        read_only: Whether the containers may only read it.
        sub_path: The part of the volume to mount; empty for all of it.
        containers: Names of the containers; empty for all of the developer's.

    Source: OAM v1alpha1 ``volume-mounter``; KubeVela ``storage``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    name: str = parameter(kw_only=False)
    mount_path: str = parameter(pattern="/[^:]*")
    size: Value[str] | None = parameter(default=None)
    claim: str = parameter(default="", problem=optional(dns_subdomain))
    config_map: str = parameter(default="", problem=optional(dns_subdomain))
    secret: str = parameter(default="", problem=optional(dns_subdomain))
    scratch: bool = parameter(default=False)
    storage_class: str = parameter(default="", problem=optional(dns_subdomain))
    shared: bool = parameter(default=False)
    one_pod: bool = parameter(default=False)
    read_only: bool = parameter(default=False)
    sub_path: str = parameter(default="", problem=optional(relative_path))
    containers: Sequence[str] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """A disk of 10 GiB."""
        return cls("data", mount_path="/var/lib/data", size="10Gi")

    def refusals(self) -> Iterator[Refuse]:
        """It is a volume of one kind, and settings of disks are of disks."""
        given = [
            name
            for name in ("size", "claim", "config_map", "secret", "scratch")
            if getattr(self, name) not in (None, "", False)
        ]
        if len(given) != 1:
            said = " and ".join(f"`{name}`" for name in given) or "nothing"
            yield Refuse(
                given[-1] if given else "size",
                why=f"a volume is of one kind, and {said} says which",
                help='give one of `size="10Gi"`, `claim`, `config_map`, `secret` and `scratch=True`',
            )
        elif given != ["size"]:
            for name in ("storage_class", "shared", "one_pod"):
                if getattr(self, name):
                    why = f"`{name}` is of a disk of its own, which has a `size`"
                    yield Refuse(name, why=why, help=f"leave `{name}` out")
        if self.shared and self.one_pod:
            yield Refuse("one_pod", why="a disk that is shared is not one pod's", help="keep one of the two")
