"""The manual: what it has of a rule is what the rule is."""

import pytest

from oamdsl.checks.catalogue import CATALOGUE
from oamdsl.cli.manual import Entry, entry


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_an_entry_says_what_its_rule_is(rule):
    expected = Entry(
        code=rule.code,
        name=rule.name,
        severity=rule.severity.value,
        source=rule.source,
        suppressible=rule.suppressible,
        page=rule.page,
    )
    assert entry(rule.code) == entry(rule.name) == expected


@pytest.mark.parametrize("wanted", ["", "OAM", "OAM2022", "contested"])
def test_what_is_no_rule_has_no_entry(wanted):
    assert entry(wanted) is None
