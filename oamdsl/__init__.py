"""The Open Application Model as a typed Python library on Pulumi: the names that people write."""

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.pod_security import PodSecurityLevel
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.model.application import Application
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.component import Component, component
from oamdsl.model.effect import (
    Add,
    Amend,
    Create,
    Default,
    Delegate,
    Derive,
    Effect,
    Offer,
    Read,
    Refuse,
    Remove,
    Replace,
    Require,
    Reserve,
    Rewrite,
    Set,
    Where,
)
from oamdsl.model.element import Element, declare
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
from oamdsl.traits.auto_scaler import AutoScaler, PodMetric
from oamdsl.traits.bandwidth import Bandwidth
from oamdsl.traits.canary_release import CanaryRelease, MetricCheck, Step
from oamdsl.traits.certificate import Certificate
from oamdsl.traits.container_resources import ContainerResources
from oamdsl.traits.cron_scaler import CronScaler
from oamdsl.traits.dapr_sidecar import DaprSidecar
from oamdsl.traits.disruption_budget import DisruptionBudget
from oamdsl.traits.event_scaler import EventScaler, Fallback, Trigger
from oamdsl.traits.external_secret import ExternalSecret
from oamdsl.traits.graceful_shutdown import GracefulShutdown
from oamdsl.traits.ingress import Ingress, Route
from oamdsl.traits.init_container import InitContainer
from oamdsl.traits.manual_scaler import ManualScaler
from oamdsl.traits.metadata import Metadata
from oamdsl.traits.metrics import Metrics
from oamdsl.traits.network_isolation import NetworkIsolation, Peer
from oamdsl.traits.placement import Neighbour, NodeLabel, Placement, Spread, Toleration
from oamdsl.traits.probes import Probes
from oamdsl.traits.quality_of_service import QualityOfService
from oamdsl.traits.raw_patch import RawPatch
from oamdsl.traits.scaling_rules import ScalingPolicy, ScalingRules
from oamdsl.traits.security_policy import SecurityPolicy
from oamdsl.traits.service_access import Permission, ServiceAccess
from oamdsl.traits.sidecar import Sidecar
from oamdsl.traits.traffic_mirror import TrafficMirror
from oamdsl.traits.traffic_split import Share, TrafficSplit
from oamdsl.traits.vertical_scaler import ScaledContainer, VerticalScaler
from oamdsl.traits.volume_mounter import VolumeMounter
from oamdsl.traits.window import Window
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
from oamdsl.workloads.cron_task import CronTask
from oamdsl.workloads.daemon import Daemon
from oamdsl.workloads.daemonized import DaemonWorkload
from oamdsl.workloads.kubernetes_object import KubernetesWorkload
from oamdsl.workloads.kubernetes_objects import KubernetesObjects
from oamdsl.workloads.probe import CommandProbe, GrpcProbe, HttpProbe, TcpProbe
from oamdsl.workloads.resources import Resources
from oamdsl.workloads.server import Server
from oamdsl.workloads.singleton_server import SingletonServer
from oamdsl.workloads.singleton_task import SingletonTask
from oamdsl.workloads.singleton_worker import SingletonWorker
from oamdsl.workloads.stateful import StatefulWorkload
from oamdsl.workloads.stateful_set import StatefulSet
from oamdsl.workloads.task import Task
from oamdsl.workloads.volume import (
    ConfigMapFiles,
    Disk,
    ExistingClaim,
    HostPath,
    Scratch,
    SecretFiles,
)
from oamdsl.workloads.web_service import WebService
from oamdsl.workloads.worker import Worker

__all__ = [
    "Add",
    "Amend",
    "Api",
    "Application",
    "AutoScaler",
    "Bandwidth",
    "BatchWorkload",
    "CanaryRelease",
    "Certificate",
    "Characteristic",
    "CommandProbe",
    "Component",
    "ConfigFile",
    "ConfigMapFiles",
    "ConfigMapKey",
    "Container",
    "ContainerResources",
    "ContainerizedWorkload",
    "Context",
    "Create",
    "CronScaler",
    "CronTask",
    "Daemon",
    "DaemonWorkload",
    "DaprSidecar",
    "Default",
    "Delegate",
    "Derive",
    "Disk",
    "DisruptionBudget",
    "Effect",
    "Element",
    "Environment",
    "EventScaler",
    "ExistingClaim",
    "ExternalSecret",
    "Fallback",
    "GracefulShutdown",
    "GrpcProbe",
    "HostPath",
    "HttpProbe",
    "Implementation",
    "Ingress",
    "InitContainer",
    "KubernetesObjects",
    "KubernetesWorkload",
    "ManualScaler",
    "Metadata",
    "MetricCheck",
    "Metrics",
    "Neighbour",
    "NetworkIsolation",
    "NodeLabel",
    "Offer",
    "Opinions",
    "Peer",
    "Permission",
    "Placement",
    "Platform",
    "PodField",
    "PodMetric",
    "PodSecurityLevel",
    "Port",
    "Probes",
    "QualityOfService",
    "RawPatch",
    "Read",
    "Refuse",
    "Remove",
    "RenderedObject",
    "RenderedWorkload",
    "Replace",
    "Require",
    "Reserve",
    "Resources",
    "Rewrite",
    "Route",
    "ScaledContainer",
    "ScalingPolicy",
    "ScalingRules",
    "Scratch",
    "Secret",
    "SecretFiles",
    "SecretKey",
    "SecurityPolicy",
    "Server",
    "ServiceAccess",
    "Set",
    "Share",
    "Sidecar",
    "SingletonServer",
    "SingletonTask",
    "SingletonWorker",
    "Snapshot",
    "Spread",
    "StatefulSet",
    "StatefulWorkload",
    "Step",
    "Task",
    "TcpProbe",
    "Toleration",
    "TrafficMirror",
    "TrafficSplit",
    "Trait",
    "Trigger",
    "Value",
    "VerticalScaler",
    "VolumeMounter",
    "WebService",
    "Where",
    "Window",
    "Worker",
    "Workload",
    "component",
    "declare",
    "implements",
    "parameter",
    "trait",
    "workload",
]
