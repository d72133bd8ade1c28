from oamdsl import ConfigFile, Container, Disk, Port, Scratch, StatefulWorkload
from tests.workloads.rendering import LABELS, SELECTOR, bodies, characteristics, context, metadata

DISK = Disk("data", mount_path="/data", size="10Gi")


def test_a_stateful_workload_makes_a_claim_for_each_pod():
    workload = StatefulWorkload(
        [
            Container(
                "db",
                image="db:1",
                ports=[Port(5432)],
                volumes=[DISK, Scratch("tmp", mount_path="/tmp")],  # noqa: S108 - a path in a container
            )
        ]
    )
    rendered = workload.render(context())
    assert [one.body for one in rendered.objects] == [
        {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": metadata(),
            "spec": {
                "serviceName": "web",
                "selector": {"matchLabels": SELECTOR},
                "template": {
                    "metadata": {"labels": LABELS},
                    "spec": {
                        "containers": [
                            {
                                "name": "db",
                                "image": "db:1",
                                "ports": [{"name": "port-5432", "containerPort": 5432}],
                                "volumeMounts": [
                                    {"name": "data", "mountPath": "/data"},
                                    {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - a path in a container
                                ],
                            }
                        ],
                        "volumes": [{"name": "tmp", "emptyDir": {}}],
                    },
                },
                "volumeClaimTemplates": [
                    {
                        "apiVersion": "v1",
                        "kind": "PersistentVolumeClaim",
                        "metadata": {"name": "data"},
                        "spec": {
                            "accessModes": ["ReadWriteOnce"],
                            "resources": {"requests": {"storage": "10Gi"}},
                        },
                    }
                ],
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(),
            "spec": {
                "clusterIP": "None",
                "selector": SELECTOR,
                "ports": [{"name": "port-5432", "port": 5432, "targetPort": 5432}],
            },
        },
    ]
    assert characteristics(rendered) == {"pod-templated", "long-running", "replicable", "exposed"}
    assert str(rendered.objects[0].origins[-1][0]) == "spec.volumeClaimTemplates"


def test_without_ports_and_disks_it_has_its_headless_service_all_the_same():
    rendered = StatefulWorkload([Container("db", image="db:1")]).render(context())
    stateful_set, service = (one.body for one in rendered.objects)
    assert "volumeClaimTemplates" not in stateful_set["spec"]
    assert service["spec"] == {"clusterIP": "None", "selector": SELECTOR}
    assert characteristics(rendered) == {"pod-templated", "long-running", "replicable"}


def test_it_has_its_settings():
    db = Container("db", image="db:1", config=[ConfigFile("/etc/db.conf", "x")])
    assert [body["kind"] for body in bodies(StatefulWorkload([db]))] == [
        "StatefulSet",
        "Service",
        "ConfigMap",
    ]
