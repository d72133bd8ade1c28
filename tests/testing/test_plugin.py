"""What ``pytest`` does for a user's project once oamdsl is installed, in real runs of it."""

import runpy
import sys
import textwrap

import pytest

import pytest_oamdsl

pytest_plugins = ["pytester"]

PROJECT = {
    "components": """
        from oamdsl import Component, Container, ContainerizedWorkload, Port, Secret, component, parameter


        @component
        class Web(Component):
            connections: int = parameter(default=1024, ge=1, le=65535)

            def workload(self):
                env = {"CONNECTIONS": self.connections, "PASSWORD": Secret("hunter2")}
                web = Container("web", image="nginx:1.29.3", ports=[Port(80)], env=env)
                return ContainerizedWorkload([web])
    """,
    "applications": """
        from components import Web
        from oamdsl import Application, AutoScaler, ManualScaler


        def shop(environment):
            return Application("shop", [Web("web", connections=CONNECTIONS)])


        def blog(environment):
            return Application("blog", [Web("pages", traits=[ManualScaler(replicas=2)])])


        CONNECTIONS = 4096
    """,
    "environments": """
        from oamdsl import Environment
        from oamdsl.platforms.kubernetes import KUBERNETES

        ENVIRONMENTS = [Environment(name, platform=KUBERNETES) for name in ("dev", "prod")]
    """,
}
SETTINGS = """
[tool.oamdsl]
applications = ["applications:shop", "applications:blog"]
environments = "environments:ENVIRONMENTS"

[tool.pytest.ini_options]
filterwarnings = ["error"]
"""
CONFLICT = """

def odd(environment):
    return Application("odd", [Web("odd", traits=[AutoScaler(maximum=9), ManualScaler(replicas=3)])])
"""
EVERY_ENVIRONMENT = """
    def test_the_manifests(oam_stack, oam_environment, manifests_snapshot):
        manifests_snapshot(oam_stack(oam_environment, "shop"))
"""


@pytest.fixture
def project(pytester):
    """A user's project of two applications in two environments."""
    for name, text in PROJECT.items():
        (pytester.path / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    (pytester.path / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    return pytester


def edit(project, name, old, new):
    file = project.path / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def write_tests(project, name, text):
    folder = project.path / "tests"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")


def files(project):
    folder = project.path / "tests/snapshots"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def run(project, *arguments):
    """One run of pytest, in a process of its own, on the tests of a project."""
    return project.runpytest_subprocess(*arguments)


def test_a_run_that_uses_nothing_of_it_imports_nothing_of_it(pytester):
    pytester.makepyfile(
        """
        import sys

        def test_nothing(pytestconfig):
            assert pytestconfig.pluginmanager.hasplugin("oamdsl")
            assert not [name for name in sys.modules if name.partition(".")[0] in ("oamdsl", "pulumi")]
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_it_can_be_imported_beside_an_older_pytest(monkeypatch):
    """If it could not, no test could be run where oamdsl is installed."""
    monkeypatch.delattr(pytest, "TerminalReporter")
    assert "pytest_terminal_summary" in runpy.run_path(pytest_oamdsl.__file__)


def test_a_stack_is_plain_values(project):
    edit(project, "pyproject.toml", '"applications:blog"', '"applications:blog", "applications:odd"')
    edit(project, "applications.py", "\n\nCONNECTIONS = 4096\n", f"\n\nCONNECTIONS = 4096\n{CONFLICT}")
    write_tests(
        project,
        "test_shop",
        """
        import sys

        SEEN = []

        def test_every_environment(oam_stack, oam_environment):
            SEEN.append(oam_environment)
            assert oam_stack(oam_environment, "shop").errors == ()

        def test_every_environment_was_there():
            assert SEEN == ["dev", "prod"]

        def test_all_or_one_of_its_applications(oam_stack):
            assert [*oam_stack("dev").objects] == ["shop/web", "blog/pages", "odd/odd"]
            assert [*oam_stack("dev", "blog").objects] == ["blog/pages"]

        def test_manifests_of_each_test_are_its_own(oam_stack):
            spec = oam_stack("dev", "blog").manifest("blog/pages", "Deployment")["spec"]
            assert spec["replicas"] == 2
            spec["replicas"] = 3
            assert oam_stack("dev", "blog").manifest("blog/pages", "Deployment")["spec"]["replicas"] == 2

        def test_findings_with_the_lines_to_change(oam_stack):
            assert oam_stack("dev", "odd").errors[0].startswith("OAM202 ")
            assert oam_stack("dev", "odd").report.startswith("error[OAM202]: ")
            assert "--> applications.py:" in oam_stack("dev", "odd").report

        def test_no_pulumi():
            assert "pulumi" not in sys.modules
        """,
    )
    run(project).assert_outcomes(passed=7)


def test_what_a_test_asks_for_and_is_not_there_is_said_at_its_line(project):
    write_tests(
        project,
        "test_shop",
        """
        def test_environment(oam_stack):
            oam_stack("prd")

        def test_application(oam_stack):
            oam_stack("dev", "shpo")

        def test_component(oam_stack):
            oam_stack("dev").manifest("shop/wbe", "Deployment")
        """,
    )
    result = run(project)
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            '>*oam_stack("prd")',
            "E*error: there is no environment `prd`; this project has `dev`, `prod`",
            "E*= help: did you mean `prod`?",
            "tests/test_shop.py:3: AssertionError",
            '>*oam_stack("dev", "shpo")',
            "E*error: `shpo` is no application; this project has `blog`, `shop`",
            "tests/test_shop.py:6: AssertionError",
            "E*LookupError: no component 'shop/wbe' in dev, only shop/web, blog/pages",
            "tests/test_shop.py:9: LookupError",
        ]
    )


def test_a_project_that_cannot_be_read_is_said_without_a_traceback(project):
    edit(project, "environments.py", "[Environment(", "[Enviroment(")
    write_tests(project, "test_one", "def test_stack(oam_stack): ...")
    write_tests(project, "test_two", "def test_environment(oam_environment): ...")
    result = run(project, "--continue-on-collection-errors")
    result.assert_outcomes(errors=2)
    said = ["*NameError: name 'Enviroment' is not*", "*--> environments.py:5*"]
    result.stdout.fnmatch_lines([*said, *said])
    result.stdout.no_fnmatch_line("*pytest_oamdsl.py*")
    result.stdout.no_fnmatch_line("*importlib*")


def test_a_folder_without_a_project_has_nothing_to_test(project):
    (project.path / "pyproject.toml").unlink()
    write_tests(project, "test_shop", "def test_stack(oam_stack): oam_stack('default')")
    result = run(project)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*error: there is no application to read"])


def test_a_project_may_be_below_the_root_of_the_tests(pytester):
    (pytester.path / "pytest.ini").write_text("[pytest]\noam_project = deployment\n", encoding="utf-8")
    (pytester.path / "deployment").mkdir()
    for name, text in PROJECT.items():
        (pytester.path / f"deployment/{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    (pytester.path / "deployment/pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    write_tests(pytester, "test_shop", "def test_stack(oam_stack): assert oam_stack('dev').errors == ()")
    run(pytester).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("name", "help_"),
    [("deplyoment", "did you mean `deployment`?"), ("x", "name one below pytest's rootdir")],
)
def test_a_folder_that_is_not_there_is_told(pytester, name, help_):
    (pytester.path / "pytest.ini").write_text(f"[pytest]\noam_project = {name}\n", encoding="utf-8")
    (pytester.path / "deployment").mkdir()
    write_tests(pytester, "test_shop", "def test_stack(oam_stack): pass")
    run(pytester).stdout.fnmatch_lines(
        [
            f"error: `oam_project` of pytest names the folder `{name}`, which is not in {pytester.path}",
            f"  = help: {help_}",
        ]
    )


def test_reviewed_manifests_are_written_when_asked_only(project):
    write_tests(project, "test_shop", EVERY_ENVIRONMENT)
    result = run(project)
    result.assert_outcomes(failed=2)
    file = "tests/snapshots/test_shop/test_the_manifests-dev.yaml"
    result.stdout.fnmatch_lines(
        [f"E*{file} is not there yet: run `pytest --oam-update`, and review what it writes"]
    )
    assert files(project) == []

    result = run(project, "--oam-update")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        ["*= reviewed manifests =*", f"{file}: written, review it", "*-prod.yaml: written, review it"]
    )
    assert files(project) == [
        "test_shop/test_the_manifests-dev.yaml",
        "test_shop/test_the_manifests-prod.yaml",
    ]
    rendered = project.run(
        sys.executable, "-m", "oamdsl", "render", "shop", "-s", "dev", "--secrets=redact"
    ).stdout.str()
    first, _, text = (project.path / file).read_text(encoding="utf-8").partition("\n")
    assert first == "# Review it like code. `pytest --oam-update` writes it anew."
    assert text.rstrip("\n") == rendered
    assert "[secret]" in text
    assert "hunter2" not in text

    result = run(project, "--oam-update")
    result.assert_outcomes(passed=2)
    result.stdout.no_fnmatch_line("*reviewed manifests*")

    edit(project, "applications.py", "= 4096", "= 512")
    result = run(project)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            ">*manifests_snapshot(oam_stack(oam_environment, *",
            f"E*AssertionError: the manifests are not those of {file}",
            "E*@@ Deployment/web, line * @@",
            "E*-          value: '4096'",
            "E*+          value: '512'",
            "E*If this is meant, run `pytest --oam-update` and review what it changes.",
            "tests/test_shop.py:3: AssertionError",
        ]
    )
    run(project, "--oam-update").assert_outcomes(passed=2)
    run(project).assert_outcomes(passed=2)


TWO = """
    import pytest

    def test_the_shop(oam_stack, manifests_snapshot):
        manifests_snapshot(oam_stack("dev", "shop"), "shop")

    def test_the_blog(oam_stack, manifests_snapshot):
        manifests_snapshot(oam_stack("dev", "blog"), "blog")
"""


@pytest.fixture
def reviewed(project):
    """The project with two reviewed files; one of them is of no use any more."""
    write_tests(project, "test_shop", TWO)
    run(project, "--oam-update").assert_outcomes(passed=2)
    write_tests(project, "test_shop", TWO.replace('"blog")\n', '"pages")\n'))
    pages = project.path / "tests/snapshots/test_shop/pages.yaml"
    pages.write_text((pages.parent / "blog.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return project


STALE = (
    "tests/snapshots/test_shop/blog.yaml: no test compares with it: remove it, or run `pytest --oam-update`"
)


def test_files_that_nothing_compares_with_are_reported_and_removed(reviewed):
    own = reviewed.path / "tests/snapshots/test_shop/own.yaml"
    own.write_text("a: file of the user's\n", encoding="utf-8")
    gone = reviewed.path / "tests/snapshots/test_gone/blog.yaml"
    gone.parent.mkdir()
    gone.write_text((own.parent / "blog.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    write_tests(reviewed, "test_other", EVERY_ENVIRONMENT)

    result = run(reviewed, "tests/test_shop.py")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["tests/snapshots/test_gone/blog.yaml: no test*", STALE])

    result = run(reviewed, "tests/test_shop.py", "--oam-update")
    result.stdout.fnmatch_lines(
        ["tests/snapshots/test_gone/blog.yaml: removed", "tests/snapshots/test_shop/blog.yaml: removed"]
    )
    assert files(reviewed) == ["test_shop/own.yaml", "test_shop/pages.yaml", "test_shop/shop.yaml"]
    run(reviewed, "tests/test_shop.py").stdout.no_fnmatch_line("*reviewed manifests*")


def test_what_a_test_that_did_not_run_would_compare_with_is_not_known(reviewed):
    own = (reviewed.path / "tests/test_shop.py").read_text(encoding="utf-8")
    for arguments, more in (
        (["-k", "test_the_shop"], ""),
        (["tests/test_shop.py::test_the_blog"], ""),
        (["--lf"], ""),
        ([], "def test_that_fails(): assert False"),
        ([], "@pytest.mark.skip\ndef test_of_a_day(manifests_snapshot): ..."),
    ):
        write_tests(reviewed, "test_shop", f"{own}\n\n{more}")
        result = run(reviewed, "--oam-update", *arguments)
        result.stdout.fnmatch_lines(["*passed*"])
        result.stdout.no_fnmatch_line("*reviewed manifests*")
    assert "test_shop/blog.yaml" in files(reviewed)
