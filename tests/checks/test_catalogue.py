"""The catalogue of rules holds what it promises."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import oamdsl.checks.rules
from oamdsl.checks.catalogue import CATALOGUE, PROJECT_RULES
from oamdsl.diagnostics.rule import Rule
from tests.rule_examples import findings_of, findings_of_project

EVERY_RULE = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)


def test_codes_are_unique_and_in_order():
    codes = [rule.code for rule in CATALOGUE]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"OAM[0-9]{3}", code) for code in codes)


def test_names_are_unique():
    names = [rule.name for rule in CATALOGUE]
    assert len(names) == len(set(names))


def test_every_rule_that_is_written_is_listed():
    written = {
        value
        for module in pkgutil.iter_modules(oamdsl.checks.rules.__path__)
        for value in vars(importlib.import_module(f"oamdsl.checks.rules.{module.name}")).values()
        if isinstance(value, Rule)
    }
    assert {rule.name for rule in written} == {rule.name for rule in CATALOGUE}


@EVERY_RULE
def test_a_rule_stands_in_the_module_of_its_name_whose_docstring_is_its_code(rule):
    module = importlib.import_module(rule.check.__module__)
    assert module.__name__ == f"oamdsl.checks.rules.{rule.check.__name__}"
    assert module.__doc__ == f"{rule.code}."


@EVERY_RULE
def test_a_rule_has_its_tests(rule):
    assert (Path(__file__).parent / "rules" / f"test_{rule.check.__name__}.py").is_file()


@EVERY_RULE
def test_a_rule_is_documented(rule):
    page = rule.page
    assert page.summary.endswith(".")
    assert page.why.endswith(".")
    assert page.example
    assert page.use_instead
    assert rule.source


@EVERY_RULE
def test_the_example_has_the_finding(rule):
    codes = [code_of(finding) for finding in found(rule, rule.page.example, f"<{rule.code} example>")]
    assert set(codes) == {rule.code}


@EVERY_RULE
def test_the_mended_example_has_no_finding(rule):
    assert found(rule, rule.page.use_instead, f"<{rule.code} use instead>") == []


def code_of(finding):
    return finding["code"] if isinstance(finding, dict) else finding.code


def found(rule, program, name):
    return findings_of_project(program) if rule in PROJECT_RULES else findings_of(program, name)
