"""Writes oamdsl/pulumi/aliases.json from the sources of the installed pulumi_kubernetes.

Run it (``python -m tests.pulumi.provider_aliases``) when the supported range of pulumi-kubernetes in
pyproject.toml changes; a test fails when the file is stale.
"""

import json
import re
from importlib import resources
from pathlib import Path

TOKEN = re.compile(r"super\(\w+, __self__\)\.__init__\(\s*'(kubernetes:[^']+)'")
ALIAS = re.compile(r'pulumi\.Alias\(type_="([^"]+)"\)')


def aliases() -> dict[str, list[str]]:
    """Older types of each type of resource: {token: [token]}."""
    found = {}
    with resources.as_file(resources.files("pulumi_kubernetes")) as package:
        for module in sorted(package.rglob("*.py")):
            source = module.read_text(encoding="utf-8")
            token = TOKEN.search(source)
            names = ALIAS.findall(source)
            if token is not None and names and not token[1].endswith(("List", "Patch")):
                found[token[1]] = names
    return dict(sorted(found.items()))


if __name__ == "__main__":
    target = Path(__file__).parents[2] / "oamdsl" / "pulumi" / "aliases.json"
    target.write_text(json.dumps(aliases(), indent=1) + "\n", encoding="utf-8")
