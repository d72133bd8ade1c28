"""What a change does to what runs."""

import attrs
import pytest

from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.replacing import is_refused, is_replaced, replacing_fields
from tests.diff.states import change, claim, component, consequences, deployment

CLAIM = "PersistentVolumeClaim/web-data"
DATA = "the claim is made anew, and its volume with it"


def test_a_changed_pod_template_restarts_the_pods():
    assert consequences(component(deployment("web:1")), component(deployment("web:2"))) == [
        ("restarts pods", "Deployment/web", "spec.template.spec.containers[name=web].image")
    ]


def test_a_change_beside_the_pod_template_does_nothing_to_what_runs():
    assert consequences(component(deployment(replicas=2)), component(deployment(replicas=3))) == []


def test_a_field_that_the_server_refuses_to_change_replaces_the_object():
    selector = {"matchLabels": {"app": "other"}}
    assert consequences(
        component(deployment("web:1")), component(deployment("web:2", selector=selector))
    ) == [
        ("outage", "Deployment/web", "all its pods stop before it is made again"),
        ("replaces", "Deployment/web", "spec.selector"),
    ]


def test_another_namespace_replaces_every_object_and_loses_what_claims_hold():
    before, after = (
        component(deployment(namespace=namespace), claim(namespace=namespace)) for namespace in ("a", "b")
    )
    assert consequences(before, after) == [
        ("loses data", "PersistentVolumeClaim/web-data", DATA),
        ("replaces", "Deployment/web", "metadata.namespace"),
        ("replaces", "PersistentVolumeClaim/web-data", "metadata.namespace"),
    ]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("2Gi", []),
        (
            "500Mi",
            [("refused", "PersistentVolumeClaim/web-data", "a claim may grow, and never shrink")],
        ),
        ("[secret]", []),
    ],
)
def test_a_claim_may_grow_and_not_shrink(size, expected):
    assert consequences(component(claim("1Gi")), component(claim(size))) == expected


def test_a_claim_of_another_class_is_made_anew_unless_its_data_are_kept():
    before, after = component(claim()), component(claim(storage_class="slow"))
    assert consequences(before, after)[0] == ("loses data", "PersistentVolumeClaim/web-data", DATA)
    kept, after = attrs.evolve(before, retained=(CLAIM,)), attrs.evolve(after, retained=(CLAIM,))
    assert consequences(kept, after) == [
        (
            "refused",
            "PersistentVolumeClaim/web-data",
            "spec.storageClassName; it keeps data, so it is not made anew",
        )
    ]


def test_a_claim_that_keeps_data_stays_in_the_namespace_that_its_environment_leaves():
    before, after = (component(claim(namespace=name), retained=(CLAIM,)) for name in ("prod", "other"))
    assert consequences(before, after) == [
        ("starts empty", CLAIM, "the claim is a new one"),
        ("replaces", CLAIM, "metadata.namespace"),
        ("stays behind", CLAIM, "it keeps data, so the old one is not deleted"),
    ]


def test_data_that_are_no_longer_kept_are_told():
    before, after = component(claim(), retained=(CLAIM,)), component(claim())
    assert consequences(before, after) == [
        ("changes", CLAIM, "its data is no longer kept: whatever removes it deletes its data")
    ]
    assert change(before, before) is None
    assert change(before, attrs.evolve(after, retained=None)) is None
    assert change(attrs.evolve(before, retained=None), after) is None


def test_a_claim_that_is_removed_loses_its_data_unless_they_are_kept():
    removed = "the claim is removed, and its volume with it"
    assert consequences(component(deployment(), claim()), component(deployment())) == [
        ("loses data", "PersistentVolumeClaim/web-data", removed)
    ]
    kept = component(deployment(), claim(), retained=("PersistentVolumeClaim/web-data",))
    assert consequences(kept, component(deployment())) == [
        (
            "stays behind",
            "PersistentVolumeClaim/web-data",
            "it keeps data, so it is not deleted; nothing uses it any more",
        )
    ]


def test_a_workload_that_becomes_another_kind_is_replaced():
    assert consequences(component(deployment()), component(deployment(kind="Rollout"))) == [
        ("replaces", "Deployment/web", "it becomes Rollout/web")
    ]


def test_a_component_that_is_removed_stops():
    assert change(component(deployment()), None).sign == "-"
    assert consequences(component(deployment()), None) == [("stops", "Deployment/web", "it is removed")]


SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {}}


def test_a_service_that_is_removed_beside_the_workload_is_answered_no_more():
    assert consequences(component(deployment(), SERVICE), component(deployment())) == [
        ("outage", "Service/web", "`web` is no longer answered inside the cluster")
    ]
    assert consequences(component(deployment(), SERVICE), None) == [
        ("stops", "Deployment/web", "it is removed")
    ]


def test_any_other_object_that_is_removed_beside_the_workload_stops_nothing():
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web"}}
    assert consequences(component(deployment(), account), component(deployment())) == []


def test_a_namespace_takes_everything_with_it():
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}
    before = component(namespace, name="")
    assert consequences(before, None) == [
        ("loses data", "Namespace/prod", "everything in it is removed with it")
    ]


def test_a_namespace_with_data_that_must_survive_is_left_behind():
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}
    kept = component(namespace, name="", retained=("Namespace/prod",))
    assert consequences(kept, None) == [
        ("stays behind", "Namespace/prod", "it has data that is kept, so it is not deleted")
    ]


@pytest.mark.parametrize(
    ("policy", "lost"), [({}, False), ({"whenDeleted": "Retain"}, False), ({"whenDeleted": "Delete"}, True)]
)
def test_a_stateful_set_loses_its_claims_where_it_says_so(policy, lost):
    stateful = deployment(
        kind="StatefulSet", volumeClaimTemplates=[claim()], persistentVolumeClaimRetentionPolicy=policy
    )
    assert ("loses data" in [impact for impact, *_ in consequences(component(stateful), None)]) is lost


def test_pods_of_a_schedule_are_not_restarted():
    def job(image):
        template = {"spec": {"containers": [{"name": "web", "image": image}]}}
        return {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": {"name": "web"},
            "spec": {"schedule": "@daily", "jobTemplate": {"spec": {"template": template}}},
        }

    image = "spec.jobTemplate.spec.template.spec.containers[name=web].image"
    assert consequences(component(job("a")), component(job("b"))) == [
        ("changes", "CronJob/web", f"{image}, from the next run on")
    ]


def test_a_job_runs_again():
    image = "spec.template.spec.containers[name=web].image"
    before, after = (
        component({**deployment(image, kind="Job"), "apiVersion": "batch/v1"}) for image in ("a", "b")
    )
    assert consequences(before, after) == [
        ("runs again", "Job/web", f"{image}; a finished Job cannot be changed, so a new one runs")
    ]


IMAGE = "spec.template.spec.containers[name=web].image"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (
            {"strategy": {"type": "Recreate"}},
            ("outage", f"{IMAGE}; all pods stop before new ones start (Recreate)"),
        ),
        ({"strategy": {"type": "RollingUpdate"}}, ("restarts pods", IMAGE)),
        (
            {"kind": "StatefulSet", "replicas": 1},
            ("outage", f"{IMAGE}; its only pod stops before the new one starts"),
        ),
        (
            {"kind": "StatefulSet", "replicas": None},
            ("outage", f"{IMAGE}; its only pod stops before the new one starts"),
        ),
        ({"kind": "StatefulSet", "replicas": 3}, ("restarts pods", IMAGE)),
        ({"kind": "StatefulSet", "replicas": "[secret]"}, ("restarts pods", IMAGE)),
        ({"kind": "DaemonSet"}, ("restarts pods", IMAGE)),
        (
            {"kind": "DaemonSet", "updateStrategy": {"type": "OnDelete"}},
            ("changes", f"{IMAGE}, in each pod once somebody deletes it (OnDelete)"),
        ),
    ],
)
def test_how_pods_are_renewed_is_told(spec, expected):
    before, after = component(deployment("a", **spec)), component(deployment("b", **spec))
    assert [(impact, why) for impact, _, why in consequences(before, after)] == [expected]


def test_a_workload_that_is_scaled_to_none_stops():
    assert consequences(component(deployment("a", replicas=2)), component(deployment("b", replicas=0))) == [
        ("stops", "Deployment/web", "spec.replicas is 0")
    ]
    assert consequences(component(deployment("a", replicas=0)), component(deployment("b", replicas=0))) == []


def test_a_stateful_set_that_shrinks_loses_claims_where_it_says_so():
    before, after = (
        component(
            deployment(
                kind="StatefulSet",
                replicas=count,
                volumeClaimTemplates=[claim()],
                persistentVolumeClaimRetentionPolicy={"whenScaled": "Delete"},
            )
        )
        for count in (3, 2)
    )
    lost = "claims of pods that it no longer has are deleted, as it says"
    assert consequences(before, after) == [("loses data", "StatefulSet/web", lost)]
    assert consequences(after, before) == []


def test_claims_of_a_stateful_set_are_as_they_were_when_its_template_changes():
    before, after = (
        component(deployment(kind="StatefulSet", volumeClaimTemplates=[claim(size)]))
        for size in ("1Gi", "2Gi")
    )
    assert consequences(before, after) == [
        ("outage", "StatefulSet/web", "all its pods stop before it is made again"),
        ("replaces", "StatefulSet/web", "spec.volumeClaimTemplates"),
        ("stays behind", "StatefulSet/web", "claims that are there stay as they are; new ones are as said"),
    ]


def test_claims_of_a_stateful_set_stay_when_it_goes_to_another_namespace():
    before, after = (
        component(deployment(kind="StatefulSet", namespace=namespace, volumeClaimTemplates=[claim()]))
        for namespace in ("a", "b")
    )
    assert consequences(before, after) == [
        ("starts empty", "StatefulSet/web", "its claims are new ones"),
        ("replaces", "StatefulSet/web", "metadata.namespace"),
        ("stays behind", "StatefulSet/web", "its claims web-data-web-* are not deleted"),
    ]


def test_what_the_api_server_refuses_is_told():
    before, after = (component({**SERVICE, "spec": {"loadBalancerClass": name}}) for name in ("a", "b"))
    assert consequences(before, after) == [
        ("refused", "Service/web", "spec.loadBalancerClass, which may not change")
    ]


def test_data_of_a_config_map_is_changed_by_another_one():
    one, other = (
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": a}} for a in "12"
    )
    anew = "data.a; it is deleted and made with the new data"
    assert consequences(component(one), component(other)) == [
        ("changes", "ConfigMap/web", f"{anew}; pods that run may have the old until they restart")
    ]
    assert consequences(component(deployment("a"), one), component(deployment("b"), other)) == [
        ("restarts pods", "Deployment/web", IMAGE),
        ("changes", "ConfigMap/web", anew),
    ]


def test_a_config_file_is_named_as_what_restarts_pods():
    before, after = (
        component(
            deployment(
                template={
                    "metadata": {"annotations": {"oamdsl.dev/config-checksum": checksum}},
                    "spec": {"containers": []},
                }
            )
        )
        for checksum in "12"
    )
    assert consequences(before, after) == [("restarts pods", "Deployment/web", "a config file")]


def test_a_definition_takes_its_objects_with_it():
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "shops.example.com"},
    }
    assert consequences(component(definition), None) == [
        (
            "loses data",
            "CustomResourceDefinition/shops.example.com",
            "every object of this kind is removed with it",
        )
    ]


@pytest.mark.parametrize(
    ("api_version", "kind", "path", "replaced", "refused"),
    [
        ("apps/v1", "StatefulSet", "spec.volumeClaimTemplates", True, False),
        ("apps/v1", "StatefulSet", "spec.revisionHistoryLimit", True, False),
        ("apps/v1", "StatefulSet", "spec.template.spec", False, False),
        ("apps/v1", "StatefulSet", "spec.new", False, True),
        ("apps/v1", "DaemonSet", "spec.selector.matchLabels.app", True, False),
        ("batch/v1", "Job", "spec.template.spec", True, False),
        ("batch/v1", "Job", "spec.parallelism", True, False),
        ("batch/v1", "Job", "spec.suspend", False, False),
        ("batch/v1", "Job", "spec.completionMode", False, True),
        ("batch/v1", "Job", "metadata.labels", False, False),
        ("v1", "PersistentVolumeClaim", "spec.storageClassName", True, False),
        ("v1", "PersistentVolumeClaim", "spec.volumeMode", False, True),
        ("v1", "PersistentVolumeClaim", "spec.resources.requests.storage", False, False),
        ("v1", "PersistentVolume", "spec.csi.driver", True, False),
        ("v1", "Pod", "spec.containers", True, False),
        ("v1", "ResourceQuota", "spec.scopes", True, False),
        ("v1", "Secret", "type", True, False),
        ("v1", "Secret", "data.key", True, False),
        ("v1", "ConfigMap", "data.key", True, False),
        ("v1", "Service", "spec.clusterIP", True, False),
        ("v1", "Service", "spec.loadBalancerClass", False, True),
        ("rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef.name", True, False),
        ("storage.k8s.io/v1", "StorageClass", "provisioner", True, False),
        ("storage.k8s.io/v1", "StorageClass", "reclaimPolicy", False, True),
        ("scheduling.k8s.io/v1", "PriorityClass", "value", False, True),
        ("networking.k8s.io/v1", "IngressClass", "spec.controller", False, True),
        ("example.com/v1", "Deployment", "spec.selector", False, False),
        ("example.com/v1", "Any", "metadata.name", True, False),
        ("", "", "kind", True, False),
    ],
)
def test_which_fields_replace_an_object_and_which_are_refused(api_version, kind, path, replaced, refused):
    body = {"apiVersion": api_version, "kind": kind}
    assert (is_replaced(body, Path.parse(path)), is_refused(body, Path.parse(path))) == (replaced, refused)


def test_a_deployment_that_recreates_its_pods_is_replaced_when_its_strategy_changes():
    strategy = Path.parse("spec.strategy.type")
    recreating = deployment(strategy={"type": "Recreate"})
    assert replacing_fields(recreating) == (Path.parse("spec.strategy"),)
    assert is_replaced(recreating, strategy)
    rolling = deployment(strategy={"type": "RollingUpdate"})
    assert not is_replaced(rolling, strategy)
    assert consequences(component(rolling), component(recreating)) == [
        ("outage", "Deployment/web", "all its pods stop before it is made again"),
        ("replaces", "Deployment/web", "spec.strategy.type"),
    ]


def test_a_stateful_set_without_claims_leaves_none():
    assert consequences(component(deployment(kind="StatefulSet")), None) == [
        ("stops", "StatefulSet/web", "it is removed")
    ]


def test_what_is_kept_is_not_known_of_files_and_then_it_is_not():
    assert consequences(component(claim(), retained=None), component()) == [
        ("loses data", CLAIM, "the claim is removed, and its volume with it")
    ]
