"""The routes whose weights Argo Rollouts shifts."""

import abc
from typing import Any, ClassVar

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Refuse
from oamdsl.model.workload import RenderedWorkload

Entries = list[dict[str, Any]]


@attrs.frozen
class Route(abc.ABC):
    """What leads requests to a component.

    Class attributes:
        api: Its kind.
        field: The field of its spec that has the weights.

    Attributes:
        workload: Where to.
    """

    api: ClassVar[Api]
    field: ClassVar[str]

    workload: RenderedWorkload

    def called(self, name: str) -> ObjectRef:
        """The route *name* in the component's namespace."""
        return ObjectRef(self.api, name, self.workload.context.namespace)

    @property
    def canary(self) -> str:
        """Name of the Service of the new release."""
        return f"{self.workload.name}-canary"

    @abc.abstractmethod
    def split(self, entries: Entries) -> Entries:
        """The field's entries, all for the old release so far, with a place for the new one."""

    @abc.abstractmethod
    def routing(self, name: str) -> dict[str, Any]:
        """``trafficRouting`` of a Rollout that shifts the route *name*."""

    @abc.abstractmethod
    def inside(self) -> dict[str, Any] | Refuse:
        """Its spec for those who call the component by its name inside the mesh; or why there is none."""


class HttpRoute(Route):
    """An HTTPRoute of the Gateway API.

    Source: argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi; Gateway API, GAMMA.
    """

    api = Api("gateway.networking.k8s.io/v1", "HTTPRoute")
    field = "rules"

    def split(self, entries: Entries) -> Entries:
        """Each backend beside the canary Service."""
        return [
            {
                **rule,
                "backendRefs": [
                    {**one, "name": name, "weight": weight}
                    for one in rule["backendRefs"]
                    for name, weight in ((one["name"], 100), (self.canary, 0))
                ],
            }
            for rule in entries
        ]

    def routing(self, name: str) -> dict[str, Any]:
        """For the plugin ``argoproj-labs/gatewayAPI``."""
        route = {"httpRoute": name, "namespace": self.workload.context.namespace}
        return {"plugins": {"argoproj-labs/gatewayAPI": route}}

    def inside(self) -> dict[str, Any] | Refuse:
        """A route of the Service, which has one port: backends have to name theirs."""
        ports = self.workload.service_ports
        if len(ports) != 1:
            return Refuse(
                "steps",
                why="inside the mesh, a route of the Gateway API shifts the traffic of one port,"
                f" and `{self.workload.name}` has {len(ports)}",
                help="bind `Ingress`, whose traffic is shifted then, or give the component one port",
            )
        backend = {"name": self.workload.service_name, "port": ports[0]["port"]}
        parent = {"group": "", "kind": "Service", **backend}
        return {"parentRefs": [parent], "rules": self.split([{"backendRefs": [backend]}])}


class VirtualService(Route):
    """A VirtualService of Istio.

    Source: Argo Rollouts v1.9, Traffic Management, Istio, "Host-level Traffic Splitting".
    """

    api = Api("networking.istio.io/v1", "VirtualService")
    field = "http"

    def split(self, entries: Entries) -> Entries:
        """Each destination beside the canary Service."""
        return [
            {
                **route,
                "route": [
                    {**one, "weight": weight, "destination": {**one["destination"], "host": host}}
                    for one in route["route"]
                    for host, weight in ((one["destination"]["host"], 100), (self.canary, 0))
                ],
            }
            for route in entries
        ]

    def routing(self, name: str) -> dict[str, Any]:
        """By the name of the VirtualService."""
        return {"istio": {"virtualService": {"name": name}}}

    def inside(self) -> dict[str, Any]:
        """For the Service's host; a destination without a port keeps that of the request."""
        service = self.workload.service_name
        routes = self.split([{"route": [{"destination": {"host": service}}]}])
        return {"hosts": [service], "gateways": ["mesh"], "http": routes}
