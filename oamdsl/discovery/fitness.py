"""Which traits a component can take, and why not the others."""

from collections.abc import Iterator

import attrs

from oamdsl.checks.check import check
from oamdsl.compose.compose import compose
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Finding
from oamdsl.discovery.availability import why_unavailable
from oamdsl.discovery.binding import example_of
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.discovery.description import call
from oamdsl.model.application import Application
from oamdsl.model.trait import Trait


@attrs.frozen
class Fitness:
    """Whether a component can take a trait.

    Attributes:
        trait: Name of the trait.
        state: ``bound``, ``possible`` or ``impossible``.
        reason: What is bound, an example that could be, or why it cannot.
    """

    trait: str
    state: str
    reason: str


def fitness_of(catalogue: Catalogue, plan: Plan, composed: ComposedComponent) -> tuple[Fitness, ...]:
    """What the component can take: found by binding each trait's example, and checking.

    Args:
        catalogue: What there is.
        plan: The component's environment with its application.
        composed: The component in it.
    """
    return tuple(
        fitness
        for name, trait in catalogue.traits.items()
        for fitness in _fitness(catalogue, plan, composed, name, trait)
    )


def _fitness(
    catalogue: Catalogue, plan: Plan, composed: ComposedComponent, name: str, trait: type[Trait]
) -> Iterator[Fitness]:
    bound = [one for one in composed.component.traits if type(one) is trait]
    if bound:
        yield from (Fitness(name, "bound", call(one)) for one in bound)
        return
    environment = plan.environment
    unavailable = why_unavailable(catalogue, environment.platform, trait, environment)
    if unavailable:
        yield Fitness(name, "impossible", unavailable)
        return
    example = example_of(trait)
    lacking = composed.lacking(example) if example is not None else ()
    if example is None:
        yield Fitness(name, "impossible", "it gives no example to try")
    elif lacking:
        yield Fitness(name, "impossible", f"the component is not {', '.join(one.value for one in lacking)}")
    else:
        new = [one for one in _findings(plan, composed, example) if one.is_error]
        reason = new[0].violation.message if new else call(example)
        yield Fitness(name, "impossible" if new else "possible", reason)


def _findings(plan: Plan, composed: ComposedComponent, trait: Trait) -> list[Finding]:
    """What is found with *trait* bound to the component, and is not found without it."""
    before = {finding.fingerprint for finding in check(_alone(plan, composed, ()))}
    after = check(_alone(plan, composed, (trait,)))
    return [finding for finding in after if finding.fingerprint not in before]


def _alone(plan: Plan, composed: ComposedComponent, more: tuple[Trait, ...]) -> Plan:
    component = composed.component.evolve(traits=(*composed.component.traits, *more), depends_on=())
    application = Application(str(composed.application.name), [component])
    return compose(plan.environment, [application], plan.other_platforms)
