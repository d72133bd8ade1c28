"""A live object beside what the program says of it."""

import pytest

from oamdsl.diff.fields import field_changes
from oamdsl.diff.live import beside, change, shown
from oamdsl.kubernetes.path import Path

OURS = "pulumi-kubernetes-1a2b"
CONTAINER = 'k:{"name":"web"}'
REPLICAS = Path.parse("spec.replicas")


def deployment(container=(), *, metadata=(), **spec):
    """A Deployment with one container."""
    pod = {"containers": [{"name": "web", "image": "web:1", **dict(container)}]}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "prod", **dict(metadata)},
        "spec": {**spec, "template": {"spec": pod}},
    }


def live(body, **managers):
    """*body* as the API server gives it; *managers* are `Apply_name={fields}`."""
    entries = [
        {
            "manager": name.partition("_")[2].replace("__", "-"),
            "operation": name.partition("_")[0],
            "fieldsV1": fields,
        }
        for name, fields in managers.items()
    ]
    metadata = {**body["metadata"], "uid": "u", "resourceVersion": "7", "managedFields": entries}
    return {**body, "metadata": metadata, "status": {"replicas": 1}}


def differing(found):
    """The paths that differ, with both values."""
    changes = field_changes(found.live, found.deployed)
    return {str(one.path): (one.before, one.after) for one in changes}


def test_what_the_server_sets_is_left_out():
    last = {"kubectl.kubernetes.io/last-applied-configuration": "{}"}
    assert shown(live(deployment())) == deployment()
    assert shown(live(deployment(metadata={"annotations": last}))) == deployment()
    noted = {"annotations": {"a": "b"}}
    assert shown(live(deployment(metadata={"annotations": {**last, "a": "b"}}))) == deployment(metadata=noted)


def test_what_the_program_does_not_say_is_left_alone():
    there = deployment({"imagePullPolicy": "Always"}, replicas=3, metadata={"annotations": {"a": "b"}})
    found = beside(live(there), deployment())
    assert found.live == found.deployed == there
    assert change(live(there), deployment()) == {}


def test_what_the_program_says_otherwise_differs():
    there = live(deployment({"imagePullPolicy": "Always"}))
    said = deployment({"image": "web:2"}, replicas=2)
    found = beside(there, said)
    assert len(differing(found)) == 2
    assert found.deployed == deployment({"image": "web:2", "imagePullPolicy": "Always"}, replicas=2)
    assert change(there, said) == {
        "spec": {
            "replicas": 2,
            "template": {
                "spec": {"containers": [{"name": "web", "image": "web:2", "imagePullPolicy": "Always"}]}
            },
        }
    }


def test_what_a_controller_decides_is_left_alone():
    there, said = live(deployment(replicas=7)), deployment(replicas=2)
    assert differing(beside(there, said, [REPLICAS])) == {}
    assert change(there, said, [REPLICAS]) == {}
    assert differing(beside(live(deployment()), said, [REPLICAS])).keys() == {"spec.replicas"}


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"resources": {"limits": {"cpu": "500m"}}}, {"resources": {"limits": {"cpu": 0.5}}}),
        ({}, {"command": [], "workingDir": "", "stdin": None}),
        ({"securityContext": {"runAsUser": 1}}, {"securityContext": {}}),
        (
            {"envFrom": [{"prefix": "", "secretRef": {"name": "s"}}]},
            {"envFrom": [{"secretRef": {"name": "s"}}]},
        ),
    ],
)
def test_what_only_looks_different_does_not_differ(there, said):
    assert differing(beside(live(deployment(there)), deployment(said))) == {}


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ({"command": ["a"]}, {"command": []}),
        ({"workingDir": "/a"}, {"workingDir": ""}),
        ({"args": ["a", "b"]}, {"args": ["a"]}),
        ({"args": ["a", "b"]}, {"args": ["a", "c"]}),
        ({"envFrom": [{"secretRef": {"name": "s"}}]}, {"envFrom": [{"secretRef": {"name": "t"}}]}),
    ],
)
def test_what_differs_in_a_list_or_is_empty_differs(there, said):
    assert len(differing(beside(live(deployment(there)), deployment(said)))) == 1


def test_an_empty_selector_is_no_other_selector():
    def policy(selector):
        spec = {"podSelector": selector}
        return {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": "a"},
            "spec": spec,
        }

    there = live(policy({"matchLabels": {"a": "b"}}))
    assert differing(beside(there, policy({}))).keys() == {"spec.podSelector"}


class TestDroppedField:
    """What the program's manager has, and the program does not say any more."""

    def test_that_was_applied_goes_and_so_does_what_it_was_in(self):
        there = live(
            deployment(metadata={"annotations": {"a": "b"}}),
            Apply_pulumi__kubernetes={"f:metadata": {"f:annotations": {".": {}, "f:a": {}}}},
        )
        found = beside(there, deployment())
        assert found.deployed == deployment()
        assert change(there, deployment()) == {"metadata": {"annotations": None}}

    def test_that_was_made_with_the_object_is_for_the_server_to_try(self):
        there = live(
            deployment(paused=False, metadata={"annotations": {"a": "b"}}),
            Update_pulumi__kubernetes={
                "f:metadata": {"f:annotations": {"f:a": {}}},
                "f:spec": {"f:paused": {}},
            },
        )
        assert differing(beside(there, deployment())) == {}
        assert change(there, deployment()) == {"metadata": {"annotations": None}, "spec": {"paused": None}}

    def test_of_somebody_else_stays(self):
        there = live(
            deployment(metadata={"annotations": {"a": "b"}}),
            Apply_somebody={"f:metadata": {"f:annotations": {"f:a": {}}}},
        )
        assert differing(beside(there, deployment())) == {}

    def test_that_somebody_else_has_too_stays(self):
        fields = {"f:metadata": {"f:annotations": {".": {}, "f:a": {}}}}
        there = live(
            deployment(metadata={"annotations": {"a": "b"}}),
            Apply_pulumi__kubernetes=fields,
            Update_kubectl=fields,
        )
        assert differing(beside(there, deployment())) == {}

    def test_that_holds_what_came_through_a_subresource_stays(self):
        there = live(
            deployment(metadata={"annotations": {"a": "b", "c": "d"}}),
            Apply_pulumi__kubernetes={"f:metadata": {"f:annotations": {".": {}, "f:a": {}}}},
        )
        revision = {"f:metadata": {"f:annotations": {"f:c": {}}}}
        there["metadata"]["managedFields"].append(
            {"manager": "c", "operation": "Update", "subresource": "status", "fieldsV1": revision}
        )
        kept = deployment(metadata={"annotations": {"c": "d"}})
        assert beside(there, deployment()).deployed == kept

    def test_that_a_controller_decides_stays(self):
        there = live(deployment(replicas=2), Apply_pulumi__kubernetes={"f:spec": {"f:replicas": {}}})
        assert differing(beside(there, deployment(), [REPLICAS])) == {}
        assert change(there, deployment(), [REPLICAS]) == {}

    def test_that_is_not_there_any_more_is_gone(self):
        there = live(deployment(), Apply_pulumi__kubernetes={"f:spec": {"f:replicas": {}}})
        assert differing(beside(there, deployment())) == {}
        assert change(there, deployment()) == {}

    def test_of_the_provider_stays(self):
        labels = {"app.kubernetes.io/managed-by": "pulumi"}
        there = live(
            deployment(metadata={"labels": labels}),
            Apply_pulumi__kubernetes={"f:metadata": {"f:labels": {"f:app.kubernetes.io/managed-by": {}}}},
        )
        assert differing(beside(there, deployment())) == {}

    def test_may_be_an_entry_of_a_list(self):
        variable = 'k:{"name":"A"}'
        inside = {
            "f:name": {},
            "f:args": {},
            "f:env": {".": {}, variable: {".": {}, "f:name": {}, "f:value": {}}},
        }
        fields = {"f:spec": {"f:template": {"f:spec": {"f:containers": {CONTAINER: inside}}}}}
        there = live(
            deployment({"args": ["a"], "env": [{"name": "A", "value": "1"}]}), Apply_pulumi__kubernetes=fields
        )
        said = deployment({"args": ["a"]})
        assert beside(there, said).deployed == said


class TestSecret:
    """Values that are told to nobody."""

    def secret(self, **more):
        return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, **more}

    def test_has_names_and_no_values(self):
        there = live(self.secret(type="Opaque", data={"a": "YQ==", "b": "Yg=="}))
        said = self.secret(stringData={"a": "[secret]", "c": "[secret]"})
        found = beside(there, said)
        assert found.live == self.secret(type="Opaque", data={"a": "[secret]", "b": "[secret]"})
        assert differing(found).keys() == {"data.c"}
        assert change(there, said) == {}

    def test_may_be_told_as_a_whole(self):
        there = live(self.secret(data={"a": "YQ=="}))
        assert beside(there, self.secret(data="[secret]")).deployed["data"] == "[secret]"
        assert beside(there, self.secret(data="[secret]")).live["data"] == "[secret]"

    def test_may_be_empty(self):
        assert shown(live(self.secret())) == self.secret()

    @pytest.mark.parametrize("word", ["[secret]", "[known after deployment]"])
    def test_in_another_object_is_shown_on_neither_side(self, word):
        there, said = live(deployment({"args": ["4711"]}, paused="4711")), deployment(paused=word)
        for found in (beside(there, said), beside(there, said, tried=there)):
            assert found.live["spec"]["paused"] == found.deployed["spec"]["paused"] == word
        assert change(there, said) == {}
        for found in (beside(live(deployment()), said), beside(live(deployment()), said, tried=there)):
            assert differing(found)["spec.paused"][1] == word


def test_what_the_server_made_of_it_counts_in_the_end():
    there, said = live(deployment(paused=False)), deployment({"image": "web:2"})
    tried = live(deployment({"image": "web:2", "imagePullPolicy": "Always"}, paused=False))
    assert beside(there, said, tried=tried).deployed == shown(tried)
