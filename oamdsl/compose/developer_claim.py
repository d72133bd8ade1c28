"""Whose a field of a workload is: the developer's, the environment's, or a parameter's.

A parameter's value is a plain value, so nothing in a rendered object tells that it came from one. What tells
is rendering the component once more with another value for that parameter: the fields that differ follow from
it. So it is with the environment's namespace and the application's name. This is done for contested fields
and for `explain` alone.
"""

import copy
import enum
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import attrs

from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from oamdsl.diagnostics.origin import Origin
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at, is_list, is_map
from oamdsl.model.application import Application
from oamdsl.model.component import Component
from oamdsl.model.element import fields_of
from oamdsl.model.environment import Environment
from oamdsl.model.field import Field
from oamdsl.model.value import Secret
from oamdsl.model.workload import Context, RenderedObject, RenderedWorkload, Workload


@attrs.frozen
class _Stranger:
    """A value unlike any other, for a parameter whose type tells of no second one; opaque to the workload."""

    def future(self, with_unknowns: bool | None = None) -> None:  # noqa: FBT001 - the signature of Deferred
        """Never asked."""

    def is_secret(self) -> None:
        """Never asked."""


@attrs.frozen(slots=False)
class DeveloperClaims:
    """Answers whose the fields of one component's workload are.

    Attributes:
        environment: Where.
        application: The application it belongs to.
        component: What was declared.
        declared: The workload that it returned.
        workload: That workload rendered.
        replaced: The same as the kind that a trait makes of it; itself when none does.
    """

    environment: Environment
    application: Application
    component: Component
    declared: Workload
    workload: RenderedWorkload
    replaced: RenderedWorkload

    def of(self, rendered: RenderedObject, path: Path) -> Claim:
        """The claim on the field at *path* of *rendered*, an object of the workload."""
        field = FieldRef(rendered.ref, path)
        owner = Owner(Role.DEVELOPER, self.component.kind, origin_of(rendered, path))
        claim = Claim(field, owner, Verb.WROTE)
        if not path.depth:
            return claim
        index = next(n for n, one in enumerate(self.replaced.objects) if one is rendered)
        rendered = self.workload.objects[index]  # as the developer's workload renders it
        mine = at(rendered.body, path)
        for place, objects in self._elsewhere:
            if at(objects[index].body, path) != mine:
                return Claim(field, place, Verb.PLACED)
        behind = list(self._parameters_behind(rendered, path, mine))
        if behind:
            given = [one for one in behind if one.name in self.component.given]
            return Claim(field, *self._parameter_owner((given or behind)[0]))
        return claim

    def _parameter_owner(self, parameter: Field) -> tuple[Owner, Verb]:
        if parameter.name in self.component.given:
            owner = Owner(Role.APPLICATION_OPERATOR, parameter.name, self.component.origin)
            return owner, Verb.OVERRODE
        constraint = parameter.constraint
        origin = constraint.origin if constraint else self.component.origin
        return Owner(Role.DEVELOPER, parameter.name, origin), Verb.DEFAULTED

    def _parameters_behind(self, rendered: RenderedObject, path: Path, mine: Any) -> Iterator[Field]:
        """The parameters that the field, whose value is *mine*, follows from."""
        ref = rendered.ref
        for parameter, variants in self._renderings:
            others = (objects.get(ref) for objects in variants)
            if any(other is None or at(other.body, path) != mine for other in others):
                yield parameter

    @cached_property
    def _renderings(self) -> tuple[tuple[Field, tuple[dict[ObjectRef, RenderedObject], ...]], ...]:
        """For each parameter, the workload's objects with other values of it."""
        own = fields_of(type(self.component)).keys() - fields_of(Component).keys()
        return tuple(
            (
                field,
                tuple(
                    objects
                    for value in other_values(field, getattr(self.component, name))
                    if (objects := self._rendered_with(name, value)) is not None
                ),
            )
            for name, field in fields_of(type(self.component)).items()
            if name in own and field.constraint is not None
        )

    @cached_property
    def _elsewhere(self) -> tuple[tuple[Owner, tuple[RenderedObject, ...]], ...]:
        """Who else decides on the objects, and what these are when it decides otherwise."""
        environment, application, context = self.environment, self.application, self.workload.context
        infrastructure, operator = Role.INFRASTRUCTURE_OPERATOR, Role.APPLICATION_OPERATOR
        namespace, name = f"{context.namespace}-other", f"{context.application}-other"
        return (
            (
                Owner(infrastructure, f"environment {environment.name}", environment.origin),
                self.declared.render(attrs.evolve(context, namespace=namespace)).objects,
            ),
            (
                Owner(operator, f"application {application.name}", application.origin),
                self.declared.render(attrs.evolve(context, application=name)).objects,
            ),
        )

    def _rendered_with(self, name: str, value: object) -> dict[ObjectRef, RenderedObject] | None:
        variant = copy.copy(self.component)
        vars(variant)[name] = value
        context: Context = self.workload.context
        try:
            objects = variant.workload().render(context).objects
        except Exception:  # noqa: BLE001 - a value that the developer did not foresee proves nothing
            return None
        return {one.ref: one for one in objects}


def other_values(field: Field, value: Any) -> Iterator[object]:
    """Values unlike *value* that the parameter admits, nearest first; at least one."""
    constraint = field.constraint
    choices = constraint.choices if constraint else ()
    if choices:
        yield from (choice for choice in choices if choice != value)
        return
    if isinstance(value, Secret):
        yield Secret(_Stranger())
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield from (
            one for one in (value + 1, value - 1) if constraint is None or constraint.violated_by(one) is None
        )
    elif isinstance(value, str):
        yield f"{value}x"
    elif isinstance(value, enum.Enum):
        yield from (one for one in type(value) if one is not value)
    elif is_list(value):
        yield from ((_Stranger(),) * (len(value) + 1), ())
    elif is_map(value):
        yield from ({**dict.fromkeys(value, _Stranger()), "other": _Stranger()}, {})
    yield _Stranger()


def origin_of(rendered: RenderedObject, path: Path) -> Origin:
    """The innermost line of the developer's that has the field at *path*, whatever decides its value."""
    best, depth = rendered.origin, -1
    for below, origin in rendered.origins:
        if path.starts_with(below) and below.depth >= depth:
            best, depth = origin, below.depth
    return best
