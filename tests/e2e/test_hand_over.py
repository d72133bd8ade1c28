"""A count of replicas goes from one owner to another without a moment of too few."""

from collections.abc import Callable
from typing import Any

from oamdsl import Api, AutoScaler, CronScaler, ManualScaler, Trait, Window
from oamdsl.platforms import ack, keda
from tests.e2e.applications import PLATFORM, Worker
from tests.e2e.images import OTHER_IMAGE
from tests.e2e.polling import until
from tests.e2e.site import Site

BY_LOAD = AutoScaler(minimum=2, maximum=9)
WINDOWS = [Window("day", start="0 6 * * *", end="0 19 * * *", replicas=5)]
BY_TIME = CronScaler(windows=WINDOWS, otherwise=2)
BY_BOTH = AutoScaler(minimum=2, maximum=9, windows=WINDOWS)
AUTOSCALERS = ("CronHorizontalPodAutoscaler", "HorizontalPodAutoscaler", "ScaledObject")
CRON_HPA = Api("autoscaling.alibabacloud.com/v1beta1", "CronHorizontalPodAutoscaler")
ACK = PLATFORM.offering(
    ack.cron_horizontal_pod_autoscaler(time_zone="Etc/UTC"),
    ack.horizontal_pod_autoscaler(time_zone="Etc/UTC"),
    name="ack",
    apis=[CRON_HPA],
)
KEDA = PLATFORM.offering(keda.resource_triggers, name="keda")


def worker(*traits: Trait, **parameters: Any) -> Worker:
    """The component whose replicas are handed over."""
    return Worker("worker", traits=traits, **parameters)


def wanted(site: Site) -> int:
    """The live Deployment's count."""
    return int(site.live("Deployment", "worker")["spec"]["replicas"])


def counts_during(site: Site, deployment: Callable[[], object]) -> list[int]:
    """Every count that the Deployment had from before *deployment* until after it."""
    before = site.live("Deployment", "worker")
    deployment()
    return [each["spec"]["replicas"] for each in site.since(before)]


def test_a_fixed_count_is_kept_by_the_autoscaler_that_takes_over(site: Site) -> None:
    site.up(worker(ManualScaler(replicas=3)))

    seen = counts_during(site, lambda: site.up(worker(BY_LOAD)))

    assert set(seen) == {3}
    assert site.live("HorizontalPodAutoscaler", "worker")["spec"]["minReplicas"] == 2
    assert site.up(worker(BY_LOAD)).by_object == {}


def test_a_component_that_never_said_a_count_is_raised_to_the_minimum(site: Site) -> None:
    site.up(worker())

    assert min(counts_during(site, lambda: site.up(worker(BY_LOAD)))) == 1
    until(lambda: wanted(site) == 2, what="the autoscaler to raise the count")


def test_a_count_that_was_scaled_out_outlives_an_image_change(site: Site) -> None:
    site.up(worker(BY_LOAD))
    site.scale("worker", 4)

    seen = counts_during(site, lambda: site.up(worker(BY_LOAD, image=OTHER_IMAGE)))

    assert set(seen) == {4}
    assert site.available("worker") == 4


def test_an_autoscaler_hands_back_to_a_fixed_count(site: Site) -> None:
    site.up(worker(BY_LOAD))
    site.scale("worker", 4)

    seen = counts_during(site, lambda: site.up(worker(ManualScaler(replicas=3))))

    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {4, 3}
    assert site.find("HorizontalPodAutoscaler", "worker") is None
    assert site.up(worker(ManualScaler(replicas=3))).by_object == {}
    assert wanted(site) == 3


def test_a_count_that_nobody_decides_any_more_stays(site: Site) -> None:
    site.up(worker(BY_LOAD))
    site.scale("worker", 4)

    assert set(counts_during(site, lambda: site.up(worker()))) == {4}


def test_one_autoscaler_is_exchanged_for_another(site: Site) -> None:
    site.up(worker(BY_LOAD))
    site.scale("worker", 4)

    seen = counts_during(site, lambda: site.up(worker(BY_TIME)))

    assert set(seen) == {4}
    assert site.find("HorizontalPodAutoscaler", "worker") is None
    assert site.live("ScaledObject", "worker")["spec"]["minReplicaCount"] == 2


def test_a_count_is_handed_round_all_technologies(site: Site) -> None:
    site.up(worker(ManualScaler(replicas=4)))
    plain, on_ack, on_keda = site, site.moved(platform=ACK), site.moved(platform=KEDA)
    owners = [
        (on_ack, BY_TIME, "CronHorizontalPodAutoscaler"),
        (plain, BY_LOAD, "HorizontalPodAutoscaler"),
        (on_ack, BY_BOTH, "CronHorizontalPodAutoscaler"),
        (plain, BY_TIME, "ScaledObject"),
        (on_keda, BY_LOAD, "ScaledObject"),
        (on_keda, BY_BOTH, "ScaledObject"),
        (on_ack, BY_BOTH, "HorizontalPodAutoscaler"),
    ]
    before = site.live("Deployment", "worker")

    for where, by, object_of_it in owners:
        where.up(worker(by))
        assert where.find(object_of_it, "worker"), by

    site.up(worker(ManualScaler(replicas=4)))
    assert {each["spec"]["replicas"] for each in site.since(before)} == {4}
    assert [kind for kind in AUTOSCALERS if site.find(kind, "worker")] == []


def test_a_fixed_count_is_put_back_by_the_next_change(site: Site) -> None:
    site.up(worker(ManualScaler(replicas=3)))
    site.scale("worker", 5)

    site.up(worker(ManualScaler(replicas=3), image=OTHER_IMAGE))

    assert wanted(site) == 3


def test_a_fixed_count_is_put_back_by_a_deployment_that_refreshes_first(site: Site) -> None:
    site.up(worker(ManualScaler(replicas=3)))
    site.scale("worker", 5)

    site.stack.refresh()
    site.up(worker(ManualScaler(replicas=3)))

    assert wanted(site) == 3
