"""ExternalSecret by the External Secrets Operator."""

from collections.abc import Iterator

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.waiting import WAIT_UNTIL_READY
from oamdsl.model.effect import Add, Create, Effect, Reserve
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.external_secret import ExternalSecret


def external_secret(*, store: str, of_namespace: bool = False) -> Implementation[ExternalSecret]:
    """An ExternalSecret.

    Args:
        store: Name of the ClusterSecretStore of the infrastructure operators.
        of_namespace: Whether it is a SecretStore of the component's own namespace instead.
    """
    own = {"name": store, "kind": "SecretStore" if of_namespace else "ClusterSecretStore"}

    @implements(ExternalSecret)
    def external_secrets_operator(trait: ExternalSecret, workload: RenderedWorkload) -> Iterator[Effect]:
        """An ExternalSecret, and its entries in the container as variables or as files.

        Source: External Secrets Operator v2.9, ExternalSecret.
        """
        name = workload.named(trait.name)
        yield Create(
            "external-secrets.io/v1",
            "ExternalSecret",
            name,
            {
                "metadata": {"annotations": WAIT_UNTIL_READY},
                "spec": {
                    "secretStoreRef": {"name": trait.store, "kind": trait.store_kind} if trait.store else own,
                    "refreshInterval": f"{trait.refresh_minutes}m",
                    "target": {"name": name},
                    **({"data": [_entry(*one) for one in trait.keys.items()]} if trait.keys else {}),
                    **({"dataFrom": [_whole(key) for key in trait.extract]} if trait.extract else {}),
                },
            },
        )
        made = ObjectRef(Api("external-secrets.io/v1", "ExternalSecret"), name, workload.context.namespace)
        yield Reserve("v1", "Secret", name, by="External Secrets Operator", of=made)
        container = workload.container(trait.container or workload.container_names[0])
        if trait.files:
            volume = f"{trait.name}-secret"
            yield Add(workload.pod_spec / "volumes", None, {"name": volume, "secret": {"secretName": name}})
            mount = {"name": volume, "mountPath": trait.files, "readOnly": True}
            yield Add(container / "volumeMounts", None, mount)
            return
        for variable in trait.keys:
            source = {"secretKeyRef": {"name": name, "key": variable}}
            yield Add(container / "env", None, {"name": variable, "valueFrom": source})
        if trait.extract:
            yield Add(container / "envFrom", None, {"secretRef": {"name": name}})

    return external_secrets_operator


def _entry(entry: str, key: str) -> dict[str, object]:
    store_key, _, field = key.partition("#")
    return {"secretKey": entry, "remoteRef": {"key": store_key, **({"property": field} if field else {})}}


def _whole(key: str) -> dict[str, object]:
    return {"extract": {"key": key}}
