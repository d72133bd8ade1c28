"""A difference for programs."""

import json
from typing import Any, Final

import attrs

from oamdsl.diff.change import ComponentChange, Difference, ObjectChange
from oamdsl.diff.fields import ABSENT, FieldChange

SCHEMA_VERSION: Final = 1


def render(difference: Difference) -> str:
    """*difference* as a JSON object.

    Its schema is in the reference, "Formats". A field that one side does not have has no ``before`` or no
    ``after``.
    """
    found = difference.environments
    content = {
        "schema_version": SCHEMA_VERSION,
        "before": difference.before,
        "after": difference.after,
        "differs": not difference.is_empty,
        "signs": {name: one.sign for name, one in found.items()},
        "refused": {name: list(map(attrs.asdict, one.refused)) for name, one in found.items() if one.refused},
        "was_refused": {
            name: list(map(attrs.asdict, one.was_refused)) for name, one in found.items() if one.was_refused
        },
        "environments": {name: [_component(each) for each in one.components] for name, one in found.items()},
    }
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def _component(change: ComponentChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "was": change.was or change.name,
        "sign": change.sign,
        "declared": [attrs.asdict(one) for one in change.declared],
        "facts": [attrs.asdict(one) for one in change.facts],
        "owners": [attrs.asdict(one) for one in change.owners],
        "consequences": [
            {"impact": one.impact.value, "object": one.object, "why": one.why} for one in change.consequences
        ],
        "objects": [_object(one) for one in change.objects],
    }


def _object(change: ObjectChange) -> dict[str, Any]:
    ref = change.ref
    return {
        "sign": change.sign,
        "apiVersion": ref.api.api_version,
        "kind": ref.api.kind,
        "name": ref.name,
        "was": (change.was or ref).name,
        "namespace": ref.namespace,
        "fields": [_field(one) for one in change.fields],
    }


def _field(change: FieldChange) -> dict[str, Any]:
    sides = {"before": change.before, "after": change.after}
    return {
        "path": str(change.path),
        **{name: value for name, value in sides.items() if value is not ABSENT},
    }
