"""Storage that an operator gives to a component."""

from collections.abc import Sequence
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value


@trait
class VolumeMounter(Trait):
    """Mounts a disk of its own into the component's containers.

    Attributes:
        name: Name of the volume.
        mount_path: Where the containers see it; absolute.
        size: Size of the disk, such as ``"10Gi"``.
        storage_class: Which kind of disk; empty for the cluster's default.
        shared: Whether pods on several nodes may write it at once. A disk that is not shared keeps
            the component at one replica.
        read_only: Whether the containers may only read it.
        containers: Names of the containers; empty for all of the developer's.

    Source: OAM v1alpha1 ``volume-mounter``; KubeVela ``storage``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    name: str = parameter(kw_only=False)
    mount_path: str = parameter(pattern="/.*")
    size: Value[str] = parameter()
    storage_class: str = parameter(default="")
    shared: bool = parameter(default=False)
    read_only: bool = parameter(default=False)
    containers: Sequence[str] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """A disk of 10 GiB."""
        return cls("data", mount_path="/var/lib/data", size="10Gi")
