"""`oamdsl diff` with a cluster: what is live beside what the program says, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from oamdsl import Application, AutoScaler, Component, Ingress, Metadata, PodSecurityLevel, SecurityPolicy
from oamdsl.compose.compose import compose
from oamdsl.diff.compare import compare
from oamdsl.diff.state import State, environment_of
from oamdsl.diff.text import render
from oamdsl.project import ProjectError
from oamdsl.project.live import Live, beside
from tests.e2e.accounts import as_somebody
from tests.e2e.applications import Archive, Store, Web, Worker
from tests.e2e.images import IMAGE, OTHER_IMAGE
from tests.e2e.kubernetes_api import APPLY_PATCH
from tests.e2e.site import Site

NOTED = Metadata(annotations={"example.com/team": "shop"})
SCALER = AutoScaler(minimum=2, maximum=9)
HARDENED = SecurityPolicy(level=PodSecurityLevel.RESTRICTED)
ROUTE = Ingress(host="shop.example.com")
STOPPED = f"""\
- app/worker (e2e)
    ! stops: Deployment/worker: it is removed
    - replicas: 1
    - image of worker: {IMAGE}
    - cpu of worker: 100m requested, none at most
    - memory of worker: 64Mi requested, none at most
    - Deployment/worker
"""


def live(site: Site, *components: Component, kubeconfig: Path | None = None) -> Live:
    """The cluster beside an application with *components*."""
    plan = compose(site.environment, [Application("app", components)])
    said = State("the working tree", {site.environment.name: environment_of(plan)})
    return beside(said, site.environment, "", kubeconfig or site.cluster.kubeconfig, lambda *_: None)


def difference(site: Site, *components: Component, objects: bool = False) -> str:
    """What `oamdsl diff --base cluster:` prints, of an application with *components*."""
    found = live(site, *components)
    assert found.gaps == ()
    return render(compare(found.cluster, found.deployed), objects=objects)


def lines(text: str) -> Sequence[str]:
    """The lines of YAML that differ."""
    return [line.strip() for line in text.splitlines() if line.startswith(("        +", "        -"))]


def test_what_was_just_deployed_does_not_differ(site: Site) -> None:
    components = [
        Web("web", traits=[SCALER, NOTED, ROUTE, HARDENED]),
        Worker("worker"),
        Archive("archive"),
        Store("store"),
    ]
    site.up(*components)
    assert difference(site, *components) == ""

    site.scale("web", 4)
    changed = [Web("web", image=OTHER_IMAGE, traits=[SCALER]), *components[1:]]
    site.up(*changed)
    assert difference(site, *changed) == ""


def test_before_the_first_deployment_all_is_new(site: Site) -> None:
    assert difference(site, Worker("worker")).splitlines()[0] == "+ app/worker (e2e)"


def test_what_the_program_changes_is_all_that_differs(site: Site) -> None:
    site.up(Web("web", traits=[SCALER, ROUTE]))
    site.scale("web", 4)

    changed = difference(site, Web("web", image=OTHER_IMAGE, traits=[SCALER, ROUTE]), objects=True)

    assert lines(changed) == [f"-        image: {IMAGE}", f"+        image: {OTHER_IMAGE}"]
    assert site.live("Deployment", "web")["spec"]["template"]["spec"]["containers"][0]["image"] != OTHER_IMAGE


def test_what_a_person_changed_is_put_right(site: Site) -> None:
    site.up(Web("web"))
    theirs = site.reference("Deployment", "web")
    containers = [{"name": "web", "image": OTHER_IMAGE}]
    theirs["spec"] = {"template": {"spec": {"containers": containers}}}
    theirs["metadata"]["annotations"] = {"example.com/note": "theirs"}
    site.cluster.api.patch(theirs, theirs, content_type=APPLY_PATCH, fieldManager="p", force="true")

    assert difference(site, Web("web")) == (
        "~ app/web (e2e)\n"
        "    ! restarts pods: Deployment/web: spec.template.spec.containers[name=web].image\n"
        f"    ~ image of web: {OTHER_IMAGE} -> {IMAGE}\n"
        "    ~ Deployment/web\n"
    )


def test_what_somebody_deleted_is_made_anew(site: Site) -> None:
    site.up(Web("web"))
    site.cluster.api.delete(site.reference("Service", "web"))

    assert difference(site, Web("web")) == (
        "~ app/web (e2e)\n    + service ports: 80/TCP\n    + Service/web\n"
    )


def test_what_an_object_was_made_with_goes(site: Site) -> None:
    site.up(Web("web", traits=[NOTED]), Worker("worker"))

    found = difference(site, Web("web"), objects=True)

    assert "-    example.com/team: shop" in lines(found)
    without_yaml = "".join(line for line in found.splitlines(keepends=True) if not line.startswith(" " * 8))
    assert without_yaml == f"{STOPPED}\n~ app/web (e2e)\n    ~ Deployment/web\n"


def test_what_an_object_was_given_later_goes(site: Site) -> None:
    site.up(Web("web"))
    site.up(Web("web", traits=[NOTED]))

    assert difference(site, Web("web")) == "~ app/web (e2e)\n    ~ Deployment/web\n"


def test_a_kind_that_a_component_no_longer_is_is_replaced(site: Site) -> None:
    site.up(Archive("archive"))
    found = difference(site, Worker("archive"))
    assert "    - PersistentVolumeClaim/archive-data\n" in found


def test_it_says_what_pulumi_then_does(site: Site) -> None:
    site.up(Web("web", traits=[NOTED]), Worker("worker"))
    changed = [Web("web", greeting="goodbye", traits=[ROUTE])]
    found = live(site, *changed)
    signs = {
        f"{one.ref.api.kind} {one.ref.name}": "create"
        if one.before is None
        else "delete"
        if one.after is None
        else "update"
        for component in compare(found.cluster, found.deployed).environments["e2e"].components
        for one in component.objects
    }

    done = site.up(*changed).by_object

    assert signs == {name: "update" if what == "replace" else what for name, what in done.items()}
    assert difference(site, *changed) == ""


def test_nothing_is_changed(site: Site) -> None:
    site.up(Web("web"))
    before = site.live("Deployment", "web")
    assert difference(site, Web("web", image=OTHER_IMAGE)) != ""
    assert site.live("Deployment", "web")["metadata"]["generation"] == before["metadata"]["generation"]


def test_whoever_may_only_look_sees_almost_all(site: Site, tmp_path: Path) -> None:
    site.up(Web("web", traits=[NOTED]))
    viewer = as_somebody(site, tmp_path, "view")

    found = live(site, Web("web", image=OTHER_IMAGE), kubeconfig=viewer)

    assert "image of web" in render(compare(found.cluster, found.deployed))
    unlisted, untried = found.gaps
    assert unlisted.endswith(", so what no longer belongs there is not seen")
    assert untried == (
        "the user may not try changes of deployments, services,"
        " so a field that the program has left out since the object was made is not seen"
    )


def test_whoever_may_nothing_is_told(site: Site, tmp_path: Path) -> None:
    site.up(Worker("worker"))
    with pytest.raises(ProjectError) as caught:
        live(site, Worker("worker"), kubeconfig=as_somebody(site, tmp_path, ""))
    assert caught.value.message == (
        "the user of context `e2e` may not read"
        f" /apis/apps/v1/namespaces/{site.environment.namespace}/deployments/worker"
    )
    assert caught.value.help == f"ask for a role in namespace `{site.environment.namespace}`, such as `view`"
