import pytest

from oamdsl import (
    ConfigFile,
    Container,
    ContainerizedWorkload,
    Disk,
    KubernetesWorkload,
    Scratch,
    Secret,
    StatefulWorkload,
)
from oamdsl.checks.rules.duplicate_entry import duplicate_entry
from tests.checks.composing import (
    container,
    deployment,
    deployment_body,
    messages,
    plan_of,
    service,
    shown,
)

WHERE = "stands twice in Deployment/web of component `web`"


def other(**fields):
    return Container("other", image="log:1", **fields)


def test_two_containers_of_one_name_are_reported_with_both_lines():
    (finding,) = duplicate_entry(service(container(), container(args=["-v"])))
    assert finding.violation.message == f"container `web` {WHERE}"
    assert shown(finding)[0][1] == "container `web`"
    assert finding.violation.help == "rename one of the two, or remove it"


def test_an_init_container_must_not_have_the_name_of_another():
    first = Container("web", image="init:1")
    (finding,) = duplicate_entry(service(container(), init_containers=[first]))
    assert finding.violation.message == f"container `web` {WHERE}"
    assert shown(finding)[1] == ('Container("web", image="init:1")', "container `web`")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"env": [{"name": "A"}, {"name": "A"}]}, "environment variable `A`"),
        ({"volumeMounts": [{"mountPath": "/a"}, {"mountPath": "/a"}]}, "mount path `/a`"),
        ({"volumeDevices": [{"devicePath": "/a"}, {"devicePath": "/a"}]}, "device path `/a`"),
    ],
)
def test_the_lists_of_a_container_are_tested(fields, message):
    plan = deployment({"name": "web", **fields})
    assert messages(duplicate_entry, plan) == [f"{message} {WHERE}"]


def test_two_mounts_at_one_path_are_reported_with_both_lines():
    volumes = [Scratch("a", mount_path="/a"), Scratch("b", mount_path="/a")]
    (finding,) = duplicate_entry(service(container(volumes=volumes)))
    assert shown(finding)[:2] == [
        ('Scratch("b", mount_path="/a")', "mount path `/a`"),
        ('Scratch("a", mount_path="/a")', "mount path `/a`"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"env": [{"name": "A"}, {"name": "B"}]},
        {"env": [{"name": Secret("A")}, {"name": Secret("A")}]},
        {"env": Secret([])},
    ],
)
def test_entries_that_differ_or_may_differ_are_fine(fields):
    assert messages(duplicate_entry, deployment({"name": "web", **fields})) == []


def test_two_volumes_of_one_name_are_reported():
    plan = deployment(volumes=[{"name": "a", "emptyDir": {}}, {"name": "a", "configMap": {}}])
    assert messages(duplicate_entry, plan) == [f"volume `a` {WHERE}"]


def test_a_volume_must_not_have_the_name_of_the_one_for_config_files():
    volumes = [Scratch("config", mount_path="/a")]
    plan = service(container(volumes=volumes, config=[ConfigFile("/b", "b")]))
    (finding,) = duplicate_entry(plan)
    assert finding.violation.message == f"volume `config` {WHERE}"
    assert shown(finding)[0][0] == 'Scratch("config", mount_path="/a")'


def test_claim_templates_and_volumes_share_their_names():
    body = {
        **deployment_body(
            {"volumes": [{"name": "a", "emptyDir": {}}, {"name": "c", "emptyDir": {}}]},
            volumeClaimTemplates=[{"metadata": {"name": name}} for name in ("a", "b", "b")],
        ),
        "kind": "StatefulSet",
    }
    assert messages(duplicate_entry, plan_of(KubernetesWorkload(body))) == [
        "volume claim template `b` stands twice in StatefulSet/web of component `web`",
        "volume `a` stands twice in StatefulSet/web of component `web`",
    ]


def test_two_volumes_of_one_name_that_differ_are_reported():
    plan = service(
        container(volumes=[Scratch("tmp", mount_path="/a")]),
        other(volumes=[Scratch("tmp", mount_path="/a", in_memory=True)]),
    )
    (finding,) = duplicate_entry(plan)
    assert finding.violation.message == (
        "two volumes of the name `tmp` in component `web` differ, and one would be lost"
    )
    assert shown(finding)[:2] == [
        ('Scratch("tmp", mount_path="/a", in_memory=True)', "this one differs"),
        ('Scratch("tmp", mount_path="/a")', "from this one"),
    ]
    assert finding.violation.help == "give one of the two another name or path"


def test_volumes_of_one_name_and_of_two_kinds_differ():
    plan = service(
        container(volumes=[Scratch("data", mount_path="/a")]),
        other(volumes=[Disk("data", mount_path="/a", size="1Gi")]),
    )
    assert len(messages(duplicate_entry, plan)) == 1


def test_two_containers_may_share_a_volume():
    plan = plan_of(
        StatefulWorkload(
            [
                container(volumes=[Disk("data", mount_path="/a", size="1Gi")]),
                other(volumes=[Disk("data", mount_path="/b", size="1Gi", read_only=True)]),
            ]
        )
    )
    assert messages(duplicate_entry, plan) == []


def test_config_files_that_would_be_kept_under_one_key_are_reported():
    files = [ConfigFile("/a/b", "1"), ConfigFile("/a-b", "2")]
    (finding,) = duplicate_entry(service(container(config=files)))
    assert finding.violation.message == (
        "two config entries of the key `a-b` in component `web` differ, and one would be lost"
    )
    assert shown(finding)[:2] == [
        ('ConfigFile("/a-b", "2")', "this one differs"),
        ('ConfigFile("/a/b", "1")', "from this one"),
    ]


def test_two_containers_may_share_a_config_file_and_keep_a_secret_one_apart():
    plan = service(
        container(config=[ConfigFile("/a", "1")]),
        other(config=[ConfigFile("/a", "1"), ConfigFile("/b", "2")]),
        init_containers=[Container("init", image="a", config=[ConfigFile("/a", Secret("3"))])],
    )
    assert messages(duplicate_entry, plan) == []


def test_a_secret_variable_and_a_secret_file_of_one_key_are_reported():
    plan = service(
        container(env={"TOKEN": Secret("1"), "PLAIN": "2"}, config=[ConfigFile("/web.TOKEN", Secret("3"))])
    )
    (finding,) = duplicate_entry(plan)
    assert finding.violation.message == (
        "two secret entries of the key `web.TOKEN` in component `web` differ, and one would be lost"
    )


def test_a_workload_that_fails_is_left_to_another_rule():
    plan = plan_of(ContainerizedWorkload(3))
    assert messages(duplicate_entry, plan) == []
