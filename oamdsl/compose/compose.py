"""Declared values in, a plan out."""

from collections.abc import Iterable
from typing import Final, cast

import attrs

from oamdsl.compose.developer_claim import DeveloperClaims
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding
from oamdsl.compose.plan import ComposedComponent, Failure, Plan
from oamdsl.diagnostics.origin import Location, raised_at
from oamdsl.model.application import Application
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.component import Component
from oamdsl.model.effect import Effect
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
    return Plan(
        environment,
        declared,
        tuple(
            _composed(environment, application, component)
            for application in declared
            for component in application.components
        ),
        tuple(other_platforms),
    )


def _composed(environment: Environment, application: Application, component: Component) -> ComposedComponent:
    try:
        declared = cast("object", component.workload())  # whatever its annotation says
    except Exception as error:  # noqa: BLE001 - a developer's function may raise anything; it becomes a finding
        failure = _failure(f"{component.kind}.workload()", error, component.location)
        return ComposedComponent(application=application, component=component, failures=(failure,))
    if not isinstance(declared, Workload):
        failure = Failure(
            f"{component.kind}.workload()",
            f"it returned {type(declared).__name__}, which is no workload",
            component.location,
        )
        return ComposedComponent(application=application, component=component, failures=(failure,))
    context = Context(
        application=application.name,
        component=component.name,
        namespace=environment.namespace,
        opinions=component.opinions,
    )
    try:
        workload = declared.render(context)
    except Exception as error:  # noqa: BLE001 - a workload class may be a package's own
        failure = _failure(f"{type(declared).__name__}.render()", error, declared.location)
        return ComposedComponent(
            application=application, component=component, declared=declared, failures=(failure,)
        )
    return _with_traits(environment, application, component, declared, workload)


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
) -> ComposedComponent:
    natural = workload.characteristics
    workload = attrs.evolve(workload, characteristics=_demanded(component.opinions, natural))
    bindings: list[Binding] = []
    unoffered: list[Trait] = []
    inapplicable: list[Trait] = []
    failures: list[Failure] = []
    for trait in component.traits:
        if not trait.applies_to <= workload.characteristics:
            inapplicable.append(trait)
            continue
        bound = _bound(environment.platform, trait, workload)
        if bound is None:
            unoffered.append(trait)
        elif isinstance(bound, Failure):
            failures.append(bound)
        else:
            bindings.append(bound)
    claims = DeveloperClaims(environment, application, component, declared, workload)
    return ComposedComponent(
        application=application,
        component=component,
        declared=declared,
        workload=workload,
        natural_characteristics=natural,
        bindings=tuple(bindings),
        unoffered=tuple(unoffered),
        inapplicable=tuple(inapplicable),
        folded=fold(workload, bindings, claims.of),
        claims=claims,
        failures=tuple(failures),
    )


def _bound(platform: Platform, trait: Trait, workload: RenderedWorkload) -> Binding | Failure | None:
    implementation = platform.implementation_of(type(trait))
    if implementation is None:
        return None
    effects: list[Effect] = []
    try:
        for effect in cast("Iterable[object]", implementation.effects(trait, workload)):
            if not isinstance(effect, Effect):
                return Failure(
                    f"{implementation.name} for {trait.label}",
                    f"it yielded {type(effect).__name__}, which is no effect",
                    implementation.origin.location,
                )
            effects.append(effect)
    except Exception as error:  # noqa: BLE001 - an implementation may be a package's own
        return _failure(f"{implementation.name} for {trait.label}", error, trait.location)
    return Binding(trait, implementation, tuple(effects))


def _failure(function: str, error: Exception, caller: Location) -> Failure:
    return Failure(
        function,
        f"{type(error).__name__}: {error}",
        raised_at(error, ("oamdsl.", *CONSTRUCTORS)) or caller,
    )
