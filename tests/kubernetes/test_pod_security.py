import types

import pytest

from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_security import PodSecurityLevel, Violation, violations

PRIVILEGED, BASELINE, RESTRICTED = PodSecurityLevel
SECURE = {
    "allowPrivilegeEscalation": False,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
HOST_TEXT = "unset, the pod itself"
SELINUX_TEXT = '"container_t" or "container_init_t" or "container_kvm_t" or "container_engine_t", or unset'
CAPABILITIES_TEXT = (
    "only AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE,"
    " SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT"
)
PROFILES_TEXT = '"RuntimeDefault" or "Localhost"'


class Later:
    """A value that is known only when the program runs, like a Pulumi Output."""

    def __repr__(self):
        return "SECRET"


LATER = Later()


def pod(container=None, metadata=None, **spec):
    container = {"name": "a", **({"securityContext": SECURE} if container is None else container)}
    return {"metadata": metadata or {}, "spec": {"containers": [container], **spec}}


def context(**fields):
    return {"securityContext": {**SECURE, **fields}}


def found(level, template):
    return [(str(one.path), one.seen, one.allowed) for one in violations(level, template)]


def test_a_level_allows_what_is_at_least_as_strict():
    assert PRIVILEGED.allows(RESTRICTED)
    assert BASELINE.allows(BASELINE)
    assert not RESTRICTED.allows(BASELINE)


def test_a_secure_pod_satisfies_every_level():
    for level in PodSecurityLevel:
        assert found(level, pod()) == []


def test_privileged_allows_everything():
    assert found(PRIVILEGED, pod({"securityContext": {"privileged": True}}, hostPID=True)) == []


def test_a_violation_says_where_what_and_what_instead():
    template = pod({"securityContext": {"privileged": True}})
    assert list(violations(BASELINE, template)) == [
        Violation(
            Path.parse("spec.containers[name=a].securityContext.privileged"),
            "true",
            "false or unset",
        )
    ]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (pod(hostNetwork=True), ("spec.hostNetwork", "true", "false or unset")),
        (pod(hostPID=True), ("spec.hostPID", "true", "false or unset")),
        (pod(hostIPC=True), ("spec.hostIPC", "true", "false or unset")),
        (
            pod(securityContext={"windowsOptions": {"hostProcess": True}}),
            ("spec.securityContext.windowsOptions.hostProcess", "true", "false or unset"),
        ),
        (
            pod({"ports": [{"containerPort": 80, "hostPort": 8080}], **context()}),
            (
                "spec.containers[name=a].ports[containerPort=80,protocol=TCP].hostPort",
                "8080",
                "0 or unset",
            ),
        ),
        (
            pod({"livenessProbe": {"httpGet": {"host": "x"}}, **context()}),
            ("spec.containers[name=a].livenessProbe.httpGet.host", '"x"', HOST_TEXT),
        ),
        (
            pod({"lifecycle": {"preStop": {"tcpSocket": {"host": "x"}}}, **context()}),
            ("spec.containers[name=a].lifecycle.preStop.tcpSocket.host", '"x"', HOST_TEXT),
        ),
        (
            pod(securityContext={"appArmorProfile": {"type": "Unconfined"}}),
            (
                "spec.securityContext.appArmorProfile.type",
                '"Unconfined"',
                f"{PROFILES_TEXT}, or unset",
            ),
        ),
        (
            pod(metadata={"annotations": {"container.apparmor.security.beta.kubernetes.io/a": "unconfined"}}),
            (
                'metadata.annotations["container.apparmor.security.beta.kubernetes.io/a"]',
                '"unconfined"',
                '"runtime/default", "localhost/..." or unset',
            ),
        ),
        (
            pod(securityContext={"seLinuxOptions": {"type": "spc_t"}}),
            ("spec.securityContext.seLinuxOptions.type", '"spc_t"', SELINUX_TEXT),
        ),
        (
            pod(context(seLinuxOptions={"user": "root"})),
            ("spec.containers[name=a].securityContext.seLinuxOptions.user", '"root"', "unset"),
        ),
        (
            pod(context(procMount="Unmasked")),
            (
                "spec.containers[name=a].securityContext.procMount",
                '"Unmasked"',
                '"Default" or unset',
            ),
        ),
    ],
)
def test_baseline_and_restricted_share_most_controls(template, expected):
    assert found(BASELINE, template) == [expected]
    assert found(RESTRICTED, template) == [expected]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            pod(volumes=[{"name": "v", "hostPath": {"path": "/"}}]),
            ("spec.volumes[name=v].hostPath", "a mapping", "any other kind of volume"),
        ),
        (
            pod(context(seccompProfile={"type": "Unconfined"})),
            (
                "spec.containers[name=a].securityContext.seccompProfile.type",
                '"Unconfined"',
                f"{PROFILES_TEXT}, or unset",
            ),
        ),
        (
            pod({"securityContext": {"capabilities": {"add": ["CHOWN", "SYS_ADMIN", "BPF"]}}}),
            (
                "spec.containers[name=a].securityContext.capabilities.add",
                '"SYS_ADMIN", "BPF"',
                CAPABILITIES_TEXT,
            ),
        ),
    ],
)
def test_baseline_has_some_controls_that_restricted_tightens(template, expected):
    assert found(BASELINE, template) == [expected]
    assert [path for path, _, _ in found(RESTRICTED, template)] == [expected[0]] or len(
        found(RESTRICTED, template)
    ) > 1


def test_only_safe_sysctls_are_allowed():
    sysctls = [{"name": "net.ipv4.tcp_wmem"}, {"name": "kernel.msgmax"}, LATER]
    [(path, seen, allowed)] = found(BASELINE, pod(securityContext={"sysctls": sysctls}))
    assert (path, seen) == ("spec.securityContext.sysctls", '"kernel.msgmax"')
    assert allowed.startswith("only kernel.shm_rmid_forced, net.ipv4.ip_local_port_range")


def test_restricted_asks_each_container_for_what_it_lacks():
    at = "spec.containers[name=a].securityContext"
    assert found(RESTRICTED, pod({})) == [
        (
            f"{at}.seccompProfile.type",
            "missing",
            f"{PROFILES_TEXT}, here or for the whole pod",
        ),
        (f"{at}.capabilities.drop", "missing", '"ALL" among them'),
        (f"{at}.allowPrivilegeEscalation", "missing", "false"),
        (f"{at}.runAsNonRoot", "missing", "true, here or for the whole pod"),
    ]


def test_init_and_ephemeral_containers_count_too():
    template = pod(initContainers=[{"name": "b"}], ephemeralContainers=[{"name": "c"}])
    paths = [path for path, _, _ in found(RESTRICTED, template)]
    assert "spec.initContainers[name=b].securityContext.runAsNonRoot" in paths
    assert "spec.ephemeralContainers[name=c].securityContext.capabilities.drop" in paths


def test_the_pods_own_settings_stand_in_for_a_containers():
    own = {"runAsNonRoot": True, "seccompProfile": {"type": "Localhost"}}
    bare = {"securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}}
    assert found(RESTRICTED, pod(bare, securityContext=own)) == []


def test_a_bad_setting_of_the_pod_is_reported_once():
    own = {"runAsNonRoot": False, "seccompProfile": {"type": "Unconfined"}}
    bare = {"securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}}
    assert found(RESTRICTED, pod(bare, securityContext=own)) == [
        ("spec.securityContext.seccompProfile.type", '"Unconfined"', PROFILES_TEXT),
        ("spec.securityContext.runAsNonRoot", "false", "true"),
    ]


def test_a_container_may_not_undo_a_good_setting_of_the_pod():
    own = {"runAsNonRoot": True, "seccompProfile": {"type": "Localhost"}}
    bad = context(runAsNonRoot=False, seccompProfile={"type": "Unconfined"})
    assert [path for path, _, _ in found(RESTRICTED, pod(bad, securityContext=own))] == [
        "spec.containers[name=a].securityContext.seccompProfile.type",
        "spec.containers[name=a].securityContext.runAsNonRoot",
    ]


def test_restricted_allows_to_bind_low_ports_and_nothing_else():
    good = context(capabilities={"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]})
    bad = context(capabilities={"drop": ["KILL"], "add": ["NET_BIND_SERVICE", "CHOWN"]})
    at = "spec.containers[name=a].securityContext.capabilities"
    assert found(RESTRICTED, pod(good)) == []
    assert found(RESTRICTED, pod(bad)) == [
        (f"{at}.drop", '"KILL"', '"ALL" among them'),
        (f"{at}.add", '"CHOWN"', "only NET_BIND_SERVICE"),
    ]


def test_restricted_forbids_user_zero_and_only_it():
    assert found(RESTRICTED, pod(context(runAsUser=1), securityContext={"runAsUser": 0})) == [
        ("spec.securityContext.runAsUser", "0", "1 or more, or unset")
    ]


def test_restricted_allows_few_kinds_of_volumes():
    kinds = "configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim,"
    volumes = [
        {"name": "a", "nfs": {"server": "x"}},
        {"name": "b", "emptyDir": {}},
        {"name": "c", "nfs": None},
        {"name": "d"},
    ]
    assert found(BASELINE, pod(volumes=volumes)) == []
    assert found(RESTRICTED, pod(volumes=volumes)) == [
        (
            "spec.volumes[name=a].nfs",
            "a mapping",
            f"a volume of another kind: {kinds} projected, secret",
        )
    ]


def test_windows_pods_are_exempt_from_what_windows_lacks():
    bare = {"securityContext": {"runAsNonRoot": True}}
    assert found(RESTRICTED, pod(bare, os={"name": "windows"})) == []
    assert len(found(RESTRICTED, pod(bare, os={"name": "linux"}))) == 3


def test_a_user_namespace_lifts_what_it_makes_harmless():
    root = context(runAsNonRoot=False, runAsUser=0, procMount="Unmasked")
    proc_mount = "spec.containers[name=a].securityContext.procMount"
    assert found(BASELINE, pod(root, hostUsers=False)) == []
    assert [path for path, _, _ in found(BASELINE, pod(root))] == [proc_mount]
    assert [path for path, _, _ in found(RESTRICTED, pod(root, hostUsers=False))] == [proc_mount]
    assert len(found(RESTRICTED, pod(root, hostUsers=True))) == 3


@pytest.mark.parametrize(
    "template",
    [
        pod({"securityContext": LATER}),
        pod({"securityContext": {**dict.fromkeys(SECURE, LATER), "privileged": LATER}}),
        pod(context(capabilities={"drop": LATER, "add": [LATER]}, procMount=LATER)),
        pod(context(capabilities={"drop": [LATER]}, runAsUser=LATER)),
        pod(os=LATER, hostUsers=LATER, hostNetwork=LATER, securityContext=LATER),
        pod({}, os={"name": LATER}, hostUsers=LATER),
        pod(volumes=LATER),
        pod(volumes=[LATER, {"name": "v", "hostPath": LATER}, {"name": LATER, "nfs": LATER}]),
        pod(metadata={"annotations": LATER}),
        pod(metadata={"annotations": {"container.apparmor.security.beta.kubernetes.io/a": LATER, "b": "c"}}),
        {"spec": LATER},
        {"spec": {"containers": LATER}},
        {"spec": {"containers": (LATER,)}},
        {},
    ],
)
def test_a_value_that_is_known_later_counts_as_allowed(template):
    assert found(RESTRICTED, template) == []


def test_a_value_that_is_known_later_is_never_shown():
    template = pod(
        volumes=[{"name": LATER, "nfs": {"server": LATER}}],
        initContainers=[{"name": LATER, "securityContext": {**SECURE, "privileged": [LATER]}}],
    )
    assert [(path, seen) for path, seen, _ in found(RESTRICTED, template)] == [
        ("spec.initContainers[*].securityContext.privileged", "a list"),
        ("spec.volumes[*].nfs", "a mapping"),
    ]


def test_any_mapping_and_tuple_will_do():
    container = types.MappingProxyType({"name": "a", "securityContext": {"privileged": True}})
    assert len(found(BASELINE, types.MappingProxyType({"spec": {"containers": (container,)}}))) == 1


def test_a_scalar_where_a_mapping_belongs_has_nothing_below_it():
    assert found(BASELINE, pod({"securityContext": "x"})) == []
