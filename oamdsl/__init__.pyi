from .kubernetes.api import Api
from .kubernetes.pod_security import PodSecurityLevel
from .kubernetes.snapshot import Snapshot
from .model.application import Application
from .model.characteristic import Characteristic
from .model.component import Component, component
from .model.effect import (
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
from .model.element import Element, declare
from .model.environment import Environment
from .model.opinion import Opinions
from .model.parameter import parameter
from .model.platform import Implementation, Platform, implements
from .model.trait import Trait, trait
from .model.value import Secret, Value
from .model.workload import (
    Context,
    RenderedObject,
    RenderedWorkload,
    Workload,
    workload,
)
from .traits.auto_scaler import AutoScaler, PodMetric
from .traits.bandwidth import Bandwidth
from .traits.canary_release import CanaryRelease, MetricCheck, Step
from .traits.certificate import Certificate
from .traits.container_resources import ContainerResources
from .traits.cron_scaler import CronScaler
from .traits.dapr_sidecar import DaprSidecar
from .traits.disruption_budget import DisruptionBudget
from .traits.event_scaler import EventScaler, Fallback, Trigger
from .traits.external_secret import ExternalSecret
from .traits.graceful_shutdown import GracefulShutdown
from .traits.ingress import Ingress, Route
from .traits.init_container import InitContainer
from .traits.manual_scaler import ManualScaler
from .traits.metadata import Metadata
from .traits.metrics import Metrics
from .traits.network_isolation import NetworkIsolation, Peer
from .traits.placement import Neighbour, NodeLabel, Placement, Spread, Toleration
from .traits.probes import Probes
from .traits.quality_of_service import QualityOfService
from .traits.raw_patch import RawPatch
from .traits.scaling_rules import ScalingPolicy, ScalingRules
from .traits.security_policy import SecurityPolicy
from .traits.service_access import Permission, ServiceAccess
from .traits.sidecar import Sidecar
from .traits.traffic_mirror import TrafficMirror
from .traits.traffic_split import Share, TrafficSplit
from .traits.vertical_scaler import ScaledContainer, VerticalScaler
from .traits.volume_mounter import VolumeMounter
from .traits.window import Window
from .workloads.batch import BatchWorkload
from .workloads.container import (
    ConfigFile,
    ConfigMapKey,
    Container,
    PodField,
    Port,
    SecretKey,
)
from .workloads.containerized import ContainerizedWorkload
from .workloads.cron_task import CronTask
from .workloads.daemon import Daemon
from .workloads.daemonized import DaemonWorkload
from .workloads.kubernetes_object import KubernetesWorkload
from .workloads.kubernetes_objects import KubernetesObjects
from .workloads.probe import CommandProbe, GrpcProbe, HttpProbe, TcpProbe
from .workloads.resources import Resources
from .workloads.server import Server
from .workloads.singleton_server import SingletonServer
from .workloads.singleton_task import SingletonTask
from .workloads.singleton_worker import SingletonWorker
from .workloads.stateful import StatefulWorkload
from .workloads.stateful_set import StatefulSet
from .workloads.task import Task
from .workloads.volume import (
    ConfigMapFiles,
    Disk,
    ExistingClaim,
    HostPath,
    Scratch,
    SecretFiles,
)
from .workloads.web_service import WebService
from .workloads.worker import Worker

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
