"""Who does what a finding's help says is rid of the finding."""

import pytest

from oamdsl.checks.catalogue import RULES
from tests.rule_examples import findings_of

PASTED = [
    ("OAM101", "`connections`", "conections", "connections"),
    ("OAM102", "`maximum=...`", "minimum=2", "minimum=2, maximum=9"),
    ("OAM103", "`4096`", '"4096"', "4096"),
    ("OAM104", "give `connections` an allowed value: 1 to 65535", "70000", "65535"),
    ("OAM105", "`parameter()`", 'eviction: str = "lru"', 'eviction: str = parameter(default="lru")'),
    ("OAM107", "write `@component` above `class Cache`", "class Cache", "@component\nclass Cache"),
    ("OAM110", "`database`", "databse", "database"),
    ("OAM112", "remove `time_zone`", ', time_zone="Europe/Berlin"', ""),
    ("OAM113", "`web-next`", "web-nxt", "web-next"),
    ("OAM201", "remove `Ingress`", '[Ingress(host="shop.example.com")]', "[]"),
    ("OAM202", "keep `ManualScaler`", "AutoScaler(minimum=1, maximum=9), ", ""),
    ("OAM202", "or `AutoScaler`", ", ManualScaler(replicas=3)", ""),
    ("OAM203", '`Ingress("other", ...)`', 'Ingress(host="www', 'Ingress("other", host="www'),
    ("OAM208", "raise `maximum`", "maximum=3", "maximum=9"),
    ("OAM209", "`web`", '"wbe"', '"web"'),
    ("OAM211", "set `minimum_replicas` to 1", "VerticalScaler()", "VerticalScaler(minimum_replicas=1)"),
    (
        "OAM217",
        '`Peer(namespace="...", ports=[...])` to `allow_from`',
        "allow_from=[]",
        'allow_from=[Peer(namespace="ingress", ports=[80])]',
    ),
    ("OAM301", "remove `ManualScaler`", "ManualScaler(replicas=3)", ""),
    ("OAM302", "remove `ManualScaler`", "ManualScaler(replicas=3)", ""),
    ("OAM401", "`web-shop`", "Web_Shop", "web-shop"),
    ("OAM402", "`shop-co`", "Shop & Co.", "shop-co"),
    ("OAM403", '"10Gi"', '"10GB"', '"10Gi"'),
    ("OAM403", '"10G"', '"10GB"', '"10G"'),
    ("OAM409", "`env={...}`", 'args=["--token", self.token]', 'env={"TOKEN": self.token}'),
    (
        "OAM410",
        '`env={"URL": "db:$(PASSWORD)"}`',
        'env={"URL": url}',
        'env={"PASSWORD": self.password, "URL": "postgres://shop:$(PASSWORD)@db"}',
    ),
    (
        "OAM412",
        "remove `metadata.resourceVersion`",
        '"resourceVersion": "4711"',
        "",
    ),
    ("OAM413", "app=web", '"app": "shop"', '"app": "web"'),
    ("OAM415", "`data`", '"dta"', '"data"'),
    (
        "OAM417",
        "`policy/v1 PodDisruptionBudget`",
        '"policy/v1beta1"',
        '"policy/v1"',
    ),
    (
        "OAM424",
        "`Probes(readiness=TcpProbe(port=80))`",
        "ManualScaler(replicas=5)",
        "ManualScaler(replicas=5), Probes(readiness=TcpProbe(port=80))",
    ),
    (
        "OAM427",
        "`DisruptionBudget(maximum_unavailable=1)`",
        "DisruptionBudget(minimum_available=1)",
        "DisruptionBudget(maximum_unavailable=1)",
    ),
    ("OAM429", "`burstable`", '"guaranteed"', '"burstable"'),
    ("OAM430", "`burstable`", '"guaranteed"', '"burstable"'),
]
BY_HAND = {
    "OAM204": "either of the two traits goes",
    "OAM205": "the platform is somebody else's",
    "OAM206": "the cluster is somebody else's",
    "OAM207": "the amount is the developer's",
    "OAM210": "either of the two implementations goes",
    "OAM216": "either of the two goes",
    "OAM304": "what is to be kept is the developer's",
    "OAM407": "either the volume or the mount is meant",
    "OAM411": "one of three ways",
    "OAM416": "the object is another one",
    "OAM420": "the image is the developer's",
    "OAM425": "one of several ways",
    "OAM428": "the amount is the developer's",
    "OAM432": "the port is the developer's",
}
"""Rules whose help has names in it, and leaves what to write to people: {code: why}."""


def example_of(code):
    return next(rule.page.example for rule in RULES if rule.code == code)


@pytest.mark.parametrize(("code", "said", "old", "new"), PASTED, ids=lambda one: one[:24])
def test_what_a_help_says_is_the_end_of_the_finding(code, said, old, new):
    example = example_of(code)
    (finding, *_) = findings_of(example, f"<{code} before>")
    assert said in finding.violation.help
    assert old in example
    assert findings_of(example.replace(old, new), f"<{code} after>") == []


def test_every_help_with_code_is_tried_or_left_to_people():
    coded = {
        finding.code
        for rule in RULES
        for finding in findings_of(rule.page.example, f"<{rule.code} help>")
        if "`" in finding.violation.help
    }
    tried = {code for code, *_ in PASTED}
    assert coded - tried == set(BY_HAND)
