"""The custom resource definitions of `tests/crds/` that the end-to-end tests need, on a cluster."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import yaml

from tests.e2e.kubernetes_api import KubernetesApi, Manifest
from tests.e2e.polling import until

FOLDER: Final = Path(__file__).parents[1] / "crds"
NEEDED: Final = (
    "autoscaling.alibabacloud.com_CronHorizontalPodAutoscaler",
    "gateway.networking.k8s.io_HTTPRoute",
    "keda.sh_ScaledObject",
)


@contextmanager
def defined(api: KubernetesApi, names: Sequence[str] = NEEDED) -> Iterator[None]:
    """Serve the custom resources of *names*; those that the cluster serves already are left alone."""
    missing = [each for each in map(definition, names) if api.find(each) is None]
    for each in missing:
        api.create(each)
    for each in missing:
        until(
            lambda each=each: _is_established(api.get(each)),
            what=f"{each['metadata']['name']} to be served",
        )
    try:
        yield
    finally:
        for each in missing:
            api.delete(each)


def definition(name: str) -> Manifest:
    """The custom resource definition in the file *name*."""
    content: Manifest = yaml.load((FOLDER / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)
    return content


def _is_established(live: Manifest) -> bool:
    conditions = (live.get("status") or {}).get("conditions") or []
    return any(each["type"] == "Established" and each["status"] == "True" for each in conditions)
