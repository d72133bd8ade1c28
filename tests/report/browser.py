"""A real browser, without a window: Chromium, where it is installed."""

import html
import json
import re
import shutil
import subprocess
import tempfile

import attrs
import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
    "--virtual-time-budget=3000",
)
POLICY = re.compile('<meta http-equiv="Content-Security-Policy".*?>')
RESULT = re.compile('<script type="application/json" id="result">(.*?)</script>', re.DOTALL)
_BLOCKED = "Blocked script execution in 'about:srcdoc'"

browser = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]


@attrs.frozen
class Shown:
    """A page as the browser has it.

    Attributes:
        document: Its document, written out.
        messages: What the browser's console says.
    """

    document: str
    messages: list[str]


def show(page, folder, *options):
    """*page* as the browser shows it."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", *options, "--dump-dom", file.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return Shown(done.stdout, [one for one in done.stderr.splitlines() if "CONSOLE" in one])


def ask(page, folder, program, *options, width=None):
    """What *program*, the body of an asynchronous function, returns when it runs in *page*.

    The page's policy admits no such program, so it is taken away. With a *width* in pixels the page stands in
    a frame, because windows are 500 wide at least.
    """
    asked = POLICY.sub("", page).replace("</body>", f"<script>{_answering(program)}</script></body>")
    return _answer(asked if width is None else _framed(asked, width=width), folder, *options)


def ask_without_scripts(page, folder, program):
    """What *program* returns that runs beside *page*, as ``page``, whose own scripts do not run."""
    frame = _framed(POLICY.sub("", page), width=1200, sandbox="allow-same-origin")
    loaded = "await new Promise((done) => addEventListener('load', done));"
    beside = f"{loaded} const page = document.querySelector('iframe').contentDocument; {program}"
    return _answer(f"{frame}<script>{_answering(beside)}</script>", folder)


def _framed(page, **attributes):
    given = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    style = "<style>iframe { border: 0; height: 800px }</style>"
    return (
        f'<!DOCTYPE html><title>framed</title>{style}<iframe {given} srcdoc="{html.escape(page)}"></iframe>'
    )


def _answering(program):
    return f"""
        (async () => {{ {program} }})().then((found) => {{
            const result = top.document.createElement("script");
            result.type = "application/json";
            result.id = "result";
            result.textContent = JSON.stringify(found);
            top.document.body.append(result);
        }});
    """


def _answer(page, folder, *options):
    shown = show(page, folder, *options)
    assert [one for one in shown.messages if _BLOCKED not in one] == []
    (found,) = RESULT.findall(shown.document)
    return json.loads(found)
