from oamdsl import (
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    KubernetesWorkload,
    ManualScaler,
    Require,
    component,
    implements,
    parameter,
)
from oamdsl.checks.rules.failing_function import failing_function
from tests.checks.composing import container, plan_of, plan_with, told
from tests.rule_examples import PLATFORM, Web

IMAGES = {"redis": "redis:8.4"}
HELP = "mend this line, or what it is given"


@component
class Cache(Component):
    product: str = parameter(default="redis")
    passcode: str = parameter(default="", secret=True)

    def workload(self):
        return ContainerizedWorkload([Container("cache", image=IMAGES[self.product])])


@component
class Leaky(Cache):
    def workload(self):
        raise ValueError(self.passcode)


@component
class Forgetful(Cache):
    def workload(self):
        ContainerizedWorkload([container()])


@component
class Empty(Component): ...


def helper():
    return 1 / 0


@component
class Helped(Component):
    def workload(self):
        return helper()


def test_a_workload_that_raises_is_reported_with_the_line_that_was_running():
    (finding,) = failing_function(plan_with(Cache("cache", product="valkey")))
    assert told(finding) == {
        "message": "`Cache.workload()` failed: there is no key 'valkey'",
        "subject": ("shop", "cache", "Cache.workload()"),
        "places": [
            ("IMAGES[self.product]", "while running this"),
            ('Cache("cache", product="valkey")', "component `cache` is built here"),
        ],
        "help": HELP,
    }


def test_an_error_tells_no_secret():
    (finding,) = failing_function(plan_with(Leaky("cache", passcode="hunter2")))
    assert finding.violation.message == "`Leaky.workload()` failed: ValueError: [secret]"


def test_a_workload_that_returns_none_is_reported_where_the_component_is_built():
    (finding,) = failing_function(plan_with(Forgetful("cache")))
    assert told(finding) == {
        "message": "`Forgetful.workload()` failed: it returned None, which is no workload",
        "subject": ("shop", "cache", "Forgetful.workload()"),
        "places": [("def workload(self):", ""), ('Forgetful("cache")', "component `cache` is built here")],
        "help": "return a workload from it",
    }


def test_a_workload_that_is_not_written_is_reported_where_the_class_is():
    (finding,) = failing_function(plan_with(Empty("cache")))
    assert told(finding) == {
        "message": "`Empty.workload()` failed: it is not written",
        "subject": ("shop", "cache", "Empty.workload()"),
        "places": [
            ("class Empty(Component): ...", ""),
            ('Empty("cache")', "component `cache` is built here"),
        ],
        "help": "write `def workload(self)` in `class Empty`",
    }


def test_a_helper_that_raises_is_reported_with_the_line_that_calls_it():
    (finding,) = failing_function(plan_with(Helped("cache")))
    assert told(finding)["places"] == [
        ("1 / 0", "while running this"),
        ("helper()", "called from here"),
        ('Helped("cache")', "component `cache` is built here"),
    ]


def test_a_workload_that_cannot_be_rendered_is_reported_where_it_was_built():
    (finding,) = failing_function(plan_of(KubernetesWorkload({"apiVersion": "v1", "kind": 3})))
    assert finding.violation.message == (
        "`KubernetesWorkload.render()` failed: ValueError: the object has no kind"
    )
    assert told(finding)["places"][0] == (
        'KubernetesWorkload({"apiVersion": "v1", "kind": 3})',
        "while running this",
    )


@implements(ManualScaler)
def broken_scaler(trait, workload):
    yield Require(str(trait.replicas / 0))


@implements(ManualScaler)
def numbers(trait, workload):
    yield trait.replicas


def scaled_by(implementation):
    platform = PLATFORM.offering(implementation)
    return plan_with(Web("web", traits=[ManualScaler(replicas=2)]), platform=platform)


def test_an_implementation_that_raises_is_reported_with_the_line_that_was_running():
    (finding,) = failing_function(scaled_by(broken_scaler))
    assert told(finding) == {
        "message": ("`broken scaler for ManualScaler` failed: ZeroDivisionError: division by zero"),
        "subject": ("shop", "web", "broken scaler for ManualScaler"),
        "places": [
            ("trait.replicas / 0", "while running this"),
            ('Web("web", traits=[ManualScaler(replicas=2)])', "component `web` is built here"),
        ],
        "help": HELP,
    }


def test_an_implementation_that_yields_no_effect_is_reported():
    (finding,) = failing_function(scaled_by(numbers))
    assert finding.violation.message == (
        "`numbers for ManualScaler` failed: it yielded int, which is no effect"
    )
    assert told(finding)["places"][0] == ("implements(ManualScaler)", "while running this")


def test_what_fails_for_arguments_that_are_faulty_is_a_consequence():
    assert list(failing_function(plan_with(Cache("cache", product=3, prodct="valkey")))) == []
    plan = plan_with(Forgetful("cache", traits=[AutoScaler(maximum="9")]))
    assert list(failing_function(plan)) == []


def test_what_works_is_fine():
    assert list(failing_function(plan_with(Cache("cache")))) == []
