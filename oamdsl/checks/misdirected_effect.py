"""OAM209."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM209", source="oamdsl: an effect that hits nothing is an error, never a silence")
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
                help=f"mend the parameters of `{binding.trait.label}`, or its implementation",
            )
