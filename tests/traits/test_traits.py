"""Specifications of traits: what they admit, what they refuse, and that each is implemented somewhere."""

import pytest

import oamdsl
from oamdsl import (
    AutoScaler,
    Characteristic,
    CronScaler,
    Ingress,
    ManualScaler,
    Metadata,
    SecurityPolicy,
    Trait,
    VolumeMounter,
    Window,
    trait,
)
from oamdsl.model.element import parts_of

DAY = Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)


def exported_traits():
    found = [getattr(oamdsl, name) for name in oamdsl.__all__]
    return {one for one in found if isinstance(one, type) and issubclass(one, Trait) and one is not Trait}


@pytest.mark.parametrize("cls", sorted(exported_traits(), key=lambda cls: cls.__name__))
def test_every_trait_has_an_example_that_is_valid(cls):
    example = cls.example()
    assert not [fault for element in parts_of(example) for fault in element.faults]
    assert not list(example.refusals())
    assert example == cls.example()


def test_a_trait_without_required_parameters_is_its_own_example():
    @trait
    class Plain(Trait):
        """A trait."""

    assert Plain.example() == Plain()


@pytest.mark.parametrize(
    ("cls", "expected"),
    [
        (AutoScaler, {Characteristic.REPLICABLE}),
        (CronScaler, {Characteristic.REPLICABLE}),
        (ManualScaler, {Characteristic.REPLICABLE}),
        (Ingress, {Characteristic.EXPOSED}),
        (SecurityPolicy, {Characteristic.POD_TEMPLATED}),
        (VolumeMounter, {Characteristic.POD_TEMPLATED}),
        (Metadata, set()),
    ],
)
def test_a_trait_applies_to_what_a_workload_is_like(cls, expected):
    assert cls.applies_to == expected
    assert cls.conflicts_with == ()


def refusals(one):
    assert not one.faults
    return [(refusal.parameter, refusal.why) for refusal in one.refusals()]


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        (1, 1, []),
        (3, 9, []),
        (9, 3, [("maximum", "the maximum, 3, is below the minimum, 9")]),
    ],
)
def test_an_auto_scalers_bounds_may_meet_and_not_cross(minimum, maximum, expected):
    assert refusals(AutoScaler(minimum=minimum, maximum=maximum)) == expected


def test_use_above_what_is_requested_is_a_target_like_any_other():
    assert not AutoScaler(maximum=3, cpu=250).faults


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([DAY], []),
        ([], [("windows", "there is no window, so the time of day changes nothing")]),
        ([DAY, DAY], [("windows", "2 windows are named `day`")]),
        (
            [Window("noon", start="0 12 * * *", end="0 12 * * *", replicas=1)],
            [("windows", "window `noon` ends when it starts, such as at 12:00 on a Monday")],
        ),
    ],
)
def test_a_cron_scalers_windows_are_some_named_apart_and_end(windows, expected):
    assert refusals(CronScaler(windows=windows)) == expected


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        ("0 22 * * *", "0 6 * * *", None),
        ("0 6,12 * * *", "0 11,18 * * *", None),
        (
            "0 6,12 * * *",
            "0 12,18 * * *",
            "window `day` ends when it starts, such as at 12:00 on a Monday",
        ),
        ("0 6 * * 1-5", "0 19 * * 1-5", None),
        ("0 0 1 * *", "0 0 15 * *", None),
        (
            "0 6 * * *",
            "0 19 * * 1-5",
            "window `day` starts twice before it ends, such as at 06:00 on a Monday",
        ),
        (
            "0 6 * * 1-5",
            "0 19 * * *",
            "window `day` ends twice before it starts, such as at 19:00 on a Saturday",
        ),
        (
            "0 0 31 * *",
            "0 0 1 * *",
            "window `day` ends twice before it starts, such as at 00:00 on a Thursday, 1 March",
        ),
        (
            "0 12 * * *",
            "00 12 * * ?",
            "window `day` ends when it starts, such as at 12:00 on a Monday",
        ),
    ],
)
def test_a_window_ends_once_for_each_start(start, end, problem):
    trait = CronScaler(windows=[Window("day", start=start, end=end, replicas=2)])
    assert refusals(trait) == ([] if problem is None else [("windows", problem)])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@daily", 'is a macro; write "0 0 * * *"'),
        ("@every 5m", "is an interval, and no time of day"),
        (
            "0 0 */2 * 1",
            'has "*/2" beside another day, which controllers read differently; write the days out',
        ),
        (
            "0 0 1 * ?/2",
            'has "?/2" beside another day, which controllers read differently; write the days out',
        ),
        ("0 0 * * */2", None),
    ],
)
def test_a_window_has_times_that_all_controllers_read_alike(text, reason):
    window = Window("day", start=text, end="0 12 * * *", replicas=1)
    assert [fault.reason for fault in window.faults] == ([] if reason is None else [reason])


TIMES = {"start": "0 1 * * *", "end": "0 2 * * *", "replicas": 1}


@pytest.mark.parametrize(
    ("cls", "good", "parameter", "wrong"),
    [
        (AutoScaler, {"maximum": 3}, "minimum", 0),
        (AutoScaler, {}, "maximum", 0),
        (AutoScaler, {"maximum": 3}, "cpu", 0),
        (ManualScaler, {}, "replicas", -1),
        (CronScaler, {"windows": [DAY]}, "time_zone", "Mars/Olympus"),
        (CronScaler, {"windows": [DAY]}, "otherwise", -1),
        (Window, {"name": "day", **TIMES}, "start", "soon"),
        (Window, {"name": "day", **TIMES}, "end", "never"),
        (Window, {"name": "day", **TIMES}, "replicas", -1),
        (Ingress, {"host": "a"}, "path", "shop"),
        (VolumeMounter, {"name": "v", "size": "1Gi"}, "mount_path", "v"),
        (SecurityPolicy, {}, "run_as_user", -1),
        (SecurityPolicy, {}, "seccomp_profile", "Localhost"),
    ],
)
def test_a_value_out_of_range_is_a_fault(cls, good, parameter, wrong):
    assert [fault.parameter for fault in cls(**{**good, parameter: wrong}).faults] == [parameter]


def test_a_trait_that_refuses_nothing_is_content():
    assert refusals(ManualScaler(replicas=0)) == []
    assert ManualScaler(replicas=0).label == "ManualScaler"
