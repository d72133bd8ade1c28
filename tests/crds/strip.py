"""Copies CustomResourceDefinitions into this folder, without the prose of their schemas.

    python tests/crds/strip.py FILE...

Everything that decides is kept; descriptions and examples are nine tenths of such a file.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

from oamdsl.kubernetes.snapshot import without_prose

HERE = Path(__file__).parent
NOTICE = "# Changed from the file that README.md names: the prose of its schemas is left out.\n"


def stripped(definition: dict[str, Any]) -> dict[str, Any]:
    """*definition* with schemas without prose; what its rules in CEL say stays."""
    for version in definition["spec"]["versions"]:
        version["schema"] = without_prose(version["schema"])
    return definition


def main(files: list[str]) -> None:
    """Strip each of *files* into a file of the same name."""
    for file in map(Path, files):
        definition = yaml.safe_load(file.read_text(encoding="utf-8"))
        text = yaml.safe_dump(stripped(definition), sort_keys=False, width=110)
        (HERE / file.name).write_text(NOTICE + text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
