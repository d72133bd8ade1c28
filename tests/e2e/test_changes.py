"""What a change of an application does to what is live: what is replaced, what restarts, what is kept."""

from oamdsl import AutoScaler, Ingress, Metadata, VolumeMounter
from stacks.platforms import NGINX
from tests.e2e.applications import Archive, Store, Web, Worker
from tests.e2e.images import OTHER_IMAGE
from tests.e2e.site import Site

WEB = (("Deployment", "web"), ("Service", "web"))


def test_a_parameter_changes_the_objects_that_it_is_in(site: Site) -> None:
    site.up(Web("web"), Worker("worker"))

    changes = site.up(Web("web", image=OTHER_IMAGE), Worker("worker"))

    assert changes.by_object == {"Deployment web": "update"}


def test_a_config_file_restarts_the_pods_that_read_it(site: Site) -> None:
    site.up(Web("web"))
    before = site.live("Deployment", "web")

    changes = site.up(Web("web", greeting="goodbye"))

    assert changes.by_object == {"ConfigMap web-config": "replace", "Deployment web": "update"}
    after = site.live("Deployment", "web")
    assert after["metadata"]["uid"] == before["metadata"]["uid"]
    assert after["metadata"]["generation"] > before["metadata"]["generation"]
    assert "goodbye" in site.live("ConfigMap", "web-config")["data"]["etc-web.conf"]


def test_a_trait_comes_and_goes_with_its_own_objects(site: Site) -> None:
    route, site = Ingress(host="shop.example.com"), site.moved(platform=NGINX)
    site.up(Web("web"))

    assert site.up(Web("web", traits=[route])).by_object == {"Ingress web": "create"}
    assert site.up(Web("web")).by_object == {"Ingress web": "delete"}


def test_a_trait_takes_its_fields_with_it(site: Site) -> None:
    noted = Metadata(annotations={"example.com/team": "shop"})
    site.up(Web("web"))

    assert site.up(Web("web", traits=[noted])).by_object == {"Deployment web": "update"}
    assert site.live("Deployment", "web")["metadata"]["annotations"]["example.com/team"] == "shop"
    site.up(Web("web"))
    assert "example.com/team" not in site.live("Deployment", "web")["metadata"]["annotations"]


def test_a_disk_is_added_to_a_component_that_has_changed_before(site: Site) -> None:
    disk = VolumeMounter("cache", mount_path="/cache", size="1Gi")
    site.up(Worker("worker"))
    site.up(Worker("worker", image=OTHER_IMAGE))

    site.up(Worker("worker", image=OTHER_IMAGE, traits=[disk]))

    assert site.live("Deployment", "worker")["spec"]["strategy"] == {"type": "Recreate"}
    assert site.live("PersistentVolumeClaim", "worker-cache")["status"]["phase"] == "Bound"
    site.up(Worker("worker", image=OTHER_IMAGE))
    assert site.live("Deployment", "worker")["spec"]["strategy"]["type"] == "RollingUpdate"


def test_a_renamed_component_is_another_one(site: Site) -> None:
    site.up(Worker("worker"))

    changes = site.up(Worker("labourer"))

    assert changes.by_object == {"Deployment labourer": "create", "Deployment worker": "delete"}
    assert changes.ended("Deployment labourer") < changes.began("Deployment worker")


def test_a_renamed_application_keeps_its_objects(site: Site) -> None:
    archive = Archive("archive")
    web = Web("web", traits=[AutoScaler(minimum=2, maximum=9)])
    site.up(web, archive, application="before")
    objects = [*WEB, ("Deployment", "archive"), ("PersistentVolumeClaim", "archive-data")]
    uids = site.uids(*objects)

    changes = site.up(web, archive, application="after")

    assert set(changes.by_object.values()) == {"update"}
    assert site.uids(*objects) == uids
    label = site.live("Deployment", "web")["metadata"]["labels"]["app.kubernetes.io/part-of"]
    assert label == "after"


def test_a_component_is_there_before_those_that_depend_on_it(site: Site) -> None:
    store = Store("store")
    worker = Worker("worker", depends_on=[store])

    changes = site.up(worker, store)

    for what in ("StatefulSet store", "Service store"):
        assert changes.ended(what) < changes.began("Deployment worker")


def test_objects_are_there_before_those_that_refer_to_them(site: Site) -> None:
    changes = site.up(Web("web", traits=[Ingress(host="shop.example.com")]))

    assert changes.ended("ConfigMap web-config") < changes.began("Deployment web")
    assert changes.ended("Service web") < changes.began("HTTPRoute web")
