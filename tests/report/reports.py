"""Reports for tests: a shop in two environments, a hostile one, and how a page is read."""

import functools
from pathlib import Path

import html5lib

from oamdsl import (
    Application,
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    Environment,
    Ingress,
    ManualScaler,
    Port,
    Resources,
    Secret,
    SecurityPolicy,
    Sidecar,
    Value,
    component,
    parameter,
)
from oamdsl.checks.check import check
from oamdsl.compose.compose import compose
from oamdsl.diagnostics.finding import merged
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.report import html
from oamdsl.report.report_of import report_of
from oamdsl.report.topology import MOST_TOGETHER
from tests.rule_examples import PLATFORM

HERE = Path(__file__).parent
DEV = Environment("dev", platform=KUBERNETES, namespace="dev", settings={"domain": "dev.example.com"})
PROD = Environment("prod", platform=PLATFORM, namespace="prod", create_namespace=True)
HOSTILE = "</script><img src=x onerror=alert(1)>\"'&`<b>\x00\u202e\ud800"


@component
class Web(Component):
    """A web server."""

    image: str = parameter(default="web:1")
    note: str = parameter(default="")
    password: Value[str] = parameter(default="", secret=True)

    def workload(self):
        web = Container(
            "web",
            image=self.image,
            env={"NOTE": self.note, "PASSWORD": self.password},
            ports=[Port(80)],
            resources=Resources(cpu="100m", memory="64Mi"),
        )
        return ContainerizedWorkload([web])


def shop(environment):
    """A shop that scales in production."""
    scaler = AutoScaler(minimum=2, maximum=9) if environment is PROD else ManualScaler(replicas=1)
    image = "web:2" if environment is PROD else "web:1"
    policy = SecurityPolicy(allow_privilege_escalation=False)
    db = Web("db", password=Secret("hunter2"))
    web = Web("web", image=image, depends_on=[db], traits=[scaler, policy])
    extra = [Web("batch")] if environment is PROD else []
    return Application("shop", [db, web, *extra])


def hostile(environment):
    """Names and values that would be a program, were they not escaped."""
    web = Web(
        "web",
        note=HOSTILE,
        password=Secret("hunter2"),
        traits=[
            Sidecar("log", image=HOSTILE),
            Ingress(host=HOSTILE),
            AutoScaler(maximum=3),
            ManualScaler(replicas=4),
        ],
    )
    return Application(HOSTILE, [web, Web(HOSTILE, depends_on=["missing"])])


def plans_of(make=shop, environments=(DEV, PROD)):
    return [compose(environment, [make(environment)]) for environment in environments]


def many(components):
    """An application with a sidecar of each kind of difficulty, *components* times."""

    def made(environment):
        traits = [AutoScaler(maximum=9), SecurityPolicy(allow_privilege_escalation=False)]
        first = Web("web-0")
        rest = [Web(f"web-{n}", depends_on=[first], traits=traits) for n in range(1, components)]
        return Application("shop", [first, *rest])

    return made


def report(plans):
    findings = merged([finding for plan in plans for finding in check(plan)])
    return report_of(plans, findings, base=HERE)


def page_of(plans):
    return html.render(report(plans), base=HERE)


def parsed(page):
    """The tree of *page*, which is HTML without a fault."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


PAGES = {
    "a shop": plans_of,
    "one environment": functools.partial(plans_of, environments=[PROD]),
    "hostile names": functools.partial(plans_of, hostile),
    "no component": functools.partial(plans_of, lambda _: Application("empty")),
    "no difference": functools.partial(plans_of, lambda _: Application("shop", [Web("web")])),
    "a large application": functools.partial(plans_of, many(MOST_TOGETHER + 1)),
    "more than is unfolded": functools.partial(plans_of, many(21)),
    "many components": functools.partial(plans_of, many(40)),
}


@functools.cache
def written(name):
    """The page of `PAGES` called *name*."""
    return page_of(PAGES[name]())
