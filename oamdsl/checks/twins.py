"""Where two entries are that have one key, so that one path addresses both."""

from oamdsl.checks.places import field_place
from oamdsl.compose.plan import ComposedComponent
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.object import FieldRef


def twin_places(
    composed: ComposedComponent, first: FieldRef, second: FieldRef, label: str
) -> tuple[Place, ...]:
    """The lines of two entries, the second one first; one line when the program tells no more.

    Args:
        composed: Whose objects they are in.
        first: The entry that was there.
        second: The entry that clashes with it; the same path when the list's own key is what clashes.
        label: What both do.
    """
    places: tuple[Place, ...] = ()
    if first == second:
        rendered = next(one.rendered for one in composed.objects if one.ref == second.object)
        places = tuple(
            Place(origin.location, label)
            for path, origin in reversed(rendered.origins if rendered else ())
            if path == second.path
        )
    if not places:
        places = (field_place(composed, second, label), field_place(composed, first, label))
    return tuple(dict.fromkeys(places))
