from oamdsl.checks.rules.dependency_cycle import dependency_cycle
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import Web


def test_a_component_that_depends_on_itself_is_reported():
    (finding,) = dependency_cycle(plan_with(Web("web", depends_on=["web"])))
    assert told(finding) == {
        "message": "component `web` of application `shop` depends on itself",
        "subject": ("shop", "web"),
        "places": [('depends_on=["web"]', "`web` depends on `web`")],
        "help": "remove this dependency",
    }


def test_a_circle_of_two_is_reported_with_both_dependencies():
    (finding,) = dependency_cycle(plan_with(Web("web", depends_on=["api"]), Web("api", depends_on=["web"])))
    assert told(finding) == {
        "message": "components of application `shop` depend on each other: `web` -> `api` -> `web`",
        "subject": ("shop", "web", "api"),
        "places": [
            ('depends_on=["api"]', "`web` depends on `api`"),
            ('depends_on=["web"]', "`api` depends on `web`"),
        ],
        "help": "remove one of these dependencies",
    }


def test_a_circle_begins_with_the_component_declared_first():
    plan = plan_with(
        Web("free"),
        Web("web", depends_on=["api", "free"]),
        Web("db", depends_on=["web"]),
        Web("api", depends_on=["db", "unknown"]),
    )
    assert messages(dependency_cycle, plan) == [
        "components of application `shop` depend on each other: `web` -> `api` -> `db` -> `web`"
    ]


def test_every_circle_is_reported():
    plan = plan_with(
        Web("a", depends_on=["b"]),
        Web("b", depends_on=["a"]),
        Web("c", depends_on=["d", "a"]),
        Web("d", depends_on=["c"]),
    )
    assert messages(dependency_cycle, plan) == [
        "components of application `shop` depend on each other: `a` -> `b` -> `a`",
        "components of application `shop` depend on each other: `c` -> `d` -> `c`",
    ]


def test_dependencies_in_a_line_are_fine():
    assert messages(dependency_cycle, plan_with(Web("web", depends_on=["api"]), Web("api"))) == []
