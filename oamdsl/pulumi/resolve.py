"""Opaque values of a plan as Pulumi outputs."""

from typing import Any, cast

import attrs
import pulumi

from oamdsl.compose.plan import Plan
from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.element import Element, fields_of, parts_of
from oamdsl.model.field import Field
from oamdsl.model.value import Mapped, StackSecret, is_opaque, is_secret


@attrs.frozen
class _Destination:
    """A parameter that an output was given to, whose declaration its value must satisfy."""

    element: Element
    field: Field

    def checked(self, value: Any) -> Any:
        """*value*, now that it is known.

        Raises:
            pulumi.RunError: It has the wrong type, or is out of range.
        """
        constraint = self.field.constraint
        if not self.field.type.accepts(value):
            problem = f"must be {self.field.type.text}, not a value of type {type(value).__name__}"
        else:
            reason = constraint.violated_by(value) if constraint and value is not None else None
            if reason is None:
                return value
            allowed = f" (allowed: {constraint.allowed})" if constraint and constraint.allowed else ""
            problem = f"{reason}{allowed}"
        name = self.field.name
        message = (
            f"{self.element.location_of(name)}: `{name}` of `{type(self.element).__name__}`,"
            f" known only now, {problem}"
        )
        raise pulumi.RunError(message)


class Resolver:
    """Turns opaque values into outputs that keep secrets secret and check what they turn out to be."""

    def __init__(self, plan: Plan) -> None:
        """Learn which outputs were given to which parameters of *plan*."""
        self._destinations: dict[int, list[_Destination]] = {}
        for composed in plan.components:
            for root in (composed.component, composed.declared):
                for element in parts_of(root):
                    for name, field in fields_of(type(element)).items():
                        if is_opaque(value := getattr(element, name)):
                            self._destinations.setdefault(id(value), []).append(_Destination(element, field))

    def resolved(self, value: Any) -> Any:
        """*value* with every opaque leaf replaced by an output.

        Raises:
            pulumi.ConfigMissingError: The stack's configuration lacks a secret.
        """
        if is_map(value):
            return {key: self.resolved(one) for key, one in value.items()}
        if is_list(value):
            return [self.resolved(one) for one in value]
        return self._output(value) if is_opaque(value) else value

    def _output(self, value: object) -> pulumi.Output[Any]:
        if isinstance(value, Mapped):
            return self._output(value.source).apply(value.function)
        if isinstance(value, StackSecret):
            namespace, _, key = value.key.rpartition(":")
            output = pulumi.Config(namespace or None).require_secret(key)
        elif is_secret(value):
            inner = value.value
            output = pulumi.Output.secret(self._output(inner) if is_opaque(inner) else inner)
        else:
            output = pulumi.Output.from_input(cast("pulumi.Output[Any]", value))
        for destination in self._destinations.get(id(value), ()):
            output = output.apply(destination.checked)
        return output
