"""The reviewed manifests of a new project: ``python -m tests.cli.reviewed_manifests`` writes them anew."""

import subprocess
import sys
import tempfile
from pathlib import Path

import oamdsl.scaffold
from oamdsl.scaffold.scaffold import Kind, files

_NAME = "scaffolded"
_PATH = "tests/snapshots/test_{module}"


def main() -> None:
    """Make a project, let its own tests write the files, and put them back as templates."""
    templates = Path(oamdsl.scaffold.__file__).parent / "templates" / Kind.PROJECT.value
    into = templates / _PATH.format(module="__module__")
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for file in files(Kind.PROJECT, _NAME):
            path = Path(folder, file.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pytest", "--oam-update"], cwd=folder, check=True)
        for path in Path(folder, _PATH.format(module=_NAME)).iterdir():
            text = path.read_text(encoding="utf-8")
            text = text.replace(f": {_NAME}\n", ": ${yaml_name}\n").replace(_NAME, "${name}")
            (into / f"{path.name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
