import pytest

from oamdsl import (
    Application,
    Component,
    ConfigFile,
    ContainerizedWorkload,
    Environment,
    Secret,
    component,
    parameter,
)
from oamdsl.checks.rules.opaque_text import opaque_text
from oamdsl.compose.compose import compose
from oamdsl.model.value import StackSecret
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import container, messages, service, shown


class Spelt(str):
    """A text of the user's own class."""

    __slots__ = ()


@component
class Api(Component):
    password: str = parameter(secret=True)

    def workload(self):
        return ContainerizedWorkload([container(env={"URL": "db:" + str(self.password)})])


def test_the_developer_s_line_and_the_value_s_line_are_shown():
    api = Api("api", password="hunter2")  # noqa: S106 - none
    plan = compose(Environment("prod", platform=KUBERNETES), [Application("shop", [api])])
    (finding,) = opaque_text(plan)
    path = "spec.template.spec.containers[name=web].env[name=URL].value"
    assert finding.violation.message == (
        f"the text in `{path}` of Deployment/api of component `api`"
        " was made of a value that the program does not know"
    )
    assert shown(finding)[0][1] == f"`{path}` is written here"
    assert shown(finding)[1] == ('password="hunter2"', "the value comes from here")
    assert finding.violation.notes == ("it has `[secret]`, which Python writes in place of such a value",)
    assert finding.violation.help.startswith("give the value as a whole")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (f"a{Secret('x')!r}", "Secret(...)"),
        (f"a {StackSecret('k')!r}", "StackSecret('"),
        (str(Secret("x")), "[secret]"),
        ("[secret]\na = [secret]", "[secret]"),
        (
            "http://Calling __str__ on an Output[T] is not supported.\n\nTo get",
            "Calling __str__ on an Output[T] is not supported",
        ),
        ("<pulumi.output.Output object at 0x7f>", "<pulumi.output.Output object at"),
        ("[secret]\na = Secret(...)", "Secret(...)"),
    ],
)
def test_what_python_makes_of_opaque_values_is_found(text, mark):
    (finding,) = opaque_text(service(container(args=[text])))
    (same,) = opaque_text(service(container(args=[Spelt(text)])))
    assert same.violation.notes == finding.violation.notes
    assert finding.violation.notes == (f"it has `{mark}`, which Python writes in place of such a value",)


@pytest.mark.parametrize("text", ["[secrets]", "Secret (...)", "[secret]\nfile = a\n", "a\n  [secret]  \n"])
def test_a_section_of_an_ini_file_and_other_texts_are_fine(text):
    assert messages(opaque_text, service(container(config=[ConfigFile("/a", text)]))) == []


def test_a_secret_as_a_whole_value_is_left_to_another_rule():
    assert messages(opaque_text, service(container(args=[Secret("a")]))) == []
