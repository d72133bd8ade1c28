"""What ``pytest`` finds once oamdsl is installed: fixtures for the tests of a project.

``oam_stack(environment)`` is a stack as plain values, ``oam_environment`` is each environment in turn, and
``manifests_snapshot(stack)`` compares with a YAML file that people reviewed; ``--oam-update`` writes it.

It works with pytest 7 and later. It stands beside the package, because whatever is imported from a package
imports the package, too: a run of pytest that uses none of this imports none of it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:  # importing them takes longer than importing pytest does
    from oamdsl.project import Project
    from oamdsl.testing import ManifestsSnapshot, Stacks
    from oamdsl.testing.manifests_snapshot import Comparisons

_STACKS: Final["pytest.StashKey[Stacks]"] = pytest.StashKey()
_RUN: Final["pytest.StashKey[Comparisons]"] = pytest.StashKey()
_PARTLY: Final = pytest.StashKey[set[Path]]()
"""The modules of tests of which some were not selected."""
_STALE: Final = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--oam-update``, and where the project is."""
    parser.getgroup("oamdsl").addoption(
        "--oam-update",
        action="store_true",
        help="write the files that `manifests_snapshot` compares with, and remove those of no use",
    )
    parser.addini("oam_project", "folder of the oamdsl project, below pytest's rootdir", default="")


@pytest.fixture(scope="session")
def oam_stack(pytestconfig: pytest.Config) -> "Stacks":
    """The stack of an environment, as plain manifests and findings: ``oam_stack("prod").errors == ()``."""
    return _stacks(pytestconfig)


@pytest.fixture
def oam_environment(request: pytest.FixtureRequest) -> str:
    """The name of each environment of the project: a test that asks for it runs once for each."""
    name: str = request.param
    return name


@pytest.fixture
def manifests_snapshot(request: pytest.FixtureRequest) -> "ManifestsSnapshot":
    """Compare manifests with a reviewed file in ``snapshots/``: ``manifests_snapshot(oam_stack("prod"))``."""
    from oamdsl.testing.manifests_snapshot import Comparisons, ManifestsSnapshot  # noqa: PLC0415 - see above

    config = request.config
    folder, test = _place(request.node)
    return ManifestsSnapshot(
        folder=folder,
        test=test,
        update=bool(config.getoption("--oam-update")),
        root=config.rootpath,
        run=config.stash.setdefault(_RUN, Comparisons()),
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test that asks for ``oam_environment`` run once for each environment of the project."""
    if "oam_environment" in metafunc.fixturenames:
        names = [one.name for one in _stacks(metafunc.config).project.environments]
        metafunc.parametrize("oam_environment", names, indirect=True)


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Remember the modules that are tested in part."""
    for item in items:
        item.config.stash.setdefault(_PARTLY, set()).add(item.path)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Find the reviewed files of no use, in modules whose tests all ran, and nothing failed."""
    config = session.config
    run = config.stash.get(_RUN, None)
    if run is None or exitstatus or config.getoption("lf", default=False) or "::" in "".join(config.args):
        return
    from oamdsl.testing.manifests_snapshot import shown, stale  # noqa: PLC0415 - see above

    comparing = [one for one in session.items if "manifests_snapshot" in getattr(one, "fixturenames", ())]
    done = {(file.parent, test) for file, test in run.files.items()}
    skipped = {one.path for one in comparing if _place(one) not in done}
    partly = config.stash.get(_PARTLY, set[Path]())
    wholly = {one.path for one in session.items} - partly - skipped
    found = stale({one.path.parent for one in comparing}, wholly, run.files)
    config.stash[_STALE] = [shown(file, config.rootpath) for file in found]
    if config.getoption("--oam-update"):
        for file in found:
            file.unlink()


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter", config: pytest.Config) -> None:
    """Name the files that were written, and those that nothing compares with."""
    # Quoted, as pytest before 8.4 has no such name: what fails here would fail every run beside oamdsl.
    run = config.stash.get(_RUN, None)
    found = config.stash.get(_STALE, list[str]())
    if run is None or not (run.written or found):
        return
    terminalreporter.section("reviewed manifests")
    update = config.getoption("--oam-update")
    of_no_use = "removed" if update else "no test compares with it: remove it, or run `pytest --oam-update`"
    for what, files in (("written, review it", run.written), (of_no_use, found)):
        for file in files:
            terminalreporter.write_line(f"{file}: {what}")


def _place(item: pytest.Item) -> tuple[Path, str]:
    """Where the reviewed files of a test are, and what it is called in its module."""
    test = item.nodeid.partition("::")[2].replace("::", ".")
    return item.path.parent / "snapshots" / item.path.stem, test


def _stacks(config: pytest.Config) -> "Stacks":
    """The stacks of the project, which is loaded once in a run."""
    known = config.stash.get(_STACKS, None)
    if known is None:
        from oamdsl.project import ProjectError  # noqa: PLC0415 - see above
        from oamdsl.testing.stack import Stacks, explained  # noqa: PLC0415 - see above

        try:
            known = config.stash[_STACKS] = Stacks(_project(config))
        except ProjectError as error:
            pytest.fail(explained(error, config.rootpath), pytrace=False)
    return known


def _project(config: pytest.Config) -> "Project":
    from oamdsl.diagnostics.nearest import did_you_mean  # noqa: PLC0415 - see above
    from oamdsl.project import Project, ProjectError  # noqa: PLC0415 - see above

    name = config.getini("oam_project")
    root = config.rootpath / name
    if not root.is_dir():
        folders = [one.name for one in config.rootpath.iterdir() if one.is_dir()]
        message = f"`oam_project` of pytest names the folder `{name}`, which is not in {config.rootpath}"
        raise ProjectError(message, help=did_you_mean(name, folders) or "name one below pytest's rootdir")
    return Project.load(root)
