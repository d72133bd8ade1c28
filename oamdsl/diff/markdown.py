"""A difference as Markdown, for a comment on a pull request: what matters first, YAML folded."""

import html
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from oamdsl.diagnostics.plural import plural
from oamdsl.diff.change import Change, Difference
from oamdsl.diff.consequence import Impact
from oamdsl.diff.grouping import Group, grouped, refused
from oamdsl.diff.text import object_line
from oamdsl.diff.yaml_diff import yaml_diff

_LIMIT: Final = 60_000
"""GitHub refuses comments of more than 65,536 characters; the rest is left to what stands around this."""
_NOTE: Final = 400
"""Characters that what is said of what was left out may take."""


def render(difference: Difference) -> str:
    """*difference* as GitHub-flavoured Markdown that fits into one comment.

    What does not fit is left out, YAML first, and it is said how much that is.
    """
    title = f"### What changes from {_code(difference.before)} to {_code(difference.after)}\n"
    if not difference.environments:
        return f"{title}\nNothing.\n"
    groups = grouped(difference)
    room = _LIMIT - _NOTE
    summary = list(_consequences(groups))
    heads = [title, *_refusals(difference), *_environments(difference)]
    first = _fitting([*heads, *summary], room // 2)
    sections = _fitting([_section(group) for group in groups], room - sum(map(len, first)))
    yaml = [list(_yaml(group)) for group in groups]
    left = room - sum(map(len, (*first, *sections)))
    folded = iter(_fitting([part for parts in yaml for part in parts], left))
    body = [
        text
        for section, parts in zip(sections, yaml, strict=False)
        for text in (section, *itertools.islice(folded, len(parts)))
    ]
    shown = len(body) - len(sections)
    lacking = {
        "line": max(0, len(heads) - len(first)),
        "consequence": min(len(summary) - 1, len(heads) + len(summary) - len(first)),
        "component": len(groups) - len(sections),
        "object": sum(map(len, yaml)) - shown,
    }
    return "".join([*first, *body, *_left_out(lacking)])


def _left_out(lacking: dict[str, int]) -> Iterator[str]:
    counts = [plural(count, what) for what, count in lacking.items() if count]
    if counts:
        yield (
            f"\nLeft out, since a comment may not be longer: {', '.join(counts)}. "
            "Run `oamdsl diff` for all of it.\n"
        )


def _fitting(parts: Sequence[str], room: int) -> list[str]:
    """The first of *parts* that together are not longer than *room*."""
    lengths = itertools.accumulate(map(len, parts))
    return [part for part, length in zip(parts, lengths, strict=True) if length <= room]


def _refusals(difference: Difference) -> Iterator[str]:
    found, before = refused(difference), refused(difference, before=True)
    if found:
        names = ", ".join(map(_code, dict.fromkeys(name for where in found.values() for name in where)))
        yield (
            f"\n> [!CAUTION]\n> **Refused**: {_code(difference.after)} is not deployed in {names} "
            "until this is mended. What follows is what could be made of it.\n\n"
        )
        yield "| | what is wrong | environment |\n| --- | --- | --- |\n"
        yield from (
            f"| {one.code} | {_cell(one.message)} | {_names(where)} |\n" for one, where in found.items()
        )
    ended = {one: where for one, where in before.items() if one not in found}
    if ended:
        codes = ", ".join(dict.fromkeys(one.code for one in ended))
        yield f"\n{_code(difference.before)} was refused for {codes}, which is mended.\n"


def _environments(difference: Difference) -> Iterator[str]:
    for name, one in difference.environments.items():
        components = plural(sum(bool(each.name) for each in one.components), "component")
        if one.sign == "+":
            yield f"\n**Environment {_code(name)} is new**, with {components}.\n"
        elif one.sign == "-":
            yield (
                f"\n**Environment {_code(name)} is no longer there**, nor its {components}. "
                "Its stack is not destroyed by this.\n"
            )


def _consequences(groups: Sequence[Group]) -> Iterator[str]:
    found = [(group, one) for group in groups for one in group.change.consequences]
    if not found:
        yield "\nNothing restarts, nothing is replaced, no data is lost.\n"
        return
    yield "\n| what happens | object | component | environment | why |\n| --- | --- | --- | --- | --- |\n"
    together: dict[tuple[Impact, str, str], dict[str, list[str]]] = {}
    for group, one in sorted(found, key=lambda pair: pair[1].gravity):
        objects = together.setdefault((one.impact, group.change.name, one.why), {})
        objects.setdefault(one.object, []).extend(group.environments)
    for (impact, name, why), objects in together.items():
        for where, told in _alike(objects).items():
            component = _cell(name or "environment")
            yield f"| **{impact.value}** | {told} | {component} | {_names(where)} | {_cell(why)} |\n"


def _alike(objects: Mapping[str, Sequence[str]]) -> Mapping[tuple[str, ...], str]:
    """The objects to which the same happens in the same environments: {environments: objects}."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, where in objects.items():
        found.setdefault(tuple(where), []).append(_code(name))
    return {where: ", ".join(names) for where, names in found.items()}


def _section(group: Group) -> str:
    change = group.change
    was = f", which was {_code(change.was)}," if change.was else ""
    names = ", ".join(map(_code, group.environments))
    lines = [f"\n#### {change.sign} {_code(change.name or 'the environment itself')}{was} in {names}\n\n"]
    rows = [_row(one) for one in (*change.declared, *change.facts, *change.owners)]
    if rows:
        lines += ["| | before | after |\n", "| --- | --- | --- |\n", *rows]
    return "".join(lines)


def _row(change: Change) -> str:
    return f"| {_cell(change.what)} | {_code(change.before)} | {_code(change.after)} |\n"


def _yaml(group: Group) -> Iterator[str]:
    for one in group.change.objects:
        body = "\n".join(yaml_diff(one))
        longest = max((len(ticks) for ticks in re.findall("`+", body)), default=0)
        fence = "`" * max(3, longest + 1)
        example = f", as in {group.example}" if group.example else ""
        summary = html.escape(object_line(one) + example)
        yield f"\n<details><summary>{summary}</summary>\n\n{fence}diff\n{body}\n{fence}\n\n</details>\n"


def _names(environments: Sequence[str]) -> str:
    return ", ".join(map(_cell, environments))


def _code(text: str) -> str:
    plain = " ".join(text.split()).replace("|", "\\|").replace("`", "'")
    return f"`{plain}`" if plain else ""


def _cell(text: str) -> str:
    plain = html.escape(" ".join(text.split()), quote=False)
    return plain.replace("|", "\\|").replace("*", "\\*")
