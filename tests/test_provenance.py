"""Which state of a project's files something was made of."""

import subprocess

import pytest

from oamdsl.project.provenance import provenance_of


def git(folder, *arguments):
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project below the top of a checkout, both with a file."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-03-01T12:00:00Z")
    root = tmp_path / "shop"
    root.mkdir()
    for file in (root / "application.py", tmp_path / "README.md"):
        file.write_text("1\n", encoding="utf-8")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "first")
    return root


def test_a_commit_has_a_name_and_a_day(project):
    found = provenance_of(project)
    named = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=project, check=True, capture_output=True, text=True
    )
    assert str(found) == f"commit {named.stdout.strip()} of 2026-03-01"


@pytest.mark.parametrize(
    ("name", "is_changed"), [("application.py", True), ("new.py", True), ("../new", False)]
)
def test_changes_of_the_project_are_told(project, name, is_changed):
    (project / name).write_text("2\n", encoding="utf-8")
    found = provenance_of(project)
    assert found.is_changed is is_changed
    assert str(found).endswith(", and changes since") is is_changed


def test_what_is_made_of_the_files_is_no_change(project, tmp_path):
    page = project / "report[1].html"
    page.write_text("", encoding="utf-8")
    assert provenance_of(project).is_changed
    assert not provenance_of(project, but=[page, tmp_path / "elsewhere.html"]).is_changed


def test_without_git_nothing_is_told(project, tmp_path_factory, monkeypatch):
    assert provenance_of(tmp_path_factory.mktemp("plain")) is None
    monkeypatch.setenv("PATH", "/nowhere")
    assert provenance_of(project) is None
