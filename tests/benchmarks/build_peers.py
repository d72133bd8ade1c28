"""Gets the tools that oamdsl is measured beside: ``python -m tests.benchmarks.build_peers``, in minutes.

helm is built from its Go module, pinned in ``tools/helm``; cdk8s comes from PyPI into an environment of its
own, and needs node.
"""

import subprocess
import sys

from tests.benchmarks.peers import CDK8S_PYTHON
from tests.e2e.tools.build import DEFAULT_FOLDER, Binary, BuildError, GoMissingError, build_missing

_HELM = Binary(
    name="helm",
    module="../../benchmarks/tools/helm",
    package="helm.sh/helm/v4/cmd/helm",
    pinned_by="helm.sh/helm/v4",
    stamps={"helm.sh/helm/v4/internal/version.version": "v{version}"},
)
_CDK8S = "cdk8s==2.70.115"


def main() -> None:
    """Get both; each is of use without the other."""
    try:
        build_missing(DEFAULT_FOLDER, [_HELM])
    except (BuildError, GoMissingError) as error:
        sys.stderr.write(f"error: {error}\n")
    folder = CDK8S_PYTHON.parents[1]
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(CDK8S_PYTHON), "-m", "pip", "install", "--quiet", _CDK8S], check=True)


if __name__ == "__main__":
    main()
