from oamdsl import Api, AutoScaler, CronScaler, Ingress, Refuse, Trait, Window, parameter, trait
from oamdsl.checks.rules.refused_trait import refused_trait
from oamdsl.platforms import ack
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import PLATFORM, Web

ACK = PLATFORM.offering(
    ack.cron_horizontal_pod_autoscaler(time_zone="Asia/Shanghai"),
    apis=[Api("autoscaling.alibabacloud.com/v1beta1", "CronHorizontalPodAutoscaler")],
)


@trait
class Locked(Trait):
    """Refuses its secret."""

    pin: str = parameter(secret=True)

    def refusals(self):
        yield Refuse("pin", why="the pin is too short", help="give a longer one")


def test_parameters_that_do_not_go_together_are_reported_at_the_argument():
    (finding,) = refused_trait(plan_with(Web("web", traits=[AutoScaler(minimum=9, maximum=3)])))
    assert told(finding) == {
        "message": "`AutoScaler` of component `web`: the maximum, 3, is below the minimum, 9",
        "subject": ("shop", "web", "AutoScaler", "maximum"),
        "seen": "3",
        "places": [
            ("maximum=3", ""),
            (
                'Web("web", traits=[AutoScaler(minimum=9, maximum=3)])',
                "component `web` is built here",
            ),
        ],
        "help": "raise `maximum` or lower `minimum`",
    }


def test_what_a_technology_cannot_do_is_reported_at_the_trait_when_the_default_asks_for_it():
    scaler = CronScaler(windows=[Window("day", start="0 6 * * *", end="0 7 * * *", replicas=3)])
    (finding,) = refused_trait(plan_with(Web("web", traits=[scaler]), platform=ACK))
    assert told(finding) == {
        "message": (
            "`CronScaler` of component `web`: the CronHPA controller knows its own time zone alone,"
            " Asia/Shanghai"
        ),
        "subject": ("shop", "web", "CronScaler", "time_zone"),
        "seen": "'Etc/UTC'",
        "places": [
            ('CronScaler(windows=[Window("day", start="0 6 * * *", end="0 7 * * *", replicas=3)])', ""),
            ('Web("web", traits=[scaler])', "component `web` is built here"),
        ],
        "help": 'use `time_zone="Asia/Shanghai"` and move the windows',
    }


def test_every_refusal_is_reported():
    traits = [Ingress(host="a.b", port=81), AutoScaler(minimum=2, maximum=1), CronScaler(windows=[])]
    assert messages(refused_trait, plan_with(Web("web", traits=traits))) == [
        "`AutoScaler` of component `web`: the maximum, 1, is below the minimum, 2",
        "`CronScaler` of component `web`: there is no window, so the time of day changes nothing",
        "`Ingress` of component `web`: `web` has no port 81, only 80",
    ]


def test_a_secret_that_is_refused_is_not_shown():
    (finding,) = refused_trait(plan_with(Web("web", traits=[Locked(pin="81543")])))
    assert finding.violation.seen == "[secret]"
    assert "81543" not in str(finding)


def test_a_trait_whose_arguments_are_faulty_is_left_to_other_rules():
    assert messages(refused_trait, plan_with(Web("web", traits=[AutoScaler(minimum=0, maximum=-1)]))) == []


def test_parameters_that_go_together_are_fine():
    assert messages(refused_trait, plan_with(Web("web", traits=[AutoScaler(minimum=3, maximum=3)]))) == []
