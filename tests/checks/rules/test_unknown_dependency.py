from oamdsl.checks.rules.unknown_dependency import unknown_dependency
from tests.checks.composing import plan_with, told
from tests.rule_examples import Web

APPLICATION = ('Application("shop", components)', "the application")


def test_a_misspelt_name_is_reported_with_the_component_that_was_meant():
    (finding,) = unknown_dependency(plan_with(Web("web", depends_on=["databse"]), Web("database")))
    assert told(finding) == {
        "message": "component `web` depends on `databse`, which is no component of application `shop`",
        "subject": ("shop", "web"),
        "seen": "'databse'",
        "allowed": "database",
        "places": [('depends_on=["databse"]', ""), APPLICATION],
        "help": "did you mean `database`?",
    }


def test_a_component_that_the_application_lacks_is_reported():
    database = Web("database")
    (finding,) = unknown_dependency(plan_with(Web("web", depends_on=[database])))
    assert told(finding) == {
        "message": "component `web` depends on `database`, which is no component of application `shop`",
        "subject": ("shop", "web"),
        "seen": "'database'",
        "places": [("depends_on=[database]", ""), APPLICATION],
        "help": "add `database` to the application, or remove the dependency",
    }


def test_components_without_a_name_are_left_to_another_rule():
    (finding,) = unknown_dependency(plan_with(Web("web", depends_on=["api"]), Web(), Web("web2")))
    assert finding.violation.allowed == "web2"
    assert list(unknown_dependency(plan_with(Web("web", depends_on=[Web()])))) == []


def test_components_and_names_of_the_application_may_be_depended_on():
    database = Web("database")
    plan = plan_with(database, Web("web", depends_on=[database, "api"]), Web("api"))
    assert list(unknown_dependency(plan)) == []
