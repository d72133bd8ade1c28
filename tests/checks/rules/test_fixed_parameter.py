from oamdsl import Component, ContainerizedWorkload, Secret, component
from oamdsl.checks.rules.fixed_parameter import fixed_parameter
from tests.checks.composing import container, plan_with, told


@component
class Cache(Component):
    eviction: str = "lru"

    def workload(self):
        return ContainerizedWorkload([container(args=[self.eviction])])


@component
class Unfinished(Component):
    image: str

    def workload(self):
        return ContainerizedWorkload([container()])


def test_what_the_developer_fixed_cannot_be_overridden():
    (finding,) = fixed_parameter(plan_with(Cache("cache", eviction="lfu")))
    assert told(finding) == {
        "message": "`eviction` of `Cache` is fixed by its developer",
        "subject": ("shop", "cache", "Cache", "eviction"),
        "seen": "'lfu'",
        "places": [('eviction="lfu"', ""), ('eviction: str = "lru"', "its value is here")],
        "help": "remove `eviction`, or ask the developer of `Cache` to declare it with `parameter()`",
    }


def test_what_has_no_value_either_cannot_just_be_removed():
    (finding,) = fixed_parameter(plan_with(Unfinished("web", image="web:1")))
    assert finding.violation.help == "ask the developer of `Unfinished` to declare it with `parameter()`"


def test_a_secret_is_not_shown_nor_is_its_line():
    (finding,) = fixed_parameter(plan_with(Cache("cache", eviction=Secret("hunter2"))))
    assert finding.violation.seen == "[secret]"
    assert finding.violation.places[0].confidential


def test_the_fixed_value_itself_may_be_repeated():
    assert list(fixed_parameter(plan_with(Cache("cache", eviction="lru")))) == []
