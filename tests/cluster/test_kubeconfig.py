"""What a kubeconfig says, as kubectl understands it."""

import base64
import os
from pathlib import Path

import attrs
import pytest
import yaml

from oamdsl.cluster import kubeconfig
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Login, access

SERVER = "https://192.0.2.1:6443"


def config(user=None, context=None, current="prod", **cluster):
    said = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "c", "cluster": {"server": SERVER, **cluster}}],
        "users": [{"name": "u", "user": user or {}}],
        "contexts": [{"name": "prod", "context": context or {"cluster": "c", "user": "u"}}],
    }
    return {**said, "current-context": current} if current else said


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    for name in ("KUBECONFIG", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(kubeconfig, "SERVICE_ACCOUNT", tmp_path / "pod")


@pytest.fixture
def written(tmp_path):
    """Writes a kubeconfig."""

    def write(content, name="config"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
        return file

    return write


def failure(*arguments):
    with pytest.raises(ClusterError) as caught:
        access(*arguments)
    return (caught.value.message, caught.value.help)


class TestContext:
    def test_is_the_current_one(self, written):
        made = access(written(config({"token": "secret-token"})))
        assert (made.context, made.server, made.token) == ("prod", SERVER, "secret-token")

    def test_may_be_named(self, written):
        file = written(config(current=None))
        assert access(file, "prod").context == "prod"

    def test_needs_no_user(self, written):
        made = access(written(config(context={"cluster": "c"})))
        assert (made.token, made.basic, made.login) == ("", None, None)

    def test_that_is_not_chosen_is_an_error_that_names_those_there_are(self, written):
        file = written(config(current=None))
        assert failure(file) == (f"no context is chosen in {file}", "name one with --kube-context: `prod`")

    def test_that_is_not_there_is_an_error(self, written):
        file = written(config())
        assert failure(file, "prd") == ("the kubeconfig has no context `prd`", "did you mean `prod`?")
        assert failure(file, "xyz") == ("the kubeconfig has no context `xyz`", "use one of: `prod`")

    def test_of_a_cluster_that_is_not_there_is_an_error(self, written):
        file = written({**config(), "clusters": []})
        assert failure(file) == ("the kubeconfig has no cluster `c`", "use one of: none")

    def test_of_a_cluster_without_a_server_is_an_error(self, written):
        assert failure(written(config(server=None))) == (
            "the cluster of context `prod` has no server",
            "give it a `server` in the kubeconfig",
        )

    @pytest.mark.parametrize(
        "server", ["192.0.2.1:6443", "ftp://192.0.2.1", "https://", "https://192.0.2.1:port", "https://[::1"]
    )
    def test_of_a_server_that_is_no_url_is_an_error(self, written, server):
        assert failure(written(config(server=server))) == (
            f"the server of context `prod` is `{server}`, which is no http or https URL",
            "write it like `https://HOST:6443` in the kubeconfig",
        )

    def test_of_a_user_with_a_removed_login_is_an_error(self, written):
        message, help_ = failure(written(config({"auth-provider": {"name": "gcp"}})))
        assert message == "the user of context `prod` has an auth-provider, which Kubernetes 1.26 removed"
        assert help_ == "log in with an exec plugin, as your cluster's provider describes"


class TestFiles:
    def test_are_those_of_the_environment_merged(self, written, monkeypatch):
        first = written({"contexts": [{"name": "prod", "context": {"cluster": "c"}}]}, "first")
        second = written(
            {**config(), "contexts": [{"name": "prod", "context": {"cluster": "other"}}]}, "second"
        )
        missing = first.with_name("missing")
        monkeypatch.setenv("KUBECONFIG", os.pathsep.join(map(str, [first, missing, "", second])))
        assert access().server == SERVER

    def test_are_by_default_that_of_the_home_folder(self, written):
        written(config(), "home/.kube/config")
        assert access().server == SERVER

    def test_that_are_not_there_are_an_error(self):
        message, help_ = failure()
        assert message == f"there is no kubeconfig {Path.home() / '.kube' / 'config'}"
        assert help_ == "name a file with --kubeconfig"

    def test_that_cannot_be_read_are_an_error(self, tmp_path):
        message, help_ = failure(tmp_path / "missing")
        assert message == f"the kubeconfig {tmp_path / 'missing'} cannot be read: No such file or directory"
        assert help_ == "name another file with --kubeconfig"

    def test_that_are_no_yaml_are_an_error(self, written):
        file = written("a: [")
        assert failure(file) == (
            f"the kubeconfig {file} is no YAML",
            "mend the file, or name another with --kubeconfig",
        )

    def test_that_are_of_another_shape_have_no_context(self, written):
        file = written("contexts: [{name: prod}, 5]")
        assert failure(file)[0] == f"there is no context in {file}"

    @pytest.mark.parametrize(
        ("host", "server"), [("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "[2001:db8::1]")]
    )
    def test_are_not_needed_in_a_pod(self, written, monkeypatch, host, server):
        written("authority", "pod/ca.crt")
        written("pod-token\n", "pod/token")
        monkeypatch.setenv("KUBERNETES_SERVICE_HOST", host)
        monkeypatch.setenv("KUBERNETES_SERVICE_PORT", "443")
        made = access()
        assert (made.context, made.server, made.token) == ("", f"https://{server}:443", "pod-token")
        assert made.authority == b"authority"


class TestCluster:
    def test_has_its_authority_its_name_and_its_proxy(self, written):
        said = {
            "server": f"{SERVER}/",
            "certificate-authority-data": base64.b64encode(b"authority").decode(),
            "tls-server-name": "kubernetes",
            "proxy-url": "http://proxy.example.com",
        }
        made = access(written(config(**said)))
        assert (made.server, made.authority) == (SERVER, b"authority")
        assert (made.server_name, made.proxy, made.verifies) == (
            "kubernetes",
            "http://proxy.example.com",
            True,
        )

    def test_may_not_be_verified(self, written):
        assert not access(written(config(**{"insecure-skip-tls-verify": True}))).verifies

    def test_may_name_a_file_beside_the_kubeconfig(self, written):
        written("authority", "ca.crt")
        assert access(written(config(**{"certificate-authority": "ca.crt"}))).authority == b"authority"

    def test_whose_file_is_not_there_is_an_error(self, written, tmp_path):
        message, help_ = failure(written(config(**{"certificate-authority": "ca.crt"})))
        assert message == f"{tmp_path / 'ca.crt'} cannot be read: No such file or directory"
        assert help_ == "mend the kubeconfig that names it"

    def test_whose_authority_is_not_base64_is_an_error(self, written):
        assert failure(written(config(**{"certificate-authority-data": "%"}))) == (
            "`certificate-authority-data` in the kubeconfig is not base64",
            "write the file's content in base64, or name it",
        )


class TestUser:
    def test_has_a_token_in_a_file(self, written):
        written(" secret-token\n", "token")
        made = access(written(config({"tokenFile": "token", "token": "other"})))
        assert made == attrs.evolve(access(written(config())), token="secret-token")  # noqa: S106 - of nobody

    def test_has_a_name_and_a_password(self, written):
        assert access(written(config({"username": "a", "password": "b"}))).basic == ("a", "b")

    def test_has_a_certificate(self, written):
        data = base64.b64encode(b"key").decode()
        written("certificate", "tls.crt")
        made = access(written(config({"client-certificate": "tls.crt", "client-key-data": data})))
        assert (made.certificate, made.key) == (b"certificate", b"key")

    def test_logs_in_by_a_command(self, written, tmp_path):
        said = {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": "login",
            "args": ["--quick"],
            "env": [{"name": "A", "value": "b"}],
            "provideClusterInfo": True,
            "installHint": "install\n  login",
        }
        assert access(written(config({"exec": said}))).login == Login(
            command="login",
            arguments=("--quick",),
            environment={"A": "b"},
            api_version="client.authentication.k8s.io/v1",
            provides_cluster=True,
            folder=tmp_path,
            hint="install login",
        )

    @pytest.mark.parametrize(("said", "mode"), [({}, "IfAvailable"), ({"interactiveMode": "Never"}, "Never")])
    def test_may_be_asked_by_its_command(self, written, said, mode):
        login = access(written(config({"exec": {"command": "login", **said}}))).login
        assert login.interactive == mode

    def test_may_act_as_somebody_else(self, written):
        user = {"as": "ann", "as-uid": "1", "as-groups": ["a", "b"], "as-user-extra": {"x/y": ["c"]}}
        assert access(written(config(user))).acting == (
            ("Impersonate-User", "ann"),
            ("Impersonate-Uid", "1"),
            ("Impersonate-Group", "a"),
            ("Impersonate-Group", "b"),
            ("Impersonate-Extra-x%2Fy", "c"),
        )

    def test_is_not_shown(self, written):
        user = {"token": "secret-token", "username": "a", "password": "secret-password"}
        shown = repr(access(written(config(user))))
        assert "secret" not in shown
