"""Where an application is deployed: one Pulumi stack."""

from collections.abc import Mapping

from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.platform import Platform
from oamdsl.model.value import StackSecret

Setting = str | int | float | bool


@declare
class Environment(Element):
    """One environment: the stack of the same name, on a platform, in a namespace.

    Attributes:
        name: Name of the environment and of its Pulumi stack.
        platform: What its cluster offers.
        namespace: Namespace of all its objects.
        create_namespace: Whether the stack makes the namespace; otherwise it must exist.
        settings: What applications of this environment may ask for, such as a domain: {name: value}.
    """

    name: str = parameter(kw_only=False)
    platform: Platform = parameter()
    namespace: str = parameter(default="default")
    create_namespace: bool = parameter(default=False)
    settings: Mapping[str, Setting] = parameter(default={})

    def secret(self, key: str) -> StackSecret:
        """The secret *key* of the stack's configuration, set with ``pulumi config set --secret``."""
        return StackSecret(key)
