"""What a component may do with the cluster's own API."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, Self

from oamdsl.kubernetes.names import dns_subdomain
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import each, optional, parameter
from oamdsl.model.trait import Trait, trait

_RESOURCE: Final = r"\*|[a-z0-9.-]+(/[a-z0-9*]+)?"
VERBS: Final = (
    *("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "*"),
    *("approve", "attest", "bind", "escalate", "impersonate", "sign", "use"),
)
"""What may be done to resources; the latter to some of them alone."""


def verbs(names: Sequence[str]) -> str | None:
    """What is wrong with names of what may be done; None when each is one of Kubernetes' verbs."""
    unknown = sorted(set(names) - set(VERBS))
    if unknown:
        return f"has {', '.join(map(repr, unknown))}, which is none of {', '.join(VERBS)}"
    return None if names else "is empty, so that nothing may be done"


def resources(names: Sequence[str]) -> str | None:
    """What is wrong with names of resources; None when there are some."""
    return each(_resource)(names) if names else "is empty, so that nothing may be done"


def _resource(name: str) -> str | None:
    return None if re.fullmatch(_RESOURCE, name) else 'is no plural name such as "configmaps" or "pods/log"'


@declare
class Permission(Element):
    """Something that may be done to objects of the component's namespace.

    Attributes:
        resources: Plural names, such as ``configmaps``; ``pods/log`` for a part of them.
        verbs: What may be done: get, list, watch, create, update, patch, delete, deletecollection, ``*`` for
            all; and to some resources approve, attest, bind, escalate, impersonate, sign, use.
        api_group: Group of their API; empty for the core.
        names: Names of the objects; empty for all.

    Source: Kubernetes, Using RBAC Authorization, "Role".
    """

    resources: Sequence[str] = parameter(kw_only=False, problem=resources)
    verbs: Sequence[str] = parameter(default=("get", "list", "watch"), problem=verbs)
    api_group: str = parameter(default="")
    names: Sequence[str] = parameter(default=())


@trait
class ServiceAccess(Trait):
    """Runs the component under an account of its own, with just these permissions, or under another one.

    Attributes:
        account: Name of a ServiceAccount that is there already; empty for one of the component's own.
        permissions: What the account may do in the component's namespace; none for an account without any.
        token: Whether pods get a token for the API; it is of use with permissions alone.
        annotations: Annotations of the account, by which clouds give it an identity of theirs.

    Source: Kubernetes, Configure Service Accounts for Pods; Using RBAC Authorization.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    account: str = parameter(default="", problem=optional(dns_subdomain))
    permissions: Sequence[Permission] = parameter(default=())
    token: bool = parameter(default=True)
    annotations: "dict[str, str]" = parameter(default={})

    @classmethod
    def example(cls) -> Self:
        """Reads config maps."""
        return cls(permissions=[Permission(["configmaps"])])

    def refusals(self) -> Iterator[Refuse]:
        """Whoever may do something can say who it is, and another's account is left as it is."""
        if self.account and self.annotations:
            yield Refuse(
                "annotations",
                why=f"ServiceAccount `{self.account}` is somebody else's",
                help="leave `annotations` out, or `account`",
            )
        if self.permissions and not self.token:
            yield Refuse("token", why="without a token no permission is of use", help="leave `token` out")
