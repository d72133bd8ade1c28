import attrs
import pytest

from oamdsl import (
    Api,
    Application,
    AutoScaler,
    Bandwidth,
    Component,
    CronScaler,
    Environment,
    KubernetesWorkload,
    Platform,
    Require,
    Snapshot,
    Window,
    component,
    implements,
    parameter,
)
from oamdsl.checks.rules.missing_api import missing_api
from oamdsl.compose.compose import compose
from oamdsl.kubernetes.shipped import shipped
from oamdsl.platforms import ack, keda
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import messages, plan_with, shown, told
from tests.clusters import definition
from tests.rule_examples import Web

CLUSTER = Api("postgresql.cnpg.io/v1", "Cluster")
INSTALL = "install it on the cluster and add it to `{}` of the platform, or choose another trait or workload"
PLATFORM = ("Platform(", "platform `kubernetes`")


@component
class Raw(Component):
    """Objects as Kubernetes has them."""

    bodies: list = parameter()

    def workload(self):
        return KubernetesWorkload(self.bodies[0], objects=self.bodies[1:])


def raw(*apis):
    bodies = [{"apiVersion": api.api_version, "kind": api.kind} for api in apis]
    return Raw("store", bodies=bodies)


def crd(**spec):
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "clusters.postgresql.cnpg.io"},
        "spec": spec,
    }


class TestApi:
    def test_of_a_workload_is_reported(self):
        (finding,) = missing_api(plan_with(raw(CLUSTER), platform=KUBERNETES))
        assert told(finding) == {
            "message": (
                "component `store` needs the API `postgresql.cnpg.io/v1 Cluster`,"
                " which platform `kubernetes` does not have"
            ),
            "subject": ("shop", "store", "Raw"),
            "seen": "postgresql.cnpg.io/v1 Cluster",
            "places": [
                (
                    "KubernetesWorkload(self.bodies[0], objects=self.bodies[1:])",
                    "`Raw` makes Cluster/store",
                ),
                ('Raw("store", bodies=bodies)', "component `store` is built here"),
                PLATFORM,
            ],
            "help": INSTALL.format("apis"),
        }

    def test_of_an_object_that_a_trait_makes_is_reported_where_the_trait_is_bound(self):
        window = Window("day", start="0 6 * * *", end="0 7 * * *", replicas=3)
        web = Web("web", traits=[CronScaler(windows=[window])])
        (finding,) = missing_api(plan_with(web, platform=KUBERNETES.offering(keda.cron_triggers)))
        assert finding.violation.message == (
            "`CronScaler` of component `web` needs the API `keda.sh/v1alpha1 ScaledObject`,"
            " which platform `kubernetes` does not have"
        )
        assert shown(finding)[0] == ("CronScaler(windows=[window])", "`CronScaler` makes ScaledObject/web")
        assert finding.violation.subject == ("shop", "web", "CronScaler")

    def test_is_reported_once_for_each_component(self):
        assert len(messages(missing_api, plan_with(raw(CLUSTER, CLUSTER), platform=KUBERNETES))) == 1

    def test_that_another_platform_serves_is_reported_with_its_name(self):
        others = [Platform("data", apis=[CLUSTER]), Platform("bare"), Platform("lab", apis=[CLUSTER])]
        (finding,) = missing_api(plan_with(raw(CLUSTER), platform=KUBERNETES, other_platforms=others))
        assert finding.violation.notes == ("served by `data`, `lab`",)

    def test_of_another_version_is_reported_with_the_versions_that_there_are(self):
        old = Api("autoscaling/v3", "HorizontalPodAutoscaler")
        (finding,) = missing_api(plan_with(raw(old), platform=KUBERNETES))
        assert finding.violation.notes == (
            "the platform has `autoscaling/v1 HorizontalPodAutoscaler`,"
            " `autoscaling/v2 HorizontalPodAutoscaler`",
        )

    def test_that_a_later_kubernetes_serves_is_reported_with_its_version(self):
        platform = Platform("old", kubernetes="1.33")
        (finding,) = missing_api(plan_with(raw(Api("resource.k8s.io/v1", "DeviceClass")), platform=platform))
        assert finding.violation.notes == ("Kubernetes serves it since 1.34; the platform has 1.33",)

    def test_that_the_program_defines_itself_is_there(self):
        versions = [{"name": "v1"}, {"name": "v2"}]
        definition = crd(group="postgresql.cnpg.io", names={"kind": "Cluster"}, versions=versions)
        plan = plan_with(Raw("operator", bodies=[definition]), raw(CLUSTER), platform=KUBERNETES)
        assert messages(missing_api, plan) == []

    @pytest.mark.parametrize("spec", [{}, {"group": "a.b", "versions": [{}]}, {"versions": "v1"}])
    def test_is_not_there_by_a_definition_that_is_incomplete(self, spec):
        plan = plan_with(Raw("operator", bodies=[crd(**spec)]), raw(CLUSTER), platform=KUBERNETES)
        assert len(messages(missing_api, plan)) == 1

    def test_that_the_platform_has_is_there(self):
        platform = KUBERNETES.offering(apis=[CLUSTER])
        assert messages(missing_api, plan_with(raw(CLUSTER, Api("v1", "Secret")), platform=platform)) == []


class TestFeature:
    def test_that_an_implementation_requires_is_reported(self):
        platform = Platform("bare", KUBERNETES.implementations)
        web = Web("web", traits=[AutoScaler(maximum=2)])
        (finding,) = missing_api(plan_with(web, platform=platform, other_platforms=[KUBERNETES]))
        assert told(finding) == {
            "message": (
                "`AutoScaler` of component `web` needs the feature `metrics.k8s.io`,"
                " which platform `bare` does not have"
            ),
            "subject": ("shop", "web", "AutoScaler"),
            "seen": "metrics.k8s.io",
            "notes": ("served by `kubernetes`", "`AutoScaler` is to be had on `kubernetes`"),
            "places": [
                ("AutoScaler(maximum=2)", "`AutoScaler` requires it"),
                ('Web("web", traits=[AutoScaler(maximum=2)])', "component `web` is built here"),
                ('Platform("bare", KUBERNETES.implementations)', "platform `bare`"),
            ],
            "help": INSTALL.format("features"),
        }

    def test_that_an_effect_requires_is_reported_with_the_nearest_one(self):
        @implements(AutoScaler)
        def picky(trait, workload):
            yield Require("network-policy")

        platform = KUBERNETES.offering(picky, features=["network-policies"])
        (finding,) = missing_api(plan_with(Web("web", traits=[AutoScaler(maximum=2)]), platform=platform))
        assert finding.violation.message == (
            "`AutoScaler` of component `web` needs the feature `network-policy`,"
            " which platform `kubernetes` does not have"
        )
        assert finding.violation.notes == ("the platform has the feature `network-policies`",)

    def test_that_other_platforms_do_without_is_reported_with_their_names(self):
        others = [
            KUBERNETES.offering(ack.terway_bandwidth(limits_ingress=True), name="terway"),
            KUBERNETES.offering(name="calico", features=["pod-bandwidth"]),
            KUBERNETES.offering(name="plain"),
        ]
        web = Web("web", traits=[Bandwidth(egress="10M")])
        (finding,) = missing_api(plan_with(web, platform=KUBERNETES, other_platforms=others))
        assert finding.violation.message == (
            "`Bandwidth` of component `web` needs the feature `pod-bandwidth`,"
            " which platform `kubernetes` does not have"
        )
        assert finding.violation.notes == (
            "served by `calico`",
            "`Bandwidth` is to be had on `terway`, `calico`",
        )

    def test_that_the_platform_has_is_there(self):
        web = Web("web", traits=[AutoScaler(maximum=2)])
        assert messages(missing_api, plan_with(web, platform=KUBERNETES)) == []


class TestSnapshot:
    def environment(self, unread=()):
        snapshot = Snapshot.of_definitions([definition({})], kubernetes=shipped("1.36"))
        snapshot = attrs.evolve(snapshot, unread=frozenset(unread))
        platform = Platform("promising", apis=[CLUSTER], features=["metrics.k8s.io"])
        return Environment("prod", platform=platform, snapshot=snapshot)

    def plan(self, *components):
        return compose(self.environment(), [Application("shop", components)])

    def test_counts_in_place_of_what_the_platform_promises(self):
        (finding,) = missing_api(self.plan(raw(CLUSTER)))
        assert finding.violation.message == (
            "component `store` needs the API `postgresql.cnpg.io/v1 Cluster`,"
            " which the cluster of environment `prod` does not serve"
        )
        assert shown(finding)[-1] == ("snapshot=snapshot", "by this snapshot")
        assert finding.violation.help == (
            "install it on the cluster and take its snapshot again with `oamdsl snapshot`,"
            " or choose another trait or workload"
        )

    def test_says_that_it_could_not_be_read(self):
        environment = self.environment(unread=[CLUSTER.api_version])
        (message,) = messages(missing_api, compose(environment, [Application("shop", [raw(CLUSTER)])]))
        assert message == (
            "component `store` needs the API `postgresql.cnpg.io/v1 Cluster`,"
            " which the cluster of environment `prod` may serve or not: it could not be read"
        )

    def test_tells_what_the_cluster_has(self):
        (finding,) = missing_api(self.plan(raw(Api("certificates.k8s.io/v1", "ClusterTrustBundle"))))
        assert finding.violation.notes == ("Kubernetes serves it since 1.37; the cluster has 1.36",)
        (finding,) = missing_api(self.plan(raw(Api("example.com/v2", "Thing"))))
        assert finding.violation.notes == ("the cluster has `example.com/v1 Thing`",)

    def test_serves_what_it_recorded(self):
        assert messages(missing_api, self.plan(raw(Api("example.com/v1", "Thing")))) == []

    def test_leaves_features_to_the_platform(self):
        @implements(AutoScaler, requires=["metrics.k8s.io", "metrix.k8s.io"])
        def own(trait, workload):
            return ()

        environment = self.environment()
        environment = environment.evolve(platform=environment.platform.offering(own))
        plan = compose(environment, [Application("shop", [Web("web", traits=[AutoScaler(maximum=3)])])])
        (finding,) = missing_api(plan)
        assert finding.violation.message == (
            "`AutoScaler` of component `web` needs the feature `metrix.k8s.io`,"
            " which platform `promising` does not have"
        )
        assert finding.violation.notes == ("the platform has the feature `metrics.k8s.io`",)
