"""Two traits on one component, checked: what goes wrong with both that goes well with each alone."""

from collections.abc import Iterable

from oamdsl.checks.check import check
from oamdsl.checks.rules.contested_field import contested_field
from oamdsl.compose.compose import compose
from oamdsl.diagnostics.finding import Finding
from oamdsl.model.application import Application
from oamdsl.model.component import Component
from oamdsl.model.element import declare
from oamdsl.model.environment import Environment
from oamdsl.model.parameter import parameter
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedWorkload, Workload
from oamdsl.workloads.samples import declared_samples, sample_workloads


@declare
class _Sample(Component):
    """A component of one of the sample workloads."""

    number: int = parameter()

    def workload(self) -> Workload:
        """The workload of that number."""
        return declared_samples()[self.number]


class Together:
    """Checks traits on the sample workloads of a platform; remembers what it found of each alone.

    Args:
        platform: Where they are bound.
    """

    def __init__(self, platform: Platform) -> None:
        self._environment = Environment("relations", platform=platform, namespace="prod")
        self._alone: dict[tuple[type[Trait], int], frozenset[str]] = {}

    def refusal(self, first: Trait, second: Trait) -> str:
        """Why the two cannot be on one component, with the rule's code; empty when they can.

        Claims to one field are left to `relation`, which knows them without the developer's.
        """
        applicable = (one for one, sample in enumerate(sample_workloads()) if _fits((first, second), sample))
        number = next(applicable)
        known = self._of(first, number) | self._of(second, number)
        new = (
            one
            for one in self._findings((first, second), number)
            if one.is_error and one.code != contested_field.code and one.fingerprint not in known
        )
        return next((f"{one.violation.message} ({one.code})" for one in new), "")

    def _of(self, trait: Trait, number: int) -> frozenset[str]:
        key = (type(trait), number)
        if key not in self._alone:
            self._alone[key] = frozenset(one.fingerprint for one in self._findings((trait,), number))
        return self._alone[key]

    def _findings(self, traits: Iterable[Trait], number: int) -> list[Finding]:
        component = _Sample("web", number=number, traits=list(traits))
        return check(compose(self._environment, [Application("shop", [component])]))


def _fits(traits: Iterable[Trait], workload: RenderedWorkload) -> bool:
    return all(one.applies_to <= workload.characteristics for one in traits)
