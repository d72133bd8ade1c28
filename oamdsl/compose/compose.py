"""Declared values in, a plan out."""

from collections.abc import Iterable
from typing import Final, cast

import attrs

from oamdsl.compose.conditions import settled
from oamdsl.compose.controllers import Part, controllers
from oamdsl.compose.developer_claim import DeveloperClaims
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding, Controller
from oamdsl.compose.plan import ComposedComponent, Failure, Plan
from oamdsl.compose.replacement import Replacement, replacement_of
from oamdsl.diagnostics.origin import Location, definition
from oamdsl.diagnostics.raised import raised
from oamdsl.kubernetes.tree import is_map
from oamdsl.model.application import Application
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.component import Component
from oamdsl.model.effect import EFFECTS, Create, Effect, Refuse, Where
from oamdsl.model.environment import Environment
from oamdsl.model.opinion import Opinions
from oamdsl.model.parameter import CONSTRUCTORS
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Context, RenderedWorkload, Workload

_OF_SERVICES: Final = frozenset(
    {Characteristic.REPLICABLE, Characteristic.EXPOSED, Characteristic.LONG_RUNNING}
)


def compose(
    environment: Environment,
    applications: Iterable[Application],
    other_platforms: Iterable[Platform] = (),
) -> Plan:
    """What *applications* are in *environment*.

    Args:
        environment: Where they are deployed.
        applications: What is deployed there.
        other_platforms: The project's other platforms, which findings name when they have what is missing.

    Pure: no I/O, and it raises for no mistake of the user's: mistakes are in the plan, and checks find them.
    """
    declared = tuple(applications)
    read = [
        _read(environment, application, component)
        for application in declared
        for component in application.components
    ]
    bound = [one for one in read if isinstance(one, _Bound)]
    acting = dict(zip(bound, controllers([one.part for one in bound]), strict=True))
    return Plan(
        environment,
        declared,
        tuple(_folded(one, acting[one]) if isinstance(one, _Bound) else one for one in read),
        tuple(other_platforms),
    )


@attrs.frozen(eq=False)
class _Bound:
    """A component whose traits have said what they do, and that is not folded yet.

    Attributes:
        composed: The component without objects.
        part: What it brings into the plan.
        claims: Whose the fields of its workload are.
        replacement: The kind that a trait makes of its workload.
    """

    composed: ComposedComponent
    part: Part
    claims: DeveloperClaims
    replacement: Replacement | None


def _folded(bound: _Bound, acting: Iterable[Controller]) -> ComposedComponent:
    part, claims, replacement = bound.part, bound.claims, bound.replacement
    folded = fold(part.workload, part.bindings, claims.of, acting)
    if replacement is not None:
        workload = part.workload.objects[0]
        folded = replacement.settled(folded, claims.workload, lambda path: claims.of(workload, path))
    return attrs.evolve(bound.composed, folded=folded)


def _read(
    environment: Environment, application: Application, component: Component
) -> _Bound | ComposedComponent:
    try:
        declared = cast("object", component.workload())  # whatever its annotation says
    except Exception as error:  # noqa: BLE001 - a developer's function may raise anything; it becomes a finding
        failure = _failure(f"{component.kind}.workload()", error, component.location)
        return ComposedComponent(application=application, component=component, failures=(failure,))
    if not isinstance(declared, Workload):
        failure = _no_workload(component, declared)
        return ComposedComponent(application=application, component=component, failures=(failure,))
    context = Context(
        application=application.name,
        component=component.name,
        namespace=environment.namespace,
        opinions=component.opinions,
        cluster=environment.snapshot,
    )
    workload = _rendered(declared, context)
    refused = _refusals(declared)
    failures = tuple(one for one in (workload, refused) if isinstance(one, Failure))
    if isinstance(workload, Failure) or isinstance(refused, Failure):
        return ComposedComponent(
            application=application, component=component, declared=declared, failures=failures
        )
    return _with_traits(environment, application, component, declared, workload, workload_refusals=refused)


def _rendered(declared: Workload, context: Context) -> RenderedWorkload | Failure:
    function = f"{type(declared).__name__}.render()"
    try:
        workload = declared.render(context)
        identities = {one.ref for one in workload.objects}
    except Exception as error:  # noqa: BLE001 - a workload class may be a package's own
        return _failure(function, error, declared.location)
    return workload if identities else Failure(function, "it has no object", declared.location)


def _demanded(opinions: Opinions, characteristics: frozenset[Characteristic]) -> frozenset[Characteristic]:
    """The characteristics that the developer lets the workload have."""
    if opinions.batch:
        return characteristics - _OF_SERVICES | {Characteristic.BATCH}
    if opinions.single_instance:
        return characteristics - {Characteristic.REPLICABLE}
    return characteristics


def _with_traits(
    environment: Environment,
    application: Application,
    component: Component,
    declared: Workload,
    workload: RenderedWorkload,
    *,
    workload_refusals: tuple[Refuse, ...],
) -> _Bound:
    natural = workload.characteristics
    demanded = _demanded(component.opinions, natural)
    if demanded != natural:
        workload = attrs.evolve(workload, characteristics=demanded)
    applicable = [one for one in component.traits if one.applies_to <= workload.characteristics]
    inapplicable = [one for one in component.traits if not one.applies_to <= workload.characteristics]
    platform = environment.platform
    bindings, unoffered, failures = _all_bound(platform, applicable, workload)
    replacement = replacement_of(workload, bindings)
    replaced = workload if replacement is None else workload.replaced(replacement.replace)
    if replacement is not None:
        bindings, unoffered, failures = _all_bound(platform, applicable, replaced)
    refusals: list[tuple[Refuse, Trait]] = []
    for trait in component.traits:
        refused = _refusals(trait)
        if isinstance(refused, Failure):
            failures.append(refused)
        else:
            refusals += ((refusal, trait) for refusal in refused)
    refusals += (
        (effect, binding.trait)
        for binding in bindings
        for effect in binding.effects
        if isinstance(effect, Refuse)
    )
    claims = DeveloperClaims(environment, application, component, declared, workload, replaced)
    composed = ComposedComponent(
        application=application,
        component=component,
        declared=declared,
        workload=replaced,
        natural_characteristics=natural,
        bindings=tuple(bindings),
        unoffered=tuple(unoffered),
        inapplicable=tuple(inapplicable),
        claims=claims,
        workload_refusals=workload_refusals,
        refusals=tuple(refusals),
        failures=tuple(failures),
    )
    return _Bound(composed, Part(replaced, composed.bindings, component.kind), claims, replacement)


def _all_bound(
    platform: Platform, traits: Iterable[Trait], workload: RenderedWorkload
) -> tuple[list[Binding], list[Trait], list[Failure]]:
    """*traits* with what they do, those that the platform does not offer, and what failed."""
    bindings: list[Binding] = []
    unoffered: list[Trait] = []
    failures: list[Failure] = []
    for trait in traits:
        bound = _bound(platform, trait, workload)
        if bound is None:
            unoffered.append(trait)
        elif isinstance(bound, Failure):
            failures.append(bound)
        else:
            bindings.append(bound)
    return list(settled(workload, bindings)), unoffered, failures


def _refusals(declared: Trait | Workload) -> tuple[Refuse, ...] | Failure:
    """What *declared* finds wrong between its parameters; nothing when they are wrong by themselves."""
    if not declared.is_sound:
        return ()
    try:
        return tuple(declared.refusals())
    except Exception as error:  # noqa: BLE001 - a trait or a workload may be a package's own
        return _failure(f"{type(declared).__name__}.refusals()", error, declared.location)


def _bound(platform: Platform, trait: Trait, workload: RenderedWorkload) -> Binding | Failure | None:
    implementation = platform.implementation_of(type(trait))
    if implementation is None:
        return None
    function = f"{implementation.name} for {trait.label}"
    effects: list[Effect] = []
    try:
        yielded = cast("Iterable[object] | None", implementation.effects(trait, workload))
        if yielded is None:
            return Failure(function, "it returned None in place of effects", implementation.origin.location)
        for effect in yielded:
            problem = _problem(effect)
            if problem:
                return Failure(function, problem, implementation.origin.location)
            effects.append(cast("Effect", effect))
    except Exception as error:  # noqa: BLE001 - an implementation may be a package's own
        return _failure(function, error, trait.location)
    return Binding(trait, implementation, tuple(effects))


def _problem(effect: object) -> str:
    """What is wrong with something that an implementation yielded; empty when nothing is."""
    if type(effect) not in EFFECTS:
        return f"it yielded {_named(effect)}, which is no effect"
    if isinstance(effect, Where):
        problems = [_problem(one) for one in (*effect.effects, *effect.otherwise)]
        return next((one for one in problems if one), "")
    return _problem_of_create(effect) if isinstance(effect, Create) else ""


def _problem_of_create(effect: Create) -> str:
    if not _is_identified(effect):
        return "it yielded a Create whose api_version, kind or name is empty or no text"
    if not is_map(effect.body) or not is_map(effect.body.get("metadata") or {}):
        return "it yielded a Create whose body, or metadata in it, is no mapping"
    return ""


def _is_identified(effect: Create) -> bool:
    identity = cast("tuple[object, ...]", (effect.api_version, effect.kind, effect.name))
    return all(isinstance(one, str) and one for one in identity)


def _named(value: object) -> str:
    return "None" if value is None else type(value).__name__


def _no_workload(component: Component, returned: object) -> Failure:
    function = f"{component.kind}.workload()"
    if getattr(type(component).workload, "__isabstractmethod__", False):
        help = f"write `def workload(self)` in `class {component.kind}`"
        where = definition(type(component)) or component.location
        return Failure(function, "it is not written", where, help, label="")
    where = definition(type(component), "workload") or component.location
    error = f"it returned {_named(returned)}, which is no workload"
    return Failure(function, error, where, "return a workload from it", label="")


def _failure(function: str, error: Exception, caller: Location) -> Failure:
    found = raised(error, ("oamdsl.", *CONSTRUCTORS))
    location, *callers = found.lines or (caller,)
    return Failure(function, found.text, location, found.help, tuple(callers))
