from oamdsl import Component, ContainerizedWorkload, Trait, Workload, component, parameter
from oamdsl.checks.rules.undeclared_class import undeclared_class
from tests.checks.composing import container, plan_of, plan_with, told
from tests.rule_examples import Web


class Cache(Component):
    def workload(self):
        return ContainerizedWorkload([container()])


class Mesh(Trait):
    pass


class Job(Workload):
    def render(self, context):
        return ContainerizedWorkload([container()]).render(context)


def test_a_component_class_without_its_decorator_is_reported():
    (finding,) = undeclared_class(plan_with(Cache("cache")))
    assert told(finding) == {
        "message": "class `Cache` is not decorated with `@component`",
        "subject": ("shop", "cache", "Cache"),
        "places": [("class Cache(Component):", "it is defined here"), ('Cache("cache")', "")],
        "help": "write `@component` above `class Cache`",
    }


def test_a_trait_class_without_its_decorator_is_reported():
    (finding,) = undeclared_class(plan_with(Web("web", traits=[Mesh()])))
    assert told(finding) == {
        "message": "class `Mesh` is not decorated with `@trait`",
        "subject": ("shop", "web", "Mesh"),
        "places": [("class Mesh(Trait):", "it is defined here"), ("Mesh()", "")],
        "help": "write `@trait` above `class Mesh`",
    }


def test_a_workload_class_without_its_decorator_is_reported():
    (finding,) = undeclared_class(plan_of(Job()))
    assert told(finding)["message"] == "class `Job` is not decorated with `@workload`"
    assert told(finding)["places"] == [("class Job(Workload):", "it is defined here"), ("Job()", "")]


def test_decorated_classes_are_fine():
    assert list(undeclared_class(plan_with(Web("web")))) == []


@component
class Sized(Component):
    size = parameter(default=1)
    host = parameter()

    def workload(self):
        return ContainerizedWorkload([container()])


def test_a_parameter_without_a_type_is_reported_where_it_is_declared():
    size, host = undeclared_class(plan_with(Sized("web", host="h")))
    assert told(size) == {
        "message": "parameter `size` of `Sized` has no type",
        "subject": ("shop", "web", "Sized", "size"),
        "places": [
            ("parameter(default=1)", "`size` is declared here"),
            ('Sized("web", host="h")', "`Sized` is built here"),
        ],
        "help": "write `size: int = parameter(...)` in `class Sized`",
    }
    assert told(host)["help"] == "write `host: ... = parameter(...)` in `class Sized`"
