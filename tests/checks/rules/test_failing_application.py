import pytest

from tests.rule_examples import findings_of_project

IMPORTS = """\
# applications/shop.py
from components.web import Web
from oamdsl import Application, Environment


"""


@pytest.mark.parametrize(
    ("function", "message", "help_"),
    [
        (
            "def shop(environment: Environment) -> Application:\n    environment.settings['domian']\n",
            "`applications.shop:shop` failed: there is no key 'domian'",
            "did you mean `domain`?",
        ),
        (
            "def shop(environment: Environment) -> Application:\n    Application('shop', [Web('web')])\n",
            "`applications.shop:shop` returned nothing, not an Application",
            "return an `Application(...)` from it",
        ),
        (
            "def shop(environment, more):\n    return Application('shop', [Web('web')])\n",
            "`applications.shop:shop` does not take an environment alone",
            "write `def shop(environment: Environment) -> Application`",
        ),
        (
            "class shop: ...\n",
            "`applications.shop:shop` is a class, and no function that returns an Application",
            "name a function of an Environment",
        ),
    ],
)
def test_why_there_is_no_application_is_reported_once_for_all_environments(function, message, help_):
    (finding,) = findings_of_project(f"{IMPORTS}{function}")
    assert (finding["code"], finding["message"], finding["help"]) == ("OAM003", message, help_)


def test_what_is_wrong_with_other_applications_is_reported_too(user):
    user.write(
        application="""\
from components import Nginx
from oamdsl import Application, Environment


def shop(environment: Environment) -> Application:
    raise ValueError("no")


def other(environment: Environment) -> Application:
    return Application("other", [Nginx("web", connections="9")])
"""
    )
    result = user.run("check", "application.py", "-s", "dev")
    assert result.exit_code == 2
    assert result.stdout.count("error[OAM003]") == result.stdout.count("error[OAM103]") == 1
    assert result.stdout.endswith("Found 2 errors.\n")


def test_a_file_with_a_function_that_may_be_meant_names_it(user):
    user.write(other="SIZE = 3\n\n\ndef shop(environment):\n    pass\n\n\ndef none(): ...\n")
    result = user.run("check", "other.py")
    assert result.exit_code == 2
    message = "other.py has no application: `shop` is not annotated `-> Application`"
    assert result.stdout.startswith(f"error[OAM003]: {message}\n --> other.py:4\n")
