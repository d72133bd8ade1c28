import pytest

from oamdsl import Metadata, Metrics
from oamdsl.checks.rules.scraped_twice import scraped_twice
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import Web

MARKS = {"prometheus.io/scrape": "true"}


def test_a_monitor_and_an_annotation_are_reported_with_both_lines():
    metrics = Metrics(port="port-80")
    marks = Metadata(annotations=MARKS, on_pods=True)
    (finding,) = scraped_twice(plan_with(Web("web", traits=[metrics, marks])))
    assert not finding.is_error
    assert told(finding) == {
        "message": (
            "the metrics of component `web` are collected by PodMonitor/web"
            " and by the annotation `prometheus.io/scrape` of its pods"
        ),
        "subject": ("shop", "web", "Deployment/web"),
        "places": [
            ("Metadata(annotations=MARKS, on_pods=True)", "the annotation is set here"),
            ('Metrics(port="port-80")', "PodMonitor/web is made here"),
            ('Web("web", traits=[metrics, marks])', "component `web` is built here"),
        ],
        "help": "remove the annotation `prometheus.io/scrape`, or the monitor",
    }


@pytest.mark.parametrize(
    "traits",
    [
        [Metadata(annotations=MARKS, on_pods=True)],
        [Metrics(port="port-80"), Metadata(annotations=MARKS)],
        [Metrics(port="port-80"), Metadata(annotations={"prometheus.io/scrape": "false"}, on_pods=True)],
    ],
)
def test_one_of_both_is_fine(traits):
    assert messages(scraped_twice, plan_with(Web("web", traits=traits))) == []
