"""The API server goes away in the middle of an update, and comes back.

First of all modules by its name: what depends on the server waits longer with each time that it goes,
up to a minute, and forgets that only after two.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.applications import Gated, Web, Worker
from tests.e2e.cluster import Cluster
from tests.e2e.control_plane import ControlPlane
from tests.e2e.gates import opened
from tests.e2e.images import OTHER_IMAGE
from tests.e2e.polling import until
from tests.e2e.site import Site, wait_for_gate


@pytest.fixture
def plane(cluster: Cluster) -> ControlPlane:
    """The servers, to be stopped and started."""
    if cluster.control_plane is None:
        pytest.skip("the API server is somebody's")
    return cluster.control_plane


def test_an_update_outlasts_an_api_server_that_comes_back(
    site: Site, cluster: Cluster, plane: ControlPlane
) -> None:
    site.up(Web("web"), Worker("worker"))
    before = site.uids(("Deployment", "web"), ("Deployment", "worker"))
    gated = (Web("web", image=OTHER_IMAGE, traits=[Gated()]), Worker("worker", image=OTHER_IMAGE))

    with ThreadPoolExecutor(1) as beside:
        updating = beside.submit(site.stack.up, site.program(gated))
        wait_for_gate(site, "web")
        with plane.without_api_server():
            pass
        with opened(cluster):
            updating.result()

    assert site.uids(*before) == before
    # The controllers were cut off, too: they may still be removing the old pods.
    until(lambda: site.available("web") == site.available("worker") == 1, what="one pod of each to be left")
    assert site.up(*gated).by_object == {}
