"""Where an application is deployed: one Pulumi stack."""

from collections.abc import Mapping

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.shipped import shipped
from oamdsl.kubernetes.snapshot import Snapshot
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
        snapshot: What its cluster was found to serve, ``Snapshot.read("prod.json.gz")``; it counts in place
            of the platform's ``kubernetes`` and ``apis``. By default, what the platform says.
        settings: What applications of this environment may ask for, such as a domain: {name: value}.
    """

    name: str = parameter(kw_only=False)
    platform: Platform = parameter()
    namespace: str = parameter(default="default")
    create_namespace: bool = parameter(default=False)
    snapshot: Snapshot | None = parameter(default=None)
    settings: Mapping[str, Setting] = parameter(default={})

    @property
    def cluster(self) -> Snapshot:
        """What is known of its cluster: the snapshot, or plain Kubernetes of the platform's version."""
        return shipped(self.platform.minor) if self.snapshot is None else self.snapshot

    @property
    def kubernetes(self) -> str:
        """The minor version of its Kubernetes, such as ``1.37``."""
        return self.platform.minor if self.snapshot is None else self.snapshot.minor

    @property
    def served_apis(self) -> frozenset[Api]:
        """Every API that its cluster serves."""
        return self.platform.served_apis if self.snapshot is None else self.snapshot.apis

    def serves(self, what: Api | str) -> bool:
        """Whether its cluster has an API, or a feature; features are what the platform says."""
        if self.snapshot is None or isinstance(what, str):
            return self.platform.serves(what)
        return self.snapshot.serves(what)

    def secret(self, key: str) -> StackSecret:
        """The secret *key* of the stack's configuration, set with ``pulumi config set --secret``."""
        return StackSecret(key)
