"""Builds the programs of the end-to-end tests from Go modules, and keeps them between runs.

Run it by path; it needs Python, Go and the Go module proxy (or a filled module cache)::

    python tests/e2e/tools/build.py [--into FOLDER]

What is built is pinned by the go.mod and go.sum of the folders beside this file. A binary is built
again only when those or its flags change; where all is built, Go is not needed.
"""

import argparse
import dataclasses
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

MODULES: Final = Path(__file__).resolve().parent
REPOSITORY: Final = MODULES.parents[2]
DEFAULT_FOLDER: Final = REPOSITORY / ".tools" / "bin"

STAGES: Final = (
    "kustomize/stage/node/fast/node-initialize.yaml",
    "kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "kustomize/stage/pod/fast/pod-ready.yaml",
    "kustomize/stage/pod/fast/pod-complete.yaml",
    "kustomize/stage/pod/fast/pod-delete.yaml",
)
"""What kwok does to nodes and pods, by the paths of the files inside its module."""

WITH_STAGES: Final = "kwok"
"""The binary whose build takes the stages out of its module, too."""

QUIET_SECONDS: Final = 30.0
"""Between two lines of progress where standard error is no terminal."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Binary:
    """One program to build.

    Attributes:
        name: Its file name.
        module: The folder beside this file whose go.mod pins it.
        package: The Go package of its main function.
        pinned_by: The module whose version in go.mod is the program's version.
        stamps: Variables set at link time, `{variable: value}`; `{version}` in a value is the
            version without its `v`, `{major}` and `{minor}` are parts of it.
    """

    name: str
    module: str
    package: str
    pinned_by: str
    stamps: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files of this repository that it is built from."""
        own = sorted((self.folder / self.package).glob("*.go")) if self.is_own else []
        return (self.folder / "go.mod", self.folder / "go.sum", *own)

    @property
    def is_own(self) -> bool:
        """Whether its main function is in this repository."""
        return self.package.startswith("./")

    @property
    def folder(self) -> Path:
        """Where its go.mod is."""
        return MODULES / self.module

    def version(self) -> str:
        """Return the version that go.mod requires, such as `v1.37.2`."""
        requirements = (self.folder / "go.mod").read_text(encoding="utf-8")
        found = re.search(rf"^(?:require)?\s*{re.escape(self.pinned_by)} (v\S+)", requirements, re.MULTILINE)
        if found is None:
            message = f"{self.folder / 'go.mod'} does not require {self.pinned_by}."
            raise BuildError(message)
        return found[1]

    def command(self, output: Path) -> tuple[str, ...]:
        """Return the command that builds it into *output*."""
        version = self.version().removeprefix("v")
        major, minor, *_ = version.split(".")
        values = {"version": version, "major": major, "minor": minor}
        stamps = [f"-X {name}={value.format(**values)}" for name, value in self.stamps.items()]
        flags = " ".join(["-s -w", *stamps])
        return (
            *("go", "build", "-mod=readonly", "-trimpath", "-buildvcs=false"),
            *("-ldflags", flags, "-o", str(output), self.package),
        )

    def fingerprint(self) -> str:
        """Return a digest of all that decides what the binary contains."""
        digest = hashlib.sha256("\0".join(self.command(Path(self.name))).encode())
        for source in self.sources:
            digest.update(source.read_bytes())
        return digest.hexdigest()


KUBERNETES_STAMPS: Final = {
    "k8s.io/component-base/version.gitVersion": "v{version}",
    "k8s.io/component-base/version.gitMajor": "{major}",
    "k8s.io/component-base/version.gitMinor": "{minor}",
}


def kubernetes(name: str) -> Binary:
    """Return a program of the Kubernetes release."""
    return Binary(
        name=name,
        module="kubernetes",
        package=f"k8s.io/kubernetes/cmd/{name}",
        pinned_by="k8s.io/kubernetes",
        stamps=KUBERNETES_STAMPS,
    )


BINARIES: Final = (
    Binary(
        name="pulumi",
        module="pulumi",
        package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        pinned_by="github.com/pulumi/pulumi/pkg/v3",
        stamps={"github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "v{version}"},
    ),
    Binary(name="etcd", module="kubernetes", package="./etcd", pinned_by="go.etcd.io/etcd/server/v3"),
    Binary(name="keys", module="kubernetes", package="./keys", pinned_by="k8s.io/kubernetes"),
    kubernetes("kube-apiserver"),
    kubernetes("kube-controller-manager"),
    kubernetes("kube-scheduler"),
    kubernetes("kubectl"),
    Binary(
        name="kwok",
        module="kwok",
        package="sigs.k8s.io/kwok/cmd/kwok",
        pinned_by="sigs.k8s.io/kwok",
        stamps={"sigs.k8s.io/kwok/pkg/consts.Version": "v{version}"},
    ),
)


class BuildError(Exception):
    """A tool could not be built; its text is for the person who ran the build."""


class GoMissingError(Exception):
    """Go is not there, or is too old to build the tools; its text says what to install."""


@dataclasses.dataclass(frozen=True)
class Progress:
    """Says on standard error which binary is being built and for how long.

    Attributes:
        label: The binary and its place in the order, such as `[2/7] etcd v3.7.0`.
        started: When it began, on the monotonic clock.
    """

    label: str
    started: float = dataclasses.field(default_factory=time.monotonic)

    def __str__(self) -> str:
        """Return the label and the elapsed time."""
        minutes, seconds = divmod(int(time.monotonic() - self.started), 60)
        return f"{self.label}  {minutes}:{seconds:02}"

    def wait(self, process: subprocess.Popen[bytes]) -> int:
        """Return the exit code of *process*, reporting until it ends."""
        terminal = sys.stderr.isatty()
        self.show("" if terminal else "  building", end="" if terminal else "\n")
        while True:
            try:
                code = process.wait(timeout=1.0 if terminal else QUIET_SECONDS)
            except subprocess.TimeoutExpired:
                self.show("" if terminal else "  building", end="" if terminal else "\n")
            else:
                self.show("  built" if code == 0 else "  failed", end="\n")
                return code

    def show(self, what: str, *, end: str) -> None:
        """Write one line, or rewrite the current one on a terminal."""
        start = "\r" if sys.stderr.isatty() else ""
        sys.stderr.write(f"{start}{self}{what}{end}")
        sys.stderr.flush()


def require_go() -> None:
    """Make sure that there is a Go to build with.

    Raises:
        GoMissingError: Go is not on PATH, or cannot use these modules.
    """
    needed = re.search(r"^go (\S+)", (MODULES / "kubernetes" / "go.mod").read_text(), re.MULTILINE)
    release = needed[1] if needed else "a current release"
    why = (
        "The end-to-end tests run a real Pulumi engine and a real Kubernetes control plane, "
        "which are built from Go modules.\n"
        f"Install Go {release} or later (https://go.dev/dl/) so that `go` is on PATH, and run this "
        "again."
    )
    if shutil.which("go") is None:
        message = f"Go is missing.\n{why}"
        raise GoMissingError(message)
    asked = subprocess.run(
        ["go", "env", "GOVERSION"],
        cwd=MODULES / "kubernetes",
        env=go_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode != 0:
        message = f"Go cannot be used: {asked.stderr.strip()}\n{why}"
        raise GoMissingError(message)
    found = asked.stdout.strip()
    if release_number(found) < release_number(release):
        message = f"Go is too old: {found}.\n{why}"
        raise GoMissingError(message)


def release_number(text: str) -> tuple[int, ...]:
    """Return the numbers in a Go release's name: `go1.26.8` is (1, 26, 8)."""
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def go_environment() -> dict[str, str]:
    """Return the environment of `go`: static binaries, and no workspace from a parent folder."""
    return {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"}


def build(binary: Binary, *, into: Path, label: str) -> None:
    """Build *binary*, and put it in place only when it is whole.

    Args:
        binary: What to build.
        into: The folder of the result.
        label: What progress lines begin with.

    Raises:
        BuildError: `go build` failed.
    """
    unfinished = into / f".{binary.name}.unfinished"
    log = into.parent / "logs" / f"{binary.name}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            binary.command(unfinished),
            cwd=binary.folder,
            env=go_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = Progress(label).wait(process)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            unfinished.unlink(missing_ok=True)
            raise
    if code != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
        message = f"{binary.name} could not be built (exit code {code}).\n{tail}"
        raise BuildError(message)
    unfinished.replace(into / binary.name)
    if binary.name == WITH_STAGES:
        extract_stages(into)
    stamp_file(into, binary).write_text(binary.fingerprint(), encoding="utf-8")


def stamp_file(into: Path, binary: Binary) -> Path:
    """Return where the fingerprint of a built binary is kept."""
    return into.parent / "stamps" / binary.name


def stages_file(into: Path) -> Path:
    """Return where kwok's stages are kept, for a folder of binaries."""
    return into.parent / "kwok" / "stages.yaml"


def is_built(binary: Binary, *, into: Path) -> bool:
    """Say whether *binary* is there and was built from the same modules and flags."""
    stamp = stamp_file(into, binary)
    return (
        (into / binary.name).is_file()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == binary.fingerprint()
        and (binary.name != WITH_STAGES or stages_file(into).is_file())
    )


def extract_stages(into: Path) -> None:
    """Join kwok's own stage files, out of its module, into one file beside *into*."""
    asked = subprocess.run(
        ["go", "mod", "download", "-json", "sigs.k8s.io/kwok"],
        cwd=MODULES / "kwok",
        env=go_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r'"Dir": "([^"]+)"', asked.stdout)
    if asked.returncode != 0 or found is None:
        message = f"kwok's module is not to be had: {asked.stdout}{asked.stderr}"
        raise BuildError(message)
    documents = [(Path(found[1]) / name).read_text(encoding="utf-8") for name in STAGES]
    target = stages_file(into)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n---\n".join(documents), encoding="utf-8")


@contextmanager
def alone(into: Path) -> Iterator[None]:
    """Keep a second build out of the same folder; it waits, and then finds everything built."""
    with (into.parent / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("Another build is under way; waiting for it.\n")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_missing(into: Path, binaries: Sequence[Binary] = BINARIES) -> None:
    """Build those of *binaries* that are missing in *into*, and say how it goes on standard error.

    Raises:
        BuildError: One of the tools could not be built.
        GoMissingError: There is no Go to build with.
    """
    into.mkdir(parents=True, exist_ok=True)
    (into.parent / "stamps").mkdir(exist_ok=True)
    with alone(into):
        missing = [each for each in binaries if not is_built(each, into=into)]
        if missing:
            require_go()
        for number, binary in enumerate(missing, start=1):
            label = f"[{number}/{len(missing)}] {binary.name} {binary.version()}"
            build(binary, into=into, label=label)
    sys.stderr.write(f"The tools are in {into}.\n")


def interrupted(number: int, _frame: FrameType | None) -> NoReturn:
    """Turn a request to terminate into the exception that cleans up."""
    raise KeyboardInterrupt(signal.Signals(number).name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the build; return 0, 1 when something could not be built, 2 when Go is missing."""
    parser = argparse.ArgumentParser(description="Build the tools of the end-to-end tests.")
    parser.add_argument("--into", type=Path, default=DEFAULT_FOLDER, help="default: %(default)s")
    into: Path = parser.parse_args(arguments).into
    signal.signal(signal.SIGTERM, interrupted)
    try:
        build_missing(into.resolve())
    except GoMissingError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    except BuildError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted; what was built stays.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
