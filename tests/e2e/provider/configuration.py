"""What the provider's configuration says, out of the arguments that the engine sends."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from pulumi.runtime.proto import provider_pb2

from tests.e2e.kubernetes_api import Access, access_from_kubeconfig
from tests.e2e.provider.immutable_fields import Mutability
from tests.e2e.provider.properties import decode, reveal

UNSUPPORTED: Final = ("cluster", "renderYamlToDirectory", "strictMode")


@attrs.frozen(kw_only=True)
class Configuration:
    """How one provider is configured.

    Attributes:
        kubeconfig: The kubeconfig itself, not its path.
        context: The context in it, empty for the current one.
        namespace: Where namespaced objects go that name none, empty for `default`.
        mutability: Which data changes in place.
        upsert: Whether a creation takes over an object that is there already.
        force: Whether an apply takes fields from other managers.
    """

    kubeconfig: str = attrs.field(repr=False)
    context: str = ""
    namespace: str = ""
    mutability: Mutability = attrs.field(factory=Mutability)
    upsert: bool = False
    force: bool = False

    def access(self) -> Access:
        """Return the access to the cluster.

        Raises:
            ValueError: The kubeconfig cannot be used.
        """
        return access_from_kubeconfig(self.kubeconfig, self.context)


def configuration(request: provider_pb2.ConfigureRequest) -> Configuration:
    """Return the configuration in *request*.

    Raises:
        ValueError: It asks for what the stand-in does not do.
    """
    arguments = reveal(decode(request.args))
    for name in UNSUPPORTED:
        if _is_set(arguments, name):
            message = f"The stand-in provider does not support the argument {name!r}."
            raise ValueError(message)
    if str(arguments.get("enableServerSideApply", "true")).lower() == "false":
        message = "The stand-in provider applies on the server side only."
        raise ValueError(message)
    kubeconfig = _kubeconfig(str(arguments.get("kubeconfig") or ""))
    context = str(arguments.get("context") or "")
    return Configuration(
        kubeconfig=kubeconfig,
        context=context,
        namespace=str(arguments.get("namespace") or "")
        or access_from_kubeconfig(kubeconfig, context).namespace,
        mutability=Mutability(
            config_maps=_is_set(arguments, "enableConfigMapMutable"),
            secrets=_is_set(arguments, "enableSecretMutable"),
        ),
        upsert=_is_set(arguments, "upsertExistingObjects"),
        force=_is_set(arguments, "enablePatchForce"),
    )


def _is_set(arguments: Mapping[str, Any], name: str) -> bool:
    return str(arguments.get(name) or "").lower() not in {"", "false"}


def _kubeconfig(said: str) -> str:
    """Return the kubeconfig: the argument, a file it names, $KUBECONFIG or the usual file."""
    if "\n" in said or said.lstrip().startswith("{"):
        return said
    path = said or os.environ.get("KUBECONFIG") or "~/.kube/config"
    return Path(path).expanduser().read_text(encoding="utf-8")
