from oamdsl import Ingress, Platform
from oamdsl.checks.rules.unoffered_trait import unoffered_trait
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
        "notes": ("no platform of this project offers it",),
        "places": [
            ('Ingress(host="shop.example.com")', "Ingress is bound here"),
            ('Platform("bare")', "platform `bare`"),
            (
                'Web("web", traits=[Ingress(host="shop.example.com")])',
                "component `web` is built here",
            ),
        ],
        "help": (
            "have the infrastructure operators of `bare` add an implementation"
            " (`oamdsl show Ingress` lists those that are installed), or remove `Ingress` in `prod`"
        ),
    }


def test_platforms_that_offer_it_are_named():
    (finding,) = unoffered_trait(on(BARE, EDGE, Platform("other"), PLATFORM))
    assert finding.violation.notes == ("offered by `edge`, `kubernetes`",)


def test_what_the_platform_offers_instead_is_listed():
    platform = Platform("small", [replicas, labels_and_annotations, replicas])
    (finding,) = unoffered_trait(on(platform))
    assert finding.violation.allowed == "ManualScaler, Metadata"


def test_a_trait_that_the_platform_offers_is_fine():
    assert messages(unoffered_trait, on(EDGE)) == []
