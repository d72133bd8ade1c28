"""``oamdsl init``: what it makes passes its own checks."""

import compileall
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import oamdsl.scaffold
from oamdsl.scaffold.scaffold import Kind, files, problem


def run(folder, *arguments):
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def empty(user):
    """A folder without anything in it."""
    for file in list(user.root.iterdir()):
        file.unlink()
    return user


@pytest.mark.parametrize("name", ["shop", "my-shop-2", "test"])
def test_a_new_project_passes_its_checks_in_every_environment(empty, name):
    result = empty.run("init", name)
    assert result.exit_code == 0
    assert result.stderr == f"Next: cd {name} && oamdsl check && oamdsl render -s dev\n"
    assert result.stdout.splitlines() == [f"{name}/{file.path}" for file in files(Kind.PROJECT, name)]
    checked = run(empty.root / name, "oamdsl", "check")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert checked.stderr == "Nothing found in 1 application for dev, prod.\n"
    for stack in ("dev", "prod"):
        rendered = run(empty.root / name, "oamdsl", "render", "-s", stack)
        kinds = {one["kind"] for one in yaml.safe_load_all(rendered.stdout)}
        assert {"Namespace", "Deployment", "Service", "Ingress"} <= kinds


@pytest.mark.parametrize("name", ["my-shop", "no"])
def test_a_new_projects_own_tests_pass(empty, name):
    """``python -m tests.cli.reviewed_manifests`` accepts a change of what is rendered."""
    empty.run("init", name)
    tested = run(empty.root / name, "pytest", "-q", "-p", "no:cacheprovider")
    assert tested.returncode == 0, tested.stdout
    assert "6 passed" in tested.stdout


def test_what_is_new_is_python_and_yaml(empty):
    empty.run("init", "shop")
    assert compileall.compile_dir(empty.root / "shop", quiet=1)
    for file in (empty.root / "shop").rglob("*.y*ml"):
        assert all(yaml.safe_load_all(file.read_text(encoding="utf-8")))
    workflow = (empty.root / "shop/.github/workflows/oamdsl.yml").read_text(encoding="utf-8")
    assert "${{ github.base_ref }}" in workflow


LONG = "a-name-of-forty-characters-and-no-more-x"


@pytest.mark.parametrize("name", ["shop", LONG])
def test_what_is_new_satisfies_linters_formatters_and_type_checkers(empty, name):
    """With their own defaults, as a project meets them that has no settings for them yet."""
    folder = empty.root / name
    empty.run("init", name)
    empty.run("init", "-C", name, "--component", "order-worker")
    empty.run("init", "-C", name, "--trait", "grace-period")
    empty.run("init", "--trait-package", f"acme-{name}"[:40])
    for where in (folder, empty.root / f"acme-{name}"[:40]):
        for command in (
            ["ruff", "check", "--isolated", "--select", "E,F,I,W", "."],
            ["ruff", "format", "--isolated", "--check", "."],
            ["mypy", "--strict", "--cache-dir", str(empty.root / "cache"), "."],
        ):
            done = run(where, *command)
            assert done.returncode == 0, done.stdout


def test_every_file_has_owners_by_the_role_that_writes_it(empty):
    empty.run("init", "shop")
    lines = (empty.root / "shop/.github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if not line.startswith("#")]

    def owners(path):
        """By GitHub's rule: the last line that matches."""
        found = [names for pattern, *names in rules if pattern == "*" or f"/{path}".startswith(pattern)]
        return [name.removeprefix("@shop/") for name in found[-1]]

    roles = ["developers", "application-operators", "infrastructure-operators"]
    expected = {"components": roles[:1], "applications": roles[1:2], "tests": roles}
    for file in files(Kind.PROJECT, "shop"):
        assert owners(file.path) == expected.get(file.path.split("/")[0], roles[2:])


@pytest.mark.parametrize(("folder", "up"), [("shop", ""), ("shop/stacks", "../"), ("shop/a/b", "../../")])
def test_a_component_joins_the_project_that_one_is_in(empty, folder, up, monkeypatch):
    empty.run("init", "shop")
    (empty.root / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(empty.root / folder)
    result = empty.run("init", "--component", "order-worker")
    assert (result.exit_code, result.stdout) == (0, f"{up}components/order_worker.py\n")
    text = (empty.root / "shop/components/order_worker.py").read_text(encoding="utf-8")
    assert "class OrderWorker(Component):" in text


@pytest.mark.parametrize("kind", ["--component", "--trait"])
def test_a_part_needs_a_project(empty, kind):
    result = empty.run("init", kind, "worker")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: there is no project here to put it into\n"
        "  = help: make one with `oamdsl init NAME`, or name its folder with `-C`\n"
    )
    assert not list(empty.root.iterdir())


def test_one_thing_is_made_at_a_time(empty):
    result = empty.run("init", "--component", "--trait", "worker")
    assert result.exit_code == 2
    assert "--component and --trait exclude each other" in result.stderr


@pytest.mark.parametrize(
    ("name", "nearest"), [("shop_x", "shop-x"), ("Shop", "shop"), ("../my shop", "my-shop"), ("1", "")]
)
def test_a_name_that_will_not_do_has_the_nearest_one(empty, name, nearest):
    help_ = f"did you mean `{nearest}`?" if nearest else "choose a name such as `shop` or `order-worker`"
    assert empty.run("init", name).stderr.endswith(f"  = help: {help_}\n")


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("--component", "port", 2),
        ("--component", "effect", 0),
        ("--component", "worker", 0),
        ("--trait", "port", 0),
        ("--trait", "effect", 2),
    ],
)
def test_a_part_is_not_called_what_its_file_imports(empty, kind, name, code):
    empty.run("init", "shop")
    result = empty.run("init", "-C", "shop", kind, name)
    assert result.exit_code == code
    assert (f"`{name}` is the name of oamdsl's own `{name.title()}`" in result.stderr) is (code == 2)


def test_no_file_is_written_over(empty):
    empty.run("init", "shop")
    before = {path: path.read_bytes() for path in (empty.root / "shop").rglob("*") if path.is_file()}
    result = empty.run("init", "shop")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: there is a file already: shop/.github/CODEOWNERS, ")
    assert before == {path: path.read_bytes() for path in before}


def test_a_folder_that_cannot_be_written_is_said(empty):
    (empty.root / "shop").write_text("a file", encoding="utf-8")
    result = empty.run("init", "shop")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: shop")
    assert "cannot be written: " in result.stderr


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Shop", "is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter"),
        ("1shop", "is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter"),
        ("../shop", "is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter"),
        ("shop-", "is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter"),
        ("s" * 41, "is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter"),
        ("class", "is a word of the language Python"),
    ],
)
def test_a_name_must_do_for_kubernetes_and_for_python(empty, name, wrong):
    assert problem(Kind.PROJECT, name) == wrong
    result = empty.run("init", name)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: `{name}` {wrong}\n")
    assert not list(empty.root.iterdir())


@pytest.mark.parametrize("name", ["s", "shop", "a-1", "s" * 40])
def test_other_names_do(name):
    assert problem(Kind.PROJECT, name) is None


def test_every_template_is_used():
    folder = Path(oamdsl.scaffold.__file__).parent / "templates"
    for kind in Kind:
        below = [path for path in (folder / kind.value).rglob("*") if path.is_file()]
        assert len(files(kind, "shop")) == len(below) > 0


def test_what_is_no_template_is_left_out(tmp_path, monkeypatch):
    (tmp_path / "templates/component").mkdir(parents=True)
    (tmp_path / "templates/component/.DS_Store").write_text("", encoding="utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    assert files(Kind.COMPONENT, "shop") == ()


def test_a_trait_joins_a_project_and_works(empty):
    empty.run("init", "shop")
    result = empty.run("init", "-C", "shop", "--trait", "grace-period")
    assert (result.exit_code, result.stdout) == (0, "tests/test_grace_period.py\ntraits/grace_period.py\n")
    platforms = empty.root / "shop/stacks/platforms.py"
    text = platforms.read_text(encoding="utf-8")
    text = text.replace("KUBERNETES.offering(", "KUBERNETES.offering(grace_period_annotation, ")
    imported = "from traits.grace_period import grace_period_annotation\n"
    platforms.write_text(imported + text, encoding="utf-8")
    application = empty.root / "shop/applications/shop.py"
    text = application.read_text(encoding="utf-8")
    text = text.replace(
        "    if environment", '    traits.append(GracePeriod(value="99"))\n    if environment'
    )
    application.write_text("from traits.grace_period import GracePeriod\n" + text, encoding="utf-8")
    rendered = run(empty.root / "shop", "oamdsl", "render", "-s", "dev")
    assert "example.com/grace-period: '99'\n" in rendered.stdout
    tested = run(empty.root / "shop", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_grace_period.py")
    assert tested.returncode == 0, tested.stdout


def test_a_package_of_traits_passes_its_own_tests(empty):
    result = empty.run("init", "--trait-package", "acme-traits")
    assert (result.exit_code, result.stderr) == (
        0,
        "Next: cd acme-traits && pip install -e . pytest && pytest\n",
    )
    assert "acme-traits/acme_traits/priority.py" in result.stdout.splitlines()
    tested = run(empty.root / "acme-traits", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error")
    assert tested.returncode == 0, tested.stdout
    assert compileall.compile_dir(empty.root / "acme-traits", quiet=1)


def test_a_package_of_traits_is_found_once_installed(empty):
    """As a wheel puts it: the metadata that its pyproject.toml comes to, beside its modules."""
    empty.run("init", "--trait-package", "acme-traits")
    folder = empty.root / "acme-traits"
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / "acme_traits-0.1.0.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    group = "oamdsl.traits"
    entries = "".join(f"{name} = {target}\n" for name, target in project["entry-points"][group].items())
    (info / "entry_points.txt").write_text(f"[{group}]\n{entries}", encoding="utf-8")
    shown = run(folder, "oamdsl", "show", "Priority")
    assert shown.returncode == 0, shown.stderr
    assert "acme-traits 0.1.0" in shown.stdout


@pytest.mark.parametrize("name", ["tests", "oamdsl", "string"])
def test_a_package_of_traits_hides_no_other_package(empty, name):
    result = empty.run("init", "--trait-package", name)
    assert result.stderr.startswith(f"error: `{name}` is the name of another package\n")
    assert not list(empty.root.iterdir())


def test_a_project_below_the_root_of_a_repository_is_told_where_its_workflow_is_read(empty):
    assert "GitHub reads" not in empty.run("init", "alone").stderr
    (empty.root / ".git").mkdir()
    said = empty.run("init", "shop").stderr
    assert f"which is {empty.root.resolve()}: move it there" in said
    assert "`working-directory: shop`" in said
    assert "GitHub reads" not in empty.run("init", "--trait-package", "acme").stderr
