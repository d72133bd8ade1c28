from oamdsl import (
    Application,
    Component,
    Create,
    Environment,
    Ingress,
    KubernetesWorkload,
    Reserve,
    Trait,
    component,
    implements,
    parameter,
    trait,
)
from oamdsl.checks.rules.contested_object import contested_object
from oamdsl.compose.compose import compose
from tests.checks.composing import messages, plan_with, shown, told
from tests.rule_examples import PLATFORM, Web

ENVIRONMENT = Environment("prod", platform=PLATFORM)


@trait
class Mesh(Trait):
    """Makes a Service of the component's name."""


@implements(Mesh)
def mesh(trait, workload):
    yield Create("v1", "Service", workload.name, {"spec": {}})


@trait
class Gate(Trait):
    """Makes an Ingress of the component's name."""


@implements(Gate)
def gate(trait, workload):
    yield Create("networking.k8s.io/v1", "Ingress", workload.name, {"spec": {}})


OFFERING = PLATFORM.offering(mesh, gate)


@component
class Raw(Component):
    """Objects as Kubernetes has them."""

    objects: list = parameter()

    def workload(self):
        first, *others = self.objects
        return KubernetesWorkload(first, objects=others)


def config_map(**metadata):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}


@trait
class Copies(Trait):
    """Has a Secret made by a controller."""


@implements(Copies)
def copies(trait, workload):
    yield Reserve("v1", "Secret", f"{workload.name}-copy", by="Copier", of=workload.ref)


@trait
class Duplicates(Trait):
    """Has the same Secret made by another controller."""


@implements(Duplicates)
def duplicates(trait, workload):
    yield Reserve("v1", "Secret", f"{workload.name}-copy", by="Other", of=workload.ref)


@implements(Mesh)
def meshes(trait, workload):
    yield Create("v1", "ConfigMap", workload.name, {})


MESHES = PLATFORM.offering(meshes)


def secret(name):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}}


def told_of(*components):
    """The only finding of the components on a platform with controllers."""
    (finding,) = contested_object(plan_with(*components, platform=PLATFORM.offering(copies, duplicates)))
    return told(finding)


class TestInOneComponent:
    def test_two_traits_of_one_class_are_reported(self):
        traits = [Ingress(host="shop.example.com"), Ingress(host="www.example.com")]
        (finding,) = contested_object(plan_with(Web("web", traits=traits)))
        assert told(finding) == {
            "message": "two `Ingress` traits both make Ingress/web for component `web`",
            "subject": ("shop", "web", "Ingress"),
            "places": [
                ('Ingress(host="www.example.com")', "`Ingress` makes it"),
                ('Ingress(host="shop.example.com")', "`Ingress` makes it"),
                ('Web("web", traits=traits)', "component `web` is built here"),
            ],
            "help": 'give one of them a name of its own: `Ingress("other", ...)`',
        }

    def test_two_traits_of_a_class_without_names_are_one_too_many(self):
        (finding,) = contested_object(plan_with(Web("web", traits=[Mesh(), Mesh()]), platform=MESHES))
        assert finding.violation.help == "change or remove one of them"

    def test_two_traits_of_different_classes_are_reported(self):
        web = Web("web", traits=[Gate(), Ingress(host="example.com")])
        (finding,) = contested_object(plan_with(web, platform=OFFERING))
        assert finding.violation.message == "`Gate` and `Ingress` both make Ingress/web for component `web`"
        assert finding.violation.help == "keep `Gate` or `Ingress`, not both"

    def test_a_trait_that_makes_the_developers_service_is_reported(self):
        (finding,) = contested_object(plan_with(Web("web", traits=[Mesh()]), platform=OFFERING))
        assert told(finding) == {
            "message": "the developer of `Web` and `Mesh` both make Service/web for component `web`",
            "subject": ("shop", "web", "Mesh"),
            "places": [
                ("Mesh()", "`Mesh` makes it"),
                ("ContainerizedWorkload([web])", "`Web` wrote it"),
                ('Web("web", traits=[Mesh()])', "component `web` is built here"),
            ],
            "help": "remove `Mesh`, or ask the developer of `Web` to leave the Service out",
        }

    def test_a_developer_who_writes_one_object_twice_is_reported(self):
        (finding,) = contested_object(plan_with(Raw("web", objects=[config_map(), config_map()])))
        assert told(finding) == {
            "message": "the developer of `Raw` makes ConfigMap/web twice for component `web`",
            "subject": ("shop", "web", "Raw"),
            "places": [
                ("KubernetesWorkload(first, objects=others)", "`Raw` wrote it"),
                ('Raw("web", objects=[config_map(), config_map()])', "component `web` is built here"),
            ],
            "help": "give one ConfigMap another name, or make them one",
        }


class TestOfAController:
    """Objects that a controller makes in the cluster."""

    def test_that_the_developer_makes_too_is_reported(self):
        found = told_of(Raw("web", objects=[config_map(), secret("web-copy")], traits=[Copies()]))
        assert found["message"] == (
            "the developer of `Raw` makes Secret/web-copy, and so does the Copier of `Copies`"
            " for component `web`"
        )
        assert found["places"][0] == ("Copies()", "`Copies` has it made by the Copier")
        assert found["help"] == "remove `Copies`, or ask the developer of `Raw` to leave the Secret out"

    def test_that_another_controller_makes_too_is_reported(self):
        found = told_of(Web("web", traits=[Copies(), Duplicates()]))
        assert found["message"] == (
            "the Copier of `Copies` makes Secret/web-copy, and so does the Other of `Duplicates`"
            " for component `web`"
        )

    def test_that_another_component_makes_is_reported(self):
        found = told_of(Web("web", traits=[Copies()]), Raw("raw", objects=[secret("web-copy")]))
        assert found["message"] == (
            "components `shop/web` and `shop/raw` both make Secret/web-copy in namespace `default`"
        )
        assert ("Copies()", "the Copier of `shop/web` makes Secret/web-copy") in found["places"]
        assert found["help"] == "give one Secret another `metadata.name`"


class TestBetweenComponents:
    def test_of_two_applications_the_name_that_both_have_is_reported_for_each_object(self):
        plan = compose(ENVIRONMENT, [Application("shop", [Web("web")]), Application("admin", [Web("web")])])
        first, second = contested_object(plan)
        assert told(first) == {
            "message": (
                "components `shop/web` and `admin/web` both make Deployment/web in namespace `default`"
            ),
            "subject": ("admin", "web", "Deployment/web"),
            "places": [
                ('Web("web")', "`admin/web` makes Deployment/web"),
                ('Web("web")', "`shop/web` makes Deployment/web"),
            ],
            "help": "give one of the components another name",
        }
        assert second.violation.subject == ("admin", "web", "Service/web")

    def test_an_object_whose_name_is_written_out_is_reported_where_it_is(self):
        (finding,) = contested_object(
            plan_with(Raw("a", objects=[config_map(name="x")]), Raw("b", objects=[config_map(name="x")]))
        )
        assert told(finding) == {
            "message": "components `shop/a` and `shop/b` both make ConfigMap/x in namespace `default`",
            "subject": ("shop", "b", "ConfigMap/x"),
            "places": [
                ("KubernetesWorkload(first, objects=others)", "ConfigMap/x is named here"),
                ('Raw("b", objects=[config_map(name="x")])', "component `b` is built here"),
                ('Raw("a", objects=[config_map(name="x")])', "component `a` is built here"),
            ],
            "help": "give one ConfigMap another `metadata.name`",
        }

    def test_an_object_that_a_trait_makes_is_reported_where_the_trait_is_bound(self):
        body = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web"}}
        plan = plan_with(Raw("raw", objects=[body]), Web("web", traits=[Ingress(host="example.com")]))
        (finding,) = contested_object(plan)
        assert shown(finding)[:2] == [
            ('Ingress(host="example.com")', "`Ingress` of `shop/web` makes Ingress/web"),
            ('Web("web", traits=[Ingress(host="example.com")])', "component `web` is built here"),
        ]
        assert finding.violation.help == "give one Ingress another `metadata.name`"

    def test_two_versions_of_one_api_are_one_object(self):
        hpa = {"kind": "HorizontalPodAutoscaler", "metadata": {"name": "x"}}
        bodies = [{"apiVersion": f"autoscaling/{version}", **hpa} for version in ("v1", "v2")]
        plan = plan_with(*(Raw(name, objects=[body]) for name, body in zip("ab", bodies, strict=True)))
        assert messages(contested_object, plan) == [
            "components `shop/a` and `shop/b` both make HorizontalPodAutoscaler/x in namespace `default`"
        ]

    def test_an_object_of_the_whole_cluster_has_no_namespace(self):
        body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x"}}
        plan = plan_with(Raw("a", objects=[body]), Raw("b", objects=[body]))
        assert messages(contested_object, plan) == ["components `shop/a` and `shop/b` both make Namespace/x"]

    def test_other_namespaces_and_other_groups_hold_other_objects(self):
        custom = {"apiVersion": "example.com/v1", "kind": "ConfigMap", "metadata": {"name": "x"}}
        plan = plan_with(
            Raw("a", objects=[config_map(name="x")]),
            Raw("b", objects=[config_map(name="x", namespace="other")]),
            Raw("c", objects=[custom]),
        )
        assert messages(contested_object, plan) == []

    def test_components_that_have_one_name_are_left_to_another_rule(self):
        assert messages(contested_object, plan_with(Web("web"), Web("web"))) == []
