from oamdsl import (
    AutoScaler,
    Container,
    ContainerizedWorkload,
    Create,
    Read,
    Resources,
    Trait,
    implements,
    trait,
)
from oamdsl.checks.rules.unset_field import unset_field
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from tests.checks.composing import messages, plan_of, plan_with, shown, told
from tests.rule_examples import PLATFORM, Web

REQUEST = "spec.template.spec.containers[name={}].resources.requests.cpu"


def test_a_container_without_what_a_trait_reads_is_reported_where_it_is_made():
    redis = Container("redis", image="redis:8.4")
    (finding,) = unset_field(plan_of(ContainerizedWorkload([redis]), AutoScaler(maximum=9)))
    field = REQUEST.format("redis")
    assert told(finding) == {
        "message": f"`AutoScaler` needs `{field}` of Deployment/web, which nobody sets for component `web`",
        "subject": ("shop", "web", "AutoScaler"),
        "notes": ("it is needed because CPU use is measured as a share of what each container requests",),
        "places": [
            (
                'Container("redis", image="redis:8.4")',
                "`spec.template.spec.containers[name=redis]` is made here, without it",
            ),
            ("AutoScaler(maximum=9)", "`AutoScaler` needs it"),
            ("Given(name, traits=traits)", "component `web` is built here"),
        ],
        "help": f"set `{field}`, or remove `AutoScaler`",
    }


def test_each_container_that_lacks_it_is_reported():
    requests = Resources(cpu="100m")
    containers = [
        Container("a", image="a:1"),
        Container("b", image="b:1", resources=requests),
        Container("c", image="c:1"),
    ]
    plan = plan_of(ContainerizedWorkload(containers), AutoScaler(maximum=9))
    assert [message.split("`")[3] for message in messages(unset_field, plan)] == [
        REQUEST.format("a"),
        REQUEST.format("c"),
    ]


@trait
class Careful(Trait):
    """Reads fields that nobody sets."""


def reading(*effects):
    """The plan of a component with a trait that has these effects."""

    @implements(Careful)
    def careful(trait, workload):
        for effect in effects:
            yield effect(workload)

    return plan_with(Web("web", traits=[Careful()]), platform=PLATFORM.offering(careful))


def test_a_field_in_no_list_is_reported_where_the_object_is_made():
    plan = reading(lambda workload: Read(workload / "spec" / "minReadySeconds", why="a rollout waits"))
    (finding,) = unset_field(plan)
    assert finding.violation.message == (
        "`Careful` needs `spec.minReadySeconds` of Deployment/web, which nobody sets for component `web`"
    )
    assert shown(finding)[0] == (
        "ContainerizedWorkload([web])",
        "Deployment/web is made here, without it",
    )
    assert finding.violation.notes == ("it is needed because a rollout waits",)


def test_a_field_of_an_object_that_a_trait_makes_is_reported_where_the_trait_is_bound():
    notes = ObjectRef(Api("v1", "ConfigMap"), "notes", "default")
    plan = reading(
        lambda _: Create("v1", "ConfigMap", "notes", {"data": {}}),
        lambda _: Read(notes / "data" / "motto", why="it is shown"),
    )
    (finding,) = unset_field(plan)
    assert shown(finding)[0] == ("Careful()", "ConfigMap/notes is made here, without it")


def test_a_container_that_is_not_there_is_answered_with_the_nearest_one():
    scaler = AutoScaler(maximum=9, container="wbe")
    (finding,) = unset_field(plan_with(Web("web", traits=[scaler])))
    assert finding.violation.help == "did you mean `web`?"
    (other,) = unset_field(plan_with(Web("web", traits=[AutoScaler(maximum=9, container="log")])))
    assert other.violation.help.startswith("set `spec.template.spec.containers[name=log]")


def test_a_request_that_the_api_server_makes_of_the_limit_is_fine():
    redis = Container("redis", image="redis:8.4", resources=Resources(cpu_limit="1"))
    plan = plan_of(ContainerizedWorkload([redis]), AutoScaler(maximum=9))
    assert messages(unset_field, plan) == []


def test_a_field_that_somebody_sets_is_fine():
    assert messages(unset_field, plan_with(Web("web", traits=[AutoScaler(maximum=9)]))) == []
