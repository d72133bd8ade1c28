"""The page: HTML without a fault, that reads without scripts, and in which everything is escaped."""

import base64
import functools
import hashlib
import itertools
import re
from xml.etree import ElementTree as ET

import attrs
import pytest

from oamdsl import Application, SecurityPolicy, Sidecar
from oamdsl.checks.catalogue import RULES
from oamdsl.checks.check import check
from oamdsl.report import html
from oamdsl.report.comparison import comparison_of
from oamdsl.report.ledger import ledger_of
from oamdsl.report.topology import MOST_TOGETHER, topology_of
from tests.cli.test_check import ACCEPTED
from tests.report.reports import (
    DEV,
    HERE,
    HOSTILE,
    PAGES,
    PROD,
    Web,
    hostile,
    page_of,
    parsed,
    plans_of,
    report,
    text_of,
    written,
)
from tests.rule_examples import plan_of

SVG = "{http://www.w3.org/2000/svg}"
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, indirect=True)
EVERY_TEXT = pytest.mark.parametrize("text", PAGES, indirect=True)


@functools.cache
def tree(name):
    return parsed(written(name))


@pytest.fixture
def text(request):
    """One of `PAGES` as it is written."""
    return written(request.param)


@pytest.fixture
def page(request):
    """One of `PAGES` as a tree."""
    return tree(request.param)


def section(page, name):
    (found,) = (one for one in page.iter("section") if one.get("id") == name)
    return found


@EVERY_PAGE
def test_every_id_is_unique_and_everything_referred_to_is_there(page):
    ids = [one.get("id") for one in page.iter() if one.get("id") is not None]
    assert len(ids) == len(set(ids))
    for element in page.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            assert set(element.get(attribute, "").split()) <= set(ids)
        if element.tag == "a":
            assert element.get("href").removeprefix("#") in ids
    assert set(re.findall(r"url\(#(.*?)\)", ET.tostring(page, encoding="unicode"))) <= set(ids)


@EVERY_PAGE
def test_headings_are_in_order_and_none_is_left_out(page):
    levels = [int(one.tag[1]) for one in page.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@EVERY_PAGE
def test_tables_have_captions_and_their_headings_say_what_they_head(page):
    for table in page.iter("table"):
        assert text_of(table.find("caption"))
        for heading in table.iter("th"):
            assert heading.get("scope") in {"col", "row", "rowgroup"}
            assert text_of(heading)
        columns = len(table.findall("thead/tr/th"))
        for row in table.iter("tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row) == columns


@EVERY_PAGE
def test_everything_that_is_asked_has_a_label(page):
    labelled = {one.get("for") for one in page.iter("label")}
    for element in page.iter():
        if element.tag in ("input", "select"):
            assert element.get("id") in labelled
        if element.get("role") == "region":
            assert element.get("aria-label") or element.get("aria-labelledby")


@EVERY_PAGE
def test_nothing_is_outside_the_page(page):
    for element in page.iter():
        assert not {"src", "srcset", "action", "style", "background"} & set(element.attrib)
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.tag not in ("link", "img", "iframe", "object", "embed", "base")
    assert re.findall(r"@import|url\((?!#)", ET.tostring(page, encoding="unicode")) == []


@EVERY_TEXT
def test_it_admits_its_own_style_and_script_alone(text):
    (policy,) = re.findall(r'Content-Security-Policy" content="(.*?)"', text)
    directives = dict(one.split(" ", 1) for one in policy.replace("&#39;", "'").split("; "))
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert directives.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert directives == dict.fromkeys(("default-src", "base-uri", "form-action"), "'none'")


def test_it_has_landmarks_and_a_way_past_the_contents():
    body = tree("a shop").find("body")
    assert [one.tag for one in body] == ["a", "header", "nav", "main", "script"]
    assert body.find("a").get("href") == "#main"
    assert [one.get("href") for one in body.find("nav").iter("a")] == [
        f"#{one.get('id')}" for one in body.find("main").iter("section")
    ]


def test_its_title_says_what_is_reported():
    assert tree("a shop").findtext("head/title") == "shop in dev and prod"
    assert tree("no component").findtext("head/title") == "empty in dev and prod"


def test_it_says_what_differs():
    rows = [text_of(row) for row in section(tree("a shop"), "environments").iter("tr")]
    assert "replicas 1 2 to 9 by load" in rows
    assert "is there not there yes" in rows
    assert "shop/web Web" in rows


def test_what_is_as_in_the_environment_before_is_marked():
    plans = plans_of(environments=[DEV, DEV, PROD])
    row = next(one for one in parsed(page_of(plans)).iter("tr") if text_of(one).startswith("replicas"))
    assert [cell.get("class") for cell in row.findall("td")] == [None, "muted", None]


def test_of_one_environment_it_says_what_runs():
    page = tree("one environment")
    assert text_of(section(page, "environments").find("h2")) == "What runs"
    assert page.findall(".//*[@id='filter-environment']") == []
    assert all("open" in one.attrib for one in section(page, "environments").iter("details"))


def test_it_says_when_nothing_differs():
    page = tree("no difference")
    assert "Nothing: every component has the same" in text_of(section(page, "environments"))


def test_much_is_folded():
    page = tree("more than is unfolded")
    opened = [one for one in page.iter("details") if "open" in one.attrib]
    assert [text_of(one.find("summary")) for one in opened] == ["shop 21 components"]


def test_a_large_application_has_links_from_its_picture_and_its_words_to_each_component():
    page = tree("a large application")
    topology = section(page, "topology")
    alone = {
        text_of(one.find("summary")): one.get("id")
        for one in topology.iter("details")
        if str(one.get("id")).startswith("drawn-")
    }
    assert len(alone) == MOST_TOGETHER + 1
    picture = next(topology.iter("figure"))
    drawn = [one.get("href") for one in picture.iter(f"{SVG}a")]
    assert sorted(drawn) == sorted(f"#{id}" for id in alone.values())
    item = next(one for one in topology.iter("li") if text_of(one) == "web-1 depends on web-0")
    assert [one.get("href") for one in item.iter("a")] == [f"#{alone['web-1']}", f"#{alone['web-0']}"]


def test_a_component_of_a_small_application_leads_from_its_picture_to_its_fields():
    picture = next(section(tree("a shop"), "topology").iter("figure"))
    ledger = {
        text_of(one.find("summary")).split()[0]: one.get("id") for one in tree("a shop").iter("details")
    }
    links = {one.findtext(f".//{SVG}title"): one.get("href") for one in picture.iter(f"{SVG}a")}
    assert links == {f"component {name}": f"#{ledger[f'shop/{name}']}" for name in ("db", "web")}


def test_it_says_what_it_was_made_from():
    made = attrs.evolve(report(PAGES["no component"]()), made_from="commit 3a634b9 of 2026-08-25")
    header = parsed(html.render(made, base=HERE)).find("body/header/p")
    assert text_of(header) == "In dev and prod; made from commit 3a634b9 of 2026-08-25"
    assert text_of(tree("no component").find("body/header/p")) == "In dev and prod"


def test_it_says_who_decides_a_field():
    rows = [" ".join(map(text_of, row)) for row in section(tree("a shop"), "ledger").iter("tr")]
    dev, prod = (one for one in rows if one.startswith("spec.replicas "))
    assert dev.startswith("spec.replicas 1 application operator ManualScaler sets it in dev reports.py:")
    why = "AutoScaler leaves it to the HorizontalPodAutoscaler in prod reports.py:"
    assert prod.startswith(f"spec.replicas 2 application operator {why}")


def test_it_says_which_traits_conflict_and_where_two_are_bound():
    def both(_):
        traits = [SecurityPolicy(allow_privilege_escalation=False), Sidecar("log", image="log:1")]
        return Application("shop", [Web(f"web-{n}", traits=traits) for n in range(5)])

    page = parsed(page_of(plans_of(both)))
    rows = [" ".join(map(text_of, row)) for row in section(page, "traits").iter("tr")]
    assert rows[1].startswith(
        "AutoScaler and CronScaler conflicting both decide spec.replicas of Deployment/web"
    )
    assert rows[1].endswith("in prod")
    (row,) = (one for one in rows if one.startswith("SecurityPolicy and Sidecar composable"))
    assert row.endswith("Both are bound to shop/web-0, shop/web-1, shop/web-2 and 2 other components.")


def test_it_says_when_no_two_traits_meet():
    found = attrs.evolve(report(PAGES["no component"]()), pairs=())
    assert "No two traits of the platforms share a field" in html.render(found, base=HERE)


def test_pictures_have_a_name_and_are_told_in_words():
    pictures = list(section(tree("a shop"), "topology").iter("figure"))
    assert [text_of(one.find("figcaption")) for one in pictures] == ["shop in dev", "shop in prod"]
    for one in pictures:
        (drawn,) = one.iter(f"{SVG}svg")
        assert drawn.get("role") == "img"
        assert drawn.findtext(f"{SVG}title") == text_of(one.find("figcaption"))
        assert drawn.findtext(f"{SVG}desc")
        assert "component web binds trait SecurityPolicy" in [text_of(item) for item in one.iter("li")]


def test_findings_have_the_lines_that_they_are_about():
    found = report(plans_of(hostile))
    page = parsed(html.render(found, base=HERE))
    articles = list(section(page, "findings").iter("article"))
    assert len(articles) == len(found.findings)
    (clash,) = (one for one in articles if "OAM202" in text_of(one.find("h3")))
    assert clash.get("class") == "finding error"
    assert text_of(clash.find("h3")).startswith("error OAM202 ManualScaler and AutoScaler both decide")
    assert [one.text for one in clash.find("h3").iter("code")][:2] == ["ManualScaler", "AutoScaler"]
    assert "= help: keep `ManualScaler` or `AutoScaler`, not both" in "".join(clash.find("pre").itertext())


CLASH = """\
Web(
    "web",
    traits=[
        AutoScaler(maximum=3),
        ManualScaler(replicas=4),
    ],
)
"""


def test_places_of_findings_are_marked_as_first_and_others():
    shown = page_of([plan_of(CLASH, "<shown>")])
    pre = next(parsed(shown).iter("pre"))
    marks = [(one.get("class"), one.text) for one in pre.iter("span")]
    assert ("first", f"{'^' * 21} `AutoScaler` leaves it to the HorizontalPodAutoscaler") in marks
    assert ("other", f"{'-' * 24} `ManualScaler` sets it") in marks
    assert "5 |         ManualScaler(replicas=4),\n" in "".join(pre.itertext())


def test_escapes_in_a_users_line_are_no_marks():
    scaler = "AutoScaler(maximum=3),"
    program = CLASH.replace(scaler, f"{scaler}  # \x1b[32mgreen\x1b[0m")
    pre = next(parsed(page_of([plan_of(program, "<escaped>")])).iter("pre"))
    assert "# \ufffd[32mgreen\ufffd[0m" in "".join(pre.itertext())


def test_a_component_that_differs_leads_to_its_fields():
    links = section(tree("a shop"), "environments").iter("a")
    link = next(one for one in links if one.text == "shop/web")
    target = link.get("href").removeprefix("#")
    (found,) = (one for one in tree("a shop").iter("details") if one.get("id") == target)
    assert text_of(found.find("summary")).startswith("shop/web ")


VARIABLE = re.compile(r"--(\w+): (#[0-9a-f]{3,6});")


def luminance(colour):
    """Relative luminance by WCAG 2.2."""
    digits = colour.removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(2 * one for one in digits)
    parts = [int(whole[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "bad", "warn", "first", "other"])
@pytest.mark.parametrize("ground", ["page", "raised"])
def test_text_has_enough_contrast(scheme, ink, ground):
    colours = dict(VARIABLE.findall(written("a shop").split(":root {")[1 + scheme].split("}")[0]))
    dark, light = sorted((luminance(colours[ink]), luminance(colours[ground])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_findings_that_a_comment_accepts_stand_apart(user):
    user.write(application=ACCEPTED)
    assert user.run("report", "-o", "r.html").exit_code == 0
    page = parsed((user.root / "r.html").read_text(encoding="utf-8"))
    findings = section(page, "findings")
    assert "Nothing found in dev and prod." in text_of(findings)
    assert text_of(findings.find("details/summary")) == "1 finding accepted by comments"
    assert text_of(findings.find("details/ul/li")).endswith("Accepted: the cluster is odd")


def test_names_and_values_stay_text():
    page = written("hostile names")
    tags = {one.tag for one in tree("hostile names").iter()}
    assert "img" not in tags
    assert page.count("<script") == 1
    assert page.count("</script") == 1
    shown = HOSTILE.replace("\x00", "\ufffd").replace("\u202e", "\ufffd").replace("\ud800", "\ufffd")
    assert shown in text_of(section(tree("hostile names"), "topology"))
    assert page.encode("utf-8")


@EVERY_TEXT
def test_secrets_are_not_shown(text):
    assert "hunter2" not in text


def test_it_is_the_same_on_every_run():
    assert page_of(plans_of()) == written("a shop")


def test_long_values_are_cut_and_how_long_they_are_is_said():
    page = page_of(plans_of(lambda _: Application("shop", [Web("web", note="x" * 5000)])))
    assert '"' + "x" * 399 + "… (5,002 characters)" in text_of(section(parsed(page), "ledger"))
    assert "x" * 401 not in page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_whatever_is_wrong_is_reported(rule):
    plan = plan_of(rule.page.example, f"<report of {rule.code}>")
    parts = {
        "comparison": comparison_of([plan]),
        "topology": topology_of([plan]),
        "ledger": ledger_of([plan], HERE),
    }
    found = attrs.evolve(report(PAGES["no component"]()), findings=tuple(check(plan)), **parts)
    assert html.render(found, base=HERE).startswith("<!DOCTYPE html>")
