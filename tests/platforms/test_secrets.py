"""Where certificates and secrets come from, and how containers see them."""

import pytest

from oamdsl import Certificate, ExternalSecret
from oamdsl.platforms import cert_manager, external_secrets
from tests.platforms.implementing import WEB, effects

NAME = "shop-certificate"
ISSUED = cert_manager.certificate(issuer="letsencrypt")
STORED = external_secrets.external_secret(store="vault")


def spec(implementation, trait):
    (made,) = (line for line in effects(implementation, trait) if line[0] == "create")
    return made[-1]["spec"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"}}),
        ({"issuer": "own"}, {"issuerRef": {"name": "own", "kind": "ClusterIssuer"}}),
        ({"issuer": "own", "issuer_kind": "Issuer"}, {"issuerRef": {"name": "own", "kind": "Issuer"}}),
        ({"key_algorithm": "Ed25519"}, {"privateKey": {"algorithm": "Ed25519"}}),
        ({"key_algorithm": "ECDSA", "key_size": 384}, {"privateKey": {"algorithm": "ECDSA", "size": 384}}),
    ],
)
def test_a_certificate_is_of_the_platforms_issuer_unless_it_names_another(given, expected):
    found = spec(ISSUED, Certificate(hosts=["a.example.com"], secret=NAME, **given))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"name": "vault", "kind": "ClusterSecretStore"}),
        ({"store": "own"}, {"name": "own", "kind": "ClusterSecretStore"}),
        ({"store": "own", "store_kind": "SecretStore"}, {"name": "own", "kind": "SecretStore"}),
    ],
)
def test_a_secret_is_of_the_platforms_store_unless_it_names_another(given, expected):
    assert spec(STORED, ExternalSecret("a", keys={"A": "a"}, **given))["secretStoreRef"] == expected


def test_secrets_are_files_where_a_path_is_given():
    trait = ExternalSecret("a", keys={"token": "shop/token#value"}, extract=["shop/all"], files="/etc/shop")
    _, reserved, *added = effects(STORED, trait)
    assert spec(STORED, trait)["data"] == [
        {"secretKey": "token", "remoteRef": {"key": "shop/token", "property": "value"}}
    ]
    assert spec(STORED, trait)["dataFrom"] == [{"extract": {"key": "shop/all"}}]
    assert reserved[:4] == ("reserve", "v1", "Secret", "web-a")
    volume = {"name": "a-secret", "secret": {"secretName": "web-a"}}
    mount = {"name": "a-secret", "mountPath": "/etc/shop", "readOnly": True}
    assert added == [
        ("add", "Deployment/web spec.template.spec.volumes", None, volume),
        ("add", f"Deployment/web {WEB}.volumeMounts", None, mount),
    ]


def test_secrets_of_any_name_are_variables_of_that_name():
    *_, decided = effects(STORED, ExternalSecret("a", extract=["shop/all"]))
    assert decided == ("add", f"Deployment/web {WEB}.envFrom", None, {"secretRef": {"name": "web-a"}})
