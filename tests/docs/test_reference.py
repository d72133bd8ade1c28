"""The reference is what the code says, and leaves nothing out."""

import json
import re

import jsonschema
import pytest

import oamdsl
from oamdsl.checks.catalogue import CATALOGUE
from oamdsl.cli import COMMANDS
from tests.docs.page import ROOT
from tests.docs.reference import PAGES, python
from tests.docs.reference.formats import SCHEMAS, output
from tests.docs.reference.markdown import formatted

FOLDER = ROOT / "docs/reference"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name):
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert text == formatted(PAGES[name]()), "`python -m tests.test_docs` writes it anew"


def test_every_public_name_is_on_a_page():
    assert set(oamdsl.__all__) - python.listed() == set()


def test_every_finding_and_every_command_has_a_section():
    assert [one.code for one in CATALOGUE] == re.findall(r"^## (OAM\d+) ", PAGES["findings"](), re.MULTILINE)
    assert [*COMMANDS] == re.findall(r"^## oamdsl (\w+)$", PAGES["commands"](), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("check", ["examples/failed_example.py"]),
        ("check", ["missing.py"]),
        ("graph", ["-s", "prod"]),
        ("list", ["traits"]),
        ("list", ["traits", "-s", "prod"]),
        ("list", ["workloads"]),
        ("list", ["platforms"]),
        ("show", ["AutoScaler"]),
        ("show", ["ContainerizedWorkload"]),
        ("show", ["shop/storefront", "-s", "prod"]),
        ("relations", []),
        ("doctor", []),
        ("diff", ["--base", "examples/expected", "--head", "."]),
        ("diff", ["-s", "dev", "--base", "examples/expected/dev", "--head", "examples/expected/prod"]),
    ],
)
def test_what_a_command_writes_is_valid_by_its_schema(name, arguments):
    schema = json.loads(SCHEMAS[name].read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(output(name, *arguments, "-o", "json")), schema)
