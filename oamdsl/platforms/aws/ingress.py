"""Ingress by an Application Load Balancer of AWS."""

from collections.abc import Iterator
from typing import Literal

from oamdsl.model.effect import Effect, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object
from oamdsl.traits.ingress import Ingress


def application_load_balancer(
    *, scheme: Literal["internal", "internet-facing"], certificate: str = "", group: str = ""
) -> Implementation[Ingress]:
    """An Ingress of the class ``alb``, whose load balancer sends requests to the pods' own addresses.

    Args:
        scheme: Who may reach the load balancer.
        certificate: ARN of its certificate; empty to have it look for one by the host.
        group: Name of the group of Ingresses that share one load balancer; empty for one of its own.
    """
    annotations = {
        "alb.ingress.kubernetes.io/scheme": scheme,
        "alb.ingress.kubernetes.io/target-type": "ip",
        **({"alb.ingress.kubernetes.io/certificate-arn": certificate} if certificate else {}),
        **({"alb.ingress.kubernetes.io/group.name": group} if group else {}),
    }

    @implements(Ingress)
    def aws_application_load_balancer(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An Ingress.

        Source: AWS Load Balancer Controller v3.5, Ingress annotations.
        """
        if trait.tls_secret:
            yield Refuse(
                "tls_secret",
                why="the load balancer takes its certificate from AWS, not from a Secret",
                help="leave `tls_secret` out",
            )
        yield from ingress_object(trait, workload, "alb", annotations)

    return aws_application_load_balancer
