"""A project is read, or there is one clear error with a place and a remedy."""

import asyncio
import re
import sys
import threading

import pytest

from oamdsl import Environment
from oamdsl.project import Project, ProjectError

SHOP = """\
from components import Nginx
from oamdsl import Application, Environment


def shop(environment: Environment) -> Application:
"""


def error_of(user, *arguments, code=2):
    """What ``oamdsl check`` says: message, place and remedy; there is nothing else."""
    result = user.run("check", *arguments)
    assert result.exit_code == code
    text = result.stdout or result.stderr
    assert text == result.output
    assert "Traceback" not in text
    assert "oamdsl itself" not in text
    assert len(re.findall("^error", text, re.MULTILINE)) == 1
    message = re.sub(r"^error(\[OAM[0-9]{3}\])?: ", "", text.partition("\n")[0])
    place = re.search(r"^ *--> (.*)$", text, re.MULTILINE)
    help_ = re.search(r"^ *= help: (.*)$", text, re.MULTILINE)
    return message, place and place[1], help_ and help_[1]


class TestSettings:
    def test_without_any_there_is_one_environment_on_plain_kubernetes(self, user):
        user.settings("")
        project = Project.load()
        assert project.entries == ()
        assert [(one.name, one.platform.name) for one in project.environments] == [("default", "kubernetes")]

    def test_without_environments_there_is_one_on_plain_kubernetes(self, user):
        user.settings('[tool.oamdsl]\napplications = ["application:shop"]\n')
        project = Project.load()
        assert [one.name for one in project.environments] == ["default"]
        assert [one.name for one in project.entries] == ["application:shop"]

    def test_another_folders_are_read_on_demand(self, user, monkeypatch):
        monkeypatch.chdir("/")
        assert Project.load(user.root).root == user.root.resolve()

    @pytest.mark.parametrize(
        ("settings", "message", "line", "help_"),
        [
            (
                "[tool.oamdsl\n",
                "pyproject.toml cannot be read: Expected ']' at the end of a table declaration",
                "1:13",
                "mend the file, or start in another folder",
            ),
            (
                "[tool]\noamdsl = 3\n",
                "`oamdsl` in [tool] must be a table",
                1,
                "write `[tool.oamdsl]` and the settings below it",
            ),
            (
                "[project]\n\n[tool.oamdsl]\naplications = []\n",
                "[tool.oamdsl] has no setting `aplications`",
                "4:1",
                "did you mean `applications`?",
            ),
            (
                "[tool.oamdsl]\nstrict = true\n",
                "[tool.oamdsl] has no setting `strict`",
                "2:1",
                "use applications or environments",
            ),
            (
                '[tool.oamdsl]\n"strict" = true\n',  # no key as it is looked for: the table's line
                "[tool.oamdsl] has no setting `strict`",
                1,
                "use applications or environments",
            ),
            (
                '[tool.oamdsl]\napplications = "application:shop"\n',
                "`applications` in [tool.oamdsl] must be a list of strings",
                "2:1",
                'write `applications = ["module:function"]`',
            ),
            (
                "[tool.oamdsl]\napplications = [1]\n",
                "`applications` in [tool.oamdsl] must be a list of strings",
                "2:1",
                'write `applications = ["module:function"]`',
            ),
            (
                '[tool.oamdsl]\nenvironments = ["environments:ENVIRONMENTS"]\n',
                "`environments` in [tool.oamdsl] must be a string",
                "2:1",
                'write `environments = "module:NAME"`',
            ),
            (
                '[tool.oamdsl]\napplications = ["application"]\n',
                "`application` is not of the form module:attribute",
                "2:17",
                "write it as `package.module:function`",
            ),
            (
                '[tool.oamdsl]\napplications = ["nowhere:shop"]\n',
                "there is no module `nowhere`",
                "2:17",
                "check the spelling, and where the project's root is",
            ),
        ],
    )
    def test_that_are_wrong(self, user, settings, message, line, help_):
        user.settings(settings)
        found = error_of(user)
        assert found[0].startswith(message)
        assert found[1:] == (f"pyproject.toml:{line}", help_)

    @pytest.mark.parametrize("text", ["tool = 3\n", "[project]\nname = 'x'\n"])
    def test_of_other_tools_do_not_matter(self, user, text):
        user.settings(text)
        assert Project.load().entries == ()

    def test_that_are_no_text(self, user):
        (user.root / "pyproject.toml").write_bytes(b"\xff")
        message, place, _ = error_of(user)
        assert message.startswith("pyproject.toml cannot be read: ")
        assert place == "pyproject.toml:1"


class TestEnvironments:
    def test_that_do_not_exist(self, user):
        assert error_of(user, "-s", "prdo") == (
            "there is no environment `prdo`; this project has `dev`, `prod`",
            None,
            "did you mean `prod`?",
        )
        assert error_of(user, "-s", "xyz")[2] == "use dev or prod"

    @pytest.mark.parametrize(
        ("value", "message", "place", "help_"),
        [
            (
                "[]",
                "`environments:ENVIRONMENTS` is no list of environments",
                "pyproject.toml:3:16",
                "make it a list of `Environment(...)`",
            ),
            (
                "[1]",
                "`environments:ENVIRONMENTS` is no list of environments",
                "pyproject.toml:3:16",
                "make it a list of `Environment(...)`",
            ),
            (
                "3",
                "`environments:ENVIRONMENTS` is no list of environments",
                "pyproject.toml:3:16",
                "make it a list of `Environment(...)`",
            ),
            (
                '[Environment("dev", platform=KUBERNETES),\n Environment("dev", platform=KUBERNETES)]',
                "`environments:ENVIRONMENTS` has two environments named `dev`",
                "environments.py:4:2",
                "rename one of them",
            ),
            (
                '[Environment("dev")]',
                "`Environment` needs the parameter `platform`",
                "environments.py:3:17",
                "add `platform=...`",
            ),
            (
                "[Environment(3, platform=KUBERNETES)]",
                "`name` of `Environment` must be a string, not 3 (int)",
                "environments.py:3:29",
                'write `"3"`, in quotes, or convert it by `str()`',
            ),
        ],
    )
    def test_that_are_wrong(self, user, value, message, place, help_):
        imports = "from oamdsl import Environment\nfrom oamdsl.platforms.kubernetes import KUBERNETES\n"
        user.write(environments=f"{imports}ENVIRONMENTS = {value}\n")
        assert error_of(user) == (message, place, help_)

    def test_that_have_a_misspelt_parameter_are_a_finding(self, user):
        text = (user.root / "environments.py").read_text()
        user.write(environments=text.replace("platform=KUBERNETES)]", "platform=KUBERNETES, namspace='x')]"))
        result = user.run("check")
        assert result.exit_code == 1
        assert result.stdout.startswith("error[OAM101]: ")
        assert "(prod)" in result.stdout

    def test_may_be_any_iterable(self, user):
        text = (user.root / "environments.py").read_text()
        user.write(environments=text.replace("= [", "= (").replace("KUBERNETES)]", "KUBERNETES))"))
        assert [one.name for one in Project.load().environments] == ["dev", "prod"]


class TestTargets:
    @pytest.mark.parametrize(
        ("target", "message", "place", "help_"),
        [
            (
                "nofile.py",
                "there is no file nofile.py",
                None,
                "name a file that exists, or an application by its name",
            ),
            (
                "pyproject.toml",
                "pyproject.toml is no Python file",
                "pyproject.toml:1",
                "name a file that ends in .py, or an application by its name",
            ),
            (
                "components.py",
                "components.py has no application",
                "components.py:1",
                "write a function in it that is annotated `-> Application` and takes an Environment",
            ),
            (
                "shpo",
                "`shpo` is no application; this project has `shop`",
                None,
                "did you mean `shop`?",
            ),
            (
                "xyz",
                "`xyz` is no application; this project has `shop`",
                None,
                "name a Python file, `module:attribute`, or an application of the project",
            ),
            (
                "nowhere:shop",
                "there is no module `nowhere`",
                None,
                "check the spelling, and where the project's root is",
            ),
            (
                ":shop",
                "`:shop` is not of the form module:attribute",
                None,
                "write it as `package.module:function`",
            ),
            (
                "application:shp",
                "module `application` has no `shp`",
                "application.py:1",
                "did you mean `shop`?",
            ),
            (
                "environments:ENVIRONMENTS",
                "`environments:ENVIRONMENTS` is a list, and no function that returns an Application",
                "environments.py:1",
                "name a function of an Environment",
            ),
        ],
    )
    def test_that_are_no_application(self, user, target, message, place, help_):
        assert error_of(user, target) == (message, place, help_)

    def test_that_have_the_name_of_another_module(self, user):
        user.write(json="from oamdsl import Application\n")
        message = "{0}.py cannot be imported: `{0}` is the name of another module"
        user.write(sys="from oamdsl import Application\n")
        for name in ("json", "sys"):
            assert error_of(user, f"{name}.py") == (message.format(name), f"{name}.py:1", "rename the file")

    def test_in_a_module_without_a_file(self, user):
        (user.root / "empty").mkdir()
        for name in ("empty", "sys"):
            found = error_of(user, f"{name}:shop")
            assert found == (f"module `{name}` has no `shop`", None, "name what the module defines")

    def test_may_stand_outside_the_project(self, user, tmp_path_factory):
        folder = tmp_path_factory.mktemp("elsewhere")
        (folder / "outsider.py").write_text(
            "from oamdsl import Application\n\nOUTSIDE = Application('outside', [])\n"
        )
        try:
            assert user.run("check", str(folder / "outsider.py")).exit_code == 0
        finally:
            sys.modules.pop("outsider", None)

    def test_that_have_no_name_do_not_hide_the_others(self, user):
        user.write(application=f"{SHOP}    return Application(components=[])\n")
        assert error_of(user, "shpo")[0] == "`shpo` is no application; this project has none"

    @pytest.mark.parametrize("settings", ["", "[tool.ruff]\nline-length = 99\n"])
    def test_are_needed_without_a_project(self, user, settings):
        user.settings(settings)
        assert error_of(user) == (
            "there is no application to read",
            None,
            "name a Python file, or list `applications` under [tool.oamdsl] in pyproject.toml",
        )


class TestUsersCode:
    @pytest.mark.parametrize(
        ("text", "message", "place", "help_"),
        [
            (
                "def shop(environment)\n    pass\n",
                "`application` cannot be imported: expected ':'",
                "application.py:1:22",
                "mend the line, or the one before it",
            ),
            (
                "import components\n\nprice = 1 / 0\n",
                "`application` cannot be imported: ZeroDivisionError: division by zero",
                "application.py:3:9",
                "mend this line, or what it is given",
            ),
            (
                "import sys\n\nsys.exit('not today')\n",
                "`application` cannot be imported: SystemExit: not today",
                "application.py:3:1",
                "mend this line, or what it is given",
            ),
            (
                "import boto33\n",
                "`application` cannot be imported: there is no module `boto33`",
                "application.py:1:1",
                "install `boto33`, or check the spelling",
            ),
            (
                f"{SHOP}    return 1 / 0\n",
                "`application:shop` failed: ZeroDivisionError: division by zero",
                "application.py:6:12",
                "mend this line, or what it is given",
            ),
            (
                f"{SHOP}    raise ValueError\n",
                "`application:shop` failed: ValueError: without a message",
                "application.py:6:5",
                "mend this line, or what it is given",
            ),
            (
                "def shop():\n    pass\n",
                "`application:shop` does not take an environment alone",
                "application.py:1",
                "write `def shop(environment: Environment) -> Application`",
            ),
            (
                f"{SHOP}    return [Nginx('web')]\n",
                "`application:shop` returned list, not an Application",
                "application.py:5",
                "return an `Application(...)` from it",
            ),
            (
                "from operator import attrgetter\n\nshop = attrgetter('name')\n",
                "`application:shop` returned str, not an Application",
                None,
                "return an `Application(...)` from it",
            ),
        ],
    )
    def test_that_fails(self, user, text, message, place, help_):
        user.write(application=text)
        assert error_of(user) == (message, place, help_)

    @pytest.mark.parametrize(
        ("first", "second", "message"),
        [
            (
                "from second import TWO\n\nONE = 1\n\n\ndef shop(environment): ...\n",
                "from first import ONE\n\nTWO = 2\n",
                "`first` cannot be imported: `first` has no `ONE` yet, since it is being imported",
            ),
            (
                "import second\n\nONE = 1\n\n\ndef shop(environment): ...\n",
                "import first\n\nTWO = first.ONE\n",
                "`first` cannot be imported: `first` has no `ONE` yet, since it is being imported",
            ),
        ],
    )
    def test_that_imports_in_a_circle(self, user, first, second, message):
        user.write(first=first, second=second)
        found = error_of(user, "first:shop")
        assert found[0].startswith(message)
        assert found[1].startswith("second.py:")
        assert found[2] == "two modules import each other: move what both need to a third one"

    def test_whose_components_depend_on_each_other_in_a_circle(self, user):
        components = 'Nginx("a", depends_on=["b"]), Nginx("b", depends_on=["a"])'
        user.write(application=f'{SHOP}    return Application("shop", [{components}])\n')
        result = user.run("check")
        assert result.exit_code == 1
        assert result.stdout.startswith("error[OAM111]: ")
        assert result.stdout.count("error[") == 1

    def test_whose_default_breaks_its_own_range(self, user):
        components = (user.root / "components.py").read_text()
        user.write(components=components.replace("default=1024", "default=0"))
        result = user.run("check")
        assert result.exit_code == 1
        assert result.stdout.startswith("error[OAM106]: ")
        assert " --> components.py:8" in result.stdout

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ("return Application(components=[Nginx('web')])", "OAM102"),
            ("return Application('shop', [Nginx()])", "OAM102"),
            ("return Application('shop', [Nginx(3)])", "OAM103"),
            ("return Application('shop', ['web'])", "OAM103"),
            ("return Application('shop', Nginx('web'))", "OAM103"),
            ("return Application('shop', [Nginx('web', traits=['x'])])", "OAM103"),
            ("return Application('shop', [Nginx('web'), Nginx('web')])", "OAM109"),
            ("return Application('shop', [Nginx('web', depends_on=['wbe'])])", "OAM110"),
        ],
    )
    def test_whose_declarations_are_wrong_is_a_finding(self, user, body, code):
        user.write(application=f"{SHOP}    {body}\n")
        result = user.run("check")
        assert (result.exit_code, result.stderr) == (1, "")
        assert f"error[{code}]: " in result.stdout


def test_an_error_can_be_caught_with_all_that_is_known_of_it(user):
    user.write(application="raise ValueError('no')\n")
    with pytest.raises(ProjectError) as raised:
        Project.load()
    assert raised.value.message == "`application` cannot be imported: ValueError: no"
    assert raised.value.location is not None
    assert raised.value.location.line == 1


def test_the_plan_knows_the_other_platforms(user):
    user.write(
        environments="""\
from oamdsl import Environment, Platform

ENVIRONMENTS = [Environment(name, platform=Platform(name)) for name in ("dev", "prod")]
"""
    )
    project = Project.load()
    plan = project.plan(project.environment("dev"))
    assert isinstance(plan.environment, Environment)
    assert [one.name for one in plan.other_platforms] == ["prod"]


@pytest.mark.parametrize(
    "shop",
    [
        "def shop(environment, name='shop'):\n    return Application(name, [])\n",
        "def shop(environment, *, name='shop'):\n    return Application(name, [])\n",
        "from functools import partial\n\nshop = partial(lambda name, _: Application(name, []), 'shop')\n",
    ],
    ids=["default", "keyword", "partial"],
)
def test_what_makes_an_application_may_take_more_than_it_must(user, shop):
    user.write(application=f"from oamdsl import Application\n\n\n{shop}")
    project = Project.load()
    assert [one.name for one in project.plan(project.environment("dev")).applications] == ["shop"]


@pytest.mark.parametrize("own", [None, asyncio.new_event_loop], ids=["no loop", "a loop"])
def test_an_application_may_make_outputs_in_any_thread(user, own):
    user.write(
        application="import pulumi\nfrom oamdsl import Application\n\n\n"
        "def shop(environment):\n    pulumi.Output.from_input(1)\n    return Application('shop', [])\n"
    )
    project, made = Project.load(), []

    def load() -> None:  # no thread but the main one has a loop by itself, and that only up to Python 3.13
        loop = own and own()
        asyncio.set_event_loop(loop)
        made.append(project.plan(project.environment("dev")))
        if loop:
            assert asyncio.get_event_loop() is loop
            loop.close()

    thread = threading.Thread(target=load)
    thread.start()
    thread.join()

    assert [one.name for one in made[0].applications] == ["shop"]
