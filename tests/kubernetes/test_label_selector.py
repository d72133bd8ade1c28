"""Which labels a selector fits."""

import pytest

from oamdsl.kubernetes.label_selector import selects

LABELS = {"app": "web", "tier": "front"}


def expressions(*requirements):
    return {
        "matchExpressions": [
            {"key": key, "operator": operator, **({"values": list(values)} if values else {})}
            for key, operator, *values in requirements
        ]
    }


@pytest.mark.parametrize(
    "selector",
    [
        {},
        {"matchLabels": {"app": "web"}},
        {"matchLabels": {"app": "web", "tier": "front"}},
        expressions(("app", "In", "web", "api")),
        expressions(("app", "NotIn", "api")),
        expressions(("other", "NotIn", "api")),
        expressions(("app", "Exists"), ("other", "DoesNotExist")),
        {"matchLabels": {"app": "web"}, **expressions(("tier", "Exists"))},
    ],
)
def test_it_fits_what_has_all_that_it_asks_for(selector):
    assert selects(selector, LABELS)


@pytest.mark.parametrize(
    "selector",
    [
        {"matchLabels": {"app": "api"}},
        {"matchLabels": {"app": "web", "zone": "a"}},
        {"matchLabels": {"app": object()}},
        expressions(("app", "In", "api")),
        expressions(("other", "In", "api")),
        expressions(("app", "In")),
        expressions(("app", "NotIn", "web")),
        expressions(("other", "Exists")),
        expressions(("app", "DoesNotExist")),
        expressions(("app", "Resembles", "web")),
        {"matchLabels": {"app": "web"}, **expressions(("tier", "In", "back"))},
    ],
)
def test_it_fits_nothing_else(selector):
    assert not selects(selector, LABELS)
