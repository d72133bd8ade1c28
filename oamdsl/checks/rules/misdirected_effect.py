"""OAM209."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.tree import at, maps_in
from oamdsl.model.effect import Create, Effect
from oamdsl.model.platform import Implementation
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.raw_patch import RawPatch


@rule("OAM209", source="oamdsl: an effect that hits nothing is an error, never a silence", suppressible=False)
def misdirected_effect(plan: Plan) -> Iterator[Violation]:
    """A trait's effect hits nothing.

    Why: a patch that hits nothing would be lost without a word.

    Example:
        disk = VolumeMounter("data", mount_path="/data", size="1Gi", containers=["wbe"])
        Web("web", traits=[disk])

    Use instead:
        disk = VolumeMounter("data", mount_path="/data", size="1Gi", containers=["web"])
        Web("web", traits=[disk])
    """
    for composed in plan.components:
        for missed in composed.folded.misdirections if composed.folded else ():
            binding, ref = missed.binding, missed.field.object
            makers = [] if composed.folded_object(ref) else _makers(plan, composed, ref)
            wanted, there = _missing_entry(composed.body_of(missed.field.object), missed.field.path)
            yield Violation(
                message=(
                    f"`{binding.trait.label}` addresses {_addressed(missed.field)} for component"
                    f" `{composed.component.name}`, and {missed.reason}"
                ),
                places=(
                    trait_place(binding.trait),
                    component_place(composed),
                    Place(
                        binding.implementation.origin.location,
                        f"implemented here, by {binding.implementation.name}",
                    ),
                ),
                subject=(*composed.subject, binding.trait.label),
                seen=wanted,
                allowed=", ".join(there),
                help=(f"bind {' or '.join(makers)} too, which makes the {ref.api.kind}" if makers else "")
                or did_you_mean(wanted, there)
                or _remedy(binding.trait, wanted),
            )


def _remedy(trait: Trait, wanted: str) -> str:
    if wanted and isinstance(trait, RawPatch):
        return f'write `"$patch": "add"` into the entry `{wanted}` if it is a new one'
    return f"mend the parameters of `{trait.label}`, or its implementation"


def _addressed(field: FieldRef) -> str:
    return f"`{field.path}` of {field.object}" if field.path.depth else str(field.object)


def _makers(plan: Plan, composed: ComposedComponent, ref: ObjectRef) -> list[str]:
    """Traits of the environment's platform whose examples make the object *ref* for the component."""
    return [
        f"`{implementation.trait.__name__}`"
        for implementation in plan.environment.platform.implementations
        if composed.workload is not None
        for effect in _effects_of_example(implementation, composed.workload)
        if isinstance(effect, Create) and (effect.kind, effect.name) == (ref.api.kind, ref.name)
    ]


def _effects_of_example(
    implementation: Implementation[Trait], workload: RenderedWorkload
) -> tuple[Effect, ...]:
    """What an example would do; nothing where it cannot be told, since the finding stands without it."""
    try:
        return tuple(implementation.effects(implementation.trait.example(), workload))
    except Exception:  # noqa: BLE001 - somebody else's function, asked for a hint
        return ()


def _missing_entry(body: Object, path: Path) -> tuple[str, list[str]]:
    """The name of the first list entry on *path* that *body* lacks, and the names that there are."""
    for depth, segment in enumerate(path.segments):
        if isinstance(segment, Entry) and at(body, Path(path.segments[: depth + 1])) is None:
            entries = maps_in(at(body, Path(path.segments[:depth])))
            names = [entry.get("name") for entry in entries]
            return str(dict(segment.keys).get("name", "")), [name for name in names if isinstance(name, str)]
    return "", []
