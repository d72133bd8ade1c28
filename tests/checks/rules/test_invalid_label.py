import pytest

from oamdsl import ContainerizedWorkload, KubernetesWorkload, Metadata, Secret
from oamdsl.checks.rules.invalid_label import invalid_label
from tests.checks.composing import container, messages, plan_of, shown


def labelled(**metadata):
    body = {"apiVersion": "example.com/v1", "kind": "Queue", "metadata": metadata}
    return plan_of(KubernetesWorkload(body))


def test_a_bad_value_is_reported_once_for_the_workload_and_its_pods():
    plan = plan_of(ContainerizedWorkload([container()]), Metadata(labels={"team": "a b"}, on_pods=True))
    (finding,) = invalid_label(plan)
    assert finding.violation.message == (
        'the value of label `team` of Deployment/web of component `web` has " "'
    )
    assert shown(finding)[0] == (
        'Metadata(labels={"team": "a b"}, on_pods=True)',
        "the label is set here",
    )
    assert finding.violation.seen == "a b"
    assert finding.violation.help == "change it, to `a-b` for example"


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"labels": {"a b": "1"}}, 'the label key `a b` of Queue/web of component `web` has " "'),
        ({"labels": {"a": 1}}, "the value of label `a` of Queue/web of component `web` is no text"),
        (
            {"annotations": {"-": "1"}},
            'the annotation key `-` of Queue/web of component `web` starts with "-"',
        ),
        (
            {"annotations": {"a": True}},
            "the value of annotation `a` of Queue/web of component `web` is no text",
        ),
    ],
)
def test_keys_and_values_of_labels_and_annotations_are_tested(metadata, message):
    assert messages(invalid_label, labelled(**metadata)) == [message]


def test_a_number_is_to_be_quoted():
    (finding,) = invalid_label(labelled(labels={"version": 3}))
    assert (finding.violation.seen, finding.violation.allowed) == ("3", 'text, such as "3"')
    assert finding.violation.help == "change it"


@pytest.mark.parametrize(
    "metadata",
    [
        {"labels": {"a": "", "example.com/b": "1.2_3"}, "annotations": {"A.example/c": "any text"}},
        {"labels": {"a": Secret("a b")}, "annotations": {"a": Secret("b")}},
        {"labels": Secret({}), "annotations": None},
    ],
)
def test_good_and_unknown_ones_are_fine(metadata):
    assert messages(invalid_label, labelled(**metadata)) == []


def test_annotations_have_a_largest_size():
    assert messages(invalid_label, labelled(annotations={"a": "x" * (256 * 1024 - 1)})) == []
    (finding,) = invalid_label(labelled(annotations={"a": "x" * 256 * 1024}))
    assert finding.violation.message == (
        "the annotations of Queue/web of component `web` are 262145 bytes long, and at most 262144 are kept"
    )
    assert finding.violation.help == "keep large texts in a ConfigMap"


def test_the_names_of_application_and_component_are_left_to_another_rule():
    assert messages(invalid_label, plan_of(ContainerizedWorkload([container()]), name="A b")) == []


def test_a_label_that_looks_like_the_application_s_is_tested():
    metadata = {"labels": {"app.kubernetes.io/part-of": "a b", "app.kubernetes.io/name": "c d"}}
    assert messages(invalid_label, labelled(**metadata)) == [
        'the value of label `app.kubernetes.io/part-of` of Queue/web of component `web` has " "',
        'the value of label `app.kubernetes.io/name` of Queue/web of component `web` has " "',
    ]


def test_the_metadata_of_a_pod_is_looked_at_once():
    body = {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"a": "b c"}}}
    assert len(messages(invalid_label, plan_of(KubernetesWorkload(body)))) == 1
