"""YAML says what the objects say, to every reader, and the same on every run."""

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from oamdsl import (
    Application,
    AutoScaler,
    Component,
    Environment,
    KubernetesWorkload,
    Secret,
    Value,
    component,
    parameter,
)
from oamdsl.compose.compose import compose
from oamdsl.model.value import Mapped, StackSecret
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.render import _document, one_stream, render
from tests.rule_examples import Web

TRAPS = [
    *("on", "off", "yes", "no", "y", "N", "true", "False", "~", "null", "Null", "", "=", "<<"),
    *("1", "+1", "-0", "08", "0777", "0o7", "-0o7", "0x1f", "0X1F", "0b1", "1_000", "1e3", "1E-3", "1.5e3"),
    *(".5", "-.5", "1.", ".inf", "-.INF", ".nan", "1:20", "190:20:30", "2026-11-23", "2026-1-2"),
    *("2026-11-23T10:00:00Z", "2026-11-23 10:00:00"),
    *(
        " x",
        "x ",
        "\tx",
        "x\t",
        "\n",
        "a\nb",
        "a\nb\n",
        "a \nb",
        "a\n\n",
        "\na",
        " a\nb",
        "a\n b\n",
        "a\t\nb",
    ),
    *(
        "a: b",
        "a #b",
        "#a",
        "- a",
        "-",
        "?",
        ": ",
        "[a",
        "{a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
        "'",
        '"',
    ),
    *(
        "---",
        "...",
        "--- a",
        "a\n---\nb",
        "ü",
        "日本",
        "🙂",
        "\u2028",
        "\x85",
        "\ufeff",
        "\x7f",
        "\x00",
        "\x1b",
        "a\rb",
    ),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(TRAPS)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
OBJECTS = st.dictionaries(
    TEXTS,
    st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=12),
)

OTHER_THAN_TEXT = re.compile(
    r"""(y|yes|n|no|true|false|on|off|null|~|)
    | [-+]?[0-9][0-9_]*
    | [-+]?0[box][0-9a-f_]+
    | [-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)(e[-+]?[0-9]+)?
    | [-+]?\.(inf|nan)
    | [-+]?[0-9][0-9_]*(:[0-9]{1,2})+(\.[0-9_]*)?
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\ ].*)?
    | <<|=""",
    re.VERBOSE | re.IGNORECASE,
)
"""Plain scalars that YAML 1.1, YAML 1.2 or Go's parser read as something else than text."""


def texts(node):
    """Every scalar of *node* that stands for text."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag == "tag:yaml.org,2002:str":
            yield node
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for one in pair:
                yield from texts(one)
    else:
        for one in node.value:
            yield from texts(one)


@given(OBJECTS)
@example({text: [text, {text: text}] for text in TRAPS})
def test_what_is_written_is_read_back(body):
    assert yaml.safe_load(_document(body)) == body


@given(OBJECTS)
@example({text: text for text in TRAPS})
def test_no_reader_takes_a_text_for_something_else(body):
    for scalar in texts(yaml.compose(_document(body), yaml.SafeLoader)):
        assert scalar.style is not None or not OTHER_THAN_TEXT.fullmatch(scalar.value)


def test_values_that_stand_in_two_places_are_written_twice():
    labels = {"a": "b"}
    assert _document({"one": labels, "two": labels}) == "one:\n  a: b\ntwo:\n  a: b\n"


def test_long_lines_are_not_folded():
    text = "word " * 100 + "end"
    assert _document({"args": [text]}) == f"args:\n- {text}\n"


def test_texts_of_several_lines_are_blocks():
    assert _document({"data": {"a.txt": "one\ntwo\n"}}) == "data:\n  a.txt: |\n    one\n    two\n"


PROD = Environment("prod", platform=KUBERNETES, namespace="shop")


@component
class Client(Component):
    token: Value[str] = parameter(default="none")

    def workload(self):
        body = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": self.name},
            "data": {"token": self.token, "copy": self.token, "host": "db"},
        }
        return KubernetesWorkload(body)


def rendered(*components, environment=PROD, **options):
    return render(compose(environment, [Application("shop", components)]), **options)


def test_each_component_has_a_file():
    files, missing = rendered(Web("web"), Web("api"))
    assert [file.path for file in files] == ["shop/web.yaml", "shop/api.yaml"]
    assert missing == []


def test_the_namespace_of_the_stack_has_a_file_of_its_own():
    environment = Environment("prod", platform=KUBERNETES, namespace="shop", create_namespace=True)
    files, _ = rendered(Web("web"), environment=environment)
    assert files[0].path == "namespace.yaml"
    assert yaml.safe_load(files[0].text) == {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": "shop"},
    }


def test_one_stream_holds_all_documents():
    files, _ = rendered(Web("web"), Web("api"))
    documents = list(yaml.safe_load_all(one_stream(files)))
    assert [(one["kind"], one["metadata"]["name"]) for one in documents] == [
        ("Deployment", "web"),
        ("Service", "web"),
        ("Deployment", "api"),
        ("Service", "api"),
    ]


def test_a_comment_tells_which_fields_a_controller_decides():
    ((file,), _) = rendered(Web("web", traits=[AutoScaler(minimum=2, maximum=9)]))
    assert file.text.startswith(
        "# spec.replicas: decided by the HorizontalPodAutoscaler from the first deployment on\napiVersion"
    )


def test_a_secret_is_redacted_and_reported():
    ((file,), missing) = rendered(Client("client", token=Secret("hunter2")))
    assert yaml.safe_load(file.text)["data"] == {"token": "[secret]", "copy": "[secret]", "host": "db"}
    assert [(one.component, str(one.object), one.field, one.value, one.secret) for one in missing] == [
        ("shop/client", "ConfigMap/client", "data.token", "[secret]", True),
        ("shop/client", "ConfigMap/client", "data.copy", "[secret]", True),
    ]


@pytest.mark.parametrize("token", [Secret("hunter2"), Mapped(Secret(2), "hunter{}".format)])
def test_a_secret_of_the_program_is_shown_on_demand(token):
    ((file,), missing) = rendered(Client("client", token=token), show_secrets=True)
    assert yaml.safe_load(file.text)["data"] == {"token": "hunter2", "copy": "hunter2", "host": "db"}
    assert missing == []


class Later:
    """Quacks like a pulumi.Output."""

    def future(self, with_unknowns=None):
        raise AssertionError

    def is_secret(self):
        raise AssertionError


@pytest.mark.parametrize(
    ("token", "text"),
    [
        (StackSecret("token"), "[secret]"),
        (Secret(Later()), "[secret]"),
        (Later(), "[known after deployment]"),
        (Mapped(StackSecret("token"), str), "[secret]"),
    ],
)
def test_what_only_the_stack_knows_cannot_be_shown(token, text):
    ((file,), missing) = rendered(Client("client", token=token), show_secrets=True)
    assert yaml.safe_load(file.text)["data"] == {"token": text, "copy": text, "host": "db"}
    assert [(one.value, one.secret) for one in missing] == [(text, False)] * 2
