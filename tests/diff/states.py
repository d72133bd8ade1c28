"""States for the tests of differences: one component, with objects as a test wants them."""

from oamdsl.diff.compare import compare
from oamdsl.diff.state import ComponentState, EnvironmentState, State


def deployment(image="web:1", name="web", namespace="prod", replicas=2, kind="Deployment", **spec):
    return {
        "apiVersion": "argoproj.io/v1alpha1" if kind == "Rollout" else "apps/v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": name}},
            "template": {"spec": {"containers": [{"name": "web", "image": image}]}},
            **spec,
        },
    }


def claim(size="1Gi", name="web-data", storage_class="fast", namespace="prod"):
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"storageClassName": storage_class, "resources": {"requests": {"storage": size}}},
    }


def component(*objects, name="shop/web", **known):
    return ComponentState(name=name, objects=objects, **known)


def state(*components, name="base", environment="prod", **known):
    return State(name, {environment: EnvironmentState(components=components, **known)})


def change(before, after):
    """What changes from one state of a component to another; None when nothing does."""
    found = compare(state(*filter(None, [before])), state(*filter(None, [after]), name="head"))
    environment = found.environments.get("prod")
    (one,) = environment.components if environment is not None else (None,)
    return one


def consequences(before, after):
    return [(one.impact.value, one.object, one.why) for one in change(before, after).consequences]


def told(changes):
    return [(one.what, one.before, one.after) for one in changes]
