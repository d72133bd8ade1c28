from oamdsl import AutoScaler, BatchWorkload, ContainerizedWorkload, Opinions
from oamdsl.checks.rules.service_trait_on_batch import service_trait_on_batch
from tests.checks.composing import container, plan_of, shown

BATCH = Opinions(batch=True)


def test_a_trait_that_the_opinion_keeps_away_is_reported_with_the_opinion():
    plan = plan_of(ContainerizedWorkload([container()]), AutoScaler(maximum=9), opinions=BATCH)
    (finding,) = service_trait_on_batch(plan)
    assert finding.violation.message == ("`AutoScaler` is for services, and component `web` is a batch job")
    assert shown(finding)[:2] == [
        ("AutoScaler(maximum=9)", "`AutoScaler` is bound here"),
        ("batch=True", "`Given` is a batch job"),
    ]
    assert finding.violation.help == "remove `AutoScaler`"


def test_a_trait_that_would_not_apply_anyway_is_left_to_another_rule():
    plan = plan_of(BatchWorkload([container()]), AutoScaler(maximum=9), opinions=BATCH)
    assert list(service_trait_on_batch(plan)) == []


def test_a_service_may_be_scaled():
    plan = plan_of(ContainerizedWorkload([container()]), AutoScaler(maximum=9))
    assert list(service_trait_on_batch(plan)) == []
