from oamdsl import Component, SingletonServer, Task, component
from oamdsl.checks.rules.refused_workload import refused_workload
from tests.checks.composing import messages, plan_of, plan_with, told


def test_what_does_not_go_together_is_reported_at_the_argument():
    (finding,) = refused_workload(plan_of(Task(image="report:1", time_zone="Etc/UTC")))
    assert told(finding) == {
        "message": "`Task` of component `web`: it has no schedule, so it runs once, when deployed",
        "subject": ("shop", "web", "Task", "time_zone"),
        "seen": "'Etc/UTC'",
        "places": [
            ('time_zone="Etc/UTC"', ""),
            ("Given(name, traits=traits)", "component `web` is built here"),
        ],
        "help": "give `schedule`, or remove `time_zone`",
    }


def test_what_is_missing_is_reported_at_the_workload():
    (finding,) = refused_workload(plan_of(SingletonServer(image="web:1")))
    assert told(finding)["places"][0] == ('SingletonServer(image="web:1")', "")


def test_a_workload_that_is_wrong_in_itself_refuses_nothing_more():
    assert messages(refused_workload, plan_of(Task(image=1, time_zone="Etc/UTC"))) == []


def test_a_component_without_a_workload_is_left_to_another_rule():
    @component
    class Failing(Component):
        def workload(self):
            raise LookupError

    assert messages(refused_workload, plan_with(Failing("web"))) == []
