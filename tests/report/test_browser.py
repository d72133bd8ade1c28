"""The page in a real browser: its script runs under its policy, and the page reads without it."""

import re

import pytest

from tests.report.browser import ask, ask_without_scripts, browser, show
from tests.report.reports import written

pytestmark = browser


SEARCH = """
    const set = async (name, value) => {
        const field = document.getElementById(`filter-${name}`);
        if (typeof value === "boolean") field.checked = value; else field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => setTimeout(done, 300));
    };
    const found = () => ({
        said: document.getElementById("filter-count").textContent,
        components: [...document.querySelectorAll(".owned")]
            .filter((one) => !one.hidden)
            .map((one) => ({ name: one.querySelector("summary").textContent, open: one.open })),
        fields: [...document.querySelectorAll(".owned tr[data-o]")]
            .filter((one) => !one.hidden)
            .map((one) => one.cells[0].textContent),
    });
"""


@pytest.fixture
def page(request):
    """One of the pages of the tests."""
    return written(request.param)


@pytest.mark.parametrize("page", ["a shop", "hostile names", "many components"], indirect=True)
def test_its_script_runs_under_its_policy_and_nothing_is_refused(page, tmp_path):
    shown = show(page, tmp_path)
    assert shown.messages == []
    assert '<form id="filter" role="search" aria-label="Fields">' in shown.document
    assert "<img" not in shown.document


def test_a_script_that_is_not_its_own_is_refused(tmp_path):
    shown = show(
        written("a shop").replace("</body>", "<script>document.title = 'hacked'</script></body>"), tmp_path
    )
    assert "<title>shop in dev and prod</title>" in shown.document
    assert "Content Security Policy" in " ".join(shown.messages)


def test_without_scripts_it_has_no_filter_and_all_else(tmp_path):
    program = """
        const shown = (one) => one.getClientRects().length > 0;
        page.querySelector("#ledger .owned").open = true;
        return [
            shown(page.getElementById("filter")),
            shown(page.querySelector("#ledger table")),
            page.querySelectorAll("tr[data-o]").length,
        ];
    """
    assert ask_without_scripts(written("a shop"), tmp_path, program) == [
        False,
        True,
        written("a shop").count("<tr data-r="),
    ]


def test_searching_shows_matching_fields_opened_and_says_how_many(tmp_path):
    found = ask(
        written("a shop"), tmp_path, f'{SEARCH} await set("text", "REPLICAS leaves"); return found();'
    )
    assert found["fields"] == ["spec.replicas"]
    (component,) = found["components"]
    assert component["open"]
    assert re.fullmatch("shop/web 1 of [0-9]+ fields", component["name"])
    assert found["said"] == "1 field in 1 component"


def test_all_that_is_found_is_seen_however_much_it_is(tmp_path):
    found = ask(
        written("many components"), tmp_path, f'{SEARCH} await set("text", "spec.replicas"); return found();'
    )
    assert found["said"] == "39 fields in 39 components"
    assert len(found["components"]) == 39
    assert all(one["open"] for one in found["components"])


def test_a_search_is_kept_in_the_address_by_names_and_runs_again_from_there(tmp_path):
    program = f"""{SEARCH}
        await set("text", "replicas leaves");
        await set("role", "1");
        await set("environment", "1");
        await set("differs", true);
        const address = location.hash;
        const before = found();
        document.getElementById("filter").reset();
        await new Promise((done) => setTimeout(done, 300));
        const cleared = [location.hash, found().said];
        location.hash = address;
        await new Promise((done) => setTimeout(done, 300));
        return [address, before, cleared, found()];
    """
    address, before, cleared, after = ask(written("a shop"), tmp_path, program)
    assert address == ("#ledger?text=replicas+leaves&role=application+operator&environment=prod&differs=yes")
    assert before["fields"] == ["spec.replicas"]
    assert cleared == ["", ""]
    assert after == before


def test_an_address_of_another_page_searches_for_what_this_one_has(tmp_path):
    program = f"""{SEARCH}
        location.hash = "#ledger?text=replicas&owner=Nobody&unheard=of&environment=staging";
        await new Promise((done) => setTimeout(done, 300));
        return [found().said, document.getElementById("filter-owner").value];
    """
    said, owner = ask(written("a shop"), tmp_path, program)
    assert (said, owner) == ("4 fields in 1 component", "")


def test_clearing_shows_all_again_as_it_was(tmp_path):
    program = f"""{SEARCH}
        await set("text", "spec.replicas");
        document.getElementById("filter").reset();
        await new Promise((done) => setTimeout(done, 300));
        return found();
    """
    found = ask(written("a shop"), tmp_path, program)
    assert not any(one["open"] for one in found["components"])
    assert len(found["components"]) == 3
    assert len(found["fields"]) == written("a shop").count("<tr data-r=")
    assert found["said"] == ""


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("role", "2", None),
        ("owner", "OWNER", "spec.replicas"),
        ("environment", "0", "spec.replicas"),
        ("differs", True, "spec.replicas"),
    ],
)
def test_each_filter_narrows(name, value, field, tmp_path):
    owner = 'document.querySelector("#filter-owner option:nth-child(2)").value'
    given = owner if value == "OWNER" else repr(value).replace("True", "true")
    found = ask(written("a shop"), tmp_path, f'{SEARCH} await set("{name}", {given}); return found();')
    assert len(found["fields"]) < written("a shop").count("<tr data-r=")
    assert field is None or field in found["fields"]


def test_all_components_open_and_close(tmp_path):
    program = f"""{SEARCH}
        document.getElementById("filter-open").click();
        const opened = found().components.every((one) => one.open);
        document.getElementById("filter-close").click();
        return [opened, found().components.some((one) => one.open)];
    """
    assert ask(written("a shop"), tmp_path, program) == [True, False]


def test_a_link_to_a_component_opens_it(tmp_path):
    program = f"""{SEARCH}
        document.querySelector("#environments a").click();
        await new Promise((done) => setTimeout(done, 100));
        return found().components.map((one) => one.open);
    """
    assert ask(written("a shop"), tmp_path, program).count(True) == 1


def test_a_component_in_a_picture_opens_its_own_and_what_that_is_in(tmp_path):
    program = """
        const link = document.querySelector("#topology svg a");
        link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        await new Promise((done) => setTimeout(done, 100));
        const target = document.getElementById(link.getAttribute("href").slice(1));
        return [target.open, target.getClientRects().length > 0, scrollY > 0];
    """
    assert ask(written("many components"), tmp_path, program) == [True, True, True]


@pytest.mark.parametrize("width", [360, 1200])
def test_pictures_are_as_large_as_they_were_drawn(width, tmp_path):
    """Twelve pixels high text stays so; what is wider than the window scrolls."""
    program = """
        for (const one of document.querySelectorAll("details")) one.open = true;
        return [...document.querySelectorAll("figure svg")].map((one) => [
            one.getBoundingClientRect().width,
            Number(one.getAttribute("width")),
        ]);
    """
    for shown, drawn in ask(written("a shop"), tmp_path, program, width=width):
        assert shown == drawn


def test_what_is_off_the_screen_is_not_laid_out(tmp_path):
    program = 'return getComputedStyle(document.querySelector(".fields")).contentVisibility;'
    assert ask(written("a shop"), tmp_path, program) == "auto"


@pytest.mark.parametrize("page", ["a shop", "hostile names", "many components"], indirect=True)
@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_is_wider_than_the_window(page, width, tmp_path):
    program = """
        for (const one of document.querySelectorAll("details")) one.open = true;
        const mayBe = ".scroll, pre, .skip, .quiet";
        const wide = [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(mayBe));
        const needed = document.documentElement.scrollWidth;
        return [innerWidth, needed, wide.map((one) => one.outerHTML.slice(0, 80))];
    """
    shown, needed, wide = ask(page, tmp_path, program, width=width)
    assert shown == width
    assert (needed, wide) == (width, [])


def test_an_error_looks_like_one_and_a_warning_like_another(tmp_path):
    program = """
        const colour = (one) => getComputedStyle(one).color;
        const style = getComputedStyle(document.documentElement);
        const badge = document.querySelector(".error .badge");
        const found = [colour(badge)];
        badge.closest("article").className = "finding warning";
        return [...found, colour(badge), style.getPropertyValue("--bad"), style.getPropertyValue("--warn")];
    """
    error, warning, bad, warn = ask(written("hostile names"), tmp_path, program)
    assert (error, warning) == tuple(
        f"rgb({', '.join(str(int(one[start : start + 2], 16)) for start in (1, 3, 5))})"
        for one in (bad, warn)
    )


@pytest.mark.parametrize(("scheme", "colour"), [(0, "rgb(13, 17, 23)"), (1, "rgb(255, 255, 255)")])
def test_it_follows_the_readers_choice_of_light_or_dark(scheme, colour, tmp_path):
    program = "return getComputedStyle(document.body).backgroundColor;"
    assert (
        ask(written("a shop"), tmp_path, program, f"--blink-settings=preferredColorScheme={scheme}") == colour
    )


@pytest.mark.parametrize("page", ["a shop", "many components"], indirect=True)
def test_the_keyboard_reaches_what_scrolls_and_what_opens(page, tmp_path):
    """A link in a picture, which is one thing to keyboards, leads to what has a summary, which they reach."""
    program = """
        const reached = [...document.querySelectorAll("summary, .scroll, pre, input, select, button, a")];
        const led = new Set([...document.querySelectorAll("details[id]")].map((one) => `#${one.id}`));
        return reached
            .filter((one) => one.tabIndex < 0 && !led.has(one.getAttribute("href")))
            .map((one) => one.outerHTML);
    """
    assert ask(page, tmp_path, program) == []
