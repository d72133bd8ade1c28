from oamdsl.checks.rules.unreadable_settings import unreadable_settings
from oamdsl.diagnostics.finding import Violation
from tests.rule_examples import findings_of_project


def test_what_the_reader_of_a_project_found_gets_its_code():
    found = Violation(message="no", places=(), subject=(), help="yes")
    assert [(one.code, one.rule, one.violation) for one in unreadable_settings(found)] == [
        ("OAM001", "unreadable-settings", found)
    ]


def test_every_name_that_leads_nowhere_is_reported_at_its_place():
    findings = findings_of_project(
        "# pyproject.toml\n[tool.oamdsl]\napplications = ['applications.shop:shp', 'shop']\n"
        'environments = "stacks.environment:ENVIRONMENTS"\n'
    )
    assert [(one["code"], one["message"], one["places"][0]["column"], one["help"]) for one in findings] == [
        ("OAM001", "module `applications.shop` has no `shp`", 17, "did you mean `shop`?"),
        ("OAM001", "`shop` is not of the form module:attribute", 42, "write it as `package.module:function`"),
        ("OAM001", "there is no module `stacks.environment`", 16, "did you mean `stacks.environments`?"),
    ]


def test_a_table_that_is_misspelt_is_told_where_it_is():
    (finding,) = findings_of_project(
        '# pyproject.toml\n[tool.oam-dsl]\napplications = ["applications.shop:shop"]\n'
    )
    assert (finding["code"], finding["message"]) == (
        "OAM001",
        "there is no `[tool.oamdsl]`, but `[tool.oam-dsl]`",
    )
    assert (finding["places"][0]["line"], finding["help"]) == (2, "write `[tool.oamdsl]`")
