"""A Kubernetes object as a resource, registered as ``pulumi_kubernetes`` would, at a third of its cost.

The typed classes of ``pulumi_kubernetes`` translate every property by introspection, and importing them takes
longer than composing a thousand applications. What the engine sees is the same: the type token, the
provider's version, the aliases of older API versions, the secret inputs and outputs. A test compares the two.
"""

import functools
import importlib.metadata
import importlib.resources
import json
from collections.abc import Mapping
from typing import Any, Final

import pulumi

from oamdsl.kubernetes.object import Object

_SECRET_FIELDS: Final = {"kubernetes:core/v1:Secret": ("data", "stringData")}
"""Fields that are secrets whatever the program says: {type: fields}."""


class KubernetesResource(pulumi.CustomResource):
    """One Kubernetes object."""

    def __init__(self, name: str, body: Object, options: pulumi.ResourceOptions) -> None:
        """Register *body*, an object whose values may be outputs, under the resource name *name*."""
        token = type_token(body["apiVersion"], body["kind"])
        secret = _SECRET_FIELDS.get(token, ())
        own = pulumi.ResourceOptions(
            version=provider_version(),
            aliases=[pulumi.Alias(type_=alias) for alias in _aliases().get(token, ())],
            additional_secret_outputs=list(secret) or None,
        )
        properties = {
            field: pulumi.Output.secret(value) if field in secret else value for field, value in body.items()
        }
        super().__init__(token, name, properties, pulumi.ResourceOptions.merge(own, options))


def type_token(api_version: str, kind: str) -> str:
    """The type of resource for an API version and kind: ``kubernetes:apps/v1:Deployment``."""
    return f"kubernetes:{api_version if '/' in api_version else f'core/{api_version}'}:{kind}"


@functools.cache
def provider_version() -> str:
    """Version of the Kubernetes provider: that of the ``pulumi_kubernetes`` installed."""
    return importlib.metadata.version("pulumi_kubernetes")


@functools.cache
def _aliases() -> Mapping[str, Any]:
    """Older types of each type, from the sources of ``pulumi_kubernetes``: {token: [token]}."""
    file = importlib.resources.files("oamdsl.pulumi") / "aliases.json"
    aliases: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return aliases
