"""What differs between environments, and what does not."""

from oamdsl import (
    Application,
    BatchWorkload,
    Component,
    Container,
    CronScaler,
    Environment,
    Sidecar,
    Window,
    component,
)
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.report.comparison import Aspect, comparison_of
from tests.report.reports import DEV, PROD, Web, plans_of

COMPARISON = comparison_of(plans_of())
DB, WEB, BATCH = COMPARISON.applications[0].components


def as_dict(aspects):
    return {one.what: one.values for one in aspects}


def test_what_differs_is_told_by_environment():
    assert WEB.name == "shop/web"
    assert WEB.kind == "Web"
    assert as_dict(WEB.differing) == {
        "image of web": ("web:1", "web:2"),
        "replicas": ("1", "2 to 9 by load"),
        "parameter image": ("web:1", "web:2"),
        "trait ManualScaler": ("replicas: 1", "not bound"),
        "trait AutoScaler": ("not bound", "minimum: 2, maximum: 9"),
    }


def test_what_is_the_same_is_told_once():
    same = {one.what: one.value for one in WEB.same}
    assert same["cpu of web"] == "100m requested, none at most"
    assert same["trait SecurityPolicy"] == "allow privilege escalation: no"


def test_a_component_that_an_environment_does_not_have_differs():
    assert not BATCH.is_everywhere
    assert BATCH.differing == ()
    assert BATCH.presence == Aspect("is there", (None, "yes"))
    assert BATCH.same[0].value == "web:1"
    assert COMPARISON.applications[0].differing == (WEB, BATCH)
    assert (COMPARISON.components, COMPARISON.differing) == (3, 2)


def test_a_component_that_is_the_same_does_not_differ():
    assert DB.differing == ()
    assert COMPARISON.applications[0].same == (DB, WEB, BATCH)


def test_a_secret_is_compared_without_its_value():
    assert as_dict(DB.same)["parameter password"] == ("[secret]", "[secret]")


def test_environments_are_compared_by_what_decides_on_checks():
    snapshot = Snapshot("1.36.1", {}, {})
    taken = Environment("taken", platform=KUBERNETES, snapshot=snapshot)
    found = comparison_of(plans_of(lambda _: Application("empty"), (DEV, PROD, taken)))
    assert as_dict(found.environments) == {
        "platform": ("kubernetes", "kubernetes", "kubernetes"),
        "Kubernetes": ("1.37", "1.37", "1.36"),
        "APIs known from": ("the platform", "the platform", "a snapshot of the cluster"),
        "namespace": ("dev", "prod, made by the stack", "default"),
        "setting domain": ("dev.example.com", "not set", "not set"),
    }
    assert found.applications == ()


def test_a_schedule_says_when_it_is():
    def scaled(environment):
        night = Window("night", start="0 22 * * *", end="0 6 * * *", replicas=1)
        return Application("shop", [Web("web", traits=[CronScaler(windows=[night], otherwise=3)])])

    (web,) = comparison_of(plans_of(scaled, [PROD])).applications[0].components
    start, end = "every day at 22:00 (0 22 * * *)", "every day at 06:00 (0 6 * * *)"
    assert as_dict(web.aspects)["trait CronScaler"] == (
        f"windows: night (start: {start}, end: {end}, replicas: 1), otherwise: 3",
    )


@component
class Report(Component):
    """A report of the night."""

    def workload(self):
        return BatchWorkload([Container("report", image="report:1")], schedule="0 3 * * *")


def test_so_does_a_schedule_in_an_object():
    (night,) = (
        comparison_of(plans_of(lambda _: Application("shop", [Report("night")]))).applications[0].components
    )
    assert as_dict(night.same)["schedule"][0] == "every day at 03:00 (0 3 * * *)"


def test_traits_of_one_class_are_numbered_and_one_without_parameters_is_bound():
    def twice(environment):
        traits = [Sidecar("a", image="a:1"), Sidecar("b", image="b:1")]
        return Application("shop", [Web("web", traits=traits)])

    (web,) = comparison_of(plans_of(twice)).applications[0].components
    traits = [one.what for one in web.aspects if one.what.startswith("trait")]
    assert traits == ["trait Sidecar", "trait Sidecar (2)"]


def test_an_aspect_of_no_environment_has_no_value():
    assert Aspect("replicas", (None, None)).value == ""
    assert not Aspect("replicas", (None, "1")).differs
