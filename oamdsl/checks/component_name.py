"""A component's name, which its objects are named after."""

from functools import partial

from oamdsl.checks.problem import Problem
from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.names import object_name


def name_problem(composed: ComposedComponent) -> tuple[str, Problem] | None:
    """The first kind that the component's name cannot name, and why; or None.

    Of its objects, those count that are named after it.
    """
    name = composed.component.name
    for folded in composed.objects:
        ref = folded.ref
        if is_named_after(name, ref.name):
            problem = Problem.of(name, partial(object_name, ref.api.kind))
            if problem is not None:
                return ref.api.kind, problem
    return None


def is_named_after(component: str, name: object) -> bool:
    """Whether *name* of an object is made of the component's: equal to it, or starting with it."""
    return name == component or (isinstance(name, str) and name.startswith(f"{component}-"))
