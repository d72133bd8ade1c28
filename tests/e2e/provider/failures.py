"""Failures as the engine understands them."""

from collections.abc import Sequence
from typing import Any

import attrs
import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, status_pb2


@attrs.frozen(kw_only=True)
class FailureError(Exception):
    """An operation that failed, with what the engine is to keep of it.

    Attributes:
        message: For the user.
        code: Of gRPC.
        details: Messages of the protocol.
    """

    message: str
    code: grpc.StatusCode = grpc.StatusCode.UNKNOWN
    details: Sequence[Any] = ()


@attrs.frozen
class Status(grpc.Status):
    """A gRPC status with details.

    Attributes:
        code: Of gRPC.
        details: The message.
        trailing_metadata: Carries the details of the protocol.
    """

    code: grpc.StatusCode
    details: str
    trailing_metadata: tuple[tuple[str, bytes], ...]


def not_initialized(
    message: str, *, identity: str, state: Struct, reasons: Sequence[str], inputs: Struct | None
) -> FailureError:
    """Return the failure of an object that exists and is not as it should be.

    The engine keeps its state, and updates it in the next run.

    Args:
        message: For the user.
        identity: The resource's ID.
        state: Its outputs as they are now.
        reasons: What it lacks.
        inputs: Its inputs, for reads alone.
    """
    detail = provider_pb2.ErrorResourceInitFailed(
        id=identity, properties=state, reasons=[message, *reasons], inputs=inputs
    )
    return FailureError(message=message, details=(detail,))


def status_of(failure: FailureError) -> Status:
    """Return *failure* as gRPC sends it."""
    status = status_pb2.Status(code=failure.code.value[0], message=failure.message)
    for detail in failure.details:
        status.details.add().Pack(detail)
    metadata = (("grpc-status-details-bin", status.SerializeToString()),)
    return Status(failure.code, failure.message, metadata)
