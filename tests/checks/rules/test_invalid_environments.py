from tests.rule_examples import findings_of_project


def test_every_environment_of_a_name_that_is_taken_is_reported():
    findings = findings_of_project("""\
# stacks/environments.py
from oamdsl import Environment
from stacks.platforms import CLUSTER
ENVIRONMENTS = [
    Environment("dev", platform=CLUSTER),
    Environment("dev", platform=CLUSTER),
    Environment("dev", platform=CLUSTER),
    Environment(platform=CLUSTER),
]
""")
    assert [(one["code"], one["places"][0]["line"]) for one in findings] == [
        ("OAM004", 6),
        ("OAM004", 7),
        ("OAM102", 8),
    ]
