"""OAM113."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.model.value import is_opaque


@rule("OAM113", source="oamdsl: what a trait refers to must be there", suppressible=False)
def unknown_component(plan: Plan) -> Iterator[Violation]:
    """A trait leads to a component that the application does not have.

    Why: the requests that are meant for it would be answered by an error; pods that must run beside it would
    wait for ever; and nobody would be let in who was meant.

    Example:
        split = TrafficSplit(shares=[Share("web", weight=90), Share("web-nxt", weight=10)])
        Application("shop", [Web("web", traits=[split]), Web("web-next")])

    Use instead:
        split = TrafficSplit(shares=[Share("web", weight=90), Share("web-next", weight=10)])
        Application("shop", [Web("web", traits=[split]), Web("web-next")])
    """
    for application in plan.applications:
        names = [component.name for component in application.components if not is_opaque(component.name)]
        for composed in plan.components_of(application):
            for binding in composed.bindings:
                trait = binding.trait
                for name in trait.components():
                    if name not in names and not is_opaque(name):
                        yield Violation(
                            message=(
                                f"`{trait.label}` of component `{composed.component.name}` leads to `{name}`,"
                                f" which is no component of application `{application.name}`"
                            ),
                            places=(trait_place(trait), component_place(composed)),
                            subject=(*composed.subject, trait.label),
                            seen=repr(name),
                            allowed=", ".join(names),
                            help=did_you_mean(name, names)
                            or f"add `{name}` to the application, or name another component",
                        )
