"""What a user may do on a live cluster, as its API server says."""

import functools
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import attrs

from oamdsl.cluster.client import Client
from oamdsl.kubernetes.tree import as_map

_REVIEWS: Final = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
_AT_ONCE: Final = 8


@attrs.frozen(order=True)
class Action:
    """Something that a user would do.

    Attributes:
        verb: ``create``, ``patch``, ``delete``.
        group: The API group; empty for the core group.
        plural: The kind's name in URLs: ``deployments``.
        namespace: Where; empty for the whole cluster.
    """

    verb: str
    group: str
    plural: str
    namespace: str

    def __str__(self) -> str:
        """``patch deployments``."""
        return f"{self.verb} {self.plural}"


def forbidden(client: Client, actions: Collection[Action]) -> tuple[Action, ...]:
    """Those of *actions* that the user of *client* may not do; none is done.

    Raises:
        ClusterError: The cluster cannot be asked.

    Source: Kubernetes, Authorization, "Checking API access", SelfSubjectAccessReview.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(functools.partial(_may, client), actions)
        return tuple(one for one, allowed in zip(actions, answers, strict=True) if not allowed)


def _may(client: Client, action: Action) -> bool:
    attributes = {
        "verb": action.verb,
        "group": action.group,
        "resource": action.plural,
        "namespace": action.namespace,
    }
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": attributes},
    }
    return as_map(client.review(_REVIEWS, review).get("status")).get("allowed") is True
