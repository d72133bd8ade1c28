"""What a release may measure."""

import pytest

from oamdsl import CanaryRelease, MetricCheck, Step
from oamdsl.checks.rules.out_of_range_parameter import out_of_range_parameter
from tests.checks.composing import messages, plan_with
from tests.rule_examples import Web

RATE = 'sum(rate(requests{namespace="$namespace",pod=~"$pods",path=~"^/$"}[1m]))'


def test_a_query_is_asked_of_the_pods_of_the_new_release():
    check = MetricCheck("rate", query=RATE, at_least=1)
    assert check.asked_of(pods="web-.+", namespace="prod") == (
        'sum(rate(requests{namespace="prod",pod=~"web-.+",path=~"^/$"}[1m]))'
    )


def test_what_stands_for_nothing_stays():
    assert MetricCheck("rate", query="$other", at_least=1).asked_of(pods="p", namespace="n") == "$other"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ('up{pod=~"$pod"}', "has `$pod`, which stands for nothing: did you mean `$pods`?"),
        ("up{$x}", "has `$x`, which stands for nothing: use `$namespace` or `$pods`"),
        ("up{{ target }}", "has `{{`, which is no PromQL: use `$namespace` and `$pods`"),
        (RATE, None),
        ('label_replace(up, "a", "$1", "b", "(.*)")', None),
    ],
)
def test_a_query_that_some_platform_does_not_understand_is_reported(query, problem):
    check = MetricCheck("rate", query=query, at_least=1)
    plan = plan_with(Web("web", traits=[CanaryRelease(steps=[Step(20)], checks=[check])]))
    expected = [] if problem is None else [f"`query` of `MetricCheck`, {query!r}, {problem}"]
    assert messages(out_of_range_parameter, plan) == expected


@pytest.mark.parametrize("bound", [float("nan"), float("inf")])
def test_a_bound_that_is_no_number_is_reported(bound):
    check = MetricCheck("rate", query="up", at_most=bound)
    plan = plan_with(Web("web", traits=[CanaryRelease(steps=[Step(20)], checks=[check])]))
    assert messages(out_of_range_parameter, plan) == [f"`at_most` of `MetricCheck`, {bound!r}, is no number"]
