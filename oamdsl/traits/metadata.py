"""Labels and annotations that an operator needs on a component."""

from collections.abc import Mapping
from typing import Self

from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value


@trait
class Metadata(Trait):
    """Adds labels and annotations to the workload object.

    Attributes:
        labels: Labels to add: {key: value}.
        annotations: Annotations to add: {key: value}.
        on_pods: Whether its pods get them too; changing them restarts the pods then.

    Source: KubeVela ``labels``, ``annotations``.
    """

    labels: Mapping[str, Value[str]] = parameter(default={})
    annotations: Mapping[str, Value[str]] = parameter(default={})
    on_pods: bool = parameter(default=False)

    @classmethod
    def example(cls) -> Self:
        """A team's label."""
        return cls(labels={"team": "shop"})
