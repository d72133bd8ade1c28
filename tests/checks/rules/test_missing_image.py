import pytest

from oamdsl import Container, ContainerizedWorkload, RawPatch, Secret
from oamdsl.checks.rules.missing_image import missing_image
from tests.checks.composing import deployment, messages, plan_of, plan_with, told
from tests.rule_examples import Web


def test_a_container_without_an_image_is_told_with_its_line():
    entry = {"name": "side", "args": ["-v"], "$patch": "add"}
    patch = RawPatch(merge={"spec": {"template": {"spec": {"containers": [entry]}}}})
    (finding,) = missing_image(plan_with(Web("web", traits=[patch])))
    assert told(finding) == {
        "message": "container `side` of Deployment/web of component `web` has no image",
        "subject": ("shop", "web", "Deployment/web"),
        "places": [
            (
                'RawPatch(merge={"spec": {"template": {"spec": {"containers": [entry]}}}})',
                "container `side` is written here",
            ),
            ('Web("web", traits=[patch])', "component `web` is built here"),
        ],
        "help": "give it its `image`",
    }


@pytest.mark.parametrize(
    "body", [{"name": "a"}, {"name": "a", "image": ""}, {"name": "a", "image": None}, {}]
)
def test_an_empty_image_is_none(body):
    assert len(messages(missing_image, deployment(body))) == 1


def test_init_containers_need_one_too():
    plan = deployment({"name": "web", "image": "w"}, initContainers=[{"name": "wait"}])
    assert messages(missing_image, plan) == [
        "container `wait` of Deployment/web of component `web` has no image"
    ]


def test_an_image_that_is_known_later_is_one():
    workload = ContainerizedWorkload([Container("web", image="w:1")])
    assert messages(missing_image, plan_of(workload)) == []
    assert messages(missing_image, deployment({"name": "web", "image": Secret("w:1")})) == []
