"""Who decides which field, over all environments: what they share stands once."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Final

import attrs

from oamdsl.checks.places import claim_location
from oamdsl.compose.confidential import shown_field
from oamdsl.compose.ledger import Claim, Role, Verb
from oamdsl.compose.ownership import owned_fields
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.origin import Location
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.taking_over import TAKE_OVER
from oamdsl.kubernetes.waiting import DO_NOT_WAIT


@attrs.frozen(kw_only=True)
class Holding:
    """Who decides one field, and what it is.

    Attributes:
        value: Its value as JSON; a word in its place when it is a secret, or known later.
        role: In which role its owner decides it.
        owner: Name of the owner: of a component, a trait, a parameter, an environment.
        why: What the owner does with it.
        notes: What else there is to say: who relies on it, who contests it, who gave it up.
        place: ``file:line`` by which it is decided.
    """

    value: str
    role: Role
    owner: str
    why: str
    notes: tuple[str, ...]
    place: str


@attrs.frozen
class LedgerEntry:
    """One field, as some environments have it.

    Attributes:
        field: Its path.
        holding: Who decides it.
        environments: Names of those environments; empty for all that have the component.
    """

    field: str
    holding: Holding
    environments: tuple[str, ...]


@attrs.frozen
class ObjectLedger:
    """The fields of one object.

    Attributes:
        name: ``Deployment/web``.
        api_version: Its API version.
        maker: Who makes it, and by which line.
        entries: Its fields in the order written, those that differ once for each value; what identifies the
            object is none of them.
    """

    name: str
    api_version: str
    maker: Holding
    entries: tuple[LedgerEntry, ...]


@attrs.frozen
class ComponentLedger:
    """The fields of one component's objects.

    Attributes:
        name: ``application/component``.
        objects: The objects of any environment.
    """

    name: str
    objects: tuple[ObjectLedger, ...]

    @property
    def entries(self) -> Iterator[LedgerEntry]:
        """All fields."""
        for one in self.objects:
            yield from one.entries


_Key = tuple[str, str, str]
"""API version, kind and name: the object, whatever its namespace."""


def ledger_of(plans: Sequence[Plan], base: FilePath) -> tuple[ComponentLedger, ...]:
    """Who decides which field in *plans*, one for each environment; files are named relative to *base*."""
    composed: dict[str, dict[str, ComposedComponent]] = {}
    for plan in plans:
        for one in plan.components:
            composed.setdefault("/".join(one.subject), {})[plan.environment.name] = one

    @functools.cache  # fields by the thousand come from one line
    def place(location: Location) -> str:
        relative = location.relative_to(base)
        return f"{relative.file}:{relative.line}"

    return tuple(_component(name, found, place) for name, found in composed.items())


def _component(
    name: str, composed: Mapping[str, ComposedComponent], place: Callable[[Location], str]
) -> ComponentLedger:
    makers: dict[_Key, Holding] = {}
    fields: dict[_Key, dict[Path, dict[Holding, list[str]]]] = {}
    for environment, one in composed.items():
        for field, holding in _holdings(one, place):
            ref = field.object
            key = (ref.api.api_version, ref.api.kind, ref.name)
            if field.path == _KIND:
                makers.setdefault(key, holding)
            else:
                holders = fields.setdefault(key, {}).setdefault(field.path, {})
                holders.setdefault(holding, []).append(environment)
    return ComponentLedger(
        name,
        tuple(
            ObjectLedger(
                f"{key[1]}/{key[2]}", key[0], maker, tuple(_entries(fields.get(key, {}), len(composed)))
            )
            for key, maker in makers.items()
        ),
    )


_KIND: Final = Path(("kind",))
_IDENTITY: Final = frozenset(map(Path, [("apiVersion",), ("metadata", "name"), ("metadata", "namespace")]))


def _entries(
    fields: Mapping[Path, Mapping[Holding, Sequence[str]]], all_of_them: int
) -> Iterator[LedgerEntry]:
    for field, holders in fields.items():
        for holding, environments in holders.items():
            everywhere = len(environments) == all_of_them
            yield LedgerEntry(str(field), holding, () if everywhere else tuple(environments))


def _holdings(
    composed: ComposedComponent, place: Callable[[Location], str]
) -> Iterator[tuple[FieldRef, Holding]]:
    """The fields that the objects have, and those that traits took away."""
    notes = _notes(composed)
    for owned in owned_fields(composed, but=_IDENTITY):
        yield (
            owned.claim.field,
            _holding(owned.claim, shown_field(owned.claim.field, owned.value), notes, place),
        )
    for folded in composed.objects:
        for claim in folded.claims:
            if claim.verb is Verb.REMOVED:
                yield claim.field, _holding(claim, "", notes, place)


_Notes = Mapping[ObjectRef, Sequence[tuple[Path, str]]]


def _holding(claim: Claim, value: str, notes: _Notes, place: Callable[[Location], str]) -> Holding:
    path = claim.field.path
    return Holding(
        value=value,
        role=claim.owner.role,
        owner=claim.owner.name,
        why=claim.purpose,
        notes=tuple(note for about, note in notes.get(claim.field.object, ()) if path.starts_with(about)),
        place=place(claim_location(claim)),
    )


def _notes(composed: ComposedComponent) -> _Notes:
    """What is to be said of fields beside who decides them: {object: [(field, note)]}."""
    notes: dict[ObjectRef, list[tuple[Path, str]]] = {}
    for field, note in _said(composed):
        notes.setdefault(field.object, []).append((field.path, note))
    return notes


_INSTRUCTIONS: Final = {
    Path(("metadata", "annotations", key)): f"tells Pulumi {what}"
    for annotations, what in (
        (TAKE_OVER, "to apply its fields whoever holds them"),
        (DO_NOT_WAIT, "not to wait until it is ready"),
    )
    for key in annotations
}
"""What annotations mean that are for Pulumi, and not for the cluster."""


def _said(composed: ComposedComponent) -> Iterator[tuple[FieldRef, str]]:
    if composed.folded is None:
        return
    for folded in composed.folded.objects:
        for path, note in _INSTRUCTIONS.items():
            yield FieldRef(folded.ref, path), note
    for reading in composed.folded.readings:
        yield reading.field, f"`{reading.binding.owner.name}` relies on it: {reading.why}"
    for contest in composed.folded.contests:
        yield contest.second.field, f"contested: {contest.second.purpose}"
    for one in composed.folded.hand_overs:
        yield one.taker.field, f"{one.giver.holder} gave it up: {one.why}"
    for folded in composed.folded.objects:
        for claim in folded.rewritten:
            yield claim.field, claim.purpose
