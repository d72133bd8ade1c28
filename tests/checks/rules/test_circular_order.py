from oamdsl import Container, InitContainer, Sidecar
from oamdsl.checks.check import check
from oamdsl.checks.rules.circular_order import circular_order
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import Web

LIST = "`spec.template.spec.initContainers` of Deployment/web"


def init(name, *after):
    return InitContainer(Container(name, image="i:1"), after=after)


def order(*traits):
    return messages(circular_order, plan_with(Web("web", traits=traits)))


def test_two_that_shall_each_stand_after_the_other_have_no_order():
    migrate = InitContainer(Container("migrate", image="m:1"), after=["seed"])
    seed = InitContainer(Container("seed", image="s:1"), after=["migrate"])
    for traits in ([migrate, seed], [seed, migrate]):
        (finding,) = circular_order(plan_with(Web("web", traits=traits)))
        assert told(finding) == {
            "message": (
                f"`migrate` in {LIST} shall stand after `seed`, which shall stand after `migrate`,"
                " in component `web`"
            ),
            "subject": ("shop", "web", "InitContainer"),
            "places": [
                (
                    'InitContainer(Container("migrate", image="m:1"), after=["seed"])',
                    "`InitContainer` adds `migrate`",
                ),
                (
                    'InitContainer(Container("seed", image="s:1"), after=["migrate"])',
                    "`InitContainer` adds `seed`",
                ),
                ('Web("web", traits=traits)', "component `web` is built here"),
            ],
            "help": "let one of them stand after none of the others",
        }


def test_one_that_shall_stand_after_itself_has_no_order():
    assert order(init("a", "a")) == [f"`a` in {LIST} shall stand after `a`, in component `web`"]


def test_a_longer_circle_is_told_as_it_runs():
    assert order(init("a", "b"), init("b", "c"), init("c", "a"), init("d")) == [
        f"`a` in {LIST} shall stand after `b`, which shall stand after `c`, which shall stand after `a`,"
        " in component `web`"
    ]


def test_an_order_is_fine_and_a_name_that_is_not_there_is_told():
    proxy = Sidecar(Container("proxy", image="p:1"), before_others=True)
    assert order(init("a", "proxy", "b"), init("b"), proxy) == []
    (finding,) = check(plan_with(Web("web", traits=[init("a", "bb"), init("b")])))
    assert finding.code == "OAM209"
    assert finding.violation.help == "did you mean `b`?"
