"""What the tests of workloads build on."""

from typing import Any

from oamdsl import Container, ContainerizedWorkload, Context, Opinions, RenderedWorkload, Workload

LABELS = {
    "app.kubernetes.io/name": "web",
    "app.kubernetes.io/component": "web",
    "app.kubernetes.io/part-of": "shop",
}
SELECTOR = {"app.kubernetes.io/name": "web"}


def context(**opinions: Any) -> Context:
    return Context(application="shop", component="web", namespace="prod", opinions=Opinions(**opinions))


def metadata(name: str = "web", **more: Any) -> dict[str, Any]:
    return {"name": name, "namespace": "prod", "labels": LABELS, **more}


def bodies(workload: Workload, **opinions: Any) -> list[Any]:
    return [one.body for one in workload.render(context(**opinions)).objects]


def characteristics(rendered: RenderedWorkload) -> set[str]:
    return {one.value for one in rendered.characteristics}


def pod_of(*containers: Container, **more: Any) -> dict[str, Any]:
    """The pod spec of a ContainerizedWorkload."""
    return bodies(ContainerizedWorkload(containers, **more))[0]["spec"]["template"]["spec"]


def container_of(**parameters: Any) -> dict[str, Any]:
    """What one container with *parameters* becomes, name and image left out."""
    found = pod_of(Container("web", image="web:1", **parameters))["containers"][0]
    assert (found.pop("name"), found.pop("image")) == ("web", "web:1")
    return found


class Later:
    """A value that Pulumi knows later, as far as the model can tell."""

    def future(self, with_unknowns=None):
        raise AssertionError

    def is_secret(self):
        raise AssertionError
