"""Certificate by cert-manager."""

from collections.abc import Iterator

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Effect, Reserve
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.certificate import Certificate


def certificate(*, issuer: str, of_namespace: bool = False) -> Implementation[Certificate]:
    """A Certificate.

    Args:
        issuer: Name of the ClusterIssuer of the infrastructure operators.
        of_namespace: Whether it is an Issuer of the component's own namespace instead.
    """
    own = {"name": issuer, "kind": "Issuer" if of_namespace else "ClusterIssuer"}

    @implements(Certificate)
    def cert_manager_certificate(trait: Certificate, workload: RenderedWorkload) -> Iterator[Effect]:
        """A Certificate.

        Source: cert-manager 1.21, Certificate resource.
        """
        yield Create(
            "cert-manager.io/v1",
            "Certificate",
            workload.named(trait.name),
            {
                "spec": {
                    "secretName": trait.secret,
                    "dnsNames": list(trait.hosts),
                    "duration": f"{trait.duration_hours}h",
                    "renewBefore": f"{trait.renew_before_hours}h",
                    "issuerRef": _issuer(trait) if trait.issuer else own,
                    **({"privateKey": _key(trait)} if trait.key_algorithm else {}),
                }
            },
        )
        made = ObjectRef(Api("cert-manager.io/v1", "Certificate"), workload.name, workload.context.namespace)
        yield Reserve("v1", "Secret", trait.secret, by="cert-manager Certificate", of=made)

    return cert_manager_certificate


def _issuer(trait: Certificate) -> dict[str, str]:
    return {"name": trait.issuer, "kind": trait.issuer_kind}


def _key(trait: Certificate) -> dict[str, str | int]:
    size = {} if trait.key_size is None else {"size": trait.key_size}
    return {"algorithm": trait.key_algorithm, **size}
