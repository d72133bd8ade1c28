"""Whether Pulumi's files fit together."""

import pytest

from oamdsl.doctor.pulumi_files import examined_pulumi_files
from oamdsl.doctor.symptom import Health
from oamdsl.scaffold.scaffold import Kind, files

SETTINGS = """\
name: shop
runtime: python
main: stacks
stackConfigDir: stacks
"""
PROGRAM = """\
from oamdsl.pulumi import deploy_project

deploy_project()
"""
WELL = {
    "Pulumi's program": (Health.WELL, "stacks/__main__.py", ""),
    "stacks": (Health.WELL, "dev, prod", ""),
}


def write(root, **texts):
    for name, text in texts.items():
        path = root / {"settings": "Pulumi.yaml", "program": "stacks/__main__.py"}[name]
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def root(tmp_path):
    (tmp_path / "stacks").mkdir()
    for name in ("dev", "prod"):
        (tmp_path / f"stacks/Pulumi.{name}.yaml").write_text("", encoding="utf-8")
    write(tmp_path, settings=SETTINGS, program=PROGRAM)
    return tmp_path


def found(root):
    symptoms = examined_pulumi_files(root, ["dev", "prod"])
    return {one.subject: (one.health, one.found, one.help) for one in symptoms}


def test_files_that_fit_together_are_well(root):
    assert found(root) == WELL


def test_what_init_makes_lacks_its_virtualenv_alone(tmp_path):
    for file in files(Kind.PROJECT, "shop"):
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.path).write_text(file.text, encoding="utf-8")
    lacking = (
        Health.UNSURE,
        "there is no `.venv`, which it names as `virtualenv`; needed to deploy",
        "python3 -m venv .venv && .venv/bin/pip install oamdsl; or name another `virtualenv`",
    )
    assert found(tmp_path) == {"Pulumi.yaml": lacking, **WELL}
    (tmp_path / ".venv").mkdir()
    assert found(tmp_path) == WELL


def test_without_settings_nothing_can_be_deployed(tmp_path):
    assert found(tmp_path) == {
        "Pulumi.yaml": (
            Health.UNSURE,
            "there is none; needed to deploy",
            "write one with `name`, `runtime: python` and `main: stacks`; `oamdsl init` makes such a one",
        )
    }


@pytest.mark.parametrize(
    ("settings", "wrong", "help_"),
    [
        ("a: [", "while parsing a flow node did not find expected node content", "mend the file"),
        (SETTINGS.replace("name: shop\n", ""), "the project has no name", "write `name: "),
        (SETTINGS.replace("python", "go"), "the runtime is 'go'", "write `runtime: python`"),
        (SETTINGS.replace("python", "{name: go}"), "the runtime is 'go'", "write `runtime: python`"),
    ],
)
def test_settings_that_pulumi_refuses_are_ill(root, settings, wrong, help_):
    write(root, settings=settings)
    health, said, what_to_do = found(root)["Pulumi.yaml"]
    assert health is Health.ILL
    assert said.startswith(wrong)
    assert what_to_do.startswith(help_)


@pytest.mark.parametrize(
    "program",
    [
        PROGRAM,
        "import oamdsl.pulumi\noamdsl.pulumi.deploy_project()\n",
        "from oamdsl import pulumi\npulumi.deploy_project()\n",
        "from . import something\nif True:\n    from oamdsl.pulumi.deploy import deploy\n",
    ],
)
def test_a_program_that_deploys_is_well(root, program):
    write(root, program=program)
    assert found(root) == WELL


@pytest.mark.parametrize("program", ["", "print(1)\n", "import oamdsl\n", "import oamdsl.pulumis\n"])
def test_a_program_that_deploys_nothing_is_told(root, program):
    write(root, program=program)
    health, said, help_ = found(root)["Pulumi's program"]
    assert (health, said) == (
        Health.UNSURE,
        "stacks/__main__.py does not import oamdsl.pulumi, which deploys",
    )
    assert help_ == "write `from oamdsl.pulumi import deploy_project` and `deploy_project()` into it"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("x = (\n1 +\n", "stacks/__main__.py:1:5: '(' was never closed"),
        (b"x = '\xff'\n", "stacks/__main__.py:1"),
        (b"\0", "stacks/__main__.py"),
    ],
)
def test_a_program_that_is_no_python_is_ill_and_says_where(root, program, said):
    write(root, program=program)
    health, found_, _ = found(root)["Pulumi's program"]
    assert (health, found_[: len(said)]) == (Health.ILL, said)


@pytest.mark.parametrize("main", ["stacks", "elsewhere", "/nowhere"])
def test_the_program_must_be_there(root, main):
    write(root, settings=SETTINGS.replace("main: stacks", f"main: {main}"))
    (root / "stacks/__main__.py").unlink()
    health, said, _ = found(root)["Pulumi's program"]
    assert (health, said.endswith("/__main__.py is missing")) == (Health.ILL, True)


def test_settings_of_a_stack_must_be_yaml(root):
    (root / "stacks/Pulumi.prod.yaml").write_text("config: {", encoding="utf-8")
    health, said, _ = found(root)["stack prod"]
    assert (health, said.startswith("Pulumi.prod.yaml: while parsing ")) == (Health.ILL, True)


def test_stacks_and_environments_have_the_same_names(root):
    (root / "stacks/Pulumi.dev.yaml").rename(root / "stacks/Pulumi.test.yaml")
    assert found(root)["stack test"][:2] == (Health.ILL, "no environment has its name")
    assert found(root)["stacks"][:2] == (Health.UNSURE, "no settings yet for dev")
