"""Every workload, and what workloads are made of."""

from typing import Final

import oamdsl
from oamdsl.discovery.catalogue import catalogue
from oamdsl.discovery.definitions import characteristics_of
from oamdsl.discovery.description import call, described
from tests.docs.reference.markdown import introduced, prose, table

PARTS: Final = (
    oamdsl.Container,
    oamdsl.Port,
    oamdsl.Resources,
    oamdsl.HttpProbe,
    oamdsl.TcpProbe,
    oamdsl.GrpcProbe,
    oamdsl.CommandProbe,
    oamdsl.ConfigFile,
    oamdsl.ConfigMapKey,
    oamdsl.SecretKey,
    oamdsl.PodField,
    oamdsl.Disk,
    oamdsl.Scratch,
    oamdsl.ConfigMapFiles,
    oamdsl.SecretFiles,
    oamdsl.ExistingClaim,
    oamdsl.HostPath,
)
"""What the parameters of workloads, and of some traits, are made of."""


def written() -> str:
    """The page."""
    found = catalogue((), ()).workloads
    lines = [
        "# Workloads",
        "",
        "Made of the code. A component's `workload` returns one of these. The first ones are lists of",
        "containers; those with an `image` are for components of one image.",
        "",
        *table(
            ["workload", ""],
            [[f"[`{name}`](#{name.lower()})", prose(described(one).summary)] for name, one in found.items()],
        ),
    ]
    for name, one in found.items():
        traits = ", ".join(sorted(one.value for one in characteristics_of(one)))
        lines += [f"## {name}", "", *introduced(described(one))]
        lines += [f"Characteristics: {traits}", "", "```python", call(one.example()), "```", ""]
    lines += ["## Parts", ""]
    for part in PARTS:
        lines += [f"### {part.__name__}", "", *introduced(described(part))]
    return "\n".join(lines)
