from oamdsl import DaprSidecar, Ingress, Platform, Trait, trait
from oamdsl.checks.rules.unoffered_trait import unoffered_trait
from oamdsl.platforms.dapr import injected_sidecar
from oamdsl.platforms.kubernetes import ingress, labels_and_annotations, replicas
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import PLATFORM, Web

BARE = Platform("bare")
EDGE = Platform("edge", [ingress(ingress_class="nginx")])


def on(platform, *other_platforms):
    web = Web("web", traits=[Ingress(host="shop.example.com")])
    return plan_with(web, platform=platform, other_platforms=other_platforms)


def test_a_trait_that_no_platform_offers_is_reported():
    (finding,) = unoffered_trait(on(BARE))
    assert told(finding) == {
        "message": "platform `bare` does not offer `Ingress`, which component `web` binds",
        "subject": ("shop", "web", "Ingress"),
        "seen": "Ingress",
        "allowed": "no trait at all",
        "notes": (
            "no platform of this project offers it",
            "oamdsl implements it by `ack.application_load_balancer`, `aws.application_load_balancer`,"
            " `gateway_api.http_route`, `istio.virtual_service`, `kubernetes.ingress`, `traefik.ingress`",
        ),
        "places": [
            ('Ingress(host="shop.example.com")', "`Ingress` is bound here"),
            ('Platform("bare")', "platform `bare`"),
            (
                'Web("web", traits=[Ingress(host="shop.example.com")])',
                "component `web` is built here",
            ),
        ],
        "help": (
            "have the infrastructure operators of `bare` add an implementation by `Platform.offering`,"
            " or remove `Ingress` in `prod`"
        ),
    }


def test_platforms_that_offer_it_are_named():
    (finding,) = unoffered_trait(on(BARE, EDGE, Platform("other"), PLATFORM))
    assert finding.violation.notes[0] == "offered by `edge`, `kubernetes`"


def test_a_platform_that_offers_it_without_what_it_requires_is_not_named():
    web = Web("web", traits=[DaprSidecar(app_port=80)])
    others = [Platform("without", [injected_sidecar])]
    (finding,) = unoffered_trait(plan_with(web, platform=BARE, other_platforms=others))
    assert finding.violation.notes == (
        "no platform of this project offers it",
        "oamdsl implements it by `dapr.injected_sidecar`",
    )


def test_a_strangers_trait_is_looked_for_among_what_is_installed():
    @trait
    class Strange(Trait):
        """A trait of somebody else."""

    (finding,) = unoffered_trait(plan_with(Web("web", traits=[Strange()]), platform=BARE))
    assert finding.violation.notes[1] == "`oamdsl show Strange` lists the implementations that are installed"


def test_what_the_platform_offers_instead_is_listed():
    platform = Platform("small", [replicas, labels_and_annotations, replicas])
    (finding,) = unoffered_trait(on(platform))
    assert finding.violation.allowed == "ManualScaler, Metadata"


def test_a_trait_that_the_platform_offers_is_fine():
    assert messages(unoffered_trait, on(EDGE)) == []
