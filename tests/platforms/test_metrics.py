"""Which ports Metrics finds in the pods."""

import pytest

from oamdsl import KubernetesWorkload, Metrics, Port, Worker
from oamdsl.platforms.kubernetes import scrape_annotations
from oamdsl.platforms.prometheus_operator import monitor
from tests.platforms.implementing import effects, rendered

MONITOR = monitor(labels={"release": "prometheus"})
WEB = rendered(ports=[Port(80, name="http"), Port(9113, name="metrics")])
WORKER = rendered(Worker(image="mailer:1.4"))


def endpoint(trait, workload=WEB):
    """The monitor's endpoint, and what else is added."""
    *others, (*_, body) = effects(MONITOR, trait, workload)
    (found,) = body["spec"]["podMetricsEndpoints"]
    added = [line for line in others if line[0] == "add"]
    return {name: value for name, value in found.items() if name != "path"}, added


@pytest.mark.parametrize(("port", "said"), [("exporter", {"port": "exporter"}), (9187, {"portNumber": 9187})])
def test_a_port_of_the_pods_is_found_by_name_and_by_number(port, said):
    assert endpoint(Metrics(port=port)) == (said, [])


def test_a_worker_whose_port_nobody_declares_has_it_declared():
    trait = Metrics(port=9187, container="web")
    declared = (
        "add",
        "Deployment/web spec.template.spec.containers[name=web].ports",
        None,
        {"containerPort": 9187},
    )
    assert endpoint(trait, WORKER) == ({"portNumber": 9187}, [declared])
    assert declared in effects(scrape_annotations, trait, WORKER)


@pytest.mark.parametrize(("port", "number"), [("metrics", "9113"), (9113, "9113"), (1, "1")])
def test_annotations_have_the_number(port, number):
    added = {line[2]: line[3] for line in effects(scrape_annotations, Metrics(port=port), WEB)}
    assert added["prometheus.io/port"] == number


def test_annotations_need_the_number_of_a_port_that_the_developer_does_not_name():
    assert effects(scrape_annotations, Metrics(port="exporter"), WEB) == [
        (
            "refuse",
            "port",
            "the annotations have the number of a port, and the developer of `web` calls none `exporter`,"
            " only `http`, `metrics`",
            "give the number of the port",
        )
    ]
    (refused,) = effects(scrape_annotations, Metrics(port="exporter"), WORKER)
    assert refused[2].endswith("only none")


def test_a_port_is_declared_by_its_number():
    (refusal,) = Metrics(port="metrics", container="web").refusals()
    assert refusal.why == "`metrics` is the name of a port that a container declares"
    assert not list(Metrics(port=80, container="web").refusals())


@pytest.mark.parametrize("port", [0, 70000, "a b", ""])
def test_a_port_is_a_number_or_a_name(port):
    assert [fault.parameter for fault in Metrics(port=port).faults] == ["port"]


def test_ports_whose_numbers_are_not_known_are_left_out():
    container = {"name": "web", "ports": [{"name": "a"}, {"containerPort": 1}]}
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment"}
    workload = rendered(
        KubernetesWorkload({**deployment, "spec": {"template": {"spec": {"containers": [container]}}}})
    )
    (refused,) = effects(scrape_annotations, Metrics(port="a"), workload)
    assert refused[1] == "port"
