"""How a difference is written."""

import json
import re

import attrs
import jsonschema

from oamdsl.diff import json as json_format
from oamdsl.diff import markdown, text
from oamdsl.diff.compare import compare
from oamdsl.diff.consequence import Impact
from oamdsl.diff.grouping import grouped
from oamdsl.diff.state import EnvironmentState, Refusal, State
from tests.diff.states import claim, component, deployment, state
from tests.docs.reference.formats import SCHEMAS

CLAIM = "PersistentVolumeClaim/web-data"
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
~ the environment itself (prod)
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
    ! loses data: PersistentVolumeClaim/web-data: the claim is removed, and its volume with it
    ! restarts pods: Deployment/web: spec.template.spec.containers[name=web].image
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
    ! stops: Deployment/old: it is removed
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
        "| what happens | object | component | environment | why |\n"
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


REFUSAL = Refusal(code="OAM202", rule="contested-field", message="`a` | <b>", subject="shop/web")
MENDED = Refusal(code="OAM101", rule="invalid-parameter", message="wrong", subject="shop/web")


def several(image, *, refusals=(), names=("dev", "prod"), **spec):
    return State(
        "head",
        {
            name: EnvironmentState(
                components=(component(deployment(image, namespace=name, **spec)),),
                namespace=name,
                refusals=refusals,
            )
            for name in names
        },
    )


def test_what_changes_alike_stands_once():
    found = compare(several("web:1"), several("web:2"))
    (group,) = grouped(found)
    assert (group.environments, group.example) == (("dev", "prod"), "dev")
    assert text.render(found).startswith("~ shop/web (dev, prod)\n    ! restarts pods: Deployment/web")
    assert "    ~ Deployment/web, as in dev\n" in text.render(found)
    written = markdown.render(found)
    assert "| **restarts pods** | `Deployment/web` | shop/web | dev, prod |" in written
    assert "#### ~ `shop/web` in `dev`, `prod`\n" in written
    assert "<details><summary>~ Deployment/web, as in dev</summary>" in written


def test_a_component_that_is_new_alike_stands_once_whatever_the_namespace():
    nothing = {name: EnvironmentState(namespace=name) for name in ("dev", "prod")}
    (group,) = grouped(compare(State("base", nothing), several("web:1")))
    assert group.environments == ("dev", "prod")


def test_another_namespace_changes_alike_whichever_it_is():
    before, after = (
        State(
            "head",
            {
                name: EnvironmentState(
                    components=(component(deployment(namespace=f"{prefix}-{name}")),),
                    namespace=f"{prefix}-{name}",
                )
                for name in ("dev", "prod")
            },
        )
        for prefix in ("shop", "store")
    )
    (group,) = grouped(compare(before, after))
    assert (group.environments, group.change.consequences[0].why) == (("dev", "prod"), "metadata.namespace")


def test_what_changes_in_another_way_stands_apart():
    after = several("web:2")
    other = several("web:3", names=("prod",))
    found = compare(several("web:1"), State("head", {**after.environments, **other.environments}))
    assert [(one.environments, one.example) for one in grouped(found)] == [(("dev",), ""), (("prod",), "")]
    same = compare(several("web:1", names=("dev",)), several("web:2", names=("dev",)))
    assert "as in" not in text.render(same)


def test_objects_at_the_same_place_need_no_example():
    states = [
        State("head", {name: EnvironmentState(components=(component(deployment(image)),)) for name in "ab"})
        for image in ("web:1", "web:2")
    ]
    (group,) = grouped(compare(*states))
    assert (group.environments, group.example) == (("a", "b"), "")


def test_what_is_refused_is_first():
    found = compare(several("web:1", refusals=(MENDED,)), several("web:2", refusals=(REFUSAL,)))
    assert text.render(found).startswith(
        """\
! refused: head is not deployed in dev, prod until this is mended
    OAM202 `a` | <b> (dev, prod)
    What follows is what could be made of it; `oamdsl check` has the lines.
~ mended: head was refused for
    OAM101 wrong (dev, prod)

~ shop/web (dev, prod)
"""
    )
    assert markdown.render(found).startswith(
        """\
### What changes from `head` to `head`

> [!CAUTION]
> **Refused**: `head` is not deployed in `dev`, `prod` until this is mended. \
What follows is what could be made of it.

| | what is wrong | environment |
| --- | --- | --- |
| OAM202 | `a` \\| &lt;b&gt; | dev, prod |

`head` was refused for OAM101, which is mended.

| what happens |"""
    )
    twice = compare(several("web:1"), several("web:2", refusals=(REFUSAL, REFUSAL)))
    assert text.render(twice).count("OAM202") == 1
    assert "`a` | <b> (dev, prod)\n" in text.render(twice)
    content = json.loads(json_format.render(found))
    assert content["refused"]["dev"] == [attrs.asdict(REFUSAL)]
    assert content["was_refused"]["prod"] == [attrs.asdict(MENDED)]


def test_what_was_refused_before_and_is_refused_still_is_not_mended():
    found = compare(several("web:1", refusals=(REFUSAL,)), several("web:1", refusals=(REFUSAL,)))
    assert "mended:" not in text.render(found)
    assert "which is mended." not in markdown.render(found)
    content = json.loads(json_format.render(found))
    assert (content["differs"], content["environments"]) == (False, {"dev": [], "prod": []})


def test_environments_that_come_or_go_are_said_first():
    dev, prod = several("web:1", names=("dev",)), several("web:1", names=("prod",))
    found = compare(dev, prod)
    assert text.render(found).startswith(
        "+ environment prod: new, with 1 component\n"
        "- environment dev: no longer there, nor its 1 component; its stack is not destroyed by this\n"
        "\n"
    )
    written = markdown.render(found)
    assert "\n**Environment `prod` is new**, with 1 component.\n" in written
    assert (
        "\n**Environment `dev` is no longer there**, nor its 1 component. "
        "Its stack is not destroyed by this.\n"
    ) in written
    assert json.loads(json_format.render(found))["signs"] == {"prod": "+", "dev": "-"}
    two = State("head", {"a": EnvironmentState(components=(component(), component(name="shop/b")))})
    assert "+ environment a: new, with 2 components\n" in text.render(compare(State("base", {}), two))
    assert "**Environment `a` is new**, with 2 components." in markdown.render(
        compare(State("base", {}), two)
    )


def test_text_may_be_coloured_and_says_the_same():
    plain, coloured = text.render(FOUND), text.render(FOUND, colour=True)
    assert re.sub("\x1b[^m]*m", "", coloured) == plain
    assert "\x1b[1;31m    ! loses data: PersistentVolumeClaim/web-data" in coloured
    assert "\x1b[32m        +        image: web:2\x1b[0m" in coloured


def test_a_renamed_component_is_told_by_both_names():
    before, after = (
        component(deployment(name=name), name=f"shop/{name}", declaration={"": "Web"})
        for name in ("web", "front")
    )
    found = compare(state(before), state(after, name="head"))
    written = text.render(found, objects=False)
    assert written.startswith("~ shop/front, which was shop/web (prod)\n")
    assert "    +- Deployment/web -> Deployment/front\n" in written
    assert "#### ~ `shop/front`, which was `shop/web`, in `prod`\n" in markdown.render(found)
    assert "<summary>+- Deployment/web -&gt; Deployment/front</summary>" in markdown.render(found)
    (renamed,) = json.loads(json_format.render(found))["environments"]["prod"]
    assert (renamed["name"], renamed["was"]) == ("shop/front", "shop/web")
    (one,) = renamed["objects"]
    assert (one["sign"], one["name"], one["was"]) == ("+-", "front", "web")


def test_objects_to_which_the_same_happens_share_a_row():
    before, after = (
        component(deployment(namespace=name), claim(namespace=name), retained=(CLAIM,)) for name in ("a", "b")
    )
    row = f"| **replaces** | `Deployment/web`, `{CLAIM}` | shop/web | prod | metadata.namespace |\n"
    assert row in markdown.render(compare(state(before), state(after)))


def test_json_is_as_its_schema_says():
    schema = json.loads(SCHEMAS["diff"].read_text(encoding="utf-8"))
    renamed = compare(
        state(component(deployment(), declaration={"": "Web"}), refusals=(REFUSAL,)),
        state(component(deployment(name="b"), name="shop/b", declaration={"": "Web"})),
    )
    for found in (FOUND, SAME, renamed, compare(several("web:1"), several("web:2", refusals=(REFUSAL,)))):
        jsonschema.validate(json.loads(json_format.render(found)), schema)
    jsonschema.validate({"schema_version": 1, "error": {"message": "a", "help": "b"}}, schema)
    of = schema["$defs"]["component"]["properties"]["consequences"]["items"]["properties"]
    assert of["impact"]["enum"] == [one.value for one in Impact]


def test_markdown_counts_what_was_left_out_of_each_part():
    many = tuple(attrs.evolve(REFUSAL, message=f"{n} {'x' * 200}") for n in range(200))
    written = markdown.render(compare(several("web:1"), several("web:2", refusals=many)))
    assert len(written) < 65_536
    assert re.search(r"longer: \d+ lines, 1 consequence\. Run", written)
    assert "Left out" not in markdown.render(compare(several("web:1"), several("web:2")))
    before, after = (
        state(*(component(deployment(image, name=f"w{n}"), name=f"shop/w{n}") for n in range(1000)))
        for image in ("web:1", "web:2")
    )
    written = markdown.render(compare(before, after))
    shown = written.count("| **restarts pods** |")
    assert f"longer: {1000 - shown} consequences, {1000 - written.count('#### ~ ')} components, " in written
