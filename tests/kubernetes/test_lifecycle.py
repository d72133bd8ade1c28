"""Deprecated and removed APIs."""

import pytest

from oamdsl import Api
from oamdsl.kubernetes.api import BUILTIN
from oamdsl.kubernetes.lifecycle import _LIFECYCLES, lifecycle


@pytest.mark.parametrize(
    ("api", "deprecated", "removed", "replacement"),
    [
        (
            Api("policy/v1beta1", "PodDisruptionBudget"),
            "1.21",
            "1.25",
            Api("policy/v1", "PodDisruptionBudget"),
        ),
        (Api("v1", "Endpoints"), "1.33", "", Api("discovery.k8s.io/v1", "EndpointSlice")),
        (Api("policy/v1beta1", "PodSecurityPolicy"), "1.21", "1.25", None),
    ],
)
def test_an_api_has_its_dates_and_its_replacement(api, deprecated, removed, replacement):
    life = lifecycle(api)
    assert (life.deprecated, life.removed, life.replacement) == (deprecated, removed, replacement)


def test_what_is_not_deprecated_has_none():
    assert lifecycle(Api("apps/v1", "Deployment")) is None


def test_versions_are_compared_as_numbers():
    budget = lifecycle(Api("extensions/v1beta1", "Ingress"))
    assert not budget.is_deprecated("1.9")
    assert budget.is_deprecated("1.14")
    assert not budget.is_removed("1.21")
    assert budget.is_removed("1.100")
    assert not lifecycle(Api("v1", "Endpoints")).is_removed("1.100")


@pytest.mark.parametrize(("api", "life"), _LIFECYCLES.items(), ids=str)
def test_the_table_holds_together(api, life):
    assert not life.removed or (life.is_removed(life.removed) and not life.is_removed(life.deprecated))
    assert life.replacement != api
    for minor, served in BUILTIN.items():
        assert not (api in served and life.is_removed(minor))
        if (
            life.replacement is not None
            and life.is_removed(minor)
            and "beta" not in life.replacement.api_version
        ):
            assert life.replacement in served
