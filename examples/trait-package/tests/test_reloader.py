"""The implementation passes oamdsl's conformance kit; what is its own is tested here."""

import pytest
from acme_traits import Reloader, reloader_annotations

from oamdsl.testing import Check, conformance

CHECKS = conformance(
    reloader_annotations, examples=[Reloader(config_maps=["settings"], secrets=["certificate"])]
)


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_the_implementation_conforms(check: Check) -> None:
    check.verify()


def test_nothing_to_watch_is_refused() -> None:
    assert [refusal.parameter for refusal in Reloader().refusals()] == ["secrets"]
