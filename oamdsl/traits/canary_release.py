"""A new release, tried on a part of the load first."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar, Final, Self

from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@declare
class Step(Element):
    """One step of a release.

    Attributes:
        weight: Share of the load that the new release gets, in percent.
        pause_seconds: How long it stays so; None until somebody promotes it.
    """

    weight: int = parameter(kw_only=False, ge=1, le=100)
    pause_seconds: int | None = parameter(default=None, ge=1)


_VARIABLE: Final = re.compile(r"\$([a-z_]+)")
_VARIABLES: Final = ("namespace", "pods")


def _query(text: str) -> str | None:
    """What is wrong with a query; None when every platform understands it."""
    for name in _VARIABLE.findall(text):
        if name not in _VARIABLES:
            near = did_you_mean(f"${name}", [f"${one}" for one in _VARIABLES])
            return f"has `${name}`, which stands for nothing: {near or 'use `$namespace` or `$pods`'}"
    return "has `{{`, which is no PromQL: use `$namespace` and `$pods`" if "{{" in text else None


def _bound(number: float) -> str | None:
    """What is wrong with a bound; None when a number can be compared with it."""
    return None if math.isfinite(number) else "is no number"


@declare
class MetricCheck(Element):
    """Something that Prometheus measures of a new release, and that must be in a range.

    A query that has no value is out of it.

    Attributes:
        name: What is measured, such as ``success-rate``.
        query: PromQL for a vector of one number. In it, ``$pods`` is a regular expression for the names of
            the new release's pods, and ``$namespace`` is their namespace.
        at_least: The least good number; None for no bound.
        at_most: The greatest good number; None for no bound.
    """

    name: str = parameter(kw_only=False, pattern="[a-z0-9]([-a-z0-9]*[a-z0-9])?")
    query: str = parameter(problem=_query)
    at_least: float | None = parameter(default=None, problem=_bound)
    at_most: float | None = parameter(default=None, problem=_bound)

    def asked_of(self, *, pods: str, namespace: str) -> str:
        """The query for the pods whose names match *pods*, in *namespace*."""
        values = {"pods": pods, "namespace": namespace}
        return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), self.query)


@trait
class CanaryRelease(Trait):
    """Gives a new release the load step by step, so that a bad one hurts few.

    Attributes:
        steps: The steps, with growing weights; after the last one the new release has all of the load.
        checks: What is measured at the end of each step; when one fails, the old release gets all of the load
            again, and keeps it. Without any, whoever watches the release must stop it.

    Source: Argo Rollouts, Flagger, OpenKruise Rollout: what they have in common.
    """

    applies_to: ClassVar = frozenset(
        {Characteristic.REPLICABLE, Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING}
    )

    steps: Sequence[Step] = parameter()
    checks: Sequence[MetricCheck] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """A fifth, then a half, each for ten minutes."""
        return cls(steps=[Step(20, pause_seconds=600), Step(50, pause_seconds=600)])

    def refusals(self) -> Iterator[Refuse]:
        """There is a step, no step takes load away from the new release, and each check can fail."""
        if not self.steps:
            yield Refuse(
                "steps", why="there is no step, so nothing is tried first", help="add one: `Step(20)`"
            )
        for one, other in pairwise(self.steps):
            if other.weight <= one.weight:
                yield Refuse(
                    "steps",
                    why=f"the step of {other.weight} % follows the one of {one.weight} %",
                    help="let the weights grow",
                )
        yield from self._checks()

    def _checks(self) -> Iterator[Refuse]:
        names = [one.name for one in self.checks]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Refuse("checks", why=f"two checks are called `{name}`", help="give one another name")
        for one in self.checks:
            if one.at_least is None and one.at_most is None:
                yield Refuse(
                    "checks",
                    why=f"check `{one.name}` has no bound, so it never fails",
                    help="add `at_least` or `at_most`",
                )
            elif one.at_least is not None and one.at_most is not None and one.at_most < one.at_least:
                yield Refuse(
                    "checks",
                    why=f"no number is at least {one.at_least} and at most {one.at_most},"
                    f" as check `{one.name}` wants",
                    help="raise `at_most` or lower `at_least`",
                )
