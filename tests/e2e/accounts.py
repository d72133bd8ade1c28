"""Users who may do less than all."""

from pathlib import Path

import yaml

from tests.e2e.site import Site


def as_somebody(site: Site, folder: Path, role: str) -> Path:
    """A kubeconfig of a service account that has *role* in the namespace of *site*, or none."""
    namespace = f"--namespace={site.environment.namespace}"
    if role:
        account = f"--serviceaccount={site.environment.namespace}:default"
        site.cluster.kubectl("create", "rolebinding", "somebody", f"--clusterrole={role}", account, namespace)
    token = site.cluster.kubectl("create", "token", "default", namespace).strip()
    config = yaml.safe_load(site.cluster.kubeconfig.read_text(encoding="utf-8"))
    config["users"] = [{"name": one["name"], "user": {"token": token}} for one in config["users"]]
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(yaml.safe_dump(config), encoding="utf-8")
    return kubeconfig
