"""OAM402."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from oamdsl.checks.component_name import name_problem
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import pods_by_component
from oamdsl.checks.problem import Problem, Test
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.names import annotation_key, label_key, label_value
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map
from oamdsl.model.value import is_opaque, shown
from oamdsl.model.workload import COMPONENT_LABEL

_LARGEST: Final = 256 * 1024
"""Most bytes of all annotations of an object, keys included."""
_label_key: Final[Test] = lru_cache(maxsize=4096)(label_key)  # all objects share a few
_label_value: Final[Test] = lru_cache(maxsize=4096)(label_value)
_annotation_key: Final[Test] = lru_cache(maxsize=4096)(annotation_key)
_METADATA: Final = Path(("metadata",))
_OF_COMPONENT: Final = ("app.kubernetes.io/name", COMPONENT_LABEL)


@rule("OAM402", source="Kubernetes, Labels and Selectors; Annotations, Syntax and character set")
def invalid_label(plan: Plan) -> Iterator[Violation]:
    """A label or an annotation is not one that Kubernetes accepts.

    Why: the API server refuses the object, after others have been made.

    Example:
        Web("web", traits=[Metadata(labels={"team": "Shop & Co."})])

    Use instead:
        Web("web", traits=[Metadata(labels={"team": "shop"})])
    """
    for composed, its_pods in pods_by_component(plan):
        places = [
            *((folded, _METADATA, folded.body.get("metadata")) for folded in composed.objects),
            *(
                (pod.folded, pod.path / _METADATA, pod.template.get("metadata"))
                for pod in its_pods
                if pod.path.segments  # the metadata of a Pod is the object's own
            ),
        ]
        seen: set[tuple[str, str, str]] = set()
        for folded, path, metadata in places:
            for field, key, problem in _problems(as_map(metadata)):
                what = (field, key, problem.text)
                if what not in seen and not _is_a_name(composed, key, problem):
                    seen.add(what)
                    entry = FieldRef(folded.ref, path / field / key)
                    yield _violation(composed, entry, field, key, problem)
            yield from _size(composed, folded, path, as_map(metadata).get("annotations"))


def _problems(metadata: Mapping[str, Any]) -> Iterator[tuple[str, str, Problem]]:
    """What is wrong in one object's metadata: ``(labels or annotations, key, problem)``."""
    for key, value in as_map(metadata.get("labels")).items():
        problem = Problem.of(key, _label_key) or Problem.of(value, _label_value) or _no_text(value)
        if problem is not None:
            yield "labels", str(key), problem
    annotations = metadata.get("annotations")
    if annotations is not None:
        for key, value in as_map(annotations).items():
            problem = Problem.of(key, _annotation_key) or _no_text(value)
            if problem is not None:
                yield "annotations", str(key), problem


def _no_text(value: object) -> Problem | None:
    if isinstance(value, str) or is_opaque(value):
        return None
    return Problem(shown(value), "is no text", f'text, such as "{value}"', "")


def _is_a_name(composed: ComposedComponent, key: str, problem: Problem) -> bool:
    """Whether it is the application's or the component's name, which OAM401 reports."""
    if key == "app.kubernetes.io/part-of":
        return problem.text == composed.application.name
    if key in _OF_COMPONENT and problem.text == composed.component.name:
        return name_problem(composed) is not None
    return False


def _violation(
    composed: ComposedComponent, entry: FieldRef, field: str, key: str, problem: Problem
) -> Violation:
    what = field.removesuffix("s")
    part = f"{what} key `{key}`" if problem.text == key else f"value of {what} `{key}`"
    return Violation(
        message=f"the {part} of {entry.object} of component `{composed.component.name}` {problem.wrong}",
        places=(field_place(composed, entry, f"the {what} is set here"), component_place(composed)),
        subject=(*composed.subject, str(entry.object)),
        seen=problem.text,
        allowed=problem.allowed,
        help=f"change it, to `{problem.suggestion}` for example" if problem.suggestion else "change it",
    )


def _size(
    composed: ComposedComponent, folded: FoldedObject, path: Path, annotations: object
) -> Iterator[Violation]:
    """Annotations that are larger than the API server keeps."""
    if annotations is None:
        return
    texts = [text for item in as_map(annotations).items() for text in item]
    size = sum(len(text.encode()) for text in texts if isinstance(text, str))
    if size > _LARGEST:
        field = FieldRef(folded.ref, path / "annotations")
        yield Violation(
            message=(
                f"the annotations of {folded.ref} of component `{composed.component.name}`"
                f" are {size} bytes long, and at most {_LARGEST} are kept"
            ),
            places=(
                field_place(composed, field, "the annotations are set here"),
                component_place(composed),
            ),
            subject=(*composed.subject, str(folded.ref)),
            seen=f"{size} bytes",
            allowed=f"{_LARGEST} bytes",
            help="keep large texts in a ConfigMap",
        )
