from oamdsl import Application, Environment
from oamdsl.checks.rules.duplicate_component import duplicate_component
from oamdsl.compose.compose import compose
from tests.checks.composing import plan_with, told
from tests.rule_examples import PLATFORM, Web

ENVIRONMENT = Environment("prod", platform=PLATFORM)


def test_two_components_of_one_name_are_reported_with_both_lines():
    (finding,) = duplicate_component(plan_with(Web("web"), Web("web", connections=4096)))
    assert told(finding) == {
        "message": "two components of application `shop` are named `web`",
        "subject": ("shop", "web"),
        "places": [
            ('Web("web", connections=4096)', "`web` again"),
            ('Web("web")', "`web` is the first one"),
            ('Application("shop", components)', "the application"),
        ],
        "help": "give one of them another name",
    }


def test_a_third_one_is_reported_too():
    findings = list(duplicate_component(plan_with(Web("a"), Web("a"), Web("a", connections=2))))
    assert [told(finding)["places"][0][0] for finding in findings] == ['Web("a")', 'Web("a", connections=2)']


def test_one_component_that_is_listed_twice_is_reported():
    web = Web("web")
    (finding,) = duplicate_component(plan_with(web, web))
    assert told(finding) == {
        "message": "component `web` stands twice in application `shop`",
        "subject": ("shop", "web"),
        "places": [
            ('Web("web")', "`web` is built here, once"),
            ('Application("shop", components)', "the application"),
        ],
        "help": "remove one of the two",
    }


def test_two_applications_of_one_name_are_reported():
    plan = compose(ENVIRONMENT, [Application("shop", [Web("web")]), Application("shop", [Web("admin")])])
    (finding,) = duplicate_component(plan)
    assert told(finding) == {
        "message": "two applications are named `shop`",
        "subject": ("shop",),
        "places": [
            ('Application("shop", [Web("admin")])', "`shop` again"),
            ('Application("shop", [Web("web")])', "`shop` is the first one"),
        ],
        "help": "give one of them another name",
    }


def test_one_application_that_is_given_twice_is_reported_once():
    shop = Application("shop", [Web("web")])
    (finding,) = duplicate_component(compose(ENVIRONMENT, [shop, shop]))
    assert told(finding)["message"] == "application `shop` is deployed twice"
    assert told(finding)["help"] == "remove one of the two"


def test_components_without_a_name_are_left_to_another_rule():
    assert list(duplicate_component(plan_with(Web(), Web()))) == []


def test_components_of_two_applications_may_have_one_name():
    plan = compose(ENVIRONMENT, [Application("a", [Web("web")]), Application("b", [Web("web")])])
    assert list(duplicate_component(plan)) == []
