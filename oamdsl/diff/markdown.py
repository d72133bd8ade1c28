"""A difference as Markdown, for a comment on a pull request: consequences first, YAML folded."""

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from oamdsl.diff.compare import Change, ComponentChange, Difference
from oamdsl.diff.text import object_line
from oamdsl.diff.yaml_diff import yaml_diff

_LIMIT: Final = 60_000
"""GitHub refuses comments of more than 65,536 characters; the rest is left to what stands around this."""


def render(difference: Difference) -> str:
    """*difference* as GitHub-flavoured Markdown that fits into one comment.

    What does not fit is left out, YAML first, and it is said that there is more.
    """
    title = f"### What changes from {_code(difference.before)} to {_code(difference.after)}\n"
    if not difference.environments:
        return f"{title}\nNothing.\n"
    parts = [
        (_section(environment, component), list(_yaml(component)))
        for environment, components in difference.environments.items()
        for component in components
    ]
    head = [title, *_fitting(list(_consequences(difference)), _LIMIT // 2)]
    sections = _fitting([section for section, _ in parts], _LIMIT - sum(map(len, head)))
    room = _LIMIT - sum(map(len, (*head, *sections)))
    folded = iter(_fitting([part for _, yaml in parts for part in yaml], room))
    body = [
        text
        for section, (_, yaml) in zip(sections, parts, strict=False)
        for text in (section, *itertools.islice(folded, len(yaml)))
    ]
    document = "".join([*head, *body])
    return document if len(body) == sum(1 + len(yaml) for _, yaml in parts) else document + _MORE


_MORE: Final = "\nMore differs than fits here: run `oamdsl diff`.\n"


def _fitting(parts: Sequence[str], room: int) -> list[str]:
    """The first of *parts* that together are not longer than *room*."""
    lengths = itertools.accumulate(map(len, parts))
    return [part for part, length in zip(parts, lengths, strict=True) if length <= room]


def _consequences(difference: Difference) -> Iterator[str]:
    rows = [
        f"| **{one.impact.value}** | {_code(one.object)} | {_cell(component or 'environment')} "
        f"| {environment} | {_cell(one.why)} |\n"
        for environment, component, one in difference.consequences
    ]
    if rows:
        yield "\n| what happens | object | component | environment | because of |\n"
        yield "| --- | --- | --- | --- | --- |\n"
        yield from rows
    else:
        yield "\nNothing restarts, nothing is replaced, no data is lost.\n"


def _section(environment: str, change: ComponentChange) -> str:
    name = change.name or "the environment itself"
    lines = [f"\n#### {change.sign} {_code(name)} in {_code(environment)}\n\n"]
    rows = [_row(one) for one in (*change.declared, *change.facts, *change.owners)]
    if rows:
        lines += ["| | before | after |\n", "| --- | --- | --- |\n", *rows]
    return "".join(lines)


def _row(change: Change) -> str:
    return f"| {_cell(change.what)} | {_code(change.before)} | {_code(change.after)} |\n"


def _yaml(change: ComponentChange) -> Iterator[str]:
    for one in change.objects:
        body = "\n".join(yaml_diff(one))
        longest = max((len(ticks) for ticks in re.findall("`+", body)), default=0)
        fence = "`" * max(3, longest + 1)
        summary = html.escape(object_line(one))
        yield f"\n<details><summary>{summary}</summary>\n\n{fence}diff\n{body}\n{fence}\n\n</details>\n"


def _code(text: str) -> str:
    return f"`{_cell(text)}`" if text else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("`", "'")
