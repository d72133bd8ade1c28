"""Arguments bound to fields; what does not fit becomes a fault, and the rest goes on."""

import typing
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from oamdsl.diagnostics.nearest import nearest
from oamdsl.diagnostics.origin import OURS, Location, Origin
from oamdsl.model.annotation import Mismatch
from oamdsl.model.fault import Fault, FaultKind, Unset
from oamdsl.model.field import Field, Fields
from oamdsl.model.remedy import abridged, brief
from oamdsl.model.value import REDACTED, Secret, is_opaque, shown


class Call:
    """One call of an element class, being bound.

    Attributes:
        given: Arguments that name a field: {name: value}.
        faults: What is wrong with it, as far as it is bound.
    """

    def __init__(
        self,
        fields: Fields,
        origin: Origin,
        args: tuple[object, ...],
        kwargs: Mapping[str, object],
    ) -> None:
        self.fields = fields
        self.origin = origin
        self.faults: list[Fault] = []
        self.given = self._by_position(args, kwargs) if args else {}
        for name, value in kwargs.items():
            if name in fields:
                self.given[name] = value
            else:
                settable = (name for name, field in fields.items() if field.constraint is not None)
                self._fault(FaultKind.UNKNOWN, name, value, allowed=", ".join(settable))

    def values(self) -> dict[str, object]:
        """``{field: value}`` for every field; faults are collected on the way."""
        fields, given = self.fields, self.given
        for field in fields.untyped:
            self._fault(FaultKind.UNTYPED, field.name, field.default)
        meant = {nearest(fault.parameter, fields) for fault in self.faults} if self.faults else ()
        values = dict(fields.shared)
        for name, field in fields.items():
            if name in given:
                value = given[name]
                values[name] = value if value.__class__ is field.unbounded else self._value(field, value)
            elif name not in values:
                values[name] = self._default(field, missing=name not in meant)  # misspelt, and told
        return values

    def _position(self, name: str, otherwise: int | None) -> int | None:
        """Which argument *name* is when it is given by position."""
        names = self.fields.positional
        return names.index(name) if name in names else otherwise

    def _named(self, value: object, kwargs: Mapping[str, object]) -> str:
        """How a value is given by its name, when there is but one parameter that it can be meant for."""
        names = [
            name
            for name, field in self.fields.items()
            if name not in kwargs and not field.positional and field.admits(value)
        ]
        return f"name it: `{names[0]}={brief(value)}`" if len(names) == 1 else ""

    def _by_position(self, args: tuple[object, ...], kwargs: Mapping[str, object]) -> dict[str, object]:
        names = self.fields.positional
        for number, extra in enumerate(args[len(names) :], len(names) + 1):
            allowed = f"{len(names)} by position ({', '.join(names)}), the rest" if names else "all"
            self._fault(
                FaultKind.UNKNOWN,
                f"argument {number}",
                extra,
                position=number - 1,
                allowed=f"{allowed} by name",
                remedy=self._named(extra, kwargs),
            )
        bound = dict(zip(names, args, strict=False))
        for name in bound:
            if name in kwargs:
                self._fault(FaultKind.UNKNOWN, name, kwargs[name], reason="is given twice")
        return bound

    def _value(self, field: Field, value: object) -> object:
        if isinstance(value, Unset):  # copied from a faulty element, as `attrs.evolve` does
            return self._default(field)
        constraint = field.constraint
        if constraint is None:
            default = self._default(field, missing=False)
            if is_opaque(value) or is_opaque(default) or value != default:
                self._fault(FaultKind.FIXED, field.name, value)
            return default
        is_plain = value.__class__ is field.type.kind  # so that there is nothing to compare or to freeze
        if not is_plain and hasattr(type(value), "__next__"):  # to ask for an Iterator costs more
            value = tuple(typing.cast("Iterator[object]", value))
        mismatch = None if is_plain else field.type.mismatch(value)
        if mismatch is not None:
            self._fault(
                FaultKind.MISTYPED,
                field.name,
                value,
                at=mismatch.at,
                seen=mismatch.seen,
                allowed=mismatch.expected,
                remedy=self._remedy(field, value, mismatch),
                steps=mismatch.steps,
            )
            return self._default(field, missing=False)
        reason = constraint.violated_by(value)
        if reason is not None:
            self._fault(FaultKind.OUT_OF_RANGE, field.name, value, allowed=constraint.allowed, reason=reason)
        return value if is_plain and not field.is_secret else field.kept(value)

    def _remedy(self, field: Field, value: object, mismatch: Mismatch) -> str:
        if value is None and field.default is not attrs.NOTHING:
            return f"leave `{field.name}` out for its default, or give it {mismatch.expected}"
        return mismatch.remedy

    def _default(self, field: Field, *, missing: bool = True) -> object:
        if field.default is attrs.NOTHING:
            if missing:
                self._fault(FaultKind.MISSING, field.name, None, allowed=field.type.text)
            return Unset(field.name)
        if not field.default_problem:
            return field.kept(field.default)
        self._fault(
            FaultKind.INVALID_DEFAULT,
            field.name,
            field.default,
            allowed=(field.constraint.allowed if field.constraint else "") or field.type.text,
            reason=field.default_problem,
        )
        return Secret(field.default) if field.is_secret else field.default

    def _fault(
        self,
        kind: FaultKind,
        name: str,
        value: object,
        *,
        at: str = "",
        seen: str | None = None,
        allowed: str = "",
        reason: str = "",
        remedy: str = "",
        position: int | None = None,
        steps: tuple[object, ...] = (),
    ) -> None:
        field = self.fields.get(name)
        # An unknown name may be a secret's, misspelt.
        is_secret = field.is_secret if field else any(one.is_secret for one in self.fields.values())
        whole = "" if kind is FaultKind.MISSING else REDACTED if is_secret else shown(value)
        text = whole if whole in ("", REDACTED) else abridged(value) if seen is None else seen
        self.faults.append(
            Fault(
                kind=kind,
                parameter=name,
                at="" if is_secret else at,
                seen=text,
                allowed=allowed,
                reason=reason,
                location=self.origin.argument(name, self._position(name, position), steps),
                declared=_declared(field),
                remedy="" if is_secret else remedy,
                confidential=any(one in whole for one in (REDACTED, repr(Secret(None)))),
            )
        )


def _declared(field: Field | None) -> Location | None:
    """Where the user's files declare *field*."""
    if field is None or field.constraint is None:
        return None
    origin = field.constraint.origin
    return None if origin.code.co_filename.startswith(_OUR_OWN) else origin.location


_OUR_OWN: Final = ("<frozen", OURS)
"""Files of this package, and of the import of `oamdsl.model` itself: users have nothing to change there."""
