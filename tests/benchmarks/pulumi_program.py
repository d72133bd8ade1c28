"""A Pulumi program written with oamdsl, beside the same objects written by hand with typed classes.

Both nest them under a component resource for each component, and both run under Pulumi's own mocks, so that
what is measured is the program and not the engine.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.fleet import write_project
from tests.benchmarks.measure import Measurement, python, side_by_side

_MOCKS = """
import asyncio, pulumi
from pulumi.runtime import mocks, stack

class Mocks(mocks.Mocks):
    def new_resource(self, args):
        return args.name, args.inputs
    def call(self, args):
        return {}

def run(program):
    async def main():
        pulumi.runtime.set_mocks(Mocks(), project="bench", stack="default")
        await stack.run_pulumi_func(program)
    asyncio.run(main())
"""

_OAMDSL = (
    _MOCKS
    + """
from oamdsl.pulumi import deploy_project
run(lambda: deploy_project("default"))
"""
)

_TYPED = (
    _MOCKS
    + """
import sys
from pulumi_kubernetes.apps.v1 import Deployment, DeploymentSpecArgs
from pulumi_kubernetes.autoscaling.v2 import (
    CrossVersionObjectReferenceArgs, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpecArgs, MetricSpecArgs,
    MetricTargetArgs, ResourceMetricSourceArgs,
)
from pulumi_kubernetes.core.v1 import (
    CapabilitiesArgs, ContainerArgs, ContainerPortArgs, EnvVarArgs, PodSpecArgs, PodTemplateSpecArgs,
    ResourceRequirementsArgs, SecurityContextArgs, Service, ServicePortArgs, ServiceSpecArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs
from pulumi_kubernetes.networking.v1 import (
    HTTPIngressPathArgs, HTTPIngressRuleValueArgs, Ingress, IngressBackendArgs, IngressRuleArgs,
    IngressServiceBackendArgs, IngressSpecArgs, ServiceBackendPortArgs,
)

class Tree(pulumi.ComponentResource):
    def __init__(self, kind, name, parent=None):
        super().__init__(f"bench:index:{kind}", name, None, pulumi.ResourceOptions(parent=parent))

def component(name, application):
    parent = Tree("Component", name, application)
    selector = {"app.kubernetes.io/name": name}
    labels = {**selector, "app.kubernetes.io/component": name, "app.kubernetes.io/part-of": "app-0"}
    metadata = ObjectMetaArgs(name=name, namespace="default", labels=labels)
    container = ContainerArgs(
        name="web", image="nginx:1.29.3",
        env=[EnvVarArgs(name="WORKER_CONNECTIONS", value="4096")],
        ports=[ContainerPortArgs(name="port-80", container_port=80)],
        resources=ResourceRequirementsArgs(requests={"cpu": "100m", "memory": "64Mi"}),
        security_context=SecurityContextArgs(allow_privilege_escalation=False),
    )
    deployment = Deployment(name, metadata=metadata, spec=DeploymentSpecArgs(
        replicas=1, selector=LabelSelectorArgs(match_labels=selector),
        template=PodTemplateSpecArgs(
            metadata=ObjectMetaArgs(labels=labels), spec=PodSpecArgs(containers=[container])),
    ), opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["spec.replicas"]))
    service = Service(name, metadata=metadata, spec=ServiceSpecArgs(
        selector=selector, ports=[ServicePortArgs(name="port-80", port=80, target_port=80)]),
        opts=pulumi.ResourceOptions(parent=parent))
    HorizontalPodAutoscaler(name, metadata=metadata, spec=HorizontalPodAutoscalerSpecArgs(
        scale_target_ref=CrossVersionObjectReferenceArgs(api_version="apps/v1", kind="Deployment", name=name),
        min_replicas=1, max_replicas=9,
        metrics=[MetricSpecArgs(type="Resource", resource=ResourceMetricSourceArgs(
            name="cpu", target=MetricTargetArgs(type="Utilization", average_utilization=80)))],
    ), opts=pulumi.ResourceOptions(parent=parent, depends_on=[deployment]))
    Ingress(name, metadata=ObjectMetaArgs(
        name=name, namespace="default", labels=labels, annotations={"pulumi.com/skipAwait": "true"},
    ), spec=IngressSpecArgs(
        ingress_class_name="nginx",
        rules=[IngressRuleArgs(host=f"{name}.example.com", http=HTTPIngressRuleValueArgs(paths=[
            HTTPIngressPathArgs(path="/", path_type="Prefix", backend=IngressBackendArgs(
                service=IngressServiceBackendArgs(name=name, port=ServiceBackendPortArgs(number=80))))]))],
    ), opts=pulumi.ResourceOptions(parent=parent, depends_on=[service]))

def program():
    application = Tree("Application", "app-0")
    for n in range(int(sys.argv[1])):
        component(f"web-0-{n}", application)

run(program)
"""
)


def measurements(folder: Path) -> Iterator[Measurement]:
    """1 and 125 components: 4 and 500 objects."""
    for components in (1, 125):
        project = write_project(folder / f"pulumi-{components}", applications=1, components=components)
        seconds, typed = side_by_side(
            python("-c", _OAMDSL), python("-c", _TYPED, str(components)), cwd=project, runs=3
        )
        yield Measurement(
            subject=f"Pulumi program, {components * 4} objects",
            seconds=seconds,
            reference="typed pulumi_kubernetes classes",
            reference_seconds=typed,
            target="0.6 x",
        )
