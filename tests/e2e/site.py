"""Applications deployed to a namespace by a stack of their own, as their users see it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import pytest
from pulumi.automation import CommandError

from oamdsl import Application, Component, Environment
from oamdsl.pulumi import deploy
from tests.e2e.cluster import Cluster
from tests.e2e.engine import Event, Program, Stack
from tests.e2e.gates import OPEN
from tests.e2e.kubernetes_api import Manifest
from tests.e2e.polling import until

VERSIONS: Final[Mapping[str, str]] = {
    "CronHorizontalPodAutoscaler": "autoscaling.alibabacloud.com/v1beta1",
    "Deployment": "apps/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "HTTPRoute": "gateway.networking.k8s.io/v1",
    "ScaledObject": "keda.sh/v1alpha1",
    "StatefulSet": "apps/v1",
}
"""API versions of the kinds that are not in `v1`."""


@attrs.frozen(kw_only=True)
class Site:
    """A stack and the environment that it deploys to.

    Attributes:
        cluster: Where the environment is.
        stack: The stack.
        environment: The environment.
    """

    cluster: Cluster
    stack: Stack
    environment: Environment

    def program(self, components: Sequence[Component], application: str = "app") -> Program:
        """Return the program of an application with *components*."""
        return lambda: deploy(self.environment, [Application(application, components)])

    def up(self, *components: Component, application: str = "app") -> "Changes":
        """Deploy an application with *components*, and return what changed."""
        events = self.stack.followed(self.program(components, application))
        return Changes.of(events)

    def failure(self, *components: Component, application: str = "app") -> str:
        """Deploy an application with *components*, which must fail, and return what was said."""
        with pytest.raises(CommandError) as failed:
            self.stack.up(self.program(components, application))
        return str(failed.value)

    def moved(self, **changes: Any) -> "Site":
        """Return the same stack with another environment."""
        return attrs.evolve(self, environment=self.environment.evolve(**changes))

    def find(self, kind: str, name: str, namespace: str = "") -> Manifest | None:
        """Return the live object, None when there is none."""
        return self.cluster.api.find(self.reference(kind, name, namespace))

    def live(self, kind: str, name: str, namespace: str = "") -> Manifest:
        """Return the live object."""
        return self.cluster.api.get(self.reference(kind, name, namespace))

    def reference(self, kind: str, name: str, namespace: str = "") -> Manifest:
        """Return an object with the identity alone."""
        place = namespace or self.environment.namespace
        version = VERSIONS.get(kind, "v1")
        return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": place}}

    def uids(self, *objects: tuple[str, str]) -> Mapping[tuple[str, str], str]:
        """Return who the objects are, `{(kind, name): uid}`: an object that was replaced is another one."""
        return {each: self.live(*each)["metadata"]["uid"] for each in objects}

    def available(self, name: str) -> int:
        """Return how many pods of a Deployment are available."""
        return int(self.live("Deployment", name)["status"].get("availableReplicas", 0))

    def scale(self, name: str, replicas: int) -> None:
        """Scale a Deployment as an autoscaler would, through its scale."""
        self.cluster.kubectl(
            *("scale", f"deployment/{name}", f"--replicas={replicas}"),
            f"--namespace={self.environment.namespace}",
        )

    def since(self, before: Manifest) -> Sequence[Manifest]:
        """Return every state that the object had from *before* on."""
        return self.cluster.api.history(before)


@attrs.frozen
class Changes:
    """What one update did to Kubernetes objects.

    Attributes:
        events: When work on which object began and ended.
        by_object: What changed, `{"Deployment web": "update"}`.
    """

    events: Sequence[Event]
    by_object: Mapping[str, str]

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Changes":
        """Read the events of an update."""
        seen = [each for each in events if each.type.startswith("kubernetes:")]
        found: dict[str, str] = {}
        for each in seen:
            if each.operation != "same":
                replaced = "replace" in each.operation or found.get(each.object) == "replace"
                found[each.object] = "replace" if replaced else each.operation
        return cls(seen, found)

    def began(self, what: str) -> int:
        """Return when work on the object began, as a count of events."""
        return next(n for n, each in enumerate(self.events) if each.object == what and not each.ended)

    def ended(self, what: str) -> int:
        """Return when work on the object ended, as a count of events."""
        return max(n for n, each in enumerate(self.events) if each.object == what and each.ended)


def wait_for_gate(site: Site, name: str) -> Manifest:
    """Wait until the pods of a Deployment wait for a node, and return the Deployment."""

    def waiting() -> Manifest | None:
        found = site.find("Deployment", name)
        asks = found and found["spec"]["template"]["spec"].get("nodeSelector") == OPEN
        return found if asks else None

    return until(waiting, what=f"the Deployment {name} to wait for a node")
