"""A difference for programs."""

import json
from typing import Any, Final

import attrs

from oamdsl.diff.compare import ComponentChange, Difference, ObjectChange
from oamdsl.diff.fields import ABSENT, FieldChange

SCHEMA_VERSION: Final = 1


def render(difference: Difference) -> str:
    """*difference* as a JSON object.

    ``{schema_version, before, after, environments: {name: [component]}}``; a component is ``{name, sign,
    declared, facts, owners, consequences, objects}``. A field that is absent on one side has no ``before`` or
    ``after``.
    """
    content = {
        "schema_version": SCHEMA_VERSION,
        "before": difference.before,
        "after": difference.after,
        "environments": {
            name: [_component(one) for one in components]
            for name, components in difference.environments.items()
        },
    }
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def _component(change: ComponentChange) -> dict[str, Any]:
    return {
        "name": change.name,
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
        "sign": "+" if change.before is None else "-" if change.after is None else "~",
        "apiVersion": ref.api.api_version,
        "kind": ref.api.kind,
        "name": ref.name,
        "namespace": ref.namespace,
        "fields": [_field(one) for one in change.fields],
    }


def _field(change: FieldChange) -> dict[str, Any]:
    sides = {"before": change.before, "after": change.after}
    return {
        "path": str(change.path),
        **{name: value for name, value in sides.items() if value is not ABSENT},
    }
