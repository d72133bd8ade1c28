import pytest

from oamdsl import Resources, Secret
from oamdsl.checks.rules.request_above_limit import request_above_limit
from tests.checks.composing import container, deployment, messages, service, shown


def test_a_request_above_its_limit_is_reported():
    needs = Resources(memory="1Gi", memory_limit="512Mi", cpu="1", cpu_limit="2")
    (finding,) = request_above_limit(service(container(resources=needs)))
    assert finding.violation.message == (
        "container `web` of Deployment/web of component `web` requests 1Gi of memory and is limited to 512Mi"
    )
    assert shown(finding)[0][0].startswith('Resources(memory="1Gi"')
    assert [label for _, label in shown(finding)] == [
        "1Gi is requested",
        "512Mi is the limit",
        "component `web` is built here",
    ]
    assert (finding.violation.seen, finding.violation.allowed) == ("1Gi", "at most 512Mi")
    assert finding.violation.help == "request less, or raise the limit"


@pytest.mark.parametrize(
    "resources",
    [
        {"requests": {"cpu": "500m"}, "limits": {"cpu": 0.5}},
        {"requests": {"cpu": "2"}},
        {"limits": {"cpu": "2"}},
        {"requests": {"cpu": "2"}, "limits": {"memory": "1Gi"}},
        {"requests": {"cpu": Secret("2")}, "limits": {"cpu": "1"}},
        {"requests": {"cpu": "2"}, "limits": {"cpu": Secret("1")}},
        {"requests": {"cpu": "many"}, "limits": {"cpu": "1"}},
    ],
)
def test_all_else_is_fine(resources):
    assert messages(request_above_limit, deployment({"name": "web", "resources": resources})) == []
