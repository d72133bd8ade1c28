"""What asks a container on one of its ports: probes, and the hooks of its lifecycle."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from oamdsl.kubernetes.tree import as_map

_HOLDERS = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)
_ACTIONS = ("httpGet", "tcpSocket", "grpc")


@attrs.frozen(eq=False)
class Handler:
    """One action on a port.

    Attributes:
        path: Where in the container: ``("livenessProbe", "httpGet")``.
        port: The port, a number or a name; may be anything.
    """

    path: tuple[str, ...]
    port: Any

    @property
    def names_port(self) -> bool:
        """Whether its port is given by name; digits in quotes are a number that is written wrongly."""
        return isinstance(self.port, str) and not self.port.isdigit()


def handlers(container: Mapping[str, Any]) -> Iterator[Handler]:
    """The handlers of *container* that have a port."""
    for holder in _HOLDERS:
        if holder[0] not in container:
            continue
        actions = as_map(container[holder[0]])
        for name in holder[1:]:
            actions = as_map(actions.get(name))
        for action in _ACTIONS:
            if action in actions:
                yield Handler((*holder, action), as_map(actions[action]).get("port"))
