"""A number of things in words."""


def plural(number: int, noun: str) -> str:
    """``1 component``, ``2 components``: *noun* in the plural unless there is one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
