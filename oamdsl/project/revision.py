"""What the files of a project said at a git revision."""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from oamdsl.diff.seal import Salted
from oamdsl.diff.state import EnvironmentState, State
from oamdsl.project.error import ProjectError
from oamdsl.project.git import Checkout
from oamdsl.project.project import Project
from oamdsl.project.run import output_of
from oamdsl.project.settings import Settings

_NOT_READ: Final = 2
"""Exit code of ``oamdsl describe`` when it says why the project cannot be read."""
_SHORT: Final = 10
"""Characters of a commit's name that people read."""


def revision(
    project: Project, name: str, environments: Sequence[str], seal: Salted, *, towards: str = ""
) -> State:
    """What the files of *project* said at a git revision.

    The revision is written to a folder of its own and read by another process, so that no module of one state
    is taken for the other's. A revision in which the project was not has no environments.

    Args:
        project: A project in a git checkout.
        name: A branch, a tag, a commit, or anything else that ``git rev-parse`` understands. With ``..`` at
            its end it is taken as it is.
        environments: Which environments; all that it has when there are none.
        seal: Marks secrets.
        towards: The revision that it is the base of: what both have in common is taken. Empty for itself.

    Raises:
        ProjectError: It cannot be had, or not be read.
    """
    checkout = Checkout.around(project.root)
    plain = without_dots(name)
    exact = name.endswith("..") and not name.endswith("...")
    commit = checkout.commit(plain)
    called = plain
    if towards and not exact:
        common = checkout.merge_base(plain, towards)
        if common != commit:
            commit, called = common, f"{plain} (where it parted, {common[:_SHORT]})"
    with tempfile.TemporaryDirectory(prefix="oamdsl-") as temporary:
        top = Path(temporary).resolve() / "tree"
        missing = checkout.write(commit, top)
        root = top / project.root.resolve().relative_to(checkout.top)
        if Settings.read(root / "pyproject.toml") is None:
            return State(called, {})
        command = [sys.executable, "-P", "-m", "oamdsl", "describe", "-C", str(root)]
        said = output_of(
            [*command, "--instead-of", str(checkout.top), "--top", str(top), *environments],
            f"revision `{called}` cannot be read",
            "compare with a revision that can be read",
            given=seal.salt,
            accepted=(0, _NOT_READ),
        )
    return State(called, dict(_described(said, called, missing)))


def without_dots(name: str) -> str:
    """The revision that *name* is, which may say by dots at its end how it is taken; see `revision`."""
    return name.removesuffix("...").removesuffix("..")


def _described(said: bytes, called: str, missing: Sequence[str]) -> Iterator[tuple[str, EnvironmentState]]:
    """The environments of the revision *called* so, by what ``oamdsl describe`` *said*."""
    what = f"revision `{called}` cannot be read"
    try:
        content = json.loads(said)
    except ValueError as error:
        message = f"{what}: its files write to standard output, where its state is written"
        raise ProjectError(
            message, help="let no module of the project write there when it is imported"
        ) from error
    if "error" in content:
        told = content["error"]
        place = f" ({told['file']}:{told['line']})" if told["file"] else ""
        help_ = "mend it where that is, or compare with another revision"
        if missing:
            help_ = f"check its submodules out, `git submodule update --init {' '.join(missing)}`, or {help_}"
        message = f"{what}: {told['message']}{place}"
        raise ProjectError(message, help=help_)
    for name, one in content["environments"].items():
        yield name, EnvironmentState.from_json(one)
