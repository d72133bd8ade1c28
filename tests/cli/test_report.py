"""``oamdsl report``: a page to a file or to standard output, whatever is found."""

import re
import subprocess
import sys

import pytest

from tests.cli.test_check import CONFLICT, WARNED
from tests.cli.test_render import SECRETIVE
from tests.conftest import APPLICATION
from tests.projects import ROOT


def test_a_page_of_all_environments_goes_to_a_file(user):
    result = user.run("report")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Wrote oamdsl-report.html.\nFound nothing.\n"
    page = (user.root / "oamdsl-report.html").read_text(encoding="utf-8")
    assert "<title>shop in dev and prod</title>" in page


def test_a_page_goes_to_a_file_in_a_new_folder(user):
    assert user.run("report", "-o", "public/review.html").exit_code == 0
    assert (user.root / "public" / "review.html").is_file()


def test_a_page_goes_to_standard_output(user):
    result = user.run("report", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "Found nothing.\n")
    assert result.stdout.startswith("<!DOCTYPE html>\n")
    assert result.stdout.endswith("</html>\n")
    assert result.stdout == user.run("report", "-o", "-").stdout


@pytest.mark.parametrize(
    ("stacks", "title"),
    [
        (["-s", "prod"], "shop in prod"),
        (["-s", "prod", "-s", "dev"], "shop in prod and dev"),
        (["-s", "prod", "-s", "prod"], "shop in prod"),
    ],
)
def test_environments_are_those_that_are_named(user, stacks, title):
    assert f"<title>{title}</title>" in user.run("report", *stacks, "-o", "-").stdout


def test_an_environment_that_is_not_there_is_an_error(user):
    result = user.run("report", "-s", "stage")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: there is no environment `stage`")
    assert not (user.root / "oamdsl-report.html").exists()


def test_a_page_with_findings_is_written(user):
    user.write(application=CONFLICT)
    result = user.run("report", "shop", "-o", "r.html")
    assert (result.exit_code, result.stderr) == (1, "Wrote r.html.\nFound 1 error.\n")
    page = (user.root / "r.html").read_text(encoding="utf-8")
    assert '<span class="badge">error OAM202</span>' in page
    assert "application.py:" in page
    assert str(user.root) not in page


def test_it_says_which_commit_it_was_made_from(user, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(user.root.parent))
    assert user.run("report").exit_code == 0
    assert "made from" not in (user.root / "oamdsl-report.html").read_text(encoding="utf-8")
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for command in (["init"], ["add", "*.py", "*.toml"], ["commit", "-m", "first"]):
        subprocess.run(["git", *settings, *command], cwd=user.root, check=True, capture_output=True)
    user.run("report")
    page = (user.root / "oamdsl-report.html").read_text(encoding="utf-8")
    assert re.search(r"made from commit [0-9a-f]{7,} of \d{4}-\d\d-\d\d</p>", page)


def test_it_finds_what_check_finds(user):
    user.write(
        application=APPLICATION.replace("[Nginx", "[  # oamdsl: ignore[OAM202] no reason\n        Nginx")
    )
    checked = user.run("check", "-o", "concise")
    assert "OAM" in checked.stdout
    result = user.run("report", "-o", "-")
    assert result.exit_code == checked.exit_code
    assert result.stdout.count("<article") == len(checked.stdout.splitlines())


def test_a_file_that_cannot_be_written_is_an_error(user):
    (user.root / "no").write_text("")
    result = user.run("report", "-o", "no/r.html")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: no/r.html cannot be written: ")


def test_what_the_users_files_print_is_no_page(user):
    user.write(application=WARNED)
    result = user.run("report", "-o", "-")
    assert result.stdout.startswith("<!DOCTYPE html>\n")
    assert "loading\n" in result.stderr


def test_secrets_are_in_no_page(user):
    user.write(application=SECRETIVE.replace("VALUE", 'Secret("hunter2")'))
    result = user.run("report", "-o", "-")
    assert "[secret]" in result.stdout
    assert "hunter2" not in result.output


@pytest.mark.parametrize("arguments", [["--help"], ["check"]], ids=" ".join)
def test_the_template_engine_is_imported_where_it_is_needed(arguments):
    program = "import sys; from oamdsl.cli import main\ntry: main()\nfinally: print('jinja2' in sys.modules)"
    command = [sys.executable, "-c", program, *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.endswith("False\n")
