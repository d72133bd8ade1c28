"""Packages of traits that are installed beside the library, the example among them."""

import importlib
import os
import subprocess
import sys

import pytest

from oamdsl.discovery.packages import GROUP, installed_packages, package_of
from tests.projects import ROOT

EXAMPLE = ROOT / "examples/trait-package"
METADATA = """\
Metadata-Version: 2.4
Name: {name}
Version: 1.4.0
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Makes a distribution with one entry point as if it were installed, its modules in a folder."""

    def install(name, target, folder=tmp_path):
        info = tmp_path / f"{name.replace('-', '_')}-1.4.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(METADATA.format(name=name), encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\nacme = {target}\n", encoding="utf-8")
        for place in (tmp_path, folder):
            monkeypatch.syspath_prepend(str(place))
        importlib.invalidate_caches()

    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    return install


def test_the_example_is_found_by_its_entry_point(installed):
    installed("acme-traits", "acme_traits", EXAMPLE)
    packages, problems = installed_packages()
    assert problems == ()
    (package,) = [one for one in packages if one.distribution == "acme-traits 1.4.0"]
    assert [one.__name__ for one in package.traits] == ["Reloader"]
    assert [(one.trait.__name__, one.name, one.distribution) for one in package.offers] == [
        ("Reloader", "reloader_annotations", "acme-traits 1.4.0")
    ]


def test_the_examples_own_tests_pass():
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=EXAMPLE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("target", "text", "problem"),
    [
        ("broken_traits", "1 / 0\n", "cannot be read: ZeroDivisionError: division by zero"),
        ("missing_traits", None, "cannot be read: ModuleNotFoundError: No module named 'missing_traits'"),
        ("empty_traits", "", "the entry point `acme` names no module with `__all__`"),
        ("a_traits:A", "A = 1\n", "the entry point `acme` names no module with `__all__`"),
    ],
)
def test_a_package_that_cannot_be_read_is_said_and_stops_nothing(installed, tmp_path, target, text, problem):
    if text is not None:
        (tmp_path / f"{target.partition(':')[0]}.py").write_text(text, encoding="utf-8")
    installed("acme-traits", target)
    packages, problems = installed_packages()
    assert packages == ()
    (found,) = problems
    assert found.startswith("acme-traits 1.4.0")
    assert problem in found


def test_what_a_module_lists_counts_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "some_traits.py").write_text(
        """\
from oamdsl import Implementation, Platform, Trait, Workload, implements, trait, workload
from oamdsl import ContainerizedWorkload

@trait
class Listed(Trait):
    '''A trait.'''

@trait
class Unlisted(Trait):
    '''Another.'''

class Undeclared(Trait):
    '''No trait yet.'''

@implements(Listed)
def plain(trait, workload):
    yield from ()

def made(*, size: int) -> Implementation[Listed]:
    return plain

def strange() -> "Implementation[Nobody]":
    return plain

def open_to_all(trait) -> Implementation:
    return plain

PLATFORM = Platform("acme", [plain])
__all__ = ["Listed", "Undeclared", "Trait", "Workload", "ContainerizedWorkload", "plain", "made", "strange",
           "open_to_all", "PLATFORM", "len"]
len = len
""",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    package = package_of(importlib.import_module("some_traits"), "some 1", "acme.")
    assert [one.__name__ for one in package.traits] == ["Listed"]
    assert [one.__name__ for one in package.workloads] == ["ContainerizedWorkload"]
    assert [one.name for one in package.platforms] == ["acme"]
    assert [one.name for one in package.offers] == ["acme.plain", "acme.made"]
