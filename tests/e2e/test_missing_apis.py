"""What the cluster does not serve: said before the deployment where the platform tells, by it where not."""

from oamdsl import Api, Application, Component, Ingress, KubernetesWorkload, component
from oamdsl.checks.check import check
from oamdsl.compose.compose import compose
from oamdsl.platforms import gateway_api
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.e2e.applications import PLATFORM, Web
from tests.e2e.site import Site

THING = Api("nobody.example/v1", "Thing")


@component
class Thing(Component):
    """An object of a kind that no cluster has."""

    def workload(self) -> KubernetesWorkload:
        """A custom resource."""
        return KubernetesWorkload({"apiVersion": THING.api_version, "kind": THING.kind, "spec": {"size": 1}})


def codes(site: Site, *components: Component) -> list[str]:
    """The findings of `oamdsl check`."""
    plan = compose(site.environment, [Application("app", components)])
    return [each.code for each in check(plan)]


def test_a_platform_that_does_not_tell_of_an_api_is_found_before(site: Site) -> None:
    route = gateway_api.http_route(gateway="public")
    bare = site.moved(platform=KUBERNETES.offering(route, name="bare"))
    web = Web("web", traits=[Ingress(host="shop.example.com")])
    assert codes(bare, web) == ["OAM206"]

    said = bare.failure(web)

    assert "OAM206" in said
    assert "`gateway.networking.k8s.io/v1 HTTPRoute`" in said
    assert bare.stack.resources() == []
    assert bare.find("Deployment", "web") is None


def test_an_api_that_the_platform_promises_and_the_cluster_lacks_is_said_of_the_object(site: Site) -> None:
    promising = site.moved(platform=PLATFORM.offering(name="promising", apis=[THING]))
    thing = Thing("thing")
    assert codes(promising, thing) == []

    said = promising.failure(Web("web"), thing)

    assert "kubernetes:nobody.example/v1:Thing (thing)" in said
    assert 'no matches for kind "Thing" in version "nobody.example/v1"' in said
    assert promising.available("web") == 1
    assert promising.up(Web("web")).by_object == {}
