"""Ready-made platforms offer what is said to be there, and nothing else."""

import pytest

from oamdsl import Api, Certificate, ExternalSecret, Metrics
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.platforms.ready_made import with_add_ons

SERVED = {
    Certificate: Api("cert-manager.io/v1", "Certificate"),
    ExternalSecret: Api("external-secrets.io/v1", "ExternalSecret"),
    Metrics: Api("monitoring.coreos.com/v1", "ServiceMonitor"),
}


@pytest.mark.parametrize(
    ("add_ons", "offered"),
    [
        ({}, set()),
        ({"issuer": "letsencrypt"}, {Certificate}),
        ({"store": "vault"}, {ExternalSecret}),
        ({"monitor_labels": {}}, {Metrics}),
        (
            {"issuer": "letsencrypt", "store": "vault", "monitor_labels": {"release": "prometheus"}},
            {Certificate, ExternalSecret, Metrics},
        ),
    ],
)
def test_a_platform_has_the_add_ons_that_it_is_said_to_have(add_ons, offered):
    platform = with_add_ons(KUBERNETES, **add_ons)
    assert {trait for trait in SERVED if platform.implementation_of(trait)} == offered
    assert {trait for trait, api in SERVED.items() if platform.serves(api)} == offered
