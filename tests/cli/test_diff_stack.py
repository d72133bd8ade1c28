"""``oamdsl diff`` with what Pulumi deployed last."""

import json
import os
import sys

import pytest

from oamdsl.project import Project
from oamdsl.project.pulumi_state import stack

SEALED = {"4dabf18193072939515e22adb298388d": "x", "ciphertext": "y"}
COMPONENT = "urn:pulumi:prod::shop::oamdsl:index:Application$oamdsl:index:Component::shop/web"


def resource(urn, kind, inputs, *, api="core/v1", parent=COMPONENT, **more):
    body = {"apiVersion": api.removeprefix("core/"), "kind": kind, **inputs}
    return {"urn": urn, "type": f"kubernetes:{api}:{kind}", "parent": parent, "inputs": body, **more}


RESOURCES = [
    {"urn": "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod", "type": "pulumi:pulumi:Stack"},
    {"urn": COMPONENT, "type": "oamdsl:index:Component", "parent": "stack"},
    {"urn": "trait", "type": "oamdsl:index:Trait", "parent": COMPONENT},
    {"urn": "provider", "type": "pulumi:providers:kubernetes", "inputs": {"version": "4"}},
    resource("a", "Namespace", {"metadata": {"name": "prod"}}, parent="stack"),
    resource(
        "b",
        "Secret",
        {"metadata": {"name": "s"}, "__defaults": [], "list": [1], "data": SEALED},
        parent="trait",
    ),
    resource("c", "Secret", {"metadata": {"name": "plain"}, "data": {"__a": "aHVudGVyMg=="}}),
    resource("d", "PersistentVolumeClaim", {"metadata": {"name": "web-data"}}, retainOnDelete=True),
    resource("e", "ConfigMap", {"metadata": {"name": "replaced"}}, delete=True),
    resource("f", "ConfigMap", {"metadata": {"name": "read"}}, external=True),
]


@pytest.fixture
def pulumi(user, monkeypatch, tmp_path_factory):
    """The `pulumi` of a project `shop`, whose stacks all have one state, and what it is asked."""
    folder = tmp_path_factory.mktemp("bin")
    exported = json.dumps({"deployment": {"resources": RESOURCES}})
    asked = folder / "asked"
    file = folder / "pulumi"
    file.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"print(*sys.argv[1:5], file=open({str(asked)!r}, 'a'))\nprint({exported!r})\n",
        encoding="utf-8",
    )
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    (user.root / "Pulumi.yaml").write_text("name: shop\n", encoding="utf-8")
    return asked


def test_what_pulumi_deployed_last_is_a_state(user, pulumi):
    result = user.run("diff", "--base", "stack:prod", "-s", "prod", "-o", "json")
    environment, web = sorted(json.loads(result.stdout)["environments"]["prod"], key=lambda one: one["name"])
    assert (environment["name"], environment["sign"]) == ("", "~")
    secrets = [one for one in web["objects"] if one["kind"] == "Secret"]
    assert [(one["name"], one["sign"]) for one in secrets] == [("s", "-"), ("plain", "-")]
    assert "hunter2" not in result.stdout
    assert "aHVudGVyM" not in result.stdout
    kept = [one for one in web["consequences"] if one["object"] == "PersistentVolumeClaim/web-data"]
    assert [one["impact"] for one in kept] == ["stays behind"]


def test_what_is_encrypted_stays_so_and_what_pulumi_adds_is_left_out(user, pulumi):
    _, web = stack(Project.load(), "prod", "prod").environments["prod"].components
    assert web.objects == (
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "list": [1], "data": "[secret]"},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "plain"}, "data": {"__a": "[secret]"}},
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "web-data"}},
    )
    assert web.retained == ("PersistentVolumeClaim/web-data",)


@pytest.mark.parametrize(
    ("arguments", "environments", "asked"),
    [
        (["stack:prod"], ["prod"], ["prod"]),
        (["stack:acme/shop/prod"], ["prod"], ["acme/shop/prod"]),
        (["stack:acme/shop/live", "-s", "prod"], ["prod"], ["acme/shop/live"]),
        (["stack:"], ["dev", "prod"], ["dev", "prod"]),
        (["stack:", "-s", "prod"], ["prod"], ["prod"]),
    ],
)
def test_a_stack_is_the_environment_of_its_name_or_the_one_that_is_named(
    user, pulumi, arguments, environments, asked
):
    result = user.run("diff", "--base", *arguments, "-o", "json")
    assert sorted(json.loads(result.stdout)["environments"]) == environments
    assert pulumi.read_text(encoding="utf-8").splitlines() == [f"stack export --stack {one}" for one in asked]


def test_one_stack_is_one_environment(user, pulumi):
    result = user.run("diff", "--base", "stack:prod", "-s", "dev", "-s", "prod")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: stack `prod` is one environment, and -s names dev, prod\n"
        "  = help: name one with -s, or write `stack:` for the stack of each\n",
    )


def test_a_stack_of_another_project_is_refused(user, pulumi):
    (user.root / "Pulumi.yaml").write_text("name: blog\n", encoding="utf-8")
    result = user.run("diff", "--base", "stack:prod")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: stack `prod` is one of project `shop`, and this project is `blog`\n"
        "  = help: name a stack of this project, or go to the other project's folder\n",
    )
    (user.root / "Pulumi.yaml").write_text("name: [odd]\n", encoding="utf-8")
    assert user.run("diff", "--base", "stack:prod").exit_code == 0


def test_a_stack_that_was_never_deployed_has_nothing(user, pulumi):
    program = pulumi.with_name("pulumi")
    program.write_text("#!/bin/sh\necho '{\"deployment\": null}'\n", encoding="utf-8")
    result = user.run("diff", "--base", "stack:prod", "--meaning-only")
    assert result.stdout.startswith("+ shop/web (prod)\n")


def test_a_program_that_is_missing_is_named(user, monkeypatch):
    monkeypatch.setenv("PATH", str(user.root))
    result = user.run("diff", "--base", "stack:prod")
    assert result.stderr == (
        "error: the state of stack `prod` cannot be had: there is no `pulumi`\n  = help: install pulumi\n"
    )
