"""The modules of a revision that was written to another folder, and none of the checkout that it is from.

A checkout is importable where it was installed for editing, or by PYTHONPATH. So what Python looks through is
changed to where the revision is, and what came from the checkout all the same is an error.
"""

import site
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import oamdsl
from oamdsl.project.error import ProjectError


def look_elsewhere(checkout: Path, top: Path) -> None:
    """Let modules that were in *checkout* be imported from *top*, where the revision is.

    Installed packages stay, also those of a virtual environment in the checkout.
    """
    sys.path[:] = [str(_moved(Path(entry), checkout, top)) if entry else entry for entry in sys.path]


def require_elsewhere(checkout: Path) -> None:
    """Make sure that no module came from *checkout*.

    Raises:
        ProjectError: One did.
    """
    for name, file in _files():
        if _is_in(file, checkout):
            message = f"module `{name}` was imported from {file}, and not from the revision"
            raise ProjectError(
                message,
                help="install the project for editing by a path (.pth), or let its modules be below its root",
            )


def _moved(entry: Path, checkout: Path, top: Path) -> Path:
    return top / entry.resolve().relative_to(checkout) if _is_in(entry, checkout) else entry


def _is_in(file: Path, checkout: Path) -> bool:
    """Whether *file* is one of the checkout's own, and not one that was installed into it."""
    path = file.resolve()
    return path.is_relative_to(checkout) and not any(path.is_relative_to(one) for one in _installed())


def _installed() -> Iterator[Path]:
    """Folders of Python itself, of installed packages, and of oamdsl."""
    paths = sysconfig.get_paths()
    yield from (Path(paths[name]).resolve() for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    yield Path(site.getusersitepackages()).resolve()
    yield Path(oamdsl.__file__).resolve().parent


def _files() -> Iterator[tuple[str, Path]]:
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is not None and name != "__main__":
            yield name, Path(file)
