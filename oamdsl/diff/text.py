"""A difference for people, in plain ASCII."""

from collections.abc import Iterator
from typing import Final

from oamdsl.diagnostics.plural import plural
from oamdsl.diff.change import Change, Difference, ObjectChange
from oamdsl.diff.grouping import Group, grouped, refused
from oamdsl.diff.yaml_diff import yaml_diff

_COLOURS: Final = {"+": "32", "-": "31", "~": "33", "!": "1;31", "@": "36"}
"""The ANSI code of a line, by its first character."""


def render(difference: Difference, *, objects: bool = True, colour: bool = False) -> str:
    """*difference*, what it means first; empty when there is none.

    Refusals and environments that come or go are first, then the components, the gravest change first. What
    changes alike in several environments stands once.

    Args:
        difference: What to show.
        objects: Whether the changed YAML follows.
        colour: Whether to colour by ANSI escapes; nothing is said by colour alone.
    """
    blocks = [
        list(_refusals(difference)),
        list(_environments(difference)),
        *(list(_component(group, objects=objects)) for group in grouped(difference)),
    ]
    paint = _painted if colour else str
    return "\n".join("".join(f"{paint(line)}\n" for line in block) for block in blocks if block)


def _refusals(difference: Difference) -> Iterator[str]:
    found, before = refused(difference), refused(difference, before=True)
    names = tuple(dict.fromkeys(name for where in found.values() for name in where))
    if names:
        yield f"! refused: {difference.after} is not deployed in {', '.join(names)} until this is mended"
        yield from (f"    {one.code} {one.message} ({', '.join(where)})" for one, where in found.items())
        yield "    What follows is what could be made of it; `oamdsl check` has the lines."
    ended = [one for one in before if one not in found]
    if ended:
        yield f"~ mended: {difference.before} was refused for"
        yield from (f"    {one.code} {one.message} ({', '.join(before[one])})" for one in ended)


def _environments(difference: Difference) -> Iterator[str]:
    for name, one in difference.environments.items():
        if one.sign != "~":
            yield environment_line(name, one.sign, sum(bool(each.name) for each in one.components))


def environment_line(name: str, sign: str, components: int) -> str:
    """``+ environment test: new, with 3 components``."""
    count = plural(components, "component")
    what = (
        f"new, with {count}"
        if sign == "+"
        else f"no longer there, nor its {count}; its stack is not destroyed by this"
    )
    return f"{sign} environment {name}: {what}"


def _component(group: Group, *, objects: bool) -> Iterator[str]:
    change = group.change
    yield f"{change.sign} {title(group)} ({', '.join(group.environments)})"
    for consequence in change.consequences:
        yield f"    ! {consequence.impact.value}: {consequence.object}: {consequence.why}"
    for one in (*change.declared, *change.facts, *change.owners):
        yield f"    {change_line(one)}"
    for changed in change.objects:
        yield f"    {object_line(changed)}{f', as in {group.example}' if group.example and objects else ''}"
        if objects:
            yield from (f"        {line}" for line in yaml_diff(changed))


def title(group: Group) -> str:
    """``shop/front, which was shop/web``."""
    was = f", which was {group.change.was}" if group.change.was else ""
    return f"{group.change.name or 'the environment itself'}{was}"


def change_line(change: Change) -> str:
    """``~ image of web: nginx:1 -> nginx:2``."""
    if not change.before:
        return f"+ {change.what}: {change.after}"
    if not change.after:
        return f"- {change.what}: {change.before}"
    return f"~ {change.what}: {change.before} -> {change.after}"


def object_line(change: ObjectChange) -> str:
    """``~ Deployment/web``, or ``+- Deployment/web -> Deployment/front``."""
    return f"{change.sign} {f'{change.was} -> ' if change.was else ''}{change.ref}"


def _painted(line: str) -> str:
    code = _COLOURS.get(line.lstrip()[:1])
    return f"\x1b[{code}m{line}\x1b[0m" if code else line
