"""Registers a plan: Stack > Application > Component > Kubernetes objects."""

import gc
from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path as FilePath
from typing import Any, Final

import attrs
import pulumi

from oamdsl.compose.edges import in_order
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.replacing import replacing_fields
from oamdsl.kubernetes.tree import at
from oamdsl.model.application import Application
from oamdsl.pulumi.failure import Registered, failure_hook
from oamdsl.pulumi.kubernetes_resource import KubernetesResource, type_token
from oamdsl.pulumi.resolve import Resolver

_COLLECTION_THRESHOLDS: Final = (10_000, 20, 50)
"""Registering makes some hundred outputs for each object, all of which live until the program ends; with
Python's default of (700, 10, 10) a third of the program's CPU time goes into looking for garbage there."""


class ApplicationResource(pulumi.ComponentResource):
    """An application in the tree of resources."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        """Register the application *name*."""
        super().__init__("oamdsl:index:Application", name, None, opts)


class ComponentResource(pulumi.ComponentResource):
    """A component in the tree of resources."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        """Register the component *name*, ``application/component``."""
        super().__init__("oamdsl:index:Component", name, None, opts)


@attrs.frozen
class _Prepared:
    """A component whose values are all resolved, so that registering it cannot fail half-way."""

    composed: ComposedComponent
    objects: Sequence[tuple[ObjectRef, dict[str, Any], tuple[ObjectRef, ...]]]


def materialize(plan: Plan, base: FilePath) -> None:
    """Register every object of *plan*, each after those that it needs.

    Args:
        plan: What to register.
        base: Paths below it are shown relative to it where an object cannot be deployed.

    Raises:
        pulumi.RunError: A secret of the stack is missing; nothing was registered then.
    """
    gc.set_threshold(*_COLLECTION_THRESHOLDS)
    resolver = Resolver(plan)
    prepared = {application.name: _prepared(plan, application, resolver) for application in plan.applications}
    ground: list[pulumi.Resource] = []
    if plan.namespace is not None:
        # Whoever deletes a namespace deletes every volume in it.
        options = pulumi.ResourceOptions(retain_on_delete=plan.keeps_data or None)
        ground.append(KubernetesResource(plan.environment.name, plan.namespace, options))
    hooks = _failure_hooks(plan, base)
    for name, components in prepared.items():
        _register_application(name, components, plan.environment.namespace, ground, hooks)


def _prepared(plan: Plan, application: Application, resolver: Resolver) -> list[_Prepared]:
    """The components of *application*, those that others depend on first."""
    by_name = {composed.component.name: composed for composed in plan.components_of(application)}
    sorter = TopologicalSorter({name: composed.component.dependencies for name, composed in by_name.items()})
    return [
        _Prepared(
            composed,
            [
                (ObjectRef.of(body), resolver.resolved(body), before)
                for body, before in in_order([one.body for one in composed.objects], composed.reserved)
            ],
        )
        for composed in (by_name[name] for name in sorter.static_order())
    ]


def _failure_hooks(plan: Plan, base: FilePath) -> pulumi.ResourceHookBinding | None:
    """What says in the words of the application why an object cannot be deployed."""
    registered = {
        _identity(folded.ref, plan.environment.namespace): Registered(composed, folded, plan.environment.name)
        for composed in plan.components
        for folded in composed.objects
    }
    hook = failure_hook(registered, base)
    return None if hook is None else pulumi.ResourceHookBinding(on_error=[hook])


def _register_application(
    name: str,
    components: Sequence[_Prepared],
    namespace: str,
    ground: Sequence[pulumi.Resource],
    hooks: pulumi.ResourceHookBinding | None,
) -> None:
    application = ApplicationResource(name)
    registered: dict[str, list[pulumi.Resource]] = {}
    for prepared in components:
        component = prepared.composed.component
        path = f"{name}/{component.name}"
        parent = ComponentResource(path, pulumi.ResourceOptions(parent=application))
        needed = [
            *ground,
            *(one for dependency in component.dependencies for one in registered[dependency]),
        ]
        made: dict[ObjectRef, pulumi.Resource] = {}
        for ref, body, before in prepared.objects:
            replacing = [property_path(path, body) for path in replacing_fields(body)]
            options = pulumi.ResourceOptions(
                parent=parent,
                depends_on=[*needed, *(made[one] for one in before)],
                ignore_changes=_delegated_fields(prepared.composed, ref, body),
                replace_on_changes=replacing or None,
                delete_before_replace=True if replacing else None,
                retain_on_delete=prepared.composed.outlives(ref) or None,
                hooks=hooks,
            )
            made[ref] = KubernetesResource(_resource_name(ref, namespace), body, options)
        registered[component.name] = list(made.values())
        parent.register_outputs({})
    application.register_outputs({})


def _identity(ref: ObjectRef, namespace: str) -> tuple[str, str]:
    """What the engine knows the object by: type and name of its resource."""
    return type_token(ref.api.api_version, ref.api.kind), _resource_name(ref, namespace)


def _resource_name(ref: ObjectRef, namespace: str) -> str:
    """The object's name, so that it stays the same resource when its application is renamed.

    An object outside of the environment's namespace has its own namespace before it.
    """
    return ref.name if ref.namespace in {"", namespace} else f"{ref.namespace}/{ref.name}"


def _delegated_fields(composed: ComposedComponent, ref: ObjectRef, body: Object) -> list[str] | None:
    fields = [property_path(claim.field.path, body) for claim in composed.delegated(ref)]
    return fields or None


def property_path(path: Path, body: Object) -> str:
    """*path* as Pulumi writes it: list entries by index, odd names in quotes.

    Source: Pulumi, Resource options, ignoreChanges: property paths.
    """
    indexed: list[str] = []
    for depth, segment in enumerate(path.segments):
        if isinstance(segment, Entry):
            entries = at(body, Path(path.segments[:depth]))
            entry = at(body, Path(path.segments[: depth + 1]))
            indexed.append(f"[{next(n for n, one in enumerate(entries) if one is entry)}]")
        else:
            name = str(Path((segment,)))
            indexed.append(name if name.startswith("[") or not indexed else f".{name}")
    return "".join(indexed)
