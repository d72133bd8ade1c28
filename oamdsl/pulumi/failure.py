"""Says whose an object is that the cluster refused: Pulumi's own message names the object alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs
import pulumi
from pulumi.runtime import settings
from pulumi.runtime.proto import resource_pb2

from oamdsl.checks.places import claim_place, component_place
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.ledger import Owner
from oamdsl.compose.plan import ComposedComponent
from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.api_error import named_fields, quoted_images
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path as FieldPath
from oamdsl.kubernetes.tree import as_map, at

_DONE: Final = {"create": "created", "update": "updated", "delete": "deleted"}

_NOT_READY: Final = ("timed out waiting to be Ready", "was created but failed to initialize")
"""What Pulumi's provider says of an object that is there, and is not what it waits for."""

_UNREACHABLE: Final = "cluster is unreachable"

_SELECTOR: Final = FieldPath(("spec", "selector", "matchLabels"))

_TAKE_OVER: Final = (
    "where it is left of a deployment that was killed, or was kept for its data, take it over with"
    "\n`pulumi up -c kubernetes:upsertExistingObjects=true -c kubernetes:enablePatchForce=true`"
)


@attrs.frozen
class Registered:
    """An object that is registered in the stack.

    Attributes:
        composed: Its component.
        folded: Which of the component's objects it is.
        environment: Name of the environment.
    """

    composed: ComposedComponent
    folded: FoldedObject
    environment: str


def failure_hook(objects: Mapping[tuple[str, str], Registered], base: Path) -> pulumi.ErrorHook | None:
    """What explains each failure in the words of the application; None with an engine too old for it.

    It never has the failed operation tried again.

    Args:
        objects: What is registered, ``{(type, resource name): object}``; may grow after this call.
        base: Paths below it are shown relative to it.

    Source: Pulumi, Resource option: hooks, Error hooks.
    """
    features = getattr(settings.SETTINGS, "monitor_features", ())
    if resource_pb2.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS not in features:
        return None

    def explain(failed: pulumi.ErrorHookArgs) -> bool:
        registered = objects[failed.type, failed.name]
        pulumi.log.error(explanation(registered, failed.failed_operation, failed.errors[0], base))
        return False

    return pulumi.ErrorHook("oamdsl", explain)


def explanation(registered: Registered, operation: str, error: str, base: Path) -> str:
    """Whose the object is, and the lines that decide what *error* speaks of.

    Of an object that the cluster refused without naming a field, these are all the lines that it comes of; of
    one that did not become ready, the line of an image that cannot be pulled.

    Args:
        registered: The object.
        operation: ``create``, ``update`` or ``delete``.
        error: What the cluster said; not repeated, since Pulumi shows it.
        base: Paths below it are shown relative to it.
    """
    composed, folded = registered.composed, registered.folded
    problem, fields, places, help_ = f"could not be {_DONE[operation]}", [], [], ""
    if any(words in error for words in _NOT_READY):
        problem = f"was {_DONE[operation]}, and is not ready"
        fields, help_ = quoted_images(error, folded.body), _look(folded)
    elif _UNREACHABLE in error:
        help_ = (
            f"see why with `oamdsl doctor --cluster`, and run `pulumi up -s {registered.environment}` again"
        )
    else:
        fields, help_ = named_fields(error, folded.body), _TAKE_OVER if "already exists" in error else ""
        places = [] if fields else list(_decisions(folded))
    places += (claim_place(composed.claim_on(FieldRef(folded.ref, field))) for field in fields)
    about = f" because of {', '.join(f'`{field}`' for field in fields)}" if fields else ""
    subject = "/".join(composed.subject)
    explain = f"run `oamdsl explain {subject} -s {registered.environment}` for who decides which field"
    return text.render_report(
        f"{folded.ref} of component `{composed.component.name}` {problem}{about}",
        [*places, component_place(composed)],
        [("in", f"{subject} ({registered.environment})"), ("help", help_), ("explain", explain)],
        base=base,
    )


def _look(folded: FoldedObject) -> str:
    """How to see why an object is not ready."""
    ref = folded.ref
    place = f" --namespace {ref.namespace}" if ref.namespace else ""
    labels = as_map(at(folded.body, _SELECTOR))
    if labels:
        selector = ",".join(f"{key}={value}" for key, value in labels.items())
        return f"see what its pods say: `kubectl describe pods{place} --selector {selector}`"
    kind = f"{ref.api.kind}.{ref.api.group}".rstrip(".")
    return f"see what the cluster says of it: `kubectl describe {kind} {ref.name}{place}`"


def _decisions(folded: FoldedObject) -> Iterator[Place]:
    """The lines of the traits that the object comes of, or that decide something in it."""
    if folded.creator is not None:
        yield Place(folded.creator.origin.location, f"`{folded.creator.name}` makes it")
    fields: dict[Owner, list[str]] = {}
    for claim in folded.claims:
        fields.setdefault(claim.owner, []).append(f"`{claim.field.path}`")
    for owner, decided in fields.items():
        yield Place(owner.origin.location, f"`{owner.name}` decides {', '.join(decided)}")
