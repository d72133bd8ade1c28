"""What stands in objects where plain text should: secrets, and texts made of what is opaque."""

import marshal
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import attrs

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.shape import address
from oamdsl.compose.developer_claim import origin_of
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.confidential import is_confidential
from oamdsl.kubernetes.list_keys import shape
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.program_keys import in_program
from oamdsl.kubernetes.tree import is_list, is_map, leaf_values
from oamdsl.model.value import REDACTED, is_known_secret

_MARKS: Final = (
    REDACTED,
    "Secret(...)",
    "StackSecret('",
    "Calling __str__ on an Output[T] is not supported",
    "<pulumi.output.Output object at",
)
"""What Python makes of an opaque value that is put in a text."""
_ENCODED_MARKS: Final = tuple(mark.encode() for mark in _MARKS)
_INI_SECTION: Final = re.compile(rf"^[ \t]*{re.escape(REDACTED)}[ \t]*$", re.MULTILINE)


@attrs.frozen(eq=False)
class Leaf:
    """A value that should not stand where it does.

    Attributes:
        composed: In whose objects.
        folded: In which object.
        path: Where in it.
        value: The value: a secret, or a text.
    """

    composed: ComposedComponent
    folded: FoldedObject
    path: Path
    value: object

    @property
    def field(self) -> FieldRef:
        """The field that it stands in."""
        return FieldRef(self.folded.ref, self.path)

    @property
    def places(self) -> tuple[Place, ...]:
        """The line that has the field, the line that the value comes from, and the component's."""
        decided = field_place(self.composed, self.field, "the value comes from here")
        rendered = self.folded.rendered
        if rendered is None:
            return (decided, component_place(self.composed))
        line = origin_of(rendered, self.path).location
        written = Place(line, f"`{self.path}` is written here")
        others = (decided, component_place(self.composed))
        return (written, *(place for place in others if place.location != line))


@lru_cache(maxsize=1)  # two rules ask, one after the other
def suspects(plan: Plan) -> tuple[Leaf, ...]:
    """The secrets outside of Kubernetes Secrets, and the texts made of opaque values."""
    return tuple(
        Leaf(composed, folded, path, value)
        for composed in plan.components
        if _has_suspects(composed)
        for folded in composed.objects
        for path, value in _leaves(folded.body, folded.body, Path())
        if (is_known_secret(value) and not is_confidential(folded.ref.api, path))
        or (isinstance(value, str) and mark_in(value))
    )


def mark_in(text: str) -> str:
    """What *text* has that Python makes of an opaque value; empty for nothing.

    A line that is ``[secret]`` alone, among others, heads a section of an INI file.
    """
    mark = next((mark for mark in _MARKS if mark in text), "")
    if mark == REDACTED and text != REDACTED:
        rest = _INI_SECTION.sub("", text)
        return mark_in(rest) if rest != text else mark
    return mark


def _has_suspects(composed: ComposedComponent) -> bool:
    """Whether there may be any in the objects of *composed*; says so fast, and not where."""
    bodies = [folded.body for folded in composed.objects]
    try:
        plain = marshal.dumps(bodies)  # has every text as it is, and refuses all but plain values
    except ValueError:
        values = list(leaf_values(bodies))
        if any(map(is_known_secret, values)):
            return True
        plain = "\n".join(one for one in values if isinstance(one, str)).encode(errors="replace")
    return any(mark in plain for mark in _ENCODED_MARKS)


def _leaves(body: Mapping[str, Any], value: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Every leaf below *value* at *path* of *body*; those of a list without keys stand at the list."""
    if is_map(value):
        for name, one in value.items():
            yield from _leaves(body, one, path / str(name))
    elif is_list(value):
        keys = in_program(body).lists.get(shape(path))
        for one in value:
            if keys is None:
                yield from ((path, leaf) for _, leaf in _leaves(body, one, path))
            else:
                yield from _leaves(body, one, path / address(keys, one))
    else:
        yield path, value
