"""Who decides which field, over all environments."""

from typing import ClassVar

from oamdsl import (
    Amend,
    Application,
    Component,
    Environment,
    KubernetesWorkload,
    Offer,
    Remove,
    Rewrite,
    Set,
    Trait,
    component,
    implements,
    parameter,
    trait,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.ledger import Role
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.report.ledger import ledger_of
from tests.report.reports import HERE, plans_of

DB, WEB, BATCH = ledger_of(plans_of(), HERE)


def entries(component, object_, field):
    (found,) = [one for one in component.objects if one.name == object_]
    return [one for one in found.entries if one.field == field]


def test_a_field_that_environments_share_stands_once():
    (entry,) = entries(DB, "Deployment/db", "spec.template.spec.containers[name=web].image")
    assert entry.environments == ()
    assert entry.holding.value == '"web:1"'
    assert (entry.holding.role, entry.holding.owner) == (Role.DEVELOPER, "image")
    assert entry.holding.why == "parameter `image` decides it by its default"
    assert entry.holding.place.startswith("reports.py:")


def test_a_field_that_differs_stands_once_for_each_environment():
    dev, prod = entries(WEB, "Deployment/web", "spec.replicas")
    assert (dev.environments, prod.environments) == (("dev",), ("prod",))
    assert dev.holding.why == "`ManualScaler` sets it"
    assert prod.holding.why == "`AutoScaler` leaves it to the HorizontalPodAutoscaler"
    assert prod.holding.role is Role.APPLICATION_OPERATOR


def test_who_relies_on_a_field_is_said():
    dev, prod = entries(
        WEB, "Deployment/web", "spec.template.spec.containers[name=web].resources.requests.cpu"
    )
    assert dev.holding.notes == ()
    assert prod.holding.notes == (
        "`AutoScaler` relies on it: CPU use is measured as a share of what each container requests",
    )


def test_what_identifies_an_object_stands_in_its_heading():
    names = {entry.field for one in WEB.objects for entry in one.entries}
    assert names.isdisjoint({"kind", "apiVersion", "metadata.name", "metadata.namespace"})
    scaler = WEB.objects[-1]
    assert (scaler.name, scaler.api_version) == ("HorizontalPodAutoscaler/web", "autoscaling/v2")
    assert scaler.maker.why == "`AutoScaler` makes it"


def test_a_component_of_one_environment_is_the_same_in_all_that_have_it():
    assert {entry.environments for entry in BATCH.entries} == {()}


def test_a_secret_has_a_word_in_its_place():
    (entry,) = entries(DB, "Secret/db-secret", 'stringData["web.PASSWORD"]')
    assert entry.holding.value == "[secret]"
    assert "hunter2" not in repr(DB)


@trait
class Quiet(Trait):
    """Leaves it to Kubernetes when pods restart."""

    applies_to: ClassVar = frozenset()


@trait
class Giving(Trait):
    """Decides the replicas, and lets others."""

    applies_to: ClassVar = frozenset()


@trait
class Taking(Trait):
    """Decides the replicas."""

    applies_to: ClassVar = frozenset()


@implements(Quiet)
def quiet(trait, workload):
    """Takes away when pods restart, and pauses."""
    yield Remove(workload / "spec" / "template" / "spec" / "restartPolicy")
    yield Set(workload / "spec" / "paused", value=True)
    yield Rewrite(workload / "spec" / "paused", by="Quiet controller")


@implements(Giving)
def giving(trait, workload):
    """Sets the replicas, and offers them."""
    yield Set(workload / "spec" / "replicas", 1)
    yield Offer(workload / "spec" / "replicas", why="a scaler may")


@implements(Taking)
def taking(trait, workload):
    """Amends the replicas."""
    yield Amend(workload / "spec" / "replicas", lambda there: there + 1)


def bound(*traits, **parameters):
    platform = KUBERNETES.offering(quiet, giving, taking)
    environment = Environment("prod", platform=platform)
    application = Application("shop", [Restarting("web", traits=traits, **parameters)])
    (ledger,) = ledger_of([compose(environment, [application])], HERE)
    return {entry.field: entry.holding for entry in ledger.entries}


@component
class Restarting(Component):
    """A pod that says when it is restarted."""

    restart: str = parameter(default="Always")

    def workload(self):
        return KubernetesWorkload(
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "metadata": {"name": "web"},
                "spec": {
                    "selector": {"matchLabels": {"a": "b"}},
                    "template": {
                        "metadata": {"labels": {"a": "b"}},
                        "spec": {
                            "restartPolicy": self.restart,
                            "containers": [{"name": "web", "image": "é"}],
                        },
                    },
                },
            }
        )


def test_a_field_that_a_trait_took_away_is_told():
    removed = bound(Quiet())["spec.template.spec.restartPolicy"]
    assert (removed.value, removed.why) == ("", "`Quiet` removes it")


def test_a_contested_field_says_by_whom():
    kept = bound(Quiet(), restart="Never")["spec.template.spec.restartPolicy"]
    assert (kept.value, kept.why) == ('"Never"', "parameter `restart` decides it")
    assert kept.notes == ("contested: `Quiet` removes it",)


def test_a_field_that_changes_at_run_time_says_by_what():
    paused = bound(Quiet())["spec.paused"]
    assert (paused.value, paused.why) == ("true", "`Quiet` sets it")
    assert paused.notes == ("`Quiet` has it changed at run time by the Quiet controller",)


def test_a_field_that_was_handed_over_says_who_gave_it_up():
    replicas = bound(Giving(), Taking())["spec.replicas"]
    assert (replicas.value, replicas.owner) == ("2", "Taking")
    assert replicas.notes == ("`Giving` gave it up: a scaler may",)


def test_values_are_written_as_they_are():
    assert bound()["spec.template.spec.containers[name=web].image"].value == '"é"'


def test_a_component_that_could_not_be_composed_has_no_fields():
    @component
    class Failing(Component):
        """Fails."""

        def workload(self):
            raise ValueError

    (ledger,) = ledger_of(plans_of(lambda _: Application("shop", [Failing("web")])), HERE)
    assert (ledger.name, ledger.objects) == ("shop/web", ())
