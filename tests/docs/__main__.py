"""Follow the tutorials literally: `python -m tests.docs`, with the library as people install it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.docs.follow import followed
from tests.docs.page import ROOT, pages


def main() -> int:
    """The exit code: 0, or 1 when a page could not be followed."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder) / "wheels"
        build = ["pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)]
        subprocess.run([sys.executable, "-m", *build], check=True)
        known = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        links = f"{wheels} {known.get('PIP_FIND_LINKS', '')}".strip()
        failed = False
        for page in pages():
            if not any(block.remark == "new environment" for block in page.blocks):
                continue
            home = Path(folder) / page.file.stem
            home.mkdir()
            problems = followed(page, home, {**known, "PIP_FIND_LINKS": links}).problems
            failed = failed or bool(problems)
            print("\n\n".join(problems) or f"{page.name} can be followed")  # noqa: T201 - a command
    return int(failed)


sys.exit(main())
