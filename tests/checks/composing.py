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
from tests.rule_examples import PLATFORM


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


def plan_with(*components, platform=PLATFORM, other_platforms=()):
    """The plan of one application `shop` with these components."""
    environment = Environment("prod", platform=platform)
    return compose(environment, [Application("shop", components)], other_platforms)


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


def told(finding):
    """All that a finding says, without what it leaves empty; its places as `shown` has them."""
    violation = finding.violation
    facts = {field: getattr(violation, field) for field in ("message", "subject", "seen", "allowed", "notes")}
    return {name: fact for name, fact in facts.items() if fact} | {
        "places": shown(finding),
        "help": violation.help,
    }
