"""OAM209."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.tree import at, maps_in


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
            binding = missed.binding
            wanted, there = _missing_entry(composed.body_of(missed.field.object), missed.field.path)
            yield Violation(
                message=(
                    f"`{binding.trait.label}` addresses `{missed.field.path}` of"
                    f" {missed.field.object} for component `{composed.component.name}`,"
                    f" and {missed.reason}"
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
                help=did_you_mean(wanted, there)
                or f"mend the parameters of `{binding.trait.label}`, or its implementation",
            )


def _missing_entry(body: Object, path: Path) -> tuple[str, list[str]]:
    """The name of the first list entry on *path* that *body* lacks, and the names that there are."""
    for depth, segment in enumerate(path.segments):
        if isinstance(segment, Entry) and at(body, Path(path.segments[: depth + 1])) is None:
            entries = maps_in(at(body, Path(path.segments[:depth])))
            names = [entry.get("name") for entry in entries]
            return str(dict(segment.keys).get("name", "")), [name for name in names if isinstance(name, str)]
    return "", []
