"""Findings name the installed package that a trait comes from."""

import sys
from importlib.metadata import EntryPoint
from types import SimpleNamespace

from oamdsl import Implementation, ManualScaler, Metadata, Set
from oamdsl.checks.check import check
from oamdsl.checks.distributions import GROUP
from oamdsl.model.platform import Platform
from oamdsl.platforms.kubernetes import replicas
from tests.checks.composing import plan_with
from tests.projects import ROOT
from tests.rule_examples import Web


def findings(*traits):
    plan = plan_with(Web("web", traits=traits), platform=Platform("p"))
    return {one.code: one.violation.notes for one in check(plan)}


def test_the_package_and_its_version_are_named(tmp_path, monkeypatch):
    info = tmp_path / "acme_traits-1.4.0.dist-info"
    info.mkdir()
    metadata = "Metadata-Version: 2.4\nName: acme-traits\nVersion: 1.4.0\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    (info / "top_level.txt").write_text("acme_traits\n", encoding="utf-8")
    (info / "RECORD").write_text("acme_traits/__init__.py,,\n", encoding="utf-8")
    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(ROOT / "examples/trait-package"))
    from acme_traits import Reloader  # noqa: PLC0415 - installed just now

    notes = findings(Reloader(secrets=["a"]))["OAM205"]
    assert "`Reloader` is a trait of the package acme-traits 1.4.0" in notes


def test_the_package_of_an_implementation_is_named(monkeypatch):
    entry = EntryPoint("acme", "acme_platform.metadata", GROUP)
    vars(entry)["dist"] = SimpleNamespace(name="acme-platform", version="2.0")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: (entry,))

    def acme_labels(_trait, workload):
        yield Set(workload / "spec" / "replicas", 1)

    acme_labels.__module__ = "acme_platform.metadata"
    platform = Platform("p", [Implementation(Metadata, acme_labels), replicas])
    plan = plan_with(
        Web("web", traits=[Metadata(labels={"a": "b"}), ManualScaler(replicas=2)]), platform=platform
    )
    notes = {one.code: one.violation.notes for one in check(plan)}["OAM202"]
    assert "acme labels, which implements `Metadata`, is of the package acme-platform 2.0" in notes


def test_a_projects_own_trait_is_of_no_package():
    from oamdsl import Trait, trait  # noqa: PLC0415 - one class of the test's own

    @trait
    class Own(Trait):
        """A trait."""

    assert not any("package" in note for note in findings(Own())["OAM205"])
