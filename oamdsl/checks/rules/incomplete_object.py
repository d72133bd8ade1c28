"""OAM412."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map
from oamdsl.model.value import shown
from oamdsl.workloads.kubernetes_object import KubernetesWorkload

_OF_THE_CLUSTER: Final = frozenset(
    {
        "creationTimestamp",
        "deletionTimestamp",
        "generation",
        "managedFields",
        "resourceVersion",
        "selfLink",
        "uid",
    }
)
"""Fields of ``metadata`` that only the API server writes."""

Wrong = tuple[Path, str, str, str]
"""A field, what is wrong with it, what is allowed, what to do."""


@rule("OAM412", source="Kubernetes, Objects: required fields, spec and status")
def incomplete_object(plan: Plan) -> Iterator[Violation]:
    """An object lacks what identifies it, or has what only the cluster writes.

    Why: without apiVersion, kind and name there is no object; and an object that was copied from a cluster
    with its status and resourceVersion is refused.

    Example:
        @component
        class Settings(Component):
            def workload(self):
                return KubernetesWorkload(
                    {
                        "apiVersion": "v1",
                        "kind": "ConfigMap",
                        "metadata": {"resourceVersion": "4711"},
                        "data": {"debug": "0"},
                    }
                )

        Settings("settings")

    Use instead:
        @component
        class Settings(Component):
            def workload(self):
                return KubernetesWorkload(
                    {"apiVersion": "v1", "kind": "ConfigMap", "data": {"debug": "0"}}
                )

        Settings("settings")
    """
    for composed in plan.components:
        for folded in composed.objects:
            for path, problem, allowed, help in _wrong(folded.body):
                field = FieldRef(folded.ref, path)
                place = field_place(composed, field, "it is written here")
                what = f"{field.object} of component `{composed.component.name}` {problem}"
                yield _violation(composed, what, allowed, help, place)
        declared = composed.declared
        if composed.folded is None and isinstance(declared, KubernetesWorkload):
            for body in (declared.body, *declared.objects):
                for path, problem, allowed, help in _unidentified(body):
                    line = declared.origin.item(*map(str, path.segments)) or declared.location
                    what = f"an object of component `{composed.component.name}` {problem}"
                    place = Place(line, "the object is written here")
                    yield _violation(composed, what, allowed, help, place)


def _wrong(body: Mapping[str, Any]) -> Iterator[Wrong]:
    """What is wrong with an object that could be rendered."""
    if "status" in body:
        yield _written_by_cluster("status")
    metadata = as_map(body.get("metadata"))
    if not _OF_THE_CLUSTER.isdisjoint(metadata):
        for field in sorted(_OF_THE_CLUSTER.intersection(metadata)):
            yield _written_by_cluster("metadata", field)


def _unidentified(body: object) -> Iterator[Wrong]:
    """What an object lacks that could not be rendered."""
    fields = as_map(body)
    for field, example in (("apiVersion", "apps/v1"), ("kind", "Deployment")):
        value = fields.get(field)
        if not isinstance(value, str) or not value:
            seen = "has no" if value is None else f"has {shown(value)} as"
            yield (
                Path((field,)),
                f"{seen} `{field}`",
                f'text, such as "{example}"',
                f"give it its `{field}`",
            )
    metadata = as_map(fields.get("metadata"))
    for field in ("name", "namespace"):
        if not isinstance(metadata.get(field, ""), str):
            yield _misnamed(field, metadata[field])


def _misnamed(field: str, value: object) -> Wrong:
    path = Path(("metadata", field))
    seen = "has no" if value is None else f"has {shown(value)} as"
    return (
        path,
        f"{seen} `{path}`",
        "text that the program knows",
        f"give it a text as `{path}`, or leave that out",
    )


def _written_by_cluster(*names: str) -> Wrong:
    path = Path(names)
    return path, f"has `{path}`, which only the cluster writes", "", f"remove `{path}`"


def _violation(composed: ComposedComponent, message: str, allowed: str, help: str, place: Place) -> Violation:
    return Violation(
        message=message,
        places=(place, component_place(composed)),
        subject=composed.subject,
        allowed=allowed,
        help=help,
    )
