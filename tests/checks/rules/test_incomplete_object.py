import pytest

from oamdsl import ContainerizedWorkload, KubernetesWorkload, Secret
from oamdsl.checks.rules.incomplete_object import incomplete_object
from tests.checks.composing import container, messages, plan_of, shown

QUEUE = {"apiVersion": "example.com/v1", "kind": "Queue"}


def test_an_empty_object_is_reported_for_all_that_it_lacks():
    assert messages(incomplete_object, plan_of(KubernetesWorkload({}))) == [
        "an object of component `web` has no `apiVersion`",
        "an object of component `web` has no `kind`",
    ]


def test_the_line_of_the_field_is_shown():
    (finding,) = incomplete_object(plan_of(KubernetesWorkload({"apiVersion": "v1", "kind": 3})))
    assert finding.violation.message == "an object of component `web` has 3 as `kind`"
    assert shown(finding)[0] == ("3", "the object is written here")
    assert finding.violation.allowed == 'text, such as "Deployment"'
    assert finding.violation.help == "give it its `kind`"


def test_further_objects_are_looked_at():
    plan = plan_of(KubernetesWorkload(QUEUE, objects=[{"apiVersion": "v1"}]))
    assert messages(incomplete_object, plan) == ["an object of component `web` has no `kind`"]


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [
        ({"name": 3}, "has 3 as `metadata.name`"),
        ({"name": []}, "has [] as `metadata.name`"),
        ({"name": None}, "has no `metadata.name`"),
        ({"name": Secret("a")}, "has [secret] as `metadata.name`"),
        ({"namespace": 3}, "has 3 as `metadata.namespace`"),
    ],
)
def test_a_name_must_be_known_and_a_text(metadata, problem):
    (finding,) = incomplete_object(plan_of(KubernetesWorkload({**QUEUE, "metadata": metadata})))
    assert finding.violation.message == f"an object of component `web` {problem}"
    assert finding.violation.allowed == "text that the program knows"


@pytest.mark.parametrize(
    ("fields", "path"),
    [({"status": {}}, "status"), ({"metadata": {"uid": "1"}}, "metadata.uid")],
)
def test_what_the_cluster_writes_is_not_to_be_declared(fields, path):
    (finding,) = incomplete_object(plan_of(KubernetesWorkload({**QUEUE, **fields})))
    assert finding.violation.message == (
        f"Queue/web of component `web` has `{path}`, which only the cluster writes"
    )
    assert finding.violation.help == f"remove `{path}`"


@pytest.mark.parametrize(
    "workload",
    [
        KubernetesWorkload(QUEUE),
        KubernetesWorkload({**QUEUE, "metadata": None}),
        ContainerizedWorkload([container()]),
        ContainerizedWorkload(3),
    ],
)
def test_all_else_is_fine(workload):
    assert messages(incomplete_object, plan_of(workload)) == []
