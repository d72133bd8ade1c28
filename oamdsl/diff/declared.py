"""What differs in what was declared: names, parameters, traits, demands, owners."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from oamdsl.diff.change import Change
from oamdsl.diff.pairs import Pairs
from oamdsl.diff.seal import told_text
from oamdsl.diff.state import ComponentState, Declaration
from oamdsl.kubernetes.object import ObjectRef


def names(before: ComponentState, after: ComponentState) -> Iterator[Change]:
    """How a component is called."""
    old, new = before.name.partition("/"), after.name.partition("/")
    if old[0] != new[0]:
        yield Change("application", old[0], new[0])
    if old[2] != new[2]:
        yield Change("name", old[2], new[2])


def moved(pairs: Pairs) -> Iterator[Change]:
    """Which objects are another component's."""
    for body, was, now in pairs.moved:
        yield Change(f"{ObjectRef.of(body)} is of", was or "the environment", now or "the environment")


def whole(before: ComponentState | None, after: ComponentState | None) -> Iterator[Change]:
    """A component that comes or goes, with its traits."""
    for one in filter(None, (before, after)):
        for what, declaration in (
            *([("component", one.declaration)] if one.declaration else ()),
            *(("trait", trait) for trait in one.traits or ()),
        ):
            yield Change(what, *(("", _call(declaration)) if before is None else (_call(declaration), "")))


def declared(before: ComponentState, after: ComponentState) -> Iterator[Change]:
    """Parameters, demands and traits, where both sides know them."""
    if before.declaration is not None and after.declaration is not None:
        yield from _parameters("", before.declaration, after.declaration)
        yield from _demands(before, after)
    if before.traits is not None and after.traits is not None:
        yield from _traits(before.traits, after.traits)


def _demands(before: ComponentState, after: ComponentState) -> Iterator[Change]:
    """Opinions and ranges; the default of a parameter that is given counts for nothing."""
    given = {f"default of {name}" for one in (before, after) for name in one.declaration or ()}
    for change in changes(before.demands or {}, after.demands or {}):
        if change.what not in given:
            yield change


def _parameters(prefix: str, before: Declaration, after: Declaration) -> Iterator[Change]:
    if before[""] != after[""]:
        yield Change("component", before[""], after[""])
    for change in changes(before, after):
        if change.what:
            yield attrs.evolve(change, what=f"{prefix}{change.what}")


def _traits(before: Sequence[Declaration], after: Sequence[Declaration]) -> Iterator[Change]:
    """Traits that are bound or no longer bound, and parameters of those that stay."""
    for name in dict.fromkeys(one[""] for one in (*after, *before)):
        old = [one for one in before if one[""] == name]
        new = [one for one in after if one[""] == name]
        gone = [one for one in old if one not in new]
        come = [one for one in new if one not in old]
        for was, now in zip(gone, come, strict=False):
            yield from _parameters(f"{name} ", was, now)
        yield from (Change("trait", _call(one), "") for one in gone[len(come) :])
        yield from (Change("trait", "", _call(one)) for one in come[len(gone) :])


def _call(declaration: Declaration) -> str:
    given = ", ".join(f"{name}={told_text(value)}" for name, value in declaration.items() if name)
    return f"{declaration['']}({given})"


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """What differs between two mappings from what to value, without marks of secrets."""
    for what in dict.fromkeys((*after, *before)):
        was, now = before.get(what, ""), after.get(what, "")
        if was != now:
            yield Change(what, told_text(was), told_text(now, was))
