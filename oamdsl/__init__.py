"""The Open Application Model as a typed Python library on Pulumi: the names that people write."""

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.pod_security import PodSecurityLevel
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.model.application import Application
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.component import Component, component
from oamdsl.model.effect import Add, Create, Delegate, Effect, Offer, Read, Refuse, Require, Set
from oamdsl.model.environment import Environment
from oamdsl.model.opinion import Opinions
from oamdsl.model.parameter import parameter
from oamdsl.model.platform import Implementation, Platform, implements
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Secret, Value
from oamdsl.model.workload import (
    Context,
    RenderedObject,
    RenderedWorkload,
    Workload,
    workload,
)
from oamdsl.traits.auto_scaler import AutoScaler
from oamdsl.traits.cron_scaler import CronScaler, Window
from oamdsl.traits.ingress import Ingress
from oamdsl.traits.manual_scaler import ManualScaler
from oamdsl.traits.metadata import Metadata
from oamdsl.traits.security_policy import SecurityPolicy
from oamdsl.traits.volume_mounter import VolumeMounter
from oamdsl.workloads.batch import BatchWorkload
from oamdsl.workloads.container import (
    ConfigFile,
    ConfigMapKey,
    Container,
    PodField,
    Port,
    SecretKey,
)
from oamdsl.workloads.containerized import ContainerizedWorkload
from oamdsl.workloads.kubernetes_object import KubernetesWorkload
from oamdsl.workloads.probe import CommandProbe, GrpcProbe, HttpProbe, TcpProbe
from oamdsl.workloads.resources import Resources
from oamdsl.workloads.stateful import StatefulWorkload
from oamdsl.workloads.volume import ConfigMapFiles, Disk, ExistingClaim, Scratch, SecretFiles

__all__ = [
    "Add",
    "Api",
    "Application",
    "AutoScaler",
    "BatchWorkload",
    "Characteristic",
    "CommandProbe",
    "Component",
    "ConfigFile",
    "ConfigMapFiles",
    "ConfigMapKey",
    "Container",
    "ContainerizedWorkload",
    "Context",
    "Create",
    "CronScaler",
    "Delegate",
    "Disk",
    "Effect",
    "Environment",
    "ExistingClaim",
    "GrpcProbe",
    "HttpProbe",
    "Implementation",
    "Ingress",
    "KubernetesWorkload",
    "ManualScaler",
    "Metadata",
    "Offer",
    "Opinions",
    "Platform",
    "PodField",
    "PodSecurityLevel",
    "Port",
    "Read",
    "Refuse",
    "RenderedObject",
    "RenderedWorkload",
    "Require",
    "Resources",
    "Scratch",
    "Secret",
    "SecretFiles",
    "SecretKey",
    "SecurityPolicy",
    "Set",
    "Snapshot",
    "StatefulWorkload",
    "TcpProbe",
    "Trait",
    "Value",
    "VolumeMounter",
    "Window",
    "Workload",
    "component",
    "implements",
    "parameter",
    "trait",
    "workload",
]
