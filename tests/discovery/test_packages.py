"""Packages of traits that are installed beside the library, the example among them."""

import importlib
import os
import subprocess
import sys

import pytest

import oamdsl
from oamdsl import Platform
from oamdsl.checks.distributions import GROUP
from oamdsl.discovery.availability import why_unavailable
from oamdsl.discovery.catalogue import catalogue
from oamdsl.discovery.claims import claims_of
from oamdsl.discovery.definitions import V1BETA1, definitions
from oamdsl.discovery.packages import installed_packages, package_of
from oamdsl.discovery.relations import pair
from oamdsl.platforms.kubernetes import KUBERNETES
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
        ("ending_traits", "raise SystemExit(3)\n", "cannot be read: SystemExit: 3"),
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


def test_a_name_that_a_module_lists_and_does_not_have_is_said(installed, tmp_path):
    (tmp_path / "lacking_traits.py").write_text("A = 1\n__all__ = ['A', 'B']\n", encoding="utf-8")
    installed("acme-traits", "lacking_traits")
    packages, problems = installed_packages()
    assert [one.distribution for one in packages] == ["acme-traits 1.4.0"]
    assert problems == ("acme-traits 1.4.0: `lacking_traits` lists `B` in `__all__` and does not have it",)


def test_what_a_module_lists_counts_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "some_traits.py").write_text(
        """\
from oamdsl import Implementation, Platform, Trait, Workload, implements, trait, workload
from oamdsl import ContainerizedWorkload
from oamdsl.model.element import Element, declare

@trait
class Listed(Trait):
    '''A trait.'''

@trait
class Unlisted(Trait):
    '''Another.'''

class Undeclared(Trait):
    '''No trait yet.'''

@declare
class Part(Element):
    '''A part.'''

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
__all__ = ["Listed", "Part", "Undeclared", "Trait", "Workload", "ContainerizedWorkload", "plain", "made",
           "strange", "open_to_all", "PLATFORM", "len"]
len = len
""",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    package = package_of(importlib.import_module("some_traits"), "some 1", "acme.")
    assert [one.__name__ for one in package.traits] == ["Listed"]
    assert [one.__name__ for one in package.workloads] == ["ContainerizedWorkload"]
    assert [one.name for one in package.platforms] == ["acme"]
    assert [(one.name, one.implementation is not None) for one in package.offers] == [
        ("acme.plain", True),
        ("acme.made", False),
    ]
    assert [one.__name__ for one in package.parts] == ["Part"]


CLASHING = """\
from oamdsl import Platform, Trait, implements, parameter, trait

@trait
class Ingress(Trait):
    '''Another ingress.'''

@trait
class Priority(Trait):
    '''A trait.'''

@implements(Priority)
def priority(trait, workload):
    raise ValueError("no")

PLATFORM = Platform("kubernetes", [priority])
__all__ = ["Ingress", "Priority", "priority", "PLATFORM"]
"""


@pytest.fixture
def clashing(tmp_path, monkeypatch):
    """The catalogue of two packages that have traits of the same name."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("clashing_a", "clashing_b"):
        (tmp_path / f"{name}.py").write_text(CLASHING, encoding="utf-8")
    importlib.invalidate_caches()
    modules = [importlib.import_module(name) for name in ("clashing_a", "clashing_b")]
    found = catalogue([package_of(one, f"{one.__name__} 1") for one in modules], ())
    yield found, modules
    for one in modules:
        del sys.modules[one.__name__]


def test_traits_of_one_name_are_told_apart_and_the_librarys_keeps_its_own(clashing):
    found, (first, second) = clashing
    assert found.traits["Ingress"] is oamdsl.Ingress
    assert found.traits["clashing_a.Ingress"] is first.Ingress
    assert found.traits["clashing_b.Priority"] is second.Priority
    assert "Priority" not in found.traits
    assert found.name_of(second.Priority) == "clashing_b.Priority"
    assert found.name_of(oamdsl.Container) == "Container"


def test_traits_of_one_name_in_one_package_have_their_modules(clashing):
    _, (first, second) = clashing
    for number, module in enumerate((first, second)):
        module.Priority.__module__ = f"clashing.m{number}"
    packages = [package_of(one, "clashing 1") for one in (first, second)]
    names = [name for name in catalogue(packages, ()).traits if name.endswith("Priority")]
    assert names == ["clashing.m0.Priority", "clashing.m1.Priority"]


def test_a_platform_never_stands_in_place_of_another_of_its_name(clashing):
    found, (first, second) = clashing
    assert found.all_platforms["kubernetes"] is KUBERNETES
    assert found.all_platforms["clashing_a:kubernetes"] is first.PLATFORM
    assert found.platform_name(second.PLATFORM) == "clashing_b:kubernetes"
    assert found.platform_name(Platform("other")) == "other"


def test_an_implementation_that_fails_is_said_and_stops_nothing(clashing):
    found, (first, _) = clashing
    platform = KUBERNETES.offering(first.priority)
    failing = "priority fails: ValueError: no"
    assert why_unavailable(found, platform, first.Priority) == failing
    assert claims_of(platform, first.Priority) == (failing,)
    related = pair(platform, first.Priority, oamdsl.Metadata)
    assert (related.word, related.reason) == (
        "unknown",
        "an implementation fails: ValueError: no",
    )
    (made,) = [
        one
        for one in definitions(found, platform, V1BETA1)
        if one["metadata"]["name"] == "clashing-a-priority"
    ]
    assert made["kind"] == "TraitDefinition"
