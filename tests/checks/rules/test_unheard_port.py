import pytest

from oamdsl import Container, ContainerizedWorkload, DaprSidecar, Port
from oamdsl.checks.rules.unheard_port import unheard_port
from tests.checks.composing import messages, plan_of, plan_with, told
from tests.rule_examples import PLATFORM, Web


def test_a_port_that_no_container_declares_is_reported():
    (finding,) = unheard_port(plan_with(Web("web", traits=[DaprSidecar(app_port=8080)])))
    assert not finding.is_error
    assert told(finding) == {
        "message": (
            "Dapr sends requests of component `web` to port 8080, and its containers declare only 80"
        ),
        "subject": ("shop", "web", "Deployment/web"),
        "seen": "8080",
        "allowed": "80",
        "places": [
            ("DaprSidecar(app_port=8080)", "port 8080 is given here"),
            ('Web("web", traits=[DaprSidecar(app_port=8080)])', "component `web` is built here"),
        ],
        "help": "use the port that the component listens on, and have its container declare it",
    }


@pytest.mark.parametrize(
    ("ports", "trait"),
    [
        ([Port(80)], DaprSidecar(app_port=80)),
        ([Port(80)], DaprSidecar()),
        ([], DaprSidecar(app_port=80)),
    ],
)
def test_a_port_that_is_or_may_be_declared_is_fine(ports, trait):
    web = ContainerizedWorkload([Container("web", image="w", ports=ports)])
    assert messages(unheard_port, plan_of(web, trait, platform=PLATFORM)) == []
