"""`oamdsl doctor --cluster` on a real API server."""

from pathlib import Path

import attrs

from oamdsl import Application, Environment
from oamdsl.doctor.clusters import examined_clusters
from oamdsl.doctor.symptom import Health
from oamdsl.project import Entry, Project
from tests.e2e.accounts import as_somebody
from tests.e2e.applications import Worker
from tests.e2e.site import Site


def shop(environment: Environment) -> Application:
    """What is deployed."""
    return Application("shop", [Worker("worker")])


def found(site: Site, folder: Path, kubeconfig: Path) -> dict[str, tuple[Health, str]]:
    """What is found of the environment's cluster."""
    project = Project(folder, (Entry("shop", shop),), (site.environment,))
    return {one.subject: (one.health, one.found) for one in examined_clusters(project, kubeconfig)}


def test_who_may_deploy_is_well(site: Site, tmp_path: Path) -> None:
    seen = found(site, tmp_path, site.cluster.kubeconfig)
    assert {health for health, _ in seen.values()} == {Health.WELL}
    assert seen["access to e2e"][1] == "may create, patch and delete what is deployed"


def test_who_may_edit_may_deploy(site: Site, tmp_path: Path) -> None:
    seen = found(site, tmp_path, as_somebody(site, tmp_path, "edit"))
    assert seen["access to e2e"] == (Health.WELL, "may create, patch and delete what is deployed")


def test_who_may_only_look_is_told(site: Site, tmp_path: Path) -> None:
    seen = found(site, tmp_path, as_somebody(site, tmp_path, "view"))
    denied = "may not create deployments, patch deployments, delete deployments"
    assert seen["access to e2e"] == (Health.UNSURE, denied)


def test_a_namespace_that_is_missing_is_told(site: Site, tmp_path: Path) -> None:
    elsewhere = attrs.evolve(site, environment=site.environment.evolve(namespace="nowhere"))
    seen = found(elsewhere, tmp_path, site.cluster.kubeconfig)
    assert seen["namespace of e2e"] == (Health.UNSURE, "there is no `nowhere`")
