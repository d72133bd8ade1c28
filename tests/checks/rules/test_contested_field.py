import pytest

from examples.failed_example import failed_example
from oamdsl import (
    Add,
    Amend,
    AutoScaler,
    Component,
    Create,
    CronScaler,
    Derive,
    Environment,
    Ingress,
    KubernetesObjects,
    KubernetesWorkload,
    ManualScaler,
    Metadata,
    Offer,
    SecurityPolicy,
    Set,
    Trait,
    VolumeMounter,
    Window,
    component,
    implements,
    parameter,
    trait,
)
from oamdsl.checks.check import check
from oamdsl.checks.rules.contested_field import contested_field
from oamdsl.compose.compose import compose
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from tests.checks.composing import messages, plan_with, shown, told
from tests.rule_examples import PLATFORM, Web

DEPLOYMENT = "of Deployment/web in component `web`"
REPLICAS = f"both decide `spec.replicas` {DEPLOYMENT}"


def cron_scaler():
    return CronScaler(windows=[Window("day", start="0 6 * * *", end="0 7 * * *", replicas=3)])


class TestTheArticlesFailingExample:
    """Two controllers on one component are refused before anything is deployed."""

    plan = compose(
        Environment("prod", platform=PLATFORM), [failed_example(Environment("prod", platform=PLATFORM))]
    )

    def test_is_refused_with_both_traits_and_their_controllers(self):
        (finding,) = check(self.plan)
        assert (finding.code, finding.environments) == ("OAM202", ("prod",))
        assert told(finding) == {
            "message": (
                "`AutoScaler` and `CronScaler` both decide `spec.replicas` of Deployment/nginx-replicated-v1"
                " in component `nginx-replicated-v1`"
            ),
            "subject": ("failed-example", "nginx-replicated-v1", "CronScaler"),
            "places": [
                ("CronScaler(", "`CronScaler` leaves it to the KEDA ScaledObject"),
                (
                    "AutoScaler(minimum=1, maximum=9, cpu=50)",
                    "`AutoScaler` leaves it to the HorizontalPodAutoscaler",
                ),
                ("Nginx(", "component `nginx-replicated-v1` is built here"),
            ],
            "help": (
                "keep `AutoScaler` or `CronScaler`, not both; to scale by load and by time, give `AutoScaler`"
                " the `windows`"
            ),
        }

    def test_is_told_of_the_lines_of_the_example(self):
        (finding,) = check(self.plan)
        places = finding.violation.places
        assert [place.location.line for place in places] == [16, 15, 12]
        assert all(place.location.file.endswith("failed_example.py") for place in places)


class TestTwoTraits:
    def test_that_both_set_a_field_are_reported(self):
        (finding,) = contested_field(
            plan_with(Web("web", traits=[ManualScaler(replicas=1), ManualScaler(replicas=2)]))
        )
        assert told(finding) == {
            "message": f"two `ManualScaler` traits {REPLICAS}",
            "subject": ("shop", "web", "ManualScaler"),
            "places": [
                ("ManualScaler(replicas=2)", "`ManualScaler` sets it"),
                ("ManualScaler(replicas=1)", "`ManualScaler` sets it"),
                (
                    'Web("web", traits=[ManualScaler(replicas=1), ManualScaler(replicas=2)])',
                    "component `web` is built here",
                ),
            ],
            "help": "change or remove one of them",
        }

    def test_of_which_one_sets_a_field_and_one_leaves_it_to_a_controller_are_reported(self):
        (finding,) = contested_field(
            plan_with(Web("web", traits=[AutoScaler(maximum=9), ManualScaler(replicas=3)]))
        )
        assert finding.violation.message == f"`ManualScaler` and `AutoScaler` {REPLICAS}"
        assert shown(finding)[:2] == [
            ("AutoScaler(maximum=9)", "`AutoScaler` leaves it to the HorizontalPodAutoscaler"),
            ("ManualScaler(replicas=3)", "`ManualScaler` sets it"),
        ]
        assert finding.violation.help == "keep `ManualScaler` or `AutoScaler`, not both"

    def test_that_leave_a_field_to_two_controllers_are_reported(self):
        plan = plan_with(Web("web", traits=[AutoScaler(maximum=9), cron_scaler()]))
        assert messages(contested_field, plan) == [f"`CronScaler` and `AutoScaler` {REPLICAS}"]

    def test_that_decide_a_field_of_each_container_are_reported_for_the_container(self):
        plan = plan_with(Web("web", traits=[SecurityPolicy(run_as_user=1), SecurityPolicy(run_as_user=2)]))
        assert messages(contested_field, plan) == [
            "two `SecurityPolicy` traits both decide"
            f" `spec.template.spec.containers[name=web].securityContext.runAsUser` {DEPLOYMENT}"
        ]

    def test_that_add_one_entry_are_reported(self):
        plan = plan_with(Web("web", traits=[Metadata(labels={"team": "a"}), Metadata(labels={"team": "b"})]))
        assert messages(contested_field, plan) == [
            f"two `Metadata` traits both decide `metadata.labels.team` {DEPLOYMENT}"
        ]

    def test_that_mount_at_one_path_are_reported(self):
        mounts = [VolumeMounter(name, mount_path="/data", size="1Gi") for name in ("a", "b")]
        assert messages(contested_field, plan_with(Web("web", traits=mounts))) == [
            "two `VolumeMounter` traits both decide"
            f" `spec.template.spec.containers[name=web].volumeMounts[mountPath=/data]` {DEPLOYMENT}"
        ]


@trait
class Whole(Trait):
    """Decides all of a pod's security context."""


@trait
class User(Trait):
    """Decides one field in it."""


@implements(Whole)
def whole(trait, workload):
    yield Set(workload.pod_spec / "securityContext", {"runAsNonRoot": True})


@implements(User)
def user(trait, workload):
    yield Set(workload.pod_spec / "securityContext" / "runAsUser", 1000)


@pytest.mark.parametrize("traits", [[Whole(), User()], [User(), Whole()]])
def test_two_traits_of_which_one_decides_a_part_of_the_others_field_are_reported_for_the_part(traits):
    (message,) = messages(
        contested_field, plan_with(Web("web", traits=traits), platform=PLATFORM.offering(whole, user))
    )
    assert message.endswith(f" both decide `spec.template.spec.securityContext.runAsUser` {DEPLOYMENT}")


@trait
class Rollout(Trait):
    """Shifts the traffic of the component's Ingress."""


@implements(Rollout)
def rollout(trait, workload):
    api = Api("networking.k8s.io/v1", "Ingress")
    ingress = ObjectRef(api, workload.name, workload.context.namespace)
    yield Amend(ingress / "spec" / "rules", list)


def test_a_field_that_one_trait_offers_to_another_is_no_conflict():
    plan = plan_with(
        Web("web", traits=[Ingress(host="example.com"), Rollout()]), platform=PLATFORM.offering(rollout)
    )
    assert messages(contested_field, plan) == []
    assert any(isinstance(effect, Offer) for effect in plan.components[0].bindings[0].effects)


@component
class Raw(Component):
    """A Deployment as Kubernetes has it."""

    size: int = parameter(default=1)
    name_of_size: str = "replicas"

    def workload(self):
        return KubernetesWorkload(
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "spec": {
                    "minReadySeconds": 5,
                    self.name_of_size: self.size,
                    "template": {
                        "spec": {
                            "containers": [{"name": "web", "securityContext": {"runAsUser": 0}}],
                        },
                    },
                },
            },
            objects=[{"apiVersion": "v1", "kind": "Service", "spec": {"minReadySeconds": "none"}}],
        )


TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}


def acting(api_version, kind, name, **spec):
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec}


def scaler(name):
    return acting("autoscaling/v2", "HorizontalPodAutoscaler", name, scaleTargetRef=TARGET, maxReplicas=5)


@component
class Acting(Component):
    """Objects whose controllers act on others, as they are."""

    def workload(self):
        return KubernetesWorkload(scaler("other"))


@component
class Twice(Component):
    """Two of them."""

    def workload(self):
        return KubernetesObjects([scaler("one"), scaler("two")])


@component
class Fixed(Component):
    """A Deployment with an autoscaler, and replicas all the same."""

    def workload(self):
        return KubernetesWorkload(
            {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": 3}},
            objects=[scaler("other")],
        )


@component
class Sized(Component):
    """A vertical autoscaler as it is."""

    def workload(self):
        return KubernetesWorkload(
            acting("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "other", targetRef=TARGET)
        )


class TestControllersOfObjectsAsTheyAre:
    def test_and_a_trait_are_reported_with_both_lines(self):
        web = Web("web", traits=[ManualScaler(replicas=3)])
        (finding,) = contested_field(plan_with(web, Acting("acting")))
        assert told(finding) == {
            "message": f"`ManualScaler` and the HorizontalPodAutoscaler/other of `Acting` {REPLICAS}",
            "subject": ("shop", "web", "Acting"),
            "places": [
                (
                    'KubernetesWorkload(scaler("other"))',
                    "`Acting` leaves it to the HorizontalPodAutoscaler/other",
                ),
                ("ManualScaler(replicas=3)", "`ManualScaler` sets it"),
                (
                    'Web("web", traits=[ManualScaler(replicas=3)])',
                    "component `web` is built here",
                ),
            ],
            "help": "keep `ManualScaler` or the HorizontalPodAutoscaler/other of `Acting`, not both",
        }

    def test_are_reported_beside_each_other(self):
        (finding,) = contested_field(plan_with(Web("web"), Twice("twice")))
        assert finding.violation.message == (
            "the HorizontalPodAutoscaler/one of `Twice` and the HorizontalPodAutoscaler/two of `Twice`"
            f" {REPLICAS}"
        )

    def test_and_what_the_developer_fixed_are_reported_with_the_developers_entry(self):
        (finding,) = contested_field(plan_with(Fixed("web")))
        assert finding.violation.message == (
            "the developer of `Fixed` and the HorizontalPodAutoscaler/other of `Fixed` both decide"
            f" `spec.replicas` {DEPLOYMENT}"
        )
        assert ("3", "`Fixed` wrote it") in shown(finding)
        assert finding.violation.help == (
            "change or remove the HorizontalPodAutoscaler/other of `Fixed`, or ask the developer of `Fixed`"
            " to leave the field open or to declare it with `parameter()`"
        )

    def test_that_change_pods_are_reported_to_who_relies_on_them(self):
        web = Web("web", traits=[AutoScaler(maximum=9)])
        (finding,) = contested_field(plan_with(web, Sized("sized")))
        assert finding.violation.message == (
            "the VerticalPodAutoscaler/other of `Sized` changes"
            " `spec.template.spec.containers[name=web].resources.requests.cpu` of Deployment/web in each pod,"
            " while `AutoScaler` relies on it in component `web`"
        )
        assert finding.violation.help == (
            "keep `AutoScaler` or the VerticalPodAutoscaler/other of `Sized`, not both"
        )


@trait
class Slow(Trait):
    """Decides a field that the developer of `Raw` wrote."""


@implements(Slow)
def slow(trait, workload):
    yield Set(workload / "spec" / "minReadySeconds", 60)


class TestDeveloperAndTrait:
    def test_are_reported_with_the_entry_of_the_developers_dictionary(self):
        raw = Raw("web", traits=[Slow()])
        (finding,) = contested_field(plan_with(raw, platform=PLATFORM.offering(slow)))
        assert told(finding) == {
            "message": f"the developer of `Raw` and `Slow` both decide `spec.minReadySeconds` {DEPLOYMENT}",
            "subject": ("shop", "web", "Slow"),
            "places": [
                ("Slow()", "`Slow` sets it"),
                ("5", "`Raw` wrote it"),
                ('Raw("web", traits=[Slow()])', "component `web` is built here"),
            ],
            "help": (
                "change or remove `Slow`, or ask the developer of `Raw`"
                " to leave the field open or to declare it with `parameter()`"
            ),
        }

    def test_are_reported_with_the_list_that_a_field_stands_in(self):
        (finding,) = contested_field(plan_with(Raw("web", traits=[SecurityPolicy(run_as_user=1)])))
        assert shown(finding)[1] == (
            '[{"name": "web", "securityContext": {"runAsUser": 0}}]',
            "`Raw` wrote it",
        )

    def test_are_reported_with_the_call_when_the_entry_is_of_another_object(self):
        @implements(Slow)
        def other(trait, workload):
            service = ObjectRef(Api("v1", "Service"), "web", "default")
            yield Set(service / "spec" / "minReadySeconds", "some")

        raw = Raw("web", traits=[Slow()])
        (finding,) = contested_field(plan_with(raw, platform=PLATFORM.offering(other)))
        assert shown(finding)[1] == ("KubernetesWorkload(", "`Raw` wrote it")

    def test_are_reported_with_the_call_when_it_spells_out_no_object(self):
        labels = {"app.kubernetes.io/name": "shop"}
        (finding,) = contested_field(plan_with(Web("web", traits=[Metadata(labels=labels)])))
        assert finding.violation.message == (
            'the developer of `Web` and `Metadata` both decide `metadata.labels["app.kubernetes.io/name"]`'
            f" {DEPLOYMENT}"
        )
        assert shown(finding)[1] == ("ContainerizedWorkload([web])", "`Web` wrote it")


class TestParameterAndTrait:
    def test_are_reported_with_the_argument_that_overrides_it(self):
        (finding,) = contested_field(plan_with(Raw("web", size=3, traits=[ManualScaler(replicas=2)])))
        assert told(finding) == {
            "message": f"parameter `size` and `ManualScaler` {REPLICAS}",
            "subject": ("shop", "web", "ManualScaler"),
            "places": [
                ("ManualScaler(replicas=2)", "`ManualScaler` sets it"),
                ("size=3", "parameter `size` decides it"),
                (
                    'Raw("web", size=3, traits=[ManualScaler(replicas=2)])',
                    "component `web` is built here",
                ),
            ],
            "help": "decide it by parameter `size` or by `ManualScaler`, not by both",
        }

    def test_are_no_conflict_while_nobody_sets_the_parameter(self):
        assert messages(contested_field, plan_with(Raw("web", traits=[ManualScaler(replicas=2)]))) == []


@trait
class Mover(Trait):
    """Decides what follows from the environment."""


@implements(Mover)
def mover(trait, workload):
    yield Set(workload / "metadata" / "namespace", "elsewhere")


def test_a_trait_that_decides_what_the_environment_gives_is_the_one_to_change():
    (finding,) = contested_field(plan_with(Web("web", traits=[Mover()]), platform=PLATFORM.offering(mover)))
    assert finding.violation.message == (
        f"environment prod and `Mover` both decide `metadata.namespace` {DEPLOYMENT}"
    )
    assert shown(finding)[1] == (
        'Environment("prod", platform=platform)',
        "environment prod gives it",
    )
    assert finding.violation.help == "change or remove `Mover`"


@trait
class Notes(Trait):
    """Makes a ConfigMap."""


@implements(Notes)
def notes(trait, workload):
    yield Create("v1", "ConfigMap", "notes", {"data": {"a": "1"}})


@trait
class Editor(Trait):
    """Adds to the ConfigMap that another trait makes."""


@implements(Editor)
def editor(trait, workload):
    made = ObjectRef(Api("v1", "ConfigMap"), "notes", workload.context.namespace)
    yield Add(made / "data", "a", "2")


def test_a_trait_that_changes_what_another_made_is_reported():
    plan = plan_with(Web("web", traits=[Notes(), Editor()]), platform=PLATFORM.offering(notes, editor))
    (finding,) = contested_field(plan)
    assert finding.violation.message == (
        "`Notes` and `Editor` both decide `data.a` of ConfigMap/notes in component `web`"
    )
    assert [label for _, label in shown(finding)[:2]] == ["`Editor` adds it", "`Notes` makes it"]


def test_traits_that_share_no_field_are_fine():
    traits = [AutoScaler(maximum=9), SecurityPolicy(run_as_user=1), Metadata(labels={"team": "a"})]
    assert messages(contested_field, plan_with(Web("web", traits=traits))) == []


def test_an_object_that_two_traits_make_is_left_to_another_rule():
    traits = [Ingress(host="a.example.com"), Ingress(host="b.example.com")]
    assert messages(contested_field, plan_with(Web("web", traits=traits))) == []


def test_a_component_that_could_not_be_composed_has_no_conflict():
    assert messages(contested_field, plan_with(Web("web", traits=[AutoScaler()]), Broken("b"))) == []


@component
class Broken(Component):
    def workload(self):
        raise RuntimeError


@trait
class Route(Trait):
    """Makes a route, and lets others change it."""


@trait
class Following(Trait):
    """Follows the route in an object of its own."""


@trait
class Shifting(Trait):
    """Changes the route."""


ROUTE = ObjectRef(Api("example.com/v1", "Route"), "web", "default")


@implements(Route)
def route(_trait, workload):
    yield Create("example.com/v1", "Route", workload.name, {"spec": {"hosts": ["a"]}})
    yield Offer(ROUTE / "spec" / "hosts", why="others may")


@implements(Following)
def following(_trait, workload):
    yield Create("example.com/v1", "Canary", workload.name, {"spec": {}})
    canary = ObjectRef(Api("example.com/v1", "Canary"), "web", "default")
    yield Derive(canary / "spec" / "hosts", source=ROUTE / "spec" / "hosts", make=list, why="it is shown")


@implements(Shifting)
def shifting(_trait, _workload):
    yield Amend(ROUTE / "spec" / "hosts", sorted)


def test_what_somebody_relies_on_may_not_be_decided_otherwise():
    web = Web("web", traits=[Route(), Following(), Shifting()])
    (finding,) = contested_field(plan_with(web, platform=PLATFORM.offering(route, following, shifting)))
    assert finding.violation.message == (
        "`Shifting` decides `spec.hosts` of Route/web, and `Following` relies on what it was"
        " in component `web`"
    )
    assert finding.violation.help == "keep `Shifting` or `Following`, not both"
