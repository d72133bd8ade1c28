"""Records the snapshots of plain Kubernetes that oamdsl ships, each from a real API server of its version.

Run it from the repository's root; it builds the API servers with Go, in minutes each::

    python -m tests.e2e.tools.snapshots [--into FOLDER]

To ship another minor version: add a folder `kubernetes-MINOR` beside this file and its name to `MINORS`; a
newer patch release is a change of the versions in its `go.mod`. Then run this, and commit what it wrote.

Source: kubernetes.io, "Patch Releases", for which minor versions are supported.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from oamdsl.cluster.client import Client
from oamdsl.cluster.kubeconfig import access
from oamdsl.cluster.record import record
from oamdsl.kubernetes.shipped import FOLDER
from tests.e2e.control_plane import api_server
from tests.e2e.toolbox import Toolbox
from tests.e2e.tools import build

MINORS: Final = {"1.35": "kubernetes-1.35", "1.36": "kubernetes-1.36", "1.37": "kubernetes"}
"""The minor versions that are supported upstream, and the folders of their modules."""


def binary(minor: str) -> build.Binary:
    """The API server of a minor version."""
    module = MINORS[minor]
    return build.Binary(
        name=module.replace("kubernetes", "kube-apiserver"),
        module=module,
        package="k8s.io/kubernetes/cmd/kube-apiserver",
        pinned_by="k8s.io/kubernetes",
        stamps=build.KUBERNETES_STAMPS,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Record all of them."""
    parser = argparse.ArgumentParser(description="Record the snapshots that oamdsl ships.")
    parser.add_argument("--into", type=Path, default=build.DEFAULT_FOLDER, help="default: %(default)s")
    tools: Path = parser.parse_args(arguments).into.resolve()
    stores = [each for each in build.BINARIES if each.name in ("etcd", "keys")]
    build.build_missing(tools, [*stores, *map(binary, MINORS)])
    for minor in MINORS:
        with (
            tempfile.TemporaryDirectory() as folder,
            api_server(Toolbox(tools), Path(folder), binary(minor).name) as kubeconfig,
        ):
            recording = record(Client(access(kubeconfig)), lambda *_: None)
        assert not recording.gaps, recording.gaps
        file = FOLDER / f"{minor}.json.gz"
        file.write_bytes(recording.snapshot.to_bytes())
        sys.stderr.write(f"{file}: Kubernetes {recording.snapshot.kubernetes}\n")


if __name__ == "__main__":
    main()
