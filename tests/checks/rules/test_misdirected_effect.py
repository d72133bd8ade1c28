from oamdsl import RawPatch, Set, Trait, VolumeMounter, implements, parameter, trait
from oamdsl.checks.rules.misdirected_effect import misdirected_effect
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import PLATFORM, Web


def disk(*containers):
    return VolumeMounter("data", mount_path="/data", size="1Gi", containers=containers)


def test_a_container_that_is_not_there_is_reported_with_the_one_that_was_meant():
    (finding,) = misdirected_effect(plan_with(Web("web", traits=[disk("wbe")])))
    assert told(finding) == {
        "message": (
            "`VolumeMounter` addresses `spec.template.spec.containers[name=wbe].volumeMounts` of"
            " Deployment/web for component `web`, and there is no spec.template.spec.containers[name=wbe]"
        ),
        "subject": ("shop", "web", "VolumeMounter"),
        "seen": "wbe",
        "allowed": "web",
        "places": [
            (
                'VolumeMounter("data", mount_path="/data", size="1Gi", containers=containers)',
                "`VolumeMounter` is bound here",
            ),
            ('Web("web", traits=[disk("wbe")])', "component `web` is built here"),
            ("implements(VolumeMounter)", "implemented here, by persistent volume claim"),
        ],
        "help": "did you mean `web`?",
    }


def test_a_container_whose_name_is_near_none_is_to_be_mended():
    (finding,) = misdirected_effect(plan_with(Web("web", traits=[disk("log")])))
    assert finding.violation.help == "mend the parameters of `VolumeMounter`, or its implementation"
    assert finding.violation.allowed == "web"


def test_an_object_that_another_trait_makes_is_reported_with_that_trait():
    patch = RawPatch(
        kind="PodDisruptionBudget", api_version="policy/v1", merge={"spec": {"maxUnavailable": 2}}
    )
    (finding,) = misdirected_effect(plan_with(Web("web", traits=[patch])))
    assert finding.violation.message == (
        "`RawPatch` addresses PodDisruptionBudget/web for component `web`, and the component has no such"
        " object, only Deployment/web, Service/web"
    )
    assert finding.violation.help == "bind `DisruptionBudget` too, which makes the PodDisruptionBudget"


@trait
class Fragile(Trait):
    """Has an implementation that fails when it is asked what its example does."""

    level: int = parameter()


@implements(Fragile)
def fragile(trait, workload):
    raise ValueError(trait.level)


def test_a_trait_whose_example_fails_is_no_help():
    platform = PLATFORM.offering(lost, fragile)
    (finding,) = misdirected_effect(plan_with(Web("web", traits=[Lost()]), platform=platform))
    assert finding.violation.help == "mend the parameters of `Lost`, or its implementation"


@trait
class Lost(Trait):
    """Has an effect on nothing."""


@implements(Lost)
def lost(trait, workload):
    yield Set(ObjectRef(Api("v1", "ConfigMap"), "settings", "default") / "data" / "motto", "none")


def test_an_object_that_is_not_there_is_reported_with_those_that_are():
    (finding,) = misdirected_effect(plan_with(Web("web", traits=[Lost()]), platform=PLATFORM.offering(lost)))
    assert told(finding) == {
        "message": (
            "`Lost` addresses ConfigMap/settings for component `web`,"
            " and the component has no such object, only Deployment/web, Service/web"
        ),
        "subject": ("shop", "web", "Lost"),
        "places": [
            ("Lost()", "`Lost` is bound here"),
            ('Web("web", traits=[Lost()])', "component `web` is built here"),
            ("implements(Lost)", "implemented here, by lost"),
        ],
        "help": "mend the parameters of `Lost`, or its implementation",
    }


def test_an_effect_that_hits_is_fine():
    assert messages(misdirected_effect, plan_with(Web("web", traits=[disk("web")]))) == []
