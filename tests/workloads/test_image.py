"""The workloads that are written by the image they run, under the names of OAM and of KubeVela."""

import pytest

from oamdsl import (
    BatchWorkload,
    Container,
    ContainerizedWorkload,
    CronTask,
    Daemon,
    DaemonWorkload,
    Disk,
    HostPath,
    HttpProbe,
    Port,
    Resources,
    Secret,
    Server,
    SingletonServer,
    SingletonTask,
    SingletonWorker,
    StatefulSet,
    StatefulWorkload,
    Task,
    WebService,
    Worker,
)
from oamdsl.compose.developer_claim import origin_of
from oamdsl.kubernetes.path import Path
from tests.checks.composing import code_at
from tests.workloads.rendering import Later, bodies, characteristics, context

HTTP = HttpProbe(port=80)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (
            Server(image="web:1", port=80, cpu="100m", memory="64Mi", readiness=HTTP),
            ContainerizedWorkload(
                [
                    Container(
                        "web",
                        image="web:1",
                        ports=[Port(80)],
                        resources=Resources(cpu="100m", memory="64Mi"),
                        readiness=HTTP,
                    )
                ]
            ),
        ),
        (
            WebService(
                image="web:1",
                port=80,
                ports=[Port(9090, name="metrics")],
                container_name="nginx",
                containers=[Container("log", image="log:1")],
                init_containers=[Container("init", image="init:1")],
                resources=Resources(cpu_limit=1),
                cpu=0.5,
                env={"PASSWORD": Secret("x")},
            ),
            ContainerizedWorkload(
                [
                    Container(
                        "nginx",
                        image="web:1",
                        ports=[Port(80), Port(9090, name="metrics")],
                        resources=Resources(cpu=0.5, cpu_limit=1),
                        env={"PASSWORD": Secret("x")},
                    ),
                    Container("log", image="log:1"),
                ],
                init_containers=[Container("init", image="init:1")],
            ),
        ),
        (
            Worker(image="web:1", command=["run"], args=["-v"], image_pull_policy="Always"),
            ContainerizedWorkload(
                [Container("web", image="web:1", command=["run"], args=["-v"], image_pull_policy="Always")]
            ),
        ),
        (
            Task(image="web:1", parallelism=2, completions=2),
            BatchWorkload([Container("web", image="web:1")], parallelism=2, completions=2),
        ),
        (
            CronTask(image="web:1", schedule="@daily", concurrency="Forbid"),
            BatchWorkload([Container("web", image="web:1")], schedule="@daily", concurrency="Forbid"),
        ),
        (
            StatefulSet(image="db:1", port=5432, volumes=[Disk("d", mount_path="/d", size="1Gi")]),
            StatefulWorkload(
                [
                    Container(
                        "web",
                        image="db:1",
                        ports=[Port(5432)],
                        volumes=[Disk("d", mount_path="/d", size="1Gi")],
                    )
                ]
            ),
        ),
        (
            Daemon(image="agent:1", every_node=True, ports=[Port(80)]),
            DaemonWorkload([Container("web", image="agent:1", ports=[Port(80)])], every_node=True),
        ),
    ],
)
def test_what_is_short_to_write_is_the_general_workload(short, long):
    assert bodies(short) == bodies(long)
    assert short.render(context()).characteristics == long.render(context()).characteristics
    assert not list(short.refusals())


@pytest.mark.parametrize(
    ("workload", "expected"),
    [
        (Server(image="w", port=1), {"exposed", "replicable", "long-running"}),
        (SingletonServer(image="w", port=1), {"exposed", "long-running"}),
        (WebService(image="w", port=1), {"exposed", "replicable", "long-running"}),
        (Worker(image="w"), {"replicable", "long-running"}),
        (SingletonWorker(image="w"), {"long-running"}),
        (Task(image="w"), {"batch"}),
        (SingletonTask(image="w"), {"batch"}),
        (CronTask(image="w", schedule="@daily"), {"batch"}),
        (StatefulSet(image="w", port=1), {"exposed", "replicable", "long-running"}),
        (StatefulSet(image="w"), {"replicable", "long-running"}),
        (Daemon(image="w"), {"long-running"}),
    ],
)
def test_each_is_what_oam_says(workload, expected):
    """OAM v1alpha1, core workload types: service endpoint, replicable, daemonized."""
    assert characteristics(workload.render(context())) == {"pod-templated", *expected}


@pytest.mark.parametrize("workload", [SingletonServer(image="w", port=1), SingletonWorker(image="w")])
def test_of_a_singleton_never_two_run_during_an_update(workload):
    assert bodies(workload)[0]["spec"]["strategy"] == {"type": "Recreate"}


def test_of_a_singleton_task_never_two_run():
    job = bodies(SingletonTask(image="w"))[0]["spec"]
    scheduled = bodies(SingletonTask(image="w", schedule="@daily"))[0]["spec"]
    assert job["podReplacementPolicy"] == "Failed"
    assert "parallelism" not in job
    assert scheduled["concurrencyPolicy"] == "Forbid"


@pytest.mark.parametrize(
    "parameters", [{"parallelism": 2}, {"completions": 2}, {"concurrency": "Allow"}], ids=str
)
def test_a_singleton_task_is_fixed_to_one(parameters):
    assert [fault.parameter for fault in SingletonTask(image="w", **parameters).faults] == list(parameters)


def refused(workload):
    return [(one.parameter, one.why, one.help) for one in workload.refusals()]


@pytest.mark.parametrize(
    ("cls", "instead"),
    [(Server, "Worker"), (WebService, "Worker"), (SingletonServer, "SingletonWorker")],
)
def test_a_server_without_a_port_is_refused(cls, instead):
    assert refused(cls(image="web:1", containers=[Container("log", image="log:1")])) == [
        ("port", "it serves others, and no container of it has a port", f"give `port`, or use `{instead}`")
    ]
    beside = [Container("proxy", image="proxy:1", ports=[Port(80)])]
    assert refused(cls(image="web:1", containers=beside)) == []
    assert refused(cls(image="web:1", ports=[Port(80)])) == []


@pytest.mark.parametrize(("cls", "instead"), [(Worker, "Server"), (SingletonWorker, "SingletonServer")])
def test_a_worker_with_a_port_is_refused(cls, instead):
    containers = [Container("log", image="log:1"), Container("proxy", image="proxy:1", ports=[Port(80)])]
    assert refused(cls(image="web:1", containers=containers)) == [
        (
            "containers",
            "it serves nobody, and its container `proxy` has a port",
            f"remove the port, or use `{instead}`",
        )
    ]
    assert [fault.parameter for fault in cls(image="web:1", port=80).faults] == ["port"]


@pytest.mark.parametrize("name", ["cpu", "memory"])
def test_an_amount_that_is_given_twice_is_refused(name):
    workload = Worker(image="web:1", **{name: "1"}, resources=Resources(**{name: "2"}))
    assert refused(workload) == [
        (name, f"`resources` has `{name}` already", f"remove `{name}`, or the one in `resources`")
    ]


def test_values_known_later_are_passed_on():
    later = Later()
    container = bodies(Worker(image=later, cpu=later))[0]["spec"]["template"]["spec"]["containers"][0]
    assert container == {"name": "web", "image": later, "resources": {"requests": {"cpu": later}}}


CONTAINER = "spec.template.spec.containers[name=web]"


@pytest.mark.parametrize(
    ("number", "field", "source"),
    [
        (0, "spec.template", "WebService("),
        (0, f"{CONTAINER}.image", 'image="web:1"'),
        (0, f"{CONTAINER}.env[name=A].value", 'env={"A": "x"}'),
        (0, f"{CONTAINER}.command", 'command=["run"]'),
        (0, f"{CONTAINER}.ports[containerPort=80,protocol=TCP].name", "port=80"),
        (0, f"{CONTAINER}.ports[containerPort=81,protocol=TCP].name", "Port(81)"),
        (0, f"{CONTAINER}.resources.requests.cpu", 'cpu="1"'),
        (0, f"{CONTAINER}.resources.limits.memory", 'Resources(memory_limit="1Gi")'),
        (0, f"{CONTAINER}.readinessProbe.httpGet", 'HttpProbe(port="http")'),
        (0, f"{CONTAINER}.securityContext.runAsUser", 'security_context={"runAsUser": 1}'),
        (1, "spec.ports[port=80,protocol=TCP].port", "port=80"),
    ],
)
def test_a_field_is_the_argument_that_it_comes_from(number, field, source):
    workload = WebService(
        image="web:1",
        command=["run"],
        env={"A": "x"},
        port=80,
        ports=[Port(81)],
        cpu="1",
        resources=Resources(memory_limit="1Gi"),
        readiness=HttpProbe(port="http"),
        security_context={"runAsUser": 1},
    )
    rendered = workload.render(context()).objects[number]
    place = Placed(origin_of(rendered, Path.parse(field)).location)
    assert code_at(place).startswith(source)


class Placed:
    def __init__(self, location):
        self.location = location


def test_without_resources_of_its_own_an_amount_leads_to_its_argument_and_the_rest_to_the_call():
    rendered = Worker(image="web:1", memory="1Gi").render(context()).objects[0]
    places = [
        code_at(Placed(origin_of(rendered, Path.parse(f"{CONTAINER}.resources{field}")).location))
        for field in (".requests.memory", "")
    ]
    assert places == ['memory="1Gi"', 'Worker(image="web:1", memory="1Gi")']


def test_a_disk_of_one_node_keeps_a_server_at_one_replica():
    disk = Disk("data", mount_path="/data", size="1Gi")
    rendered = Server(image="w", port=1, volumes=[disk]).render(context())
    assert characteristics(rendered) == {"pod-templated", "exposed", "long-running"}


def test_a_daemon_reads_the_nodes_files():
    logs = HostPath("logs", mount_path="/logs", path="/var/log", read_only=True)
    spec = bodies(Daemon(image="agent:1", volumes=[logs]))[0]["spec"]["template"]["spec"]
    assert spec["volumes"] == [{"name": "logs", "hostPath": {"path": "/var/log"}}]
