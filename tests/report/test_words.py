"""Declared values in words."""

import pytest

from oamdsl import AutoScaler, Container, Metadata, PodSecurityLevel, Port, Secret, SecurityPolicy, Sidecar
from oamdsl.model.value import StackSecret
from oamdsl.report.words import given_to, listed, words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("10Gi", "10Gi"),
        ("", "none"),
        (None, "none"),
        (80, "80"),
        (0.5, "0.5"),
        (True, "yes"),
        (False, "no"),
        (PodSecurityLevel.RESTRICTED, "restricted"),
        (Secret("hunter2"), "[secret]"),
        (StackSecret("password"), "[secret]"),
        ([], "none"),
        (("a", "b"), "a, b"),
        ({}, "none"),
        ({"my_team": "shop", "on": True}, "my_team: shop, on: yes"),
        ("0 3 * * *", "every day at 03:00 (0 3 * * *)"),
        (Port(80), "Port (number: 80)"),
        (Port(80, name="web"), "web (number: 80)"),
        (
            [Port(80), Port(443, name="tls", protocol="UDP")],
            "Port (number: 80); tls (number: 443, protocol: UDP)",
        ),
    ],
)
def test_a_value_reads_without_knowing_python(value, said):
    assert words(value) == said


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (AutoScaler(minimum=2, maximum=9), "minimum: 2, maximum: 9"),
        (SecurityPolicy(allow_privilege_escalation=False), "allow privilege escalation: no"),
        (Metadata(labels={"my_team": "shop"}), "labels: my_team: shop"),
        (Metadata(), ""),
    ],
)
def test_a_trait_is_what_was_given_to_it(element, said):
    assert listed(given_to(element)) == said


def test_what_is_secret_inside_stays_so():
    log = Container("log", image="log:1", env={"TOKEN": Secret("hunter2")})
    assert listed(given_to(Sidecar(log))) == "container: log (image: log:1, env: TOKEN: [secret])"


def test_what_was_given_wrongly_is_told_by_its_finding():
    assert listed(given_to(Sidecar("log"))) == "container: wrong, see the findings"
