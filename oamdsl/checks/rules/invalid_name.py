"""OAM401."""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from typing import Final

from oamdsl.checks.component_name import is_named_after, name_problem
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import NAME, PORT, Pod, pods_by_component
from oamdsl.checks.problem import Problem, Test
from oamdsl.checks.services import service_port, service_ports
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.names import (
    config_key,
    dns_label,
    env_name,
    label_value,
    object_name,
    port_name,
)
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, maps_in
from oamdsl.model.value import is_opaque

Named = tuple[object, Test, str, Callable[[], FieldRef]]
"""A name, what tests it, what it is a name of, and where it stands."""

_SETTINGS: Final = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}
_env_name: Final[Test] = lru_cache(maxsize=4096)(env_name)  # many containers share a few names


@rule("OAM401", source="Kubernetes, Object Names and IDs; Kubernetes API, validation of each kind")
def invalid_name(plan: Plan) -> Iterator[Violation]:
    """A name is not one that Kubernetes accepts.

    Why: the API server refuses the object, after others have been made.

    Example:
        Web("Web_Shop")

    Use instead:
        Web("web-shop")
    """
    yield from _environment(plan)
    yield from _applications(plan)
    for composed, its_pods in pods_by_component(plan):
        bad: set[str] = set()
        for pod in its_pods:
            for text, test, what, field in _in_pod(pod):
                problem = Problem.of(text, test)
                if problem is not None:
                    bad.add(problem.text)
                    yield _violation(composed, problem, what, field())
        yield from _objects(composed, bad)


def _environment(plan: Plan) -> Iterator[Violation]:
    environment = plan.environment
    problem = Problem.of(environment.namespace, dns_label)
    if problem is not None:
        yield Violation(
            message=(
                f"namespace `{environment.namespace}` of environment `{environment.name}` {problem.wrong}"
            ),
            places=(Place(environment.location_of("namespace"), "the environment is built here"),),
            subject=(str(environment.name),),
            seen=repr(environment.namespace),
            allowed=problem.allowed,
            help=problem.renaming,
        )


def _applications(plan: Plan) -> Iterator[Violation]:
    for application in plan.applications:
        problem = Problem.of(application.name, _application_name)
        if problem is not None:
            yield Violation(
                message=(
                    f"application name `{application.name}`, which its objects carry as a label,"
                    f" {problem.wrong}"
                ),
                places=(Place(application.location_of("name"), "the application is built here"),),
                subject=(application.name,),
                seen=repr(application.name),
                allowed=problem.allowed,
                help=problem.renaming,
            )


def _application_name(text: str) -> str | None:
    return label_value(text) if text else "is empty; it must be the value of a label, such as shop"


def _in_pod(pod: Pod) -> Iterator[Named]:
    for container in pod.containers:
        body = container.body
        yield body.get("name"), dns_label, "container name", partial(pod.field_in, container, "name")
        for port in maps_in(body.get("ports")):
            place = partial(pod.entry, container, "ports", PORT, port)
            yield port.get("name") or None, port_name, "port name", place
        for variable in maps_in(body.get("env")):
            place = partial(pod.entry, container, "env", NAME, variable)
            yield variable.get("name"), _env_name, "environment variable", place
    for volume in pod.volumes:
        place = partial(pod.entry, None, "volumes", NAME, volume)
        yield volume.get("name"), dns_label, "volume name", place
    for template in pod.claim_templates:
        place = partial(FieldRef, pod.ref, Path(("spec", "volumeClaimTemplates")))
        name = as_map(template.get("metadata")).get("name")
        yield name, dns_label, "volume claim template name", place


def _objects(composed: ComposedComponent, bad: set[str]) -> Iterator[Violation]:
    """Names of the objects, and in those without pods, unless they are made of a *bad* one."""
    component = composed.component.name
    if is_opaque(component):
        return  # nothing is named after it rightly, and its absence is reported
    reported: tuple[str, Problem] | None = None
    for folded in composed.objects:
        for text, test, what, field in _in_object(composed, folded):
            problem = Problem.of(text, test)
            if problem is None:
                continue
            is_derived = is_named_after(component, problem.text)
            if is_derived and reported is None:
                reported = name_problem(composed)
                if reported is not None:
                    yield _component_name(composed, *reported)
            if is_derived and reported is not None:
                continue
            if problem.text.removeprefix(f"{component}-") not in bad:
                yield _violation(composed, problem, what, field())


def _in_object(composed: ComposedComponent, folded: FoldedObject) -> Iterator[Named]:
    body = folded.body
    kind = body["kind"]
    metadata = as_map(body.get("metadata"))
    yield metadata.get("name"), _object_test(kind), "name", partial(_field, folded, "metadata", "name")
    namespace = metadata.get("namespace")
    if composed.workload is not None and namespace != composed.workload.context.namespace:
        place = partial(_field, folded, "metadata", "namespace")
        yield namespace, dns_label, "namespace", place
    if body["apiVersion"] == "v1":
        for field in _SETTINGS.get(kind, ()):
            for key in as_map(body.get(field)):
                yield key, config_key, "key", partial(_field, folded, field, key)
        if kind == "Service":
            for port in service_ports(folded):
                place = partial(service_port, folded, port)
                yield port.get("name") or None, dns_label, "port name", place


@cache
def _object_test(kind: str) -> Test:
    return partial(object_name, kind)


def _field(folded: FoldedObject, *names: str) -> FieldRef:
    return FieldRef(folded.ref, Path(names))


def _component_name(composed: ComposedComponent, kind: str, problem: Problem) -> Violation:
    name = composed.component.name
    return Violation(
        message=f"component name `{name}` {problem.wrong}, so no {kind} can be named after it",
        places=(component_place(composed),),
        subject=composed.subject,
        seen=repr(name),
        allowed=problem.allowed,
        help=problem.renaming,
    )


def _violation(composed: ComposedComponent, problem: Problem, what: str, field: FieldRef) -> Violation:
    name = composed.component.name
    return Violation(
        message=f"{what} `{problem.text}` of {field.object} of component `{name}` {problem.wrong}",
        places=(field_place(composed, field, "it is named here"), component_place(composed)),
        subject=(*composed.subject, str(field.object)),
        seen=repr(problem.text),
        allowed=problem.allowed,
        help=problem.renaming,
    )
