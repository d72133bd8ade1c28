"""Data that a developer wants kept survives whatever is done to the component."""

from collections.abc import Iterator

import pytest

from tests.e2e.applications import Archive, Store, Worker
from tests.e2e.cluster import Cluster
from tests.e2e.images import OTHER_IMAGE
from tests.e2e.kubernetes_api import Manifest
from tests.e2e.site import Site

CLAIM = ("PersistentVolumeClaim", "archive-data")
OF_STORE = ("PersistentVolumeClaim", "data-store-0")


@pytest.fixture
def other_namespace(cluster: Cluster, namespace: str) -> Iterator[str]:
    """Another namespace."""
    manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": f"{namespace}-2"}}
    cluster.api.create(manifest)
    yield f"{namespace}-2"
    cluster.api.delete(manifest)


def is_kept(claim: Manifest) -> bool:
    """Whether nobody deletes the claim, and it has its volume."""
    return "deletionTimestamp" not in claim["metadata"] and claim["status"]["phase"] == "Bound"


def test_changes_of_a_component_keep_its_volumes(site: Site) -> None:
    site.up(Archive("archive"), Store("store"))
    uids = site.uids(CLAIM, OF_STORE)

    site.up(Archive("archive", image=OTHER_IMAGE, size="2Gi"), Store("store", image=OTHER_IMAGE))

    assert site.uids(CLAIM, OF_STORE) == uids
    assert site.live(*CLAIM)["spec"]["resources"]["requests"]["storage"] == "2Gi"


def test_a_component_that_is_removed_leaves_its_volumes(site: Site) -> None:
    site.up(Archive("archive"), Store("store"), Worker("worker"))

    site.up(Worker("worker"))

    assert site.find("Deployment", "archive") is None
    assert site.find("StatefulSet", "store") is None
    assert is_kept(site.live(*CLAIM))
    assert is_kept(site.live(*OF_STORE))


def test_a_component_that_is_renamed_leaves_its_volumes(site: Site) -> None:
    site.up(Archive("archive"))

    site.up(Archive("annals"))

    assert is_kept(site.live(*CLAIM))
    assert is_kept(site.live("PersistentVolumeClaim", "annals-data"))


def test_a_volume_that_would_be_replaced_is_kept_and_the_update_fails(site: Site) -> None:
    site.up(Archive("archive"))
    uids = site.uids(CLAIM)

    said = site.failure(Archive("archive", storage_class="immediate"))

    assert "archive-data" in said
    assert site.uids(CLAIM) == uids
    assert is_kept(site.live(*CLAIM))


def test_another_namespace_leaves_the_volumes_in_the_old_one(site: Site, other_namespace: str) -> None:
    site.up(Archive("archive"), Store("store"))

    moved = site.moved(namespace=other_namespace)
    moved.up(Archive("archive"), Store("store"))

    assert is_kept(site.live(*CLAIM))
    assert is_kept(site.live(*OF_STORE))
    assert site.find("Deployment", "archive") is None
    assert moved.available("archive") == 1


def namespace_of(name: str) -> Manifest:
    """A Namespace, by its identity."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


@pytest.fixture
def own_namespace(site: Site, cluster: Cluster) -> Iterator[Site]:
    """A site whose stack makes its namespace; that one and its successor are gone in the end."""
    name = f"{site.environment.namespace}-own"
    yield site.moved(namespace=name, create_namespace=True)
    for each in (name, f"{name}-2"):
        if cluster.api.find(namespace_of(each)) is not None:
            cluster.api.delete(namespace_of(each))


def test_a_namespace_that_the_stack_makes_no_more_is_kept_with_its_volumes(own_namespace: Site) -> None:
    site = own_namespace
    site.up(Archive("archive"))
    uids = site.uids(CLAIM)

    elsewhere = site.moved(create_namespace=False)
    elsewhere.up(Archive("archive"))

    assert site.uids(CLAIM) == uids
    assert is_kept(site.live(*CLAIM))
    assert elsewhere.up(Archive("archive")).by_object == {}


def test_a_namespace_that_is_exchanged_is_kept_with_its_volumes(own_namespace: Site) -> None:
    site = own_namespace
    site.up(Archive("archive"))

    moved = site.moved(namespace=f"{site.environment.namespace}-2")
    moved.up(Archive("archive"))

    assert is_kept(site.live(*CLAIM))
    assert site.find("Deployment", "archive") is None
    assert is_kept(moved.live(*CLAIM))
    assert moved.available("archive") == 1


def test_a_namespace_without_such_data_goes_with_the_stack(own_namespace: Site, cluster: Cluster) -> None:
    site = own_namespace
    site.up(Worker("worker"))

    site.moved(namespace=f"{site.environment.namespace}-2").up(Worker("worker"))

    assert cluster.api.find(namespace_of(site.environment.namespace)) is None
