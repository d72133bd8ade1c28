"""Whether a project's files fit together."""

from oamdsl.doctor.project import examined_project
from oamdsl.doctor.symptom import Health


def found(user):
    return {one.subject: (one.health, one.found, one.help) for one in examined_project(user.root, user.root)}


def test_a_project_that_can_be_read_is_well(user):
    assert found(user)["project"] == (Health.WELL, f"1 application in dev, prod, {user.root}", "")


def test_what_pulumi_needs_is_looked_at_too(user):
    assert found(user)["Pulumi.yaml"][0] is Health.UNSURE


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
    assert found(user)["project"][1].startswith("pyproject.toml:2:1: OAM001 `applications` in ")


def test_a_place_is_named_as_one_opens_it(user):
    user.write(application="1 +\n")
    (symptom,) = examined_project(user.root, user.root.parent)
    assert symptom.found.startswith(f"{user.root.name}/application.py:1:4: ")


def test_an_error_that_is_nowhere_is_told_without_a_place(user, monkeypatch):
    user.settings('[tool.oamdsl]\napplications = ["application"]\n')
    assert "`application` is not of the form" in found(user)["project"][1]


def test_a_folder_without_a_project_is_no_fault(user):
    user.settings("")
    assert found(user)["project"][:2] == (Health.UNSURE, f"{user.root} names no application")


def test_everything_that_is_wrong_with_a_project_is_told(user):
    user.settings('[tool.oamdsl]\napplications = ["application", "application:shp"]\n')
    assert [(one.subject, one.help) for one in examined_project(user.root, user.root)] == [
        ("project", "write it as `package.module:function`"),
        ("project", "did you mean `shop`?"),
    ]
