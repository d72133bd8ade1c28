"""Ingress by an Application Load Balancer of AWS."""

import json
from collections.abc import Iterator
from typing import Final, Literal

from oamdsl.model.effect import Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object
from oamdsl.platforms.ingress_route import own_certificate, rewriting, unsupported
from oamdsl.traits.ingress import Ingress

_ALB: Final = "alb.ingress.kubernetes.io"
_ENCRYPTED: Final = {
    f"{_ALB}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
    f"{_ALB}/ssl-redirect": "443",
}
"""Without these, a load balancer that looks for its certificate by the host takes plain requests alone."""


def application_load_balancer(
    *, scheme: Literal["internal", "internet-facing"], certificate: str = "", group: str = ""
) -> Implementation[Ingress]:
    """An Ingress of the class ``alb``, whose load balancer sends requests to the pods' own addresses.

    Args:
        scheme: Who may reach the load balancer.
        certificate: ARN of its certificate, for all routes; empty to have it look for one by the host of each
            that wants TLS.
        group: Name of the group of Ingresses that share one load balancer; empty for one of its own. In a
            group, one that wants TLS sends the plain requests of all to the encrypted address.
    """
    annotations = {
        f"{_ALB}/scheme": scheme,
        f"{_ALB}/target-type": "ip",
        **({f"{_ALB}/certificate-arn": certificate} if certificate else {}),
        **({f"{_ALB}/group.name": group} if group else {}),
    }

    @implements(Ingress)
    def aws_application_load_balancer(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An Ingress; where TLS is wanted, with a certificate of AWS and plain requests sent there.

        Source: AWS Load Balancer Controller v3.5, Ingress annotations; transforms since v2.15.
        """
        why = "the load balancer has one timeout for all that it serves"
        yield from unsupported(trait, ("timeout_seconds",), why)
        encrypted = bool(certificate or trait.tls_secret) or trait.redirect_https
        holder = "AWS Certificate Manager"
        yield from ingress_object(
            trait,
            workload,
            "alb",
            {
                **annotations,
                **(_ENCRYPTED if encrypted else {}),
                **own_certificate(trait, holder),
                **(
                    {f"{_ALB}/transforms.{workload.service_name}": _rewriting(trait)} if trait.rewrite else {}
                ),
            },
            {},
        )

    return aws_application_load_balancer


def _rewriting(trait: Ingress) -> str:
    regex, replacement = rewriting(trait)
    rewrites = [{"regex": regex, "replace": replacement}]
    return json.dumps([{"type": "url-rewrite", "urlRewriteConfig": {"rewrites": rewrites}}])
