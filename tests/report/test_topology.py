"""Applications drawn: environments that look the same share a picture."""

from oamdsl import Application
from oamdsl.graph.graph import NodeKind
from oamdsl.report.topology import MOST_TOGETHER, Dependencies, topology_of
from tests.report.reports import DEV, HOSTILE, PROD, Web, hostile, many, plans_of


def test_environments_that_look_the_same_share_a_picture():
    (shop,) = topology_of(plans_of(lambda _: Application("shop", [Web("web")])))
    (picture,) = shop.whole
    assert (shop.name, shop.size, shop.components, picture.environments) == ("shop", 1, (), ())
    assert picture.relations[0] == "application shop contains component web"


def test_environments_that_differ_have_a_picture_each():
    (shop,) = topology_of(plans_of())
    dev, prod = shop.whole
    assert (dev.environments, prod.environments) == (("dev",), ("prod",))
    assert (
        "trait SecurityPolicy decides fields of Deployment/web:"
        " sets spec.template.spec.containers[name=web].securityContext.allowPrivilegeEscalation"
    ) in prod.relations


def test_labels_have_the_end_of_a_long_path():
    (shop,) = topology_of(plans_of())
    texts = {one.text for edge in shop.whole[1].graph.edges for one in edge.fields}
    assert "sets …securityContext.allowPrivilegeEscalation" in texts
    assert "leaves spec.replicas to the HorizontalPodAutoscaler" in texts


def test_a_large_application_is_drawn_by_its_components_and_each_of_them_by_itself():
    (shop,) = topology_of(plans_of(many(MOST_TOGETHER + 1)))
    (whole,) = shop.whole
    assert {node.kind for node in whole.graph.nodes} == {NodeKind.APPLICATION, NodeKind.COMPONENT}
    names = [f"web-{n}" for n in range(MOST_TOGETHER + 1)]
    assert [node.name for node in whole.graph.nodes] == ["shop", *names]
    assert [one.name for one in shop.components] == names
    assert all(len(one.pictures) == 1 for one in shop.components)
    assert NodeKind.OBJECT in {node.kind for node in shop.components[1].pictures[0].graph.nodes}
    assert shop.dependencies == tuple(Dependencies(name, ("web-0",)) for name in names[1:])


def test_a_large_application_has_a_picture_for_environments_that_differ():
    def grown(environment):
        made = many(MOST_TOGETHER + 1)(environment)
        extra = [Web("batch", depends_on=["web-0", "web-1"])] if environment is PROD else []
        return Application("shop", [*made.components, *extra])

    (shop,) = topology_of(plans_of(grown))
    assert [one.environments for one in shop.whole] == [("dev",), ("prod",)]
    assert shop.dependencies[-1] == Dependencies("batch", ("web-0", "web-1"))
    assert shop.size == MOST_TOGETHER + 2


def test_what_is_for_pulumi_is_in_no_picture():
    (shop,) = topology_of(plans_of(environments=[DEV]))
    relations = shop.whole[0].relations
    assert "trait ManualScaler decides fields of Deployment/web: sets spec.replicas" in relations
    assert "pulumi.com" not in " ".join(relations)


def test_what_depends_on_nothing_is_drawn_without_the_line():
    (application,) = topology_of(plans_of(hostile))
    relations = application.whole[0].relations
    assert f"application {HOSTILE} contains component web" in relations
    assert not any("missing" in one for one in relations)
