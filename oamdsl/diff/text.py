"""A difference for people, in plain ASCII."""

from collections.abc import Iterator

from oamdsl.diff.compare import Change, ComponentChange, Difference, ObjectChange
from oamdsl.diff.yaml_diff import yaml_diff


def render(difference: Difference, *, objects: bool = True) -> str:
    """*difference*, the meaning of each component's change first; empty when there is none.

    Args:
        difference: What to show.
        objects: Whether the changed YAML follows.
    """
    return "\n".join(
        "\n".join(_component(environment, component, objects))
        for environment, components in difference.environments.items()
        for component in components
    )


def _component(environment: str, change: ComponentChange, objects: bool) -> Iterator[str]:  # noqa: FBT001 - as the caller got it
    yield f"{change.sign} {change.name or 'the environment itself'} ({environment})"
    for consequence in change.consequences:
        yield f"    ! {consequence.impact.value}: {consequence.object}, because of {consequence.why}"
    for one in (*change.declared, *change.facts, *change.owners):
        yield f"    {change_line(one)}"
    for changed in change.objects:
        yield f"    {object_line(changed)}"
        if objects:
            yield from (f"        {line}" for line in yaml_diff(changed))
    yield ""


def change_line(change: Change) -> str:
    """``~ image of web: nginx:1 -> nginx:2``."""
    if not change.before:
        return f"+ {change.what}: {change.after}"
    if not change.after:
        return f"- {change.what}: {change.before}"
    return f"~ {change.what}: {change.before} -> {change.after}"


def object_line(change: ObjectChange) -> str:
    """``~ Deployment/web``."""
    sign = "+" if change.before is None else "-" if change.after is None else "~"
    return f"{sign} {change.ref}"
