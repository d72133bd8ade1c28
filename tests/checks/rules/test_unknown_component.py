import pytest

from oamdsl import Neighbour, NetworkIsolation, Peer, Placement, Share, TrafficMirror, TrafficSplit
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
            (
                "TrafficSplit(shares=[Share(name, weight=1) for name in names])",
                "`TrafficSplit` is bound here",
            ),
            ('Web("web", traits=[split("web", "web-nxt")])', "component `web` is built here"),
        ],
        "help": "did you mean `web-next`?",
    }


def test_a_mirror_of_what_is_not_there_is_reported():
    (finding,) = unknown_component(plan_with(Web("web", traits=[TrafficMirror("logs")]), platform=MESH))
    assert finding.violation.help == "add `logs` to the application, or name another component"


@pytest.mark.parametrize(
    "trait",
    [
        Placement(near=[Neighbour("nope", required=True)]),
        Placement(apart_from=[Neighbour("web"), Neighbour("nope")]),
        NetworkIsolation(allow_from=[Peer(component="nope")]),
        NetworkIsolation(allow_to=[Peer(component="web"), Peer(component="nope")]),
    ],
    ids=repr,
)
def test_a_neighbour_or_a_peer_that_is_not_there_is_reported(trait):
    (finding,) = unknown_component(plan_with(Web("web", traits=[trait]), platform=MESH))
    assert finding.violation.seen == "'nope'"


def test_a_peer_of_another_namespace_or_of_an_address_is_no_component_of_the_application():
    peers = [Peer(component="nope", namespace="elsewhere"), Peer(namespace="elsewhere"), Peer(ports=[80])]
    isolated = Web("web", traits=[NetworkIsolation(allow_from=[*peers, Peer(addresses="10.0.0.0/8")])])
    assert messages(unknown_component, plan_with(isolated, platform=MESH)) == []


def test_what_is_there_is_fine():
    web = Web("web", traits=[split("web", "web-next"), TrafficMirror("web-next")])
    assert messages(unknown_component, plan_with(web, Web("web-next"), platform=MESH)) == []
