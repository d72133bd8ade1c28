"""The provider protocol: from the engine's requests to operations, and back."""

import functools
import hashlib
import threading
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any, Final, TypeVar

import attrs
import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from tests.e2e.kubernetes_api import (
    ApiError,
    KubernetesApi,
    Manifest,
    UnreachableError,
    UnservedKindError,
)
from tests.e2e.provider import checkpoint
from tests.e2e.provider.annotations import AUTONAMED, is_true, timeout
from tests.e2e.provider.checkpoint import Checkpoint, imported_inputs, normalized
from tests.e2e.provider.configuration import Configuration, configuration
from tests.e2e.provider.differences import Change, Difference, differences, prune
from tests.e2e.provider.failures import FailureError, not_initialized, status_of
from tests.e2e.provider.field_paths import contains, parse, text_of
from tests.e2e.provider.immutable_fields import replaces
from tests.e2e.provider.operations import NotReadyError, Operations, field_manager
from tests.e2e.provider.properties import decode, encode, has_unknowns, mark_secrets, reveal

VERSION: Final = f"{version('pulumi-kubernetes')}+stand-in"
"""That of the SDK, so that the engine does not warn of a mismatch."""

REQUEST = TypeVar("REQUEST")
RESPONSE = TypeVar("RESPONSE")
Method = Callable[["Provider", REQUEST, grpc.ServicerContext], RESPONSE]

KINDS: Final = {
    (Change.ADDED, False): provider_pb2.PropertyDiff.ADD,
    (Change.ADDED, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Change.DELETED, False): provider_pb2.PropertyDiff.DELETE,
    (Change.DELETED, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    (Change.UPDATED, False): provider_pb2.PropertyDiff.UPDATE,
    (Change.UPDATED, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


def answers(method: Method[REQUEST, RESPONSE]) -> Method[REQUEST, RESPONSE]:
    """Send what *method* raises to the engine as a failure in the user's words."""

    @functools.wraps(method)
    def answering(self: "Provider", request: REQUEST, context: grpc.ServicerContext) -> RESPONSE:
        try:
            return method(self, request, context)
        except FailureError as failure:
            context.abort_with_status(status_of(failure))
        except (ApiError, UnreachableError, UnservedKindError, OSError, ValueError) as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        raise AssertionError  # aborting raises

    return answering


@attrs.frozen
class Session:
    """One configuration of the provider, and what works by it.

    Attributes:
        engine: The address of the engine that configured it.
        configuration: The configuration.
        operations: On its cluster.
        unreachable: Why the cluster cannot be reached, empty when it can.
    """

    engine: str
    configuration: Configuration
    operations: Operations
    unreachable: str = ""


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """The servicer; the engine calls it from many threads.

    One process serves one engine after another, each with one configuration: calls do not say
    which of several providers they are for.
    """

    def __init__(self) -> None:
        """Start without a configuration."""
        self._session: Session | None = None
        self._engine = ""
        self._configuring = threading.Lock()

    def Handshake(  # noqa: N802 - the protocol's names, here and below
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Agree on what the two sides understand."""
        self._engine = request.engine_address
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, supports_autonaming_configuration=True
        )

    def Attach(  # noqa: N802
        self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext
    ) -> Empty:
        """Learn where the engine is."""
        self._engine = request.address
        return Empty()

    def GetPluginInfo(  # noqa: N802
        self, request: Empty, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        """Say which provider this is."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetSchema(  # noqa: N802
        self, request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        """Return no types: programs bring their own."""
        return provider_pb2.GetSchemaResponse(schema='{"name": "kubernetes"}')

    def CheckConfig(  # noqa: N802
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Accept the configuration; `Configure` says what is wrong with it."""
        return provider_pb2.CheckResponse(inputs=request.news)

    @answers
    def DiffConfig(  # noqa: N802
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Replace everything when the cluster is another one, nothing otherwise."""
        old, new = reveal(decode(request.olds)), reveal(decode(request.news))
        changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        if not changed:
            return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)
        moved = [name for name in changed if name in {"kubeconfig", "context", "cluster"}]
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME,
            diffs=changed,
            replaces=moved if _servers(old) != _servers(new) else [],
        )

    @answers
    def Configure(  # noqa: N802
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Take up a configuration and look whether its cluster answers."""
        wanted = configuration(request)
        with self._configuring:
            session = self._session
            if session is None or session.engine != self._engine:
                self._session = _connected(self._engine, wanted)
                if session is not None:
                    session.operations.api.close()
            elif session.configuration != wanted:
                message = "The stand-in provider serves one configuration in an update."
                raise ValueError(message)
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    @property
    def _current(self) -> Session:
        if self._session is None:
            raise FailureError(message="The provider is not configured.")
        return self._session

    def _reachable(self) -> Session:
        session = self._current
        if session.unreachable:
            message = f"configured Kubernetes cluster is unreachable: {session.unreachable}"
            raise FailureError(message=message)
        return session

    @answers
    def Check(  # noqa: N802
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Name the object if the program did not, and give it the provider's namespace."""
        unsupported = _unsupported(request.type)
        if unsupported:
            failure = provider_pb2.CheckFailure(reason=unsupported)
            return provider_pb2.CheckResponse(inputs=request.news, failures=[failure])
        said = decode(request.news)
        inputs = _named(normalized_inputs(said), reveal(decode(request.olds)), request)
        namespace = self._current.configuration.namespace
        if namespace and not inputs["metadata"].get("namespace") and self._is_namespaced(inputs):
            inputs["metadata"]["namespace"] = namespace
        return provider_pb2.CheckResponse(inputs=encode(mark_secrets(inputs, said)))

    def _is_namespaced(self, manifest: Manifest) -> bool:
        """Say whether the object lives in a namespace; one of an unknown kind is taken to."""
        try:
            api = self._current.operations.api
            return api.served(manifest["apiVersion"], manifest["kind"]).namespaced
        except (UnreachableError, UnservedKindError):
            return True

    @answers
    def Diff(  # noqa: N802
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Say which fields changed, and whether the object must be replaced for that."""
        state, new = checkpoint.read(decode(request.olds)), reveal(decode(request.news))
        new = normalized(new)
        found = self._differences(state, new, [parse(each) for each in request.ignoreChanges])
        mutability = self._current.configuration.mutability
        replacing = [each for each in found if replaces(each.path, new, mutability)]
        detailed = {
            text_of(each.path): provider_pb2.PropertyDiff(
                kind=KINDS[each.change, each in replacing],
                inputDiff=each.change is Change.DELETED,
            )
            for each in found
        }
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if found else none,
            replaces=[text_of(each.path) for each in replacing],
            deleteBeforeReplace=bool(replacing) and self._keeps_its_name(state.live, new),
            detailedDiff=detailed,
            hasDetailedDiff=True,
        )

    def _differences(self, state: Checkpoint, new: Manifest, ignored: list[Any]) -> list[Difference]:
        said = normalized(state.inputs)
        old = prune(state.live, said)
        old["metadata"] = {**old.get("metadata", {}), "name": state.live["metadata"]["name"]}
        namespaced = self._is_namespaced(new)
        found = differences(
            _placed(normalized(old), namespaced=namespaced),
            _placed(new, namespaced=namespaced),
            said=said,
        )
        return [each for each in found if not any(contains(path, each.path) for path in ignored)]

    def _keeps_its_name(self, live: Manifest, new: Manifest) -> bool:
        """Say whether the new object cannot exist beside the old one."""
        old, wanted = live["metadata"], new["metadata"]
        default = "default" if self._is_namespaced(new) else None
        return (
            not is_true(new, AUTONAMED)
            and wanted.get("name") == old.get("name")
            and (wanted.get("namespace") or default) == (old.get("namespace") or default)
        )

    @answers
    def Create(  # noqa: N802
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        """Create the object, or preview that."""
        said = decode(request.properties)
        inputs = reveal(said)
        manager = field_manager(inputs)
        if request.preview:
            live = self._previewed(
                lambda: self._current.operations.preview_create(inputs, manager=manager), inputs
            )
            if live is None:
                return provider_pb2.CreateResponse(properties=request.properties)
            live.pop("status", None)  # programs may read it, and it is not known yet
            state = checkpoint.write(said, live, manager)
            return provider_pb2.CreateResponse(properties=encode(state))
        operations = self._reachable().operations
        try:
            live = operations.create(inputs, manager=manager, timeout=timeout(inputs, request.timeout))
        except NotReadyError as error:
            message = (
                f"resource {request.urn!r} was successfully created, but the Kubernetes API server "
                f"reported that it failed to fully initialize or become live: {error}"
            )
            state = checkpoint.write(said, error.live, manager)
            raise _not_ready(message, error.live, state, error.reasons) from error
        except (ApiError, UnreachableError, UnservedKindError) as error:
            raise FailureError(message=_not_created(request.urn, error)) from error
        state = checkpoint.write(said, live, manager)
        return provider_pb2.CreateResponse(id=identity(live), properties=encode(state))

    def _previewed(self, attempt: Callable[[], Manifest], inputs: Manifest) -> Manifest | None:
        """Return the result of a dry run, None where there can be none."""
        if has_unknowns(inputs) or self._current.unreachable:
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

    @answers
    def Update(  # noqa: N802
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        """Apply the object's new fields, or preview that."""
        said, state = decode(request.news), checkpoint.read(decode(request.olds))
        inputs, ignored = normalized(reveal(said)), list(request.ignoreChanges)
        manager = field_manager(inputs, state.manager)
        if request.preview:
            live = self._previewed(
                lambda: self._current.operations.preview_update(inputs, ignored=ignored, manager=manager),
                inputs,
            )
            if live is None:
                return provider_pb2.UpdateResponse(properties=request.news)
            return provider_pb2.UpdateResponse(properties=encode(checkpoint.write(said, live, manager)))
        operations = self._reachable().operations
        try:
            live = operations.update(
                inputs, ignored=ignored, manager=manager, timeout=timeout(inputs, request.timeout)
            )
            if state.manager not in {"", manager}:
                live = operations.give_up(live, state.manager)
        except (NotReadyError, ApiError, UnreachableError, UnservedKindError) as error:
            raise self._not_updated(request, error, said, manager) from error
        return provider_pb2.UpdateResponse(properties=encode(checkpoint.write(said, live, manager)))

    def _not_updated(
        self,
        request: provider_pb2.UpdateRequest,
        error: Exception,
        said: Mapping[str, Any],
        manager: str,
    ) -> FailureError:
        """Return the failure of an update; the next one is due even if nothing changes again."""
        old = checkpoint.read(decode(request.olds)).live
        try:
            live = self._current.operations.api.get(old)
        except (ApiError, UnreachableError, UnservedKindError) as unread:
            return FailureError(
                message=f"update of resource {request.urn!r} failed: {_explained(error, manager)}\n"
                f"unable to get cluster state: {unread}"
            )
        message = (
            f"the Kubernetes API server reported that {identity(live)!r} failed to fully initialize"
            f" or become live: {_explained(error, manager)}"
        )
        reasons = error.reasons if isinstance(error, NotReadyError) else ()
        return _not_ready(message, live, checkpoint.write(said, live, manager), reasons)

    @answers
    def Read(  # noqa: N802
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        """Return the object as it is, or nothing when it is gone."""
        operations = self._reachable().operations
        said, state = decode(request.inputs), checkpoint.read(decode(request.properties))
        inputs = reveal(said)
        manager = field_manager(inputs, state.manager)
        if not inputs.get("kind"):
            imported = operations.read(_identified(request.id, request.type))
            if imported is None:
                return provider_pb2.ReadResponse()
            return _found(request.id, imported_inputs(imported), imported, {}, manager)
        try:
            live = operations.read(_from_id(inputs, request.id))
        except NotReadyError as error:
            seen = prune(error.live, normalized(inputs))
            raise _not_ready(
                str(error),
                error.live,
                checkpoint.write(mark_secrets(seen, said), error.live, manager),
                error.reasons,
                inputs=encode(mark_secrets(seen, said)),
            ) from error
        if live is None:
            return provider_pb2.ReadResponse()
        return _found(request.id, prune(live, normalized(inputs)), live, said, manager)

    @answers
    def Delete(  # noqa: N802
        self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext
    ) -> Empty:
        """Delete the object and wait until it is gone."""
        operations = self._reachable().operations
        state = checkpoint.read(decode(request.properties))
        try:
            operations.delete(state.inputs, state.live, timeout(state.inputs, request.timeout))
        except NotReadyError as error:
            kept = checkpoint.write(state.inputs, error.live, state.manager)
            raise _not_ready(str(error), error.live, kept, error.reasons) from error
        return Empty()

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:  # noqa: N802
        """End what is waited for."""
        if self._session is not None:
            self._session.operations.cancelled.set()
        return Empty()


def identity(live: Manifest) -> str:
    """Return the ID of an object: `namespace/name`, or its name where it is in no namespace."""
    metadata = live["metadata"]
    namespace = metadata.get("namespace")
    return f"{namespace}/{metadata['name']}" if namespace else str(metadata["name"])


def _connected(engine: str, wanted: Configuration) -> Session:
    api = KubernetesApi(wanted.access())
    operations = Operations(api, threading.Event(), upsert=wanted.upsert, force=wanted.force)
    try:
        api.request("GET", "/version")
    except (ApiError, UnreachableError) as error:
        return Session(engine, wanted, operations, unreachable=str(error))
    return Session(engine, wanted, operations)


def _servers(arguments: Mapping[str, Any]) -> str:
    """Return the server that a provider's arguments lead to, as far as it can be told."""
    request = provider_pb2.ConfigureRequest(args=encode(arguments))
    try:
        return configuration(request).access().server
    except (OSError, ValueError, KeyError):
        return str(arguments.get("kubeconfig"))


def _unsupported(token: str) -> str:
    """Say why the stand-in does not do a type of resource, nothing when it does."""
    if token.startswith(("kubernetes:helm", "kubernetes:yaml", "kubernetes:kustomize")):
        return f"The stand-in provider does not do {token}."
    if token.endswith("Patch"):
        return "The stand-in provider does not do Patch resources."
    if token.endswith("List"):
        return "Lists are there for compatibility; create their items."
    return ""


def normalized_inputs(said: Mapping[str, Any]) -> Manifest:
    """Return the program's inputs without what only the server sets; the rest as it was said."""
    inputs = reveal(dict(said))
    metadata = inputs.get("metadata")
    kept = metadata.items() if isinstance(metadata, dict) else ()
    inputs["metadata"] = {name: value for name, value in kept if name not in checkpoint.SERVER_METADATA}
    return inputs


def _named(inputs: Manifest, before: Mapping[str, Any], request: provider_pb2.CheckRequest) -> Manifest:
    metadata = inputs["metadata"]
    if metadata.get("name"):
        return inputs
    if is_true(before, AUTONAMED):
        name = before["metadata"]["name"]
    elif request.autonaming.proposed_name:
        name = request.autonaming.proposed_name
    else:
        seed = request.randomSeed or request.urn.encode()
        name = f"{request.name}-{hashlib.sha256(seed).hexdigest()[:8]}"
    annotations = {**(metadata.get("annotations") or {}), AUTONAMED: "true"}
    return {**inputs, "metadata": {**metadata, "name": name, "annotations": annotations}}


def _placed(manifest: Manifest, *, namespaced: bool) -> Manifest:
    """Return *manifest* with the namespace that it is in, said or not."""
    metadata = dict(manifest.get("metadata") or {})
    namespace = metadata.pop("namespace", None) or "default"
    return {
        **manifest,
        "metadata": {**metadata, "namespace": namespace} if namespaced else metadata,
    }


def _from_id(inputs: Manifest, resource_id: str) -> Manifest:
    namespace, _, name = resource_id.rpartition("/")
    place = {"namespace": namespace} if namespace else {}
    return {**inputs, "metadata": {**(inputs.get("metadata") or {}), "name": name, **place}}


def _identified(resource_id: str, token: str) -> Manifest:
    """Return the object that an ID and a type, such as `kubernetes:apps/v1:Deployment`, name."""
    _, api_version, kind = token.split(":")
    return _from_id({"apiVersion": api_version.removeprefix("core/"), "kind": kind}, resource_id)


def _found(
    resource_id: str,
    inputs: Manifest,
    live: Manifest,
    said: Mapping[str, Any],
    manager: str,
) -> provider_pb2.ReadResponse:
    marked = mark_secrets(inputs, said)
    return provider_pb2.ReadResponse(
        id=resource_id or identity(live),
        properties=encode(checkpoint.write(marked, live, manager)),
        inputs=encode(marked),
    )


def _not_ready(
    message: str,
    live: Manifest,
    state: Mapping[str, Any],
    reasons: Any,
    *,
    inputs: Struct | None = None,
) -> FailureError:
    return not_initialized(
        message, identity=identity(live), state=encode(state), reasons=reasons, inputs=inputs
    )


def _not_created(urn: str, error: Exception) -> str:
    if isinstance(error, UnservedKindError):
        return (
            f"creation of resource {urn!r} failed because the Kubernetes API server reported that "
            "the apiVersion for this resource does not exist. Verify that any required CRDs have "
            f"been created: {error}"
        )
    message = f"resource {urn!r} was not successfully created by the Kubernetes API server: {error}"
    if isinstance(error, ApiError) and error.reason == "AlreadyExists":
        return f"{message}\n\nIt exists in the cluster already, and this stack did not create it."
    return message


def _explained(error: Exception, manager: str) -> str:
    if isinstance(error, ApiError) and error.reason == "Conflict":
        return (
            "server-side apply field conflict detected\n"
            f"The resource managed by field manager {manager!r} had an apply conflict: {error}"
        )
    return str(error)
