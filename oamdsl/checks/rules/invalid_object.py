"""OAM415."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.rules.duplicate_entry import duplicate_entry
from oamdsl.checks.rules.invalid_label import invalid_label
from oamdsl.checks.rules.invalid_name import invalid_name
from oamdsl.checks.rules.invalid_port import invalid_port
from oamdsl.checks.rules.invalid_quantity import invalid_quantity
from oamdsl.checks.rules.mismatched_selector import mismatched_selector
from oamdsl.checks.rules.port_clash import port_clash
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.nearest import nearest
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.confidential import is_confidential
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.schema import Breach, BreachKind, Validator
from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.value import REDACTED, is_opaque, shown

_CLOSER: Final = (
    invalid_name,
    invalid_label,
    invalid_quantity,
    invalid_port,
    duplicate_entry,
    port_clash,
    mismatched_selector,
)
"""Rules that know more of some values than a schema does; what they report is not reported again."""
_ABOUT_VALUES: Final = frozenset({BreachKind.WRONG_TYPE, BreachKind.WRONG_VALUE, BreachKind.DUPLICATE_ENTRY})
_MOST_SHOWN: Final = 60


@rule("OAM415", source="Kubernetes, OpenAPI v3 of the cluster; API concepts, Field validation, Strict")
def invalid_object(plan: Plan) -> Iterator[Violation]:
    """An object has a field that the cluster's API does not have, lacks one, or has a wrong value in one.

    Why: the API server refuses the object after others have been made, or drops the field silently.

    It is compared with the schema of the environment's snapshot, or with that of plain Kubernetes; the rules
    in CEL that a schema may have are left to the API server.

    Example:
        @component
        class Settings(Component):
            def workload(self):
                return KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap", "dta": {"debug": "0"}})

        Settings("settings")

    Use instead:
        @component
        class Settings(Component):
            def workload(self):
                return KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap", "data": {"debug": "0"}})

        Settings("settings")
    """
    validator = Validator(plan.cluster, is_opaque)
    found = [
        (composed, folded, breach)
        for composed in plan.components
        for folded in composed.objects
        for breach in validator.breaches(folded.body)
    ]
    if not found:
        return
    reported: dict[tuple[str, ...], set[str]] = {}
    for closer in _CLOSER:
        for finding in closer(plan):
            violation = finding.violation
            seen = {violation.seen, violation.seen.partition("/")[0]}  # a port's also without its protocol
            reported.setdefault(violation.subject[:2], set()).update(seen)
    for composed, folded, breach in found:
        if _texts(breach).isdisjoint(reported.get(composed.subject, ())):
            yield _violation(composed, folded, breach)


def _texts(breach: Breach) -> set[str]:
    """How other rules may write the value."""
    if breach.kind is BreachKind.MISSING_FIELD and breach.text == "spec.selector":
        return {"none"}
    return {shown(breach.seen), str(breach.seen)} if breach.kind in _ABOUT_VALUES else set()


def _violation(composed: ComposedComponent, folded: FoldedObject, breach: Breach) -> Violation:
    path = breach.path
    if breach.kind is BreachKind.MISSING_FIELD and path.segments[-1:] == (breach.name,):
        path = Path(path.segments[:-1])
    return Violation(
        message=f"{folded.ref} of component `{composed.component.name}` {_problem(folded, breach)}",
        places=(
            field_place(composed, FieldRef(folded.ref, path), _LABELS[breach.kind]),
            component_place(composed),
        ),
        subject=(*composed.subject, str(folded.ref)),
        seen="" if breach.kind is BreachKind.MISSING_FIELD else _seen(folded, breach),
        allowed=breach.allowed,
        help=_help(folded, breach),
    )


_LABELS: Final = {
    BreachKind.UNKNOWN_FIELD: "it is written here",
    BreachKind.MISSING_FIELD: "it is missing here",
    BreachKind.WRONG_TYPE: "it is written here",
    BreachKind.WRONG_VALUE: "it is written here",
    BreachKind.DUPLICATE_ENTRY: "they are written here",
}


def _problem(folded: FoldedObject, breach: Breach) -> str:
    match breach.kind:
        case BreachKind.UNKNOWN_FIELD:
            return f"has `{breach.text}`, a field that `{folded.ref.api}` does not have"
        case BreachKind.MISSING_FIELD:
            return f"lacks `{breach.text}`"
        case BreachKind.DUPLICATE_ENTRY:
            return f"has {_seen(folded, breach)} twice, the second time as `{breach.text}`"
        case _:
            return f"has {_seen(folded, breach)} as `{breach.text}`, and accepted is {breach.allowed}"


def _seen(folded: FoldedObject, breach: Breach) -> str:
    """The value, as text; nothing of a Secret's content."""
    if _is_confidential(folded, breach):
        return REDACTED
    if is_map(breach.seen):
        return "a map"
    if is_list(breach.seen):
        return "a list"
    if breach.seen is None:
        return "nothing"
    text = shown(breach.seen)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def _is_confidential(folded: FoldedObject, breach: Breach) -> bool:
    return is_confidential(folded.ref.api, breach.path)


def _help(folded: FoldedObject, breach: Breach) -> str:
    match breach.kind:
        case BreachKind.UNKNOWN_FIELD:
            similar = nearest(breach.name, breach.known)
            return f"rename it to `{similar}`" if similar else "remove it"
        case BreachKind.MISSING_FIELD:
            return f"set `{breach.text}`"
        case BreachKind.DUPLICATE_ENTRY:
            return "remove one of them"
        case _:
            return "correct it" if _is_confidential(folded, breach) else _correction(breach)


def _correction(breach: Breach) -> str:
    value = breach.seen
    if isinstance(value, str) and value.isdigit() and "an integer" in breach.allowed:
        return f"write {value}, without quotes"
    if isinstance(value, (int, float)) and breach.allowed == "text":
        return f'write "{_in_yaml(value)}", in quotes'
    if value is None:
        return "give it a value, or leave it out"
    meant = nearest(value, breach.known) if isinstance(value, str) else ""
    return f"write `{meant}`" if meant else "correct it"


def _in_yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
