"""One field of a class of declared values."""

from typing import Any

import attrs

from oamdsl.model.annotation import AnnotatedType, annotated_type
from oamdsl.model.parameter import Constraint, constraint_of
from oamdsl.model.value import Secret, is_known_secret, is_opaque


@attrs.frozen
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

    @property
    def is_secret(self) -> bool:
        """Whether its value is a secret, whoever gives it."""
        return self.constraint is not None and self.constraint.secret

    def admits(self, value: object) -> bool:
        """Whether operators may give it *value*."""
        if self.constraint is None or self.type.mismatch(value) is not None:
            return False
        return self.constraint.violated_by(value) is None

    def kept(self, value: object) -> object:
        """*value*, which the type admits, as an element keeps it: frozen, and sealed when it is a secret."""
        if not is_opaque(value):
            value = self.type.frozen(value)
        if self.is_secret and value is not None and not is_known_secret(value):
            return Secret(value)
        return value
