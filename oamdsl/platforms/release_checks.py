"""What a controller of releases measures, and when it cannot."""

from collections.abc import Iterator

from oamdsl.model.effect import Refuse
from oamdsl.traits.canary_release import CanaryRelease


def refused_checks(trait: CanaryRelease, prometheus: str) -> Iterator[Refuse]:
    """Why nothing can be measured; nothing when there is an address to ask, or nothing to measure.

    Args:
        trait: The release.
        prometheus: Address of Prometheus; empty where the platform gives none.
    """
    if trait.checks and not prometheus:
        yield Refuse(
            "checks",
            why="the platform does not say where Prometheus is",
            help='give its implementation of `CanaryRelease` the address, `prometheus="http://..."`,'
            " or remove `checks`",
        )


def pattern(name: str) -> str:
    """A regular expression for *name*, which PromQL understands in any kind of quotes."""
    return name.replace(".", "[.]")
