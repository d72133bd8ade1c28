"""Plans for the tests of rules, and what a finding shows of the user's files."""

import linecache

from oamdsl import (
    Application,
    Component,
    Container,
    ContainerizedWorkload,
    Environment,
    KubernetesWorkload,
    Opinions,
    component,
)
from oamdsl.compose.compose import compose
from oamdsl.platforms.kubernetes import KUBERNETES


def plan_of(workload, *traits, name="web", opinions=None, platform=KUBERNETES, namespace="default"):
    """The plan of one application `shop` with one component."""
    stated = Opinions() if opinions is None else opinions

    @component
    class Given(Component):
        opinions = stated

        def workload(self):
            return workload

    environment = Environment("prod", platform=platform, namespace=namespace)
    return compose(environment, [Application("shop", [Given(name, traits=traits)])])


def deployment(*containers, **fields):
    """A plan of a raw Deployment with a pod of *containers*; *fields* are further ones of the pod spec."""
    return plan_of(KubernetesWorkload(deployment_body({"containers": list(containers), **fields})))


def deployment_body(spec, **fields):
    """A raw Deployment with the pod spec *spec*; *fields* are further ones of its own spec."""
    labels = {"app": "web"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": spec},
            **fields,
        },
    }


def service_body(**spec):
    """A raw Service."""
    return {"apiVersion": "v1", "kind": "Service", "spec": spec}


def service(*containers, **fields):
    """A plan of a ContainerizedWorkload."""
    return plan_of(ContainerizedWorkload(list(containers), **fields))


def container(**fields):
    """A container called web."""
    return Container("web", image="nginx:1.29", **fields)


def messages(rule, plan):
    """The messages of a rule's findings."""
    return [finding.violation.message for finding in rule(plan)]


def code_at(place):
    """The source that a place points at."""
    location = place.location
    line = linecache.getline(location.file, location.line)
    end = location.end_column - 1 if location.end_line == location.line else len(line)
    return line[max(location.column - 1, 0) : end].strip()


def shown(finding):
    """The places of a finding: ``[(source, label)]``."""
    return [(code_at(place), place.label) for place in finding.violation.places]
