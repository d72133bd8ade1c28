"""Metrics by the Prometheus Operator."""

from oamdsl import Metrics
from oamdsl.platforms.prometheus_operator import monitor
from tests.platforms.implementing import effects, rendered
from tests.platforms.releasing import raw

MONITOR = monitor(labels={"release": "prometheus"})


def made(trait, workload=None):
    *reads, (_, version, kind, name, body) = effects(MONITOR, trait, workload)
    assert {line[0] for line in reads} == {"read"}
    assert (version, kind, name) == ("monitoring.coreos.com/v1", "PodMonitor", "web")
    return body


def test_pods_are_found_by_the_label_that_no_controller_changes():
    label = "app.kubernetes.io/component"
    assert made(Metrics(port="port-80", path="/m", interval_seconds=30)) == {
        "metadata": {"labels": {"release": "prometheus"}},
        "spec": {
            "jobLabel": label,
            "selector": {"matchLabels": {label: "web"}},
            "podMetricsEndpoints": [{"port": "port-80", "path": "/m", "interval": "30s"}],
        },
    }


def test_pods_of_a_kubernetes_object_by_the_labels_that_it_selects():
    workload = rendered(raw({"app": "shop", "tier": "web"}, selected={"app": "shop"}))
    assert made(Metrics(port="http"), workload)["spec"] == {
        "selector": {"matchLabels": {"app": "shop"}},
        "podMetricsEndpoints": [{"port": "http", "path": "/metrics"}],
    }
