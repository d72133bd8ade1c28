"""The examples render to what is committed and reviewed under examples/expected."""

from click.testing import CliRunner

from oamdsl.checks.check import check
from oamdsl.cli import _oamdsl
from tests.projects import EVERY_ENVIRONMENT, ROOT, plan_of

EXPECTED = ROOT / "examples" / "expected"


def contents(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


@EVERY_ENVIRONMENT
def test_the_examples_have_no_finding(environment):
    assert check(plan_of(environment)) == []


@EVERY_ENVIRONMENT
def test_the_examples_render_as_expected(environment, tmp_path):
    """Run ``oamdsl render -s ENVIRONMENT --output-dir examples/expected/ENVIRONMENT`` to accept a change."""
    arguments = ["render", "-C", str(ROOT), "-s", environment, "--output-dir", str(tmp_path)]
    result = CliRunner().invoke(_oamdsl, arguments)
    assert result.exit_code == 0
    assert contents(tmp_path) == contents(EXPECTED / environment)


def test_nothing_else_is_expected():
    environments = {path.name for path in EXPECTED.iterdir()}
    assert environments == {"dev", "staging", "prod"}
