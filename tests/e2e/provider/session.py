"""One configuration of the provider, and what works by it."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

import attrs
from pulumi.runtime.proto import provider_pb2

from tests.e2e.kubernetes_api import (
    ApiError,
    KubernetesApi,
    Manifest,
    UnreachableError,
    UnservedKindError,
)
from tests.e2e.provider.configuration import Configuration, configuration
from tests.e2e.provider.failures import FailureError
from tests.e2e.provider.operations import Operations
from tests.e2e.provider.properties import encode, has_unknowns


@attrs.frozen
class Session:
    """A configuration in use.

    Attributes:
        engine: The address of the engine that configured it.
        configuration: The configuration.
        operations: On its cluster.
        unreachable: Why the cluster could not be reached at the start, empty when it could.
    """

    engine: str
    configuration: Configuration
    operations: Operations
    unreachable: str = ""

    def require_cluster(self) -> Operations:
        """Return the operations.

        Raises:
            FailureError: The cluster could not be reached.
        """
        if self.unreachable:
            message = f"The Kubernetes cluster is unreachable: {self.unreachable}"
            raise FailureError(message=message)
        return self.operations

    def default_namespace(self, manifest: Manifest) -> str | None:
        """Return where *manifest* goes when it names no namespace, None when its kind has none.

        A kind that is not known yet is taken to live in namespaces.
        """
        try:
            served = self.operations.api.served(manifest["apiVersion"], manifest["kind"])
        except (UnreachableError, UnservedKindError):
            served = None
        if served and not served.namespaced:
            return None
        return self.configuration.namespace or "default"

    def previewed(self, attempt: Callable[[], Manifest], inputs: Manifest) -> Manifest | None:
        """Return the result of a dry run, None where there can be none.

        Raises:
            ApiError: The server would refuse the operation.
        """
        if has_unknowns(inputs) or self.unreachable:
            return None
        try:
            return attempt()
        except UnservedKindError:
            return None
        except ApiError as error:
            missing_namespace = error.details.get("kind") == "namespaces"
            if error.reason in {"AlreadyExists", "Forbidden"} or missing_namespace:
                return None
            raise

    def end(self) -> None:
        """End what is waited for, and close the connections."""
        self.operations.cancelled.set()
        self.operations.api.close()


def connected(engine: str, wanted: Configuration) -> Session:
    """Return a session of *engine* by the configuration *wanted*."""
    api = KubernetesApi(wanted.access())
    operations = Operations(api, threading.Event(), upsert=wanted.upsert, force=wanted.force)
    try:
        api.request("GET", "/version")
    except (ApiError, UnreachableError) as error:
        return Session(engine, wanted, operations, unreachable=str(error))
    return Session(engine, wanted, operations)


def server_of(arguments: Mapping[str, Any]) -> str:
    """Return the server that a provider's arguments lead to, as far as it can be told."""
    request = provider_pb2.ConfigureRequest(args=encode(arguments))
    try:
        return configuration(request).access().server
    except (OSError, ValueError, KeyError):
        return str(arguments.get("kubeconfig"))
