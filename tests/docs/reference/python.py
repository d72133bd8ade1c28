"""The names that people import, traits, workloads and their parts aside."""

import enum
import inspect
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

import oamdsl
import oamdsl.platforms
import oamdsl.pulumi
import oamdsl.testing
from oamdsl.discovery.catalogue import catalogue
from oamdsl.discovery.description import described
from oamdsl.model.element import Element, fields_of
from oamdsl.platforms import ready_made
from tests.docs.reference.markdown import entries, introduced, prose, sections, table
from tests.docs.reference.traits import parts, shared_parts
from tests.docs.reference.workloads import PARTS

_GROUPS: Final[Sequence[tuple[str, str, Sequence[str]]]] = (
    (
        "Components",
        "What developers write.",
        ("Component", "component", "parameter", "Opinions", "PodSecurityLevel", "Secret", "Value"),
    ),
    ("Applications", "What application operators write.", ("Application",)),
    (
        "Environments and platforms",
        "What infrastructure operators write.",
        ("Environment", "Platform", "Implementation", "implements", "Api", "Snapshot"),
    ),
    (
        "Traits",
        "For those who write traits and implement them.",
        (
            "Trait",
            "trait",
            "Characteristic",
            "RenderedWorkload",
            "RenderedObject",
            "Workload",
            "workload",
            "Context",
            "Element",
            "declare",
        ),
    ),
    (
        "Effects",
        "What an implementation yields; each is a claim on what it names.",
        (
            "Effect",
            "Create",
            "Set",
            "Default",
            "Add",
            "Remove",
            "Amend",
            "Delegate",
            "Rewrite",
            "Replace",
            "Derive",
            "Reserve",
            "Offer",
            "Require",
            "Read",
            "Where",
            "Refuse",
        ),
    ),
)


def written() -> str:
    """The page."""
    lines = [
        "# Python",
        "",
        "Made of the code. These names, [traits](traits.md) and [workloads](workloads.md) are imported from",
        "`oamdsl`. Declared classes are frozen: `evolve(name=value)` gives a changed copy.",
        "",
    ]
    for title, text, names in _GROUPS:
        lines += [f"## {title}", "", text, ""]
        for name in names:
            lines += _documented(name, getattr(oamdsl, name))
    for module, text in (
        (oamdsl.testing, "For tests of applications and of traits."),
        (oamdsl.pulumi, "For `stacks/__main__.py`."),
    ):
        lines += [f"## {module.__name__}", "", text, ""]
        for name in module.__all__:
            lines += _documented(name, getattr(module, name))
    lines += ["## oamdsl.platforms.ready_made", "", prose(ready_made.__doc__ or ""), ""]
    functions = inspect.getmembers(ready_made, inspect.isfunction)
    for name, function in sorted(functions):
        if function.__module__ == ready_made.__name__:
            lines += _documented(name, function)
    return "\n".join(lines)


def listed() -> set[str]:
    """The names of `oamdsl` that some page of the reference has."""
    found = catalogue((), ())
    classes = [*found.traits.values(), *found.workloads.values(), *PARTS]
    classes += [part for one in found.traits.values() for part in parts(one)]
    classes += shared_parts(found)
    return {one.__name__ for one in classes} | {name for _, _, names in _GROUPS for name in names}


def _documented(name: str, what: Any) -> Iterator[str]:
    yield from (f"### {name}", "")
    if name == "Value":
        yield from ("`Value[T]`: a `T`, a secret, or a `pulumi.Output` that will be one.", "")
    elif name == "Effect":
        yield from ("Any of the following.", "")
    elif not isinstance(what, type):
        yield from (f"```python\n{name}{_signature(what)}\n```", "", *_docstring(what))
    elif issubclass(what, enum.Enum):
        yield from _docstring(what)
        yield from table(["member", "value"], [[f"`{one.name}`", f"`{one.value}`"] for one in what])
    elif issubclass(what, Element) and fields_of(what) and described(what).parameters:
        yield from introduced(described(what))
        yield from _members(what)
    else:
        yield from _docstring(what)
        yield from _members(what)


def _docstring(what: Any) -> Iterator[str]:
    head, by_title = sections(inspect.getdoc(what) or "")
    yield from (prose(head), "")
    for title, text in by_title.items():
        if title == "Source":
            yield from (f"Source: {prose(' '.join(text.split()))}", "")
        else:
            header = {"Args": "argument", "Raises": "raises"}.get(title, "attribute")
            yield from table([header, ""], [[f"`{one}`", prose(said)] for one, said in entries(text)])


def _members(cls: type) -> Iterator[str]:
    rows: list[list[str]] = []
    for name, member in vars(cls).items():
        inner = getattr(member, "__func__", member)
        documentation = inspect.getdoc(inner) or ""
        is_property = isinstance(inner, (property, cached_property))
        is_member = inspect.isfunction(inner) or is_property
        if name.startswith("_") or not documentation or not is_member:
            continue
        call = "" if is_property else "()"
        head, _ = sections(documentation)
        rows.append([f"`.{name}{call}`", prose(head.split("\n\n")[0])])
    yield from table(["member", ""], rows)


def _signature(function: Any) -> str:
    parameters = inspect.signature(function).parameters.values()
    words: list[str] = []
    for one in parameters:
        if one.kind is one.KEYWORD_ONLY and "*" not in "".join(word[:1] for word in words):
            words.append("*")
        default = "" if one.default is one.empty else " = ..."
        star = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        words.append(f"{star}{one.name}{default}")
    return f"({', '.join(words)})"
