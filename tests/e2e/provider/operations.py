"""Creates, updates, reads and deletes one object, and waits until it is as it should be."""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import attrs

from tests.e2e.kubernetes_api import (
    JSON_PATCH,
    ApiError,
    KubernetesApi,
    Manifest,
    UnreachableError,
    UnservedKindError,
)
from tests.e2e.provider.annotations import (
    PATCH_FIELD_MANAGER,
    PATCH_FORCE,
    annotation,
    is_true,
    propagation,
)
from tests.e2e.provider.ownership import CREATOR, apply_ignored, managed_fields, taken_over
from tests.e2e.provider.readiness.kinds import lacks, waits_for_deletion

T = TypeVar("T")

PAUSE: Final = 0.2
"""Seconds between two looks at an object that is not ready."""

RETRIES: Final = 5
"""Of a creation whose namespace or kind is not there yet; the pauses double."""

FIRST_PAUSE: Final = 0.3
"""Seconds before the first of those retries; a second in the official provider."""

IDENTIFYING: Final = frozenset({"name", "namespace"})

CRD: Final = "CustomResourceDefinition"


class NotReadyError(Exception):
    """The object is there, but is not as it should be.

    Attributes:
        live: As it was last seen.
        reasons: What it lacks.
    """

    def __init__(self, message: str, live: Manifest, reasons: Sequence[str] = ()) -> None:
        """Say what happened to which object, and why."""
        super().__init__(message)
        self.live = live
        self.reasons = tuple(reasons)


def field_manager(inputs: Manifest, before: str = "") -> str:
    """Return the field manager of one object: what the program says, else the one it had.

    A new one is of this object alone: two stacks never share one by accident.

    Args:
        inputs: What the program says.
        before: The manager so far, empty for none.
    """
    said = annotation(inputs, PATCH_FIELD_MANAGER)
    return said or before or f"{CREATOR}-{secrets.token_hex(4)}"


@attrs.frozen
class Operations:
    """Operations on the objects of one cluster.

    Attributes:
        api: The cluster.
        cancelled: Set when the user asked to stop.
        upsert: Whether a creation takes over an object that is there already.
        force: Whether an apply takes fields from other managers.
    """

    api: KubernetesApi
    cancelled: threading.Event
    upsert: bool = False
    force: bool = False

    def create(self, inputs: Manifest, *, manager: str, timeout: float) -> Manifest:
        """Create the object and wait until it is ready.

        Args:
            inputs: What the program says.
            manager: The object's field manager, from its first update on.
            timeout: Seconds to wait.

        Raises:
            ApiError: The server refused it; nothing was created.
            NotReadyError: It was created and is not ready.
        """
        live = self._retried(lambda: self._create(inputs, manager))
        return self.wait(inputs, live, timeout)

    def preview_create(self, inputs: Manifest, *, manager: str) -> Manifest:
        """Return what a creation would make.

        Raises:
            ApiError: The server would refuse it.
        """
        return self._create(inputs, manager, dryRun="All")

    def _create(self, inputs: Manifest, manager: str, **query: str) -> Manifest:
        if not self.upsert:
            return self.api.create(inputs, fieldManager=CREATOR, **query)
        force = self.force or is_true(inputs, PATCH_FORCE) or bool(query)
        return self.api.apply(inputs, fieldManager=manager, force=_text(force), **query)

    def _retried(self, attempt: Callable[[], T]) -> T:
        pause = FIRST_PAUSE
        for _ in range(RETRIES):
            try:
                return attempt()
            except UnservedKindError:
                pass
            except ApiError as error:
                if error.reason != "NotFound":
                    raise
            if self.cancelled.wait(pause):
                break
            pause *= 2
        return attempt()

    def update(self, inputs: Manifest, *, ignored: Sequence[str], manager: str, timeout: float) -> Manifest:
        """Apply *inputs* to the live object and wait until it is ready.

        Args:
            inputs: What the program says.
            ignored: The fields of `ignoreChanges`.
            manager: The object's field manager.
            timeout: Seconds to wait.

        Raises:
            ApiError: The server refused it, or another manager owns one of its fields.
            NotReadyError: It was applied and is not ready.
        """
        live = self._taken_over(self.api.get(inputs), manager)
        applied = self._apply(inputs, live, ignored=ignored, manager=manager)
        return self.wait(inputs, applied, timeout)

    def give_up(self, live: Manifest, manager: str) -> Manifest:
        """Let go of all fields that *manager* owns of the object, which has another manager now."""
        metadata = {name: value for name, value in live["metadata"].items() if name in IDENTIFYING}
        nothing = {"apiVersion": live["apiVersion"], "kind": live["kind"], "metadata": metadata}
        return self.api.apply(nothing, fieldManager=manager)

    def preview_update(self, inputs: Manifest, *, ignored: Sequence[str], manager: str) -> Manifest:
        """Return what an update would make.

        Raises:
            ApiError: The server would refuse it.
        """
        live = self.api.get(inputs)
        return self._apply(inputs, live, ignored=ignored, manager=manager, dryRun="All")

    def _taken_over(self, live: Manifest, manager: str) -> Manifest:
        entries = taken_over(live, manager)
        if entries is None:
            return live
        version = live["metadata"]["resourceVersion"]
        patch = [
            {"op": "replace", "path": "/metadata/managedFields", "value": entries},
            {"op": "replace", "path": "/metadata/resourceVersion", "value": version},
        ]
        try:
            return self.api.patch(live, patch, content_type=JSON_PATCH)
        except ApiError as error:
            if error.reason != "Conflict":
                raise
            return self._taken_over(self.api.get(live), manager)  # it changed in between

    def _apply(
        self,
        inputs: Manifest,
        live: Manifest,
        *,
        ignored: Sequence[str],
        manager: str,
        **query: str,
    ) -> Manifest:
        if inputs["kind"] == CRD:  # replaced as a whole, so that fields of its schema can go
            version = live["metadata"]["resourceVersion"]
            metadata = {**inputs["metadata"], "resourceVersion": version}
            return self.api.replace({**inputs, "metadata": metadata}, fieldManager=manager, **query)
        wanted = apply_ignored(inputs, live, ignored, manager)
        force = self.force or is_true(inputs, PATCH_FORCE) or not managed_fields(live)
        if query:  # a preview takes nothing over, so it must not stumble over our own creation
            force = force or any(
                each["manager"] == CREATOR and each["operation"] == "Update" for each in managed_fields(live)
            )
        return self.api.apply(wanted, fieldManager=manager, force=_text(force), **query)

    def wait(self, inputs: Manifest, live: Manifest, timeout: float) -> Manifest:
        """Wait until the object is ready, and return it as it is then.

        An API server that does not answer is asked again until the time is over.

        Raises:
            NotReadyError: It is not ready in time, or the user asked to stop.
        """
        name, deadline = live["metadata"]["name"], time.monotonic() + timeout
        reasons: Sequence[str] = ()
        while True:
            try:
                live = self.api.get(live)
                reasons = lacks(self.api, inputs, live)
            except (ApiError, UnreachableError) as error:  # it may be starting
                reasons = (str(error),)
            if not reasons:
                return live
            if time.monotonic() > deadline:
                message = f"{name!r} timed out waiting to be Ready"
                raise NotReadyError(message, live, reasons)
            if self.cancelled.wait(PAUSE):
                message = f"waiting for {name!r} was cancelled"
                raise NotReadyError(message, live, reasons)

    def find(self, inputs: Manifest) -> Manifest | None:
        """Return the live object, ready or not; None when it or its kind is gone."""
        try:
            return self.api.find(inputs)
        except UnservedKindError:
            return None

    def read(self, inputs: Manifest) -> Manifest | None:
        """Return the live object, None when it or its kind is gone.

        Raises:
            NotReadyError: It is there, and is not ready.
        """
        live = self.find(inputs)
        reasons = lacks(self.api, inputs, live) if live else ()
        if live and reasons:
            message = f"{live['metadata']['name']!r} is not ready"
            raise NotReadyError(message, live, reasons)
        return live

    def delete(self, inputs: Manifest, live: Manifest, timeout: float) -> None:
        """Delete the object and wait until it is gone.

        Raises:
            ApiError: The server refused it.
            NotReadyError: It is still there after the time.
        """
        deadline = time.monotonic() + timeout
        try:
            self.api.delete(live, propagation=propagation(inputs))
            while waits_for_deletion(inputs) and (left := self._left(live)):
                if time.monotonic() > deadline or self.cancelled.wait(PAUSE):
                    finalizers = left["metadata"].get("finalizers", [])
                    message = f"{live['metadata']['name']!r} was not deleted in time"
                    raise NotReadyError(message, left, [f"Its finalizers are {finalizers}."])
        except UnservedKindError:
            return
        except ApiError as error:
            if error.reason != "NotFound":
                raise

    def _left(self, live: Manifest) -> Manifest | None:
        """Return the object if it is still there; a successor of the same name is not it."""
        try:
            found = self.api.find(live)
        except (ApiError, UnreachableError):  # it may be starting
            return live
        same = found and found["metadata"]["uid"] == live["metadata"].get("uid")
        return found if same else None


def _text(value: bool) -> str:  # noqa: FBT001 - the value itself
    return "true" if value else "false"
