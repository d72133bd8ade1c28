"""How a difference is written."""

import json

from oamdsl.diff import json as json_format
from oamdsl.diff import markdown, text
from oamdsl.diff.compare import compare
from tests.diff.states import claim, component, deployment, state

BEFORE = component(
    deployment("web:1"), claim(), declaration={"": "Web", "level": "'a|b'"}, traits=(), owners={}
)
AFTER = component(
    deployment("web:2"),
    declaration={"": "Web", "level": "'`'"},
    traits=({"": "AutoScaler", "maximum": "9"},),
    owners={},
)
FOUND = compare(
    state(BEFORE, component(deployment(name="old"), name="shop/old")),
    state(AFTER, component(deployment(name="new"), name=""), name="head"),
)
SAME = compare(state(BEFORE), state(BEFORE, name="head"))


def test_text_says_what_it_means_before_the_yaml():
    assert (
        text.render(FOUND)
        == """\
+ the environment itself (prod)
    + replicas: 2
    + image of web: web:1
    + Deployment/new
        @@ -0,0 +1,15 @@
        +apiVersion: apps/v1
        +kind: Deployment
        +metadata:
        +  name: new
        +  namespace: prod
        +spec:
        +  replicas: 2
        +  selector:
        +    matchLabels:
        +      app: new
        +  template:
        +    spec:
        +      containers:
        +      - name: web
        +        image: web:1

~ shop/web (prod)
    ! loses data: PersistentVolumeClaim/web-data, because of the claim is removed, and its volume with it
    ! restarts pods: Deployment/web, because of spec.template.spec.containers[name=web].image
    ~ level: 'a|b' -> '`'
    + trait: AutoScaler(maximum=9)
    ~ image of web: web:1 -> web:2
    - disk web-data: 1Gi
    ~ Deployment/web
        @@ -13,3 +13,3 @@
               containers:
               - name: web
        -        image: web:1
        +        image: web:2
    - PersistentVolumeClaim/web-data
        @@ -1,10 +0,0 @@
        -apiVersion: v1
        -kind: PersistentVolumeClaim
        -metadata:
        -  name: web-data
        -  namespace: prod
        -spec:
        -  storageClassName: fast
        -  resources:
        -    requests:
        -      storage: 1Gi

- shop/old (prod)
    ! stops: Deployment/old, because of it is removed
    - replicas: 2
    - image of web: web:1
    - Deployment/old
        @@ -1,15 +0,0 @@
        -apiVersion: apps/v1
        -kind: Deployment
        -metadata:
        -  name: old
        -  namespace: prod
        -spec:
        -  replicas: 2
        -  selector:
        -    matchLabels:
        -      app: old
        -  template:
        -    spec:
        -      containers:
        -      - name: web
        -        image: web:1
"""
    )
    assert text.render(SAME) == ""


def test_text_may_leave_the_yaml_out():
    assert "@@" not in text.render(FOUND, objects=False)
    assert "~ Deployment/web" in text.render(FOUND, objects=False)


def test_markdown_has_what_happens_first_and_folds_the_yaml():
    written = markdown.render(FOUND)
    assert written.startswith(
        "### What changes from `base` to `head`\n"
        "\n"
        "| what happens | object | component | environment | because of |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| **loses data** | `PersistentVolumeClaim/web-data` | shop/web | prod "
        "| the claim is removed, and its volume with it |\n"
    )
    assert (
        "\n#### ~ `shop/web` in `prod`\n"
        "\n"
        "| | before | after |\n"
        "| --- | --- | --- |\n"
        "| level | `'a\\|b'` | `'''` |\n"
        "| trait |  | `AutoScaler(maximum=9)` |\n"
    ) in written
    assert (
        "\n<details><summary>~ Deployment/web</summary>\n"
        "\n"
        "```diff\n"
        "@@ -13,3 +13,3 @@\n"
        "       containers:\n"
        "       - name: web\n"
        "-        image: web:1\n"
        "+        image: web:2\n"
        "```\n"
        "\n"
        "</details>\n"
    ) in written


def test_markdown_says_when_nothing_differs_or_nothing_happens():
    assert markdown.render(SAME) == "### What changes from `base` to `head`\n\nNothing.\n"
    harmless = compare(
        state(component(deployment(replicas=1))), state(component(deployment(replicas=2)), name="head")
    )
    assert "\nNothing restarts, nothing is replaced, no data is lost.\n" in markdown.render(harmless)


def test_markdown_of_what_differs_in_the_ledger_alone_has_no_yaml():
    owned = compare(
        state(component(deployment(), owners={})), state(component(deployment(), owners={"a b": "c"}))
    )
    assert "<details>" not in markdown.render(owned)


def test_markdown_fits_into_a_comment():
    many = [component(deployment(name=f"web-{n}"), name=f"shop/web-{n}") for n in range(300)]
    written = markdown.render(compare(state(), state(*many, name="head")))
    assert len(written) < 65_536
    assert written.endswith(
        "\nLeft out, since a comment may not be longer: 236 objects. Run `oamdsl diff` for all of it.\n"
    )
    assert all(f"`shop/web-{n}`" in written for n in range(300))
    assert written.count("<details>") > 10


def test_markdown_keeps_to_the_limit_when_there_is_more_than_sections():
    before, after = (
        state(*(component(deployment(image, name=f"w{n}"), name=f"shop/w{n}") for n in range(1000)))
        for image in ("web:1", "web:2")
    )
    written = markdown.render(compare(before, after))
    assert len(written) < 65_536
    assert written.count("| **restarts pods** |") > 100
    assert written.count("#### ~ ") > 100
    assert "<details>" not in written


def test_markdown_fences_hold_fences():
    one, other = ({"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}, "x": x} for x in ("1", "```"))
    assert "````diff\n" in markdown.render(compare(state(component(one)), state(component(other))))


def test_json_has_everything_as_plain_values():
    content = json.loads(json_format.render(FOUND))
    assert (content["schema_version"], content["before"], content["after"]) == (1, "base", "head")
    web, *_ = content["environments"]["prod"]
    assert (web["name"], web["sign"]) == ("shop/web", "~")
    assert web["consequences"][1] == {
        "impact": "restarts pods",
        "object": "Deployment/web",
        "why": "spec.template.spec.containers[name=web].image",
    }
    assert web["declared"][1] == {"what": "trait", "before": "", "after": "AutoScaler(maximum=9)"}
    assert web["objects"][0] == {
        "sign": "~",
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "name": "web",
        "was": "web",
        "namespace": "prod",
        "fields": [
            {
                "path": "spec.template.spec.containers[name=web].image",
                "before": "web:1",
                "after": "web:2",
            }
        ],
    }
    assert [one["sign"] for one in web["objects"]] == ["~", "-"]


def test_json_tells_an_absent_field_from_null():
    one, other = (
        {"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}, **x} for x in ({}, {"x": None})
    )
    content = json.loads(json_format.render(compare(state(component(one)), state(component(other)))))
    assert content["environments"]["prod"][0]["objects"][0]["fields"] == [{"path": "x", "after": None}]
