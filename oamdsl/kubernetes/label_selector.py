"""Which objects a label selector selects.

Source: Kubernetes, Labels and Selectors, "Resources that support set-based requirements".
"""

from collections.abc import Mapping
from typing import Any

from oamdsl.kubernetes.tree import as_map, is_list, maps_in


def selects(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether *selector* selects objects with *labels*; an empty one selects all.

    A value that is known only later is equal to no other.
    """
    wanted = as_map(selector.get("matchLabels"))
    return all(labels.get(label) == value for label, value in wanted.items()) and all(
        _fits(requirement, labels) for requirement in maps_in(selector.get("matchExpressions"))
    )


def _fits(requirement: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    label, values = str(requirement.get("key")), requirement.get("values")
    has_one_of = label in labels and is_list(values) and labels[label] in values
    return {
        "In": has_one_of,
        "NotIn": not has_one_of,
        "Exists": label in labels,
        "DoesNotExist": label not in labels,
    }.get(str(requirement.get("operator")), False)
