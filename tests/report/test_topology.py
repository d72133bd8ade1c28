"""Applications drawn: environments that look the same share a picture."""

from oamdsl import Application
from oamdsl.report.topology import MOST_TOGETHER, topology_of
from tests.report.reports import HOSTILE, Web, hostile, many, plans_of


def test_environments_that_look_the_same_share_a_picture():
    (shop,) = topology_of(plans_of(lambda _: Application("shop", [Web("web")])))
    (group,) = shop.groups
    (picture,) = group.pictures
    assert (shop.name, shop.components, group.name, picture.environments) == ("shop", 1, "", ())
    assert picture.relations[0] == "application shop contains component web"


def test_environments_that_differ_have_a_picture_each():
    (shop,) = topology_of(plans_of())
    dev, prod = shop.groups[0].pictures
    assert (dev.environments, prod.environments) == (("dev",), ("prod",))
    assert (
        "trait SecurityPolicy decides fields of Deployment/web:"
        " sets spec.template.spec.containers[name=web].securityContext.allowPrivilegeEscalation"
    ) in prod.relations


def test_labels_have_the_end_of_a_long_path():
    (shop,) = topology_of(plans_of())
    texts = {one.text for edge in shop.groups[0].pictures[1].graph.edges for one in edge.fields}
    assert "sets …securityContext.allowPrivilegeEscalation" in texts
    assert "leaves spec.replicas to the HorizontalPodAutoscaler" in texts


def test_a_large_application_has_a_picture_for_each_component():
    (shop,) = topology_of(plans_of(many(MOST_TOGETHER + 1)))
    assert [one.name for one in shop.groups] == [f"web-{n}" for n in range(MOST_TOGETHER + 1)]
    assert shop.dependencies[0] == "web-1 depends on web-0"
    assert len(shop.dependencies) == MOST_TOGETHER
    assert all(len(one.pictures) == 1 for one in shop.groups)


def test_what_depends_on_nothing_is_drawn_without_the_line():
    (application,) = topology_of(plans_of(hostile))
    relations = application.groups[0].pictures[0].relations
    assert f"application {HOSTILE} contains component web" in relations
    assert not any("missing" in one for one in relations)
