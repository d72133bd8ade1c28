from oamdsl import AutoScaler, Component, ContainerizedWorkload, component
from oamdsl.checks.rules.missing_parameter import missing_parameter
from tests.checks.composing import container, plan_with, told
from tests.rule_examples import Web


def test_a_required_parameter_that_is_not_given_is_reported_with_its_declaration():
    (finding,) = missing_parameter(plan_with(Web("web", traits=[AutoScaler(minimum=2)])))
    assert told(finding) == {
        "message": "`AutoScaler` needs the parameter `maximum`",
        "subject": ("shop", "web", "AutoScaler", "maximum"),
        "allowed": "an integer",
        "places": [("AutoScaler(minimum=2)", "")],
        "help": "add `maximum=...`",
    }


def test_a_component_without_a_name_is_called_so():
    (finding,) = missing_parameter(plan_with(Web()))
    assert told(finding) == {
        "message": "`Web` needs the parameter `name`",
        "subject": ("shop", "(no name)", "Web", "name"),
        "allowed": "a string",
        "places": [("Web()", "")],
        "help": "add `name=...`",
    }


@component
class Unfinished(Component):
    image: str

    def workload(self):
        return ContainerizedWorkload([container()])


def test_a_fixed_value_that_its_developer_forgot_is_not_the_operators_to_give():
    (finding,) = missing_parameter(plan_with(Unfinished("web")))
    assert told(finding) == {
        "message": "`image` of `Unfinished` has no value, and operators may not give it one",
        "subject": ("shop", "web", "Unfinished", "image"),
        "allowed": "a string",
        "places": [('Unfinished("web")', "")],
        "help": "give it a value in `class Unfinished`, or declare it there with `parameter()`",
    }


def test_a_parameter_that_has_a_default_may_be_left_out():
    assert list(missing_parameter(plan_with(Web("web")))) == []
