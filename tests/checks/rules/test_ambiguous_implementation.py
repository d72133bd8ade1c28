from oamdsl import Ingress, ManualScaler, Platform, Set, implements
from oamdsl.checks.rules.ambiguous_implementation import ambiguous_implementation
from oamdsl.platforms.gateway_api import http_route
from oamdsl.platforms.kubernetes import ingress, replicas
from tests.checks.composing import messages, plan_with, shown, told
from tests.rule_examples import PLATFORM, Web


@implements(ManualScaler)
def my_replicas(trait, workload):
    yield Set(workload.replicas, trait.replicas)


def on(platform):
    return plan_with(Web("web"), platform=platform)


def test_a_trait_that_a_platform_implements_twice_is_reported():
    (finding,) = ambiguous_implementation(on(Platform("twice", [replicas, my_replicas])))
    assert told(finding) == {
        "message": "platform `twice` implements `ManualScaler` twice: by replicas and by my replicas",
        "subject": ("twice", "ManualScaler"),
        "places": [
            ('Platform("twice", [replicas, my_replicas])', "platform `twice`"),
            ("implements(ManualScaler)", "my replicas"),
            ("implements(ManualScaler)", "replicas"),
        ],
        "help": "keep one of them; `platform.offering(...)` replaces instead of adding",
    }


def test_one_technology_twice_is_named_once():
    platform = Platform("twice", [ingress(ingress_class="nginx"), ingress(ingress_class="alb")])
    (finding,) = ambiguous_implementation(on(platform))
    assert finding.violation.message == (
        "platform `twice` implements `Ingress` twice: both times by kubernetes ingress"
    )
    assert shown(finding)[1:] == [("implements(Ingress)", "kubernetes ingress")]


def test_each_further_implementation_is_reported():
    platform = Platform("many", [replicas, my_replicas, ingress(ingress_class="nginx"), replicas])
    assert len(messages(ambiguous_implementation, on(platform))) == 1
    others = [ingress(ingress_class=name) for name in ("a", "b", "c")]
    assert len(messages(ambiguous_implementation, on(Platform("many", others)))) == 2


def test_an_implementation_that_replaces_another_is_fine():
    assert messages(ambiguous_implementation, on(PLATFORM.offering(http_route(gateway="public")))) == []
    assert PLATFORM.implementation_of(Ingress) is not None
