"""A trait's example, bound to a workload that it applies to."""

from collections.abc import Callable, Iterable, Iterator

from oamdsl.compose.folded import Binding
from oamdsl.kubernetes.api import Api
from oamdsl.model.effect import Create, Effect, Refuse, Require
from oamdsl.model.platform import Implementation, Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedWorkload
from oamdsl.workloads.samples import sample_workloads


class FailingError(Exception):
    """Somebody's implementation failed on its trait's example; the message is a clause."""


def example_of(trait: type[Trait]) -> Trait | None:
    """The trait's example; None when it gives none that is valid."""
    try:
        made = trait.example()
    except Exception:  # noqa: BLE001 - a stranger's function may raise anything
        return None
    return made if made.is_sound else None


def workload_for(traits: Iterable[type[Trait]]) -> RenderedWorkload | None:
    """A workload that all *traits* apply to; None when there is none."""
    wanted = frozenset[object]().union(*(trait.applies_to for trait in traits))
    return next((one for one in sample_workloads() if wanted <= one.characteristics), None)


def bound_example(platform: Platform, trait: type[Trait]) -> tuple[RenderedWorkload, Binding] | None:
    """What the trait's example does on *platform*, on a workload where nothing is refused if there is one.

    None where the platform does not offer the trait, or nothing but refusals comes of it.

    Raises:
        FailingError: The implementation fails.
    """
    implementation = platform.implementation_of(trait)
    example = example_of(trait)
    if implementation is None or example is None:
        return None
    found: list[tuple[int, RenderedWorkload, Binding]] = []
    for number, workload in enumerate(sample_workloads()):
        if trait.applies_to <= workload.characteristics:
            effects = _effects(implementation, example, workload)
            refused = sum(isinstance(effect, Refuse) for effect in effects)
            if refused < len(effects):
                found.append((refused * 10 + number, workload, Binding(example, implementation, effects)))
    best = min(found, key=lambda one: one[0], default=None)
    return None if best is None else best[1:]


def _effects(
    implementation: Implementation[Trait], trait: Trait, workload: RenderedWorkload
) -> tuple[Effect, ...]:
    try:
        return tuple(implementation.effects(trait, workload))
    except Exception as error:
        message = f"{implementation.name} fails: {type(error).__name__}: {error}"
        raise FailingError(message) from error


def unserved(
    platform: Platform,
    implementation: Implementation[Trait],
    serves: Callable[[Api | str], bool] | None = None,
) -> Iterator[Api | str]:
    """What *implementation* needs of the cluster, and the cluster does not have.

    Args:
        platform: The platform.
        implementation: How it implements a trait.
        serves: Whether the cluster has an API or a feature; by default what the platform says.

    Raises:
        FailingError: The implementation fails.
    """
    needed: list[Api | str] = list(implementation.requires)
    bound = bound_example(platform, implementation.trait)
    for effect in bound[1].effects if bound else ():
        if isinstance(effect, Create):
            needed.append(Api(effect.api_version, effect.kind))
        elif isinstance(effect, Require):
            needed.append(effect.what)
    is_served = serves or platform.serves
    return (what for what in dict.fromkeys(needed) if not is_served(what))
