"""The fields of a class of declared values."""

from functools import cached_property
from typing import Any

import attrs

from oamdsl.kubernetes.tree import SCALARS
from oamdsl.model.annotation import AnnotatedType, annotated_type
from oamdsl.model.parameter import Constraint, constraint_of
from oamdsl.model.value import Secret, is_known_secret


@attrs.frozen(slots=False)
class Field:
    """One field of an element class, ready to be filled.

    Attributes:
        name: Its name.
        type: What its annotation admits.
        default: Its default value, or ``attrs.NOTHING``.
        default_problem: What is wrong with the default, as a phrase that follows it; empty for nothing.
        constraint: What it was declared with; None when operators may not set it.
        positional: Whether it is given by position.
        annotation: Its annotation, no longer text.
        is_typed: Whether it has an annotation, as it must.
    """

    name: str
    type: AnnotatedType
    default: Any
    default_problem: str
    constraint: Constraint | None
    positional: bool
    annotation: Any = Any
    is_typed: bool = True

    @cached_property
    def is_secret(self) -> bool:
        """Whether its value is a secret, whoever gives it."""
        return self.constraint is not None and self.constraint.secret

    @cached_property
    def unbounded(self) -> Any:
        """The class whose instances the field takes as they are; None when there is something to look at."""
        constraint = self.constraint
        return (
            self.type.kind if constraint is not None and constraint.is_free and not self.is_secret else None
        )

    @classmethod
    def of(cls, attribute: "attrs.Attribute[Any]", annotation: object, *, is_typed: bool = True) -> "Field":
        """The field for an attribute, whose *annotation* is no longer text."""
        type_ = annotated_type(annotation)
        constraint = constraint_of(attribute)
        default = attribute.default
        problem = None
        if default is not attrs.NOTHING:
            if type_.mismatch(default) is not None:
                problem = f"is not {type_.text}"
            elif constraint is not None:
                problem = constraint.violated_by(default)
        return cls(
            attribute.name,
            type_,
            default,
            problem or "",
            constraint,
            positional=not attribute.kw_only,
            annotation=annotation,
            is_typed=is_typed,
        )

    def admits(self, value: object) -> bool:
        """Whether operators may give it *value*."""
        if self.constraint is None or self.type.mismatch(value) is not None:
            return False
        return self.constraint.violated_by(value) is None

    def kept(self, value: object) -> object:
        """*value*, which the type admits, as an element keeps it: frozen, and sealed when it is a secret."""
        value = self.type.kept(value)
        if self.is_secret and value is not None and not is_known_secret(value):
            return Secret(value)
        return value


class Fields(dict[str, Field]):
    """The fields of one element class, in the order of declaration: {name: field}."""

    @cached_property
    def positional(self) -> list[str]:
        """Those that are given by position."""
        return [name for name, field in self.items() if field.positional]

    @cached_property
    def untyped(self) -> list[Field]:
        """Those that lack an annotation."""
        return [field for field in self.values() if not field.is_typed]

    @cached_property
    def composite(self) -> frozenset[str]:
        """Those whose default may have elements in it."""
        return frozenset(name for name, field in self.items() if _is_composite(field.default))

    @cached_property
    def shared(self) -> dict[str, object]:
        """The defaults, as elements keep them, of which one does for all elements: {name: value}.

        One with a mapping or a list in it does not: whoever has the element could change it.
        """
        defaults = {
            name: field.kept(field.default)
            for name, field in self.items()
            if field.default is not attrs.NOTHING and not field.default_problem
        }
        return {name: default for name, default in defaults.items() if _is_hashable(default)}


def _is_composite(default: object) -> bool:
    if isinstance(default, (tuple, list, dict)):
        return bool(default)  # pyright: ignore[reportUnknownArgumentType]
    return default is not attrs.NOTHING and default.__class__ not in SCALARS


def _is_hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
