"""How old the snapshots of environments are."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from oamdsl import Environment, Snapshot
from oamdsl.doctor.snapshots import examined_snapshots
from oamdsl.doctor.symptom import Health
from oamdsl.kubernetes.shipped import shipped
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.project import Project

PLAIN = shipped("1.37")
WHAT = f"Kubernetes 1.37.2, {len(PLAIN.apis)} APIs"
COMMITTED = date(2026, 3, 1)
WRITTEN = date(2026, 5, 1)


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    path = tmp_path / "prod.json.gz"
    path.write_bytes(PLAIN.to_bytes())
    os.utime(path, (1777633200, 1777633200))
    return path


def git(folder, *arguments):
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    dated = {**os.environ, "GIT_COMMITTER_DATE": f"{COMMITTED}T12:00:00Z"}
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, env=dated)


def found(snapshot, today, root=Path("/")):
    environments = (
        Environment("dev", platform=KUBERNETES),
        Environment("prod", platform=KUBERNETES, snapshot=snapshot),
    )
    (symptom,) = examined_snapshots(Project(root, (), environments), today)
    assert symptom.subject == "snapshot of prod"
    return symptom.health, symptom.found, symptom.help


def test_a_snapshot_is_as_old_as_its_file(file):
    assert found(Snapshot.read(file), date(2026, 6, 1)) == (
        Health.WELL,
        f"{WHAT}, recorded on {WRITTEN}, {file}",
        "",
    )


def test_a_snapshot_is_as_old_as_its_commit_unless_it_was_written_since(file):
    git(file.parent, "init")
    git(file.parent, "add", ".")
    assert f"recorded on {WRITTEN}" in found(Snapshot.read(file), date(2026, 6, 1))[1]
    git(file.parent, "commit", "-m", "first")
    assert f"recorded on {COMMITTED}" in found(Snapshot.read(file), date(2026, 6, 1))[1]


def test_a_file_that_git_ignores_is_as_old_as_it_is(file):
    git(file.parent, "init")
    (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    assert f"recorded on {WRITTEN}" in found(Snapshot.read(file), date(2026, 6, 1))[1]


def test_an_old_snapshot_is_to_be_taken_again(file, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    health, what, help_ = found(Snapshot.read(file), date(2026, 10, 1))
    assert (health, what) == (Health.UNSURE, f"{WHAT}, recorded on {WRITTEN}, {file}: 153 days ago")
    assert help_ == (
        f"oamdsl snapshot --compare {file} says what has changed; with -o {file} too, it is taken again"
    )


def test_a_snapshot_that_is_in_no_file_has_no_age(file):
    assert found(PLAIN.restricted_to(PLAIN.apis), date(2026, 6, 1)) == (Health.WELL, WHAT, "")
    snapshot = Snapshot.read(file)
    file.unlink()
    assert found(snapshot, date(2026, 6, 1)) == (Health.WELL, WHAT, "")
