"""What the files of a project said at a git revision."""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from oamdsl.diff.seal import Salted
from oamdsl.diff.state import EnvironmentState, State
from oamdsl.project.error import ProjectError
from oamdsl.project.git import Checkout
from oamdsl.project.project import Project
from oamdsl.project.run import output_of
from oamdsl.project.settings import Settings

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
    plain = name.removesuffix("...").removesuffix("..")
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
        help_ = "compare with a revision that can be read"
        if missing:
            help_ += f", or check its submodules out: `git submodule update --init` ({', '.join(missing)})"
        said = output_of(
            [*command, "--instead-of", str(checkout.top), "--top", str(top), *environments],
            f"revision `{called}` cannot be read",
            help_,
            given=seal.salt,
        )
    try:
        described = json.loads(said)
    except ValueError as error:
        message = f"revision `{called}` cannot be read: its files write to standard output"
        raise ProjectError(message, help="let no module of the project print when it is imported") from error
    return State(called, {key: EnvironmentState.from_json(one) for key, one in described.items()})
