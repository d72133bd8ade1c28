"""Where the programs of the end-to-end tests are, and which of them are the official ones."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from tests.e2e.tools import build

ENGINE: Final = ("pulumi",)
CLUSTER: Final = ("etcd", "keys", "kube-apiserver", "kube-controller-manager", "kube-scheduler")
CLIENT: Final = ("kubectl",)
NODES: Final = ("kwok",)


@attrs.frozen
class Toolbox:
    """The folder of the binaries that `tools/build.py` built.

    Attributes:
        folder: The folder.
    """

    folder: Path = build.DEFAULT_FOLDER

    @property
    def stages(self) -> Path:
        """What kwok does to nodes and pods, out of its module."""
        return build.stages_file(self.folder)

    def path(self, name: str) -> Path:
        """Return the path of a binary."""
        return self.folder / name

    def version(self, name: str) -> str:
        """Return the version of a binary, such as `v1.37.2`."""
        return next(each.version() for each in build.BINARIES if each.name == name)

    def missing(self, names: Sequence[str]) -> Sequence[str]:
        """Return those of *names* that are not built, or not as their modules now say."""
        return [
            binary.name
            for binary in build.BINARIES
            if binary.name in names and not build.is_built(binary, into=self.folder)
        ]


def official_plugin(name: str, home: Path | None = None) -> Path | None:
    """Return an official plugin's executable, on PATH or among those that Pulumi downloaded.

    Args:
        name: Such as `pulumi-resource-kubernetes`.
        home: Pulumi's folder, where not `~/.pulumi`.
    """
    if on_path := shutil.which(name):
        return Path(on_path)
    plugins = (home or Path.home() / ".pulumi") / "plugins"
    kind = name.removeprefix("pulumi-")
    found = sorted(plugins.glob(f"{kind}-v*/{name}"), key=_version_of)
    return found[-1] if found else None


def _version_of(plugin: Path) -> tuple[int, ...]:
    numbers = plugin.parent.name.rpartition("-v")[2].split("-")[0]
    return tuple(int(part) for part in numbers.split(".") if part.isdigit())
