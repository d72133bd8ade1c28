"""Storage that a container mounts: a volume is declared where it is mounted, so what is mounted exists."""

import abc
from typing import Any

from oamdsl.model.element import Element
from oamdsl.model.parameter import parameter
from oamdsl.model.value import Value
from oamdsl.model.workload import workload
from oamdsl.workloads.resources import Quantity


@workload
class Volume(Element, abc.ABC):
    """Base of all volumes. Two containers of one workload share a volume by giving it the same name.

    Attributes:
        name: Name of the volume in the workload.
        mount_path: Where the container sees it; absolute, without a colon.
        read_only: Whether the container may only read it.
        sub_path: The part of the volume to mount; empty for all of it.

    Source: OAM v1alpha2 ContainerizedWorkload ``volumes`` (name, mountPath, accessMode, sharingPolicy, disk).
    """

    name: str = parameter(kw_only=False)
    mount_path: str = parameter(pattern="/[^:]*")
    read_only: bool = parameter(default=False)
    sub_path: str = parameter(default="")

    @abc.abstractmethod
    def source(self, component: str) -> dict[str, Any]:
        """The volume in the pod: ``{"emptyDir": {...}}`` and its like.

        Args:
            component: Name of the component, after which its own objects are named.
        """

    def mount(self) -> dict[str, Any]:
        """The entry in ``volumeMounts``."""
        return {
            "name": self.name,
            "mountPath": self.mount_path,
            **({"readOnly": True} if self.read_only else {}),
            **({"subPath": self.sub_path} if self.sub_path else {}),
        }


@workload
class Disk(Volume):
    """A disk of the workload's own, kept when its pods go: a PersistentVolumeClaim.

    Attributes:
        size: Its size, such as ``"10Gi"``; may grow and never shrink.
        storage_class: Which kind of disk; empty for the cluster's default.
        shared: Whether pods on several nodes may write it at once (ReadWriteMany). An exclusive disk
            keeps its workload at one replica, unless it is stateful.
    """

    size: Value[Quantity] = parameter()
    storage_class: str = parameter(default="")
    shared: bool = parameter(default=False)

    def claim_name(self, component: str) -> str:
        """Name of the claim."""
        return f"{component}-{self.name}"

    def source(self, component: str) -> dict[str, Any]:
        """``persistentVolumeClaim``."""
        return {"persistentVolumeClaim": {"claimName": self.claim_name(component)}}

    def claim_spec(self) -> dict[str, Any]:
        """``spec`` of the claim."""
        size = str(self.size) if isinstance(self.size, (int, float)) else self.size
        return {
            "accessModes": ["ReadWriteMany" if self.shared else "ReadWriteOnce"],
            "resources": {"requests": {"storage": size}},
            **({"storageClassName": self.storage_class} if self.storage_class else {}),
        }


@workload
class Scratch(Volume):
    """Empty space that goes with the pod: an emptyDir.

    Attributes:
        size: Most that may be written before the pod is evicted; None for the node's free space.
        in_memory: Whether it is kept in memory, where it counts against the memory limit.
    """

    size: Value[Quantity] | None = parameter(default=None)
    in_memory: bool = parameter(default=False)

    def source(self, component: str) -> dict[str, Any]:
        """``emptyDir``."""
        size = str(self.size) if isinstance(self.size, (int, float)) else self.size
        return {
            "emptyDir": {
                **({"medium": "Memory"} if self.in_memory else {}),
                **({"sizeLimit": size} if size is not None else {}),
            }
        }


@workload
class ExistingClaim(Volume):
    """A PersistentVolumeClaim that somebody else made.

    Attributes:
        claim: Its name.
    """

    claim: Value[str] = parameter()

    def source(self, component: str) -> dict[str, Any]:
        """``persistentVolumeClaim``."""
        return {"persistentVolumeClaim": {"claimName": self.claim}}


@workload
class ConfigMapFiles(Volume):
    """The entries of an existing ConfigMap as files.

    Attributes:
        config_map: Its name.
    """

    config_map: Value[str] = parameter()

    def source(self, component: str) -> dict[str, Any]:
        """``configMap``."""
        return {"configMap": {"name": self.config_map}}


@workload
class SecretFiles(Volume):
    """The entries of an existing Kubernetes Secret as files.

    Attributes:
        secret: Its name.
    """

    secret: Value[str] = parameter()

    def source(self, component: str) -> dict[str, Any]:
        """``secret``."""
        return {"secret": {"secretName": self.secret}}


@workload
class HostPath(Volume):
    """A file or a folder of the node that the pod runs on; for agents of the node alone.

    What is written there stays on that node, and any pod with the same path sees it.

    Attributes:
        path: Where the node has it; absolute.
        expect: What must be there, such as ``Directory`` or ``Socket``, or is made when it is not
            (``DirectoryOrCreate``, ``FileOrCreate``); empty for no check.

    Source: Kubernetes, Volumes, hostPath.
    """

    path: str = parameter(pattern="/.*")
    expect: str = parameter(
        default="",
        choices=(
            "",
            "DirectoryOrCreate",
            "Directory",
            "FileOrCreate",
            "File",
            "Socket",
            "CharDevice",
            "BlockDevice",
        ),
    )

    def source(self, component: str) -> dict[str, Any]:
        """``hostPath``."""
        return {"hostPath": {"path": self.path, **({"type": self.expect} if self.expect else {})}}
