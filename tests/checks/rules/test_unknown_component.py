from oamdsl import Share, TrafficMirror, TrafficSplit
from oamdsl.checks.rules.unknown_component import unknown_component
from oamdsl.platforms import gateway_api
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import PLATFORM, Web

MESH = PLATFORM.offering(gateway_api.traffic_mirror, gateway_api.traffic_split)


def split(*names):
    return TrafficSplit(shares=[Share(name, weight=1) for name in names])


def test_a_share_for_a_component_that_is_not_there_is_reported_with_the_one_that_was_meant():
    web = Web("web", traits=[split("web", "web-nxt")])
    (finding,) = unknown_component(plan_with(web, Web("web-next"), platform=MESH))
    assert told(finding) == {
        "message": (
            "`TrafficSplit` of component `web` leads to `web-nxt`,"
            " which is no component of application `shop`"
        ),
        "subject": ("shop", "web", "TrafficSplit"),
        "seen": "'web-nxt'",
        "allowed": "web, web-next",
        "places": [
            ("TrafficSplit(shares=[Share(name, weight=1) for name in names])", "TrafficSplit is bound here"),
            ('Web("web", traits=[split("web", "web-nxt")])', "component `web` is built here"),
        ],
        "help": "did you mean `web-next`?",
    }


def test_a_mirror_of_what_is_not_there_is_reported():
    (finding,) = unknown_component(plan_with(Web("web", traits=[TrafficMirror("logs")]), platform=MESH))
    assert finding.violation.help == "add `logs` to the application, or name another component"


def test_what_is_there_is_fine():
    web = Web("web", traits=[split("web", "web-next"), TrafficMirror("web-next")])
    assert messages(unknown_component, plan_with(web, Web("web-next"), platform=MESH)) == []
