"""Whether a project's files fit together."""

import pytest

from oamdsl.doctor.project import examined_project
from oamdsl.doctor.symptom import Health


def found(user):
    return {one.subject: (one.health, one.found, one.help) for one in examined_project(user.root)}


@pytest.fixture
def deployable(user):
    (user.root / "stacks").mkdir()
    (user.root / "stacks/__main__.py").write_text("", encoding="utf-8")
    for name in ("dev", "prod"):
        (user.root / f"stacks/Pulumi.{name}.yaml").write_text("", encoding="utf-8")
    pulumi(user, "runtime: python\nmain: stacks\nstackConfigDir: stacks\n")
    return user


def pulumi(user, text):
    (user.root / "Pulumi.yaml").write_text(text, encoding="utf-8")


def test_files_that_fit_together_are_well(deployable):
    assert found(deployable) == {
        "project": (Health.WELL, f"1 application in dev, prod, {deployable.root}", ""),
        "Pulumi's program": (Health.WELL, "stacks/__main__.py", ""),
        "stacks": (Health.WELL, "dev, prod", ""),
    }


def test_several_applications_are_counted(user):
    user.settings(
        '[tool.oamdsl]\napplications = ["application:shop", "application:shop"]\n'
        'environments = "environments:ENVIRONMENTS"\n'
    )
    assert found(user)["project"][1].startswith("2 applications in ")


def test_a_project_that_cannot_be_read_says_where(user):
    user.write(application="1 +\n")
    health, what, help_ = found(user)["project"]
    assert (health, what.partition(": ")[0]) == (Health.ILL, "application.py:1:4")
    assert help_
    user.settings("[tool.oamdsl]\napplications = 1\n")
    assert found(user)["project"][1].startswith("pyproject.toml:1: `applications` in ")


def test_an_error_that_is_nowhere_is_told_without_a_place(user, monkeypatch):
    user.settings('[tool.oamdsl]\napplications = ["application"]\n')
    assert "`application` is not of the form" in found(user)["project"][1]


def test_a_folder_without_a_project_is_no_fault(user):
    user.settings("")
    assert found(user)["project"][:2] == (Health.UNSURE, f"{user.root} names no application")


def test_without_pulumis_file_nothing_can_be_deployed(user):
    assert found(user)["Pulumi.yaml"][:2] == (Health.UNSURE, "there is none; needed to deploy")


def test_pulumis_file_must_be_readable_and_name_python(deployable):
    pulumi(deployable, "a: [")
    assert found(deployable)["Pulumi.yaml"][0] is Health.ILL
    pulumi(deployable, "runtime: go\nmain: stacks\n")
    assert found(deployable)["Pulumi.yaml"][1] == "the runtime is 'go'"
    pulumi(deployable, "runtime:\n  name: python\nmain: stacks\nstackConfigDir: stacks\n")
    assert "Pulumi.yaml" not in found(deployable)


def test_pulumis_program_must_be_there(deployable):
    (deployable.root / "stacks/__main__.py").unlink()
    health, what, _ = found(deployable)["Pulumi's program"]
    assert (health, what) == (Health.ILL, "stacks/__main__.py is missing")


def test_stacks_and_environments_have_the_same_names(deployable):
    (deployable.root / "stacks/Pulumi.dev.yaml").rename(deployable.root / "stacks/Pulumi.test.yaml")
    assert found(deployable)["stack test"][:2] == (Health.ILL, "no environment has its name")
    assert found(deployable)["stacks"][:2] == (Health.UNSURE, "no settings yet for dev")
