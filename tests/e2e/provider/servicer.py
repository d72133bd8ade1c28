"""The provider protocol: from the engine's requests to operations, and back."""

import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final, TypeVar

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from tests.e2e.kubernetes_api import ApiError, Manifest, UnreachableError, UnservedKindError
from tests.e2e.provider import checkpoint
from tests.e2e.provider.annotations import timeout
from tests.e2e.provider.checkpoint import imported_inputs, normalized
from tests.e2e.provider.comparison import Comparison
from tests.e2e.provider.configuration import configuration
from tests.e2e.provider.differences import prune
from tests.e2e.provider.failures import FailureError, not_initialized, status_of
from tests.e2e.provider.field_paths import parse
from tests.e2e.provider.objects import (
    checked,
    identity,
    named_by,
    of_type,
    placed,
    unsupported,
)
from tests.e2e.provider.operations import NotReadyError, field_manager
from tests.e2e.provider.properties import decode, encode, mark_secrets, reveal
from tests.e2e.provider.session import Session, connected, server_of

VERSION: Final = f"{version('pulumi-kubernetes')}+stand-in"
"""That of the SDK, so that the engine does not warn of a mismatch."""

REQUEST = TypeVar("REQUEST")
RESPONSE = TypeVar("RESPONSE")
Method = Callable[["Provider", REQUEST, grpc.ServicerContext], RESPONSE]


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
            replaces=moved if server_of(old) != server_of(new) else [],
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
                self._session = connected(self._engine, wanted)
                if session is not None:
                    session.end()
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

    @answers
    def Check(  # noqa: N802
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Name the object if the program did not, and give it the provider's namespace."""
        problem = unsupported(request.type)
        if problem:
            failure = provider_pb2.CheckFailure(reason=problem)
            return provider_pb2.CheckResponse(inputs=request.news, failures=[failure])
        said = decode(request.news)
        inputs = checked(reveal(said), reveal(decode(request.olds)), request)
        session = self._current
        if session.configuration.namespace:
            inputs = placed(inputs, session.default_namespace(inputs))
        return provider_pb2.CheckResponse(inputs=encode(mark_secrets(inputs, said)))

    @answers
    def Diff(  # noqa: N802
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Say which fields changed, and whether the object must be replaced for that."""
        new, session = reveal(decode(request.news)), self._current
        return Comparison(
            state=checkpoint.read(decode(request.olds)),
            new=new,
            ignored=[parse(each) for each in request.ignoreChanges],
            namespace=session.default_namespace(new),
            mutability=session.configuration.mutability,
        ).response()

    @answers
    def Create(  # noqa: N802
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        """Create the object, or preview that."""
        said = decode(request.properties)
        inputs = reveal(said)
        manager, session = field_manager(inputs), self._current
        if request.preview:
            live = session.previewed(
                lambda: session.operations.preview_create(inputs, manager=manager), inputs
            )
            if live is None:
                return provider_pb2.CreateResponse(properties=request.properties)
            live.pop("status", None)  # programs may read it, and it is not known yet
            state = checkpoint.write(said, live, manager)
            return provider_pb2.CreateResponse(properties=encode(state))
        operations = self._current.require_cluster()
        try:
            live = operations.create(inputs, manager=manager, timeout=timeout(inputs, request.timeout))
        except NotReadyError as error:
            message = f"{request.urn} was created, and is not ready: {error}"
            state = checkpoint.write(said, error.live, manager)
            raise _not_ready(message, error.live, state, error.reasons) from error
        except (ApiError, UnreachableError, UnservedKindError) as error:
            raise FailureError(message=_not_created(request.urn, error)) from error
        state = checkpoint.write(said, live, manager)
        return provider_pb2.CreateResponse(id=identity(live), properties=encode(state))

    @answers
    def Update(  # noqa: N802
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        """Apply the object's new fields, or preview that."""
        said, state = decode(request.news), checkpoint.read(decode(request.olds))
        inputs, ignored = normalized(reveal(said)), list(request.ignoreChanges)
        manager, session = field_manager(inputs, state.manager), self._current
        if request.preview:
            live = session.previewed(
                lambda: session.operations.preview_update(inputs, ignored=ignored, manager=manager),
                inputs,
            )
            if live is None:
                return provider_pb2.UpdateResponse(properties=request.news)
            return provider_pb2.UpdateResponse(properties=encode(checkpoint.write(said, live, manager)))
        operations = self._current.require_cluster()
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
                message=f"{request.urn} could not be updated: {_explained(error, manager)}\n"
                f"Nor could it be read: {unread}"
            )
        message = f"{identity(live)} failed to fully initialize or become live: {_explained(error, manager)}"
        reasons = error.reasons if isinstance(error, NotReadyError) else ()
        return _not_ready(message, live, checkpoint.write(said, live, manager), reasons)

    @answers
    def Read(  # noqa: N802
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        """Return the object as it is, or nothing when it is gone."""
        operations = self._current.require_cluster()
        said, state = decode(request.inputs), checkpoint.read(decode(request.properties))
        inputs = reveal(said)
        manager = field_manager(inputs, state.manager)
        if not inputs.get("kind"):
            imported = operations.find(named_by(request.id, of_type(request.type)))
            if imported is None:
                return provider_pb2.ReadResponse()
            return _found(request.id, imported_inputs(imported), imported, {}, manager)
        try:
            live = operations.read(named_by(request.id, inputs))
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
        operations = self._current.require_cluster()
        state = checkpoint.read(decode(request.properties))
        try:
            operations.delete(state.inputs, state.live, timeout(state.inputs, request.timeout))
        except NotReadyError as error:
            kept = checkpoint.write(state.said, error.live, state.manager)
            raise _not_ready(str(error), error.live, kept, error.reasons) from error
        return Empty()

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:  # noqa: N802
        """End what is waited for."""
        if self._session is not None:
            self._session.operations.cancelled.set()
        return Empty()


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
    reasons: Sequence[str],
    *,
    inputs: Struct | None = None,
) -> FailureError:
    return not_initialized(
        message, identity=identity(live), state=encode(state), reasons=reasons, inputs=inputs
    )


def _not_created(urn: str, error: Exception) -> str:
    message = f"{urn} could not be created: {error}"
    if isinstance(error, UnservedKindError):
        return f"{message}\nIs the definition of its kind installed?"
    if isinstance(error, ApiError) and error.reason == "AlreadyExists":
        return f"{message}\nThis stack did not create it."
    return message


def _explained(error: Exception, manager: str) -> str:
    if isinstance(error, ApiError) and error.reason == "Conflict":
        return f"fields that {manager!r} would apply belong to others: {error}"
    return str(error)
