"""A plan as YAML: the same objects that Pulumi registers, byte for byte the same on every run."""

import re
from collections.abc import Iterable
from typing import Any, Final

import attrs
import yaml

from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.value import is_opaque, revealed, shown

_AMBIGUOUS: Final = re.compile(
    r"""(?i:y|n|yes|no|on|off|true|false|null|[-+]?\.(inf|nan))            # in any case, for lenient readers
    | [-+]?0[bBoOxX][0-9a-fA-F_]+                                         # YAML 1.2 and Go: 0o17, 0X1F
    | [-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?    # YAML 1.2: 1e3, 08, -.5
    | [-+]?[0-9]+(:[0-9]+)+                                               # YAML 1.1: minutes and seconds
    | [0-9]{4}(-[0-9]{1,2}){2}                                            # YAML 1.1: dates""",
    re.VERBOSE,
)
"""Strings that other YAML parsers read as numbers, and PyYAML does not."""


@attrs.frozen
class File:
    """One file of rendered objects.

    Attributes:
        path: Path below the output directory, with ``/``.
        text: Its content.
    """

    path: str
    text: str


@attrs.frozen
class Unrenderable:
    """A value that YAML cannot show, or must not.

    Attributes:
        component: ``application/component``.
        object: The object.
        field: Dotted path of the field.
        value: What is there, in words.
        secret: Whether it is a secret whose value is in the program.
    """

    component: str
    object: ObjectRef
    field: str
    value: str
    secret: bool


def render(plan: Plan, *, show_secrets: bool = False) -> tuple[list[File], list[Unrenderable]]:
    """One file for each component, and what could not be rendered.

    Args:
        plan: What to render.
        show_secrets: Whether secrets whose value is in the program are written in plain.
    """
    files: list[File] = []
    missing: list[Unrenderable] = []
    if plan.namespace is not None:
        files.append(File("namespace.yaml", _document(plan.namespace)))
    for composed in plan.components:
        path = "/".join(composed.subject)
        documents: list[str] = []
        for folded in composed.objects:
            writer = _Plain(path, folded.ref, show_secrets=show_secrets)
            body = writer.plain(folded.body)
            missing += writer.missing
            documents.append(_comment(composed, folded.ref) + _document(body))
        files.append(File(f"{path}.yaml", "---\n".join(documents)))
    return files, missing


def redacted(body: Object) -> Object:
    """*body* with a word in place of each value that YAML cannot show, or must not."""
    plain: Object = _Plain("", ObjectRef.of(body), show_secrets=False).plain(body)
    return plain


def as_yaml(body: Object) -> str:
    """*body*, of plain values, as one YAML document."""
    return _document(body)


def one_stream(files: Iterable[File]) -> str:
    """All *files* as one stream of YAML documents."""
    return "---\n".join(file.text for file in files)


def _comment(composed: ComposedComponent, ref: ObjectRef) -> str:
    return "".join(
        f"# {claim.field.path}: decided by the {claim.to} from the first deployment on\n"
        for claim in composed.delegated(ref)
    )


def _document(body: Object) -> str:
    text: str = yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**20)
    return text


class _Plain:
    """A copy of an object without opaque values."""

    def __init__(self, component: str, ref: ObjectRef, *, show_secrets: bool) -> None:
        self.component = component
        self.ref = ref
        self.show_secrets = show_secrets
        self.missing: list[Unrenderable] = []

    def plain(self, value: Any, field: str = "") -> Any:
        if is_map(value):
            return {key: self.plain(one, f"{field}.{key}".strip(".")) for key, one in value.items()}
        if is_list(value):
            return [self.plain(one, f"{field}[{index}]") for index, one in enumerate(value)]
        if not is_opaque(value):
            return value
        plain = revealed(value)
        in_program = not is_opaque(plain)
        if in_program and self.show_secrets:
            return plain
        self.missing.append(Unrenderable(self.component, self.ref, field, shown(value), in_program))
        return shown(value)


class _Dumper(yaml.CSafeDumper):
    """Block style, no aliases, and quotes wherever some parser would read a string as something else."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    if "\n" in text:
        style = "|"
    elif _AMBIGUOUS.fullmatch(text):
        style = "'"
    else:
        style = None
    # The stubs leave the type of one parameter out.
    return dumper.represent_scalar(  # pyright: ignore[reportUnknownMemberType]
        "tag:yaml.org,2002:str", text, style=style
    )


_Dumper.add_representer(str, _represent_text)
