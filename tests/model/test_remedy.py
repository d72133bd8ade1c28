import abc
from collections.abc import Sequence

import attrs
import pytest

from oamdsl import AutoScaler, Container, Port, Probes, Secret, Trait
from oamdsl.model.annotation import annotated_type


@attrs.frozen
class Disk:
    size: int = attrs.field(kw_only=True)


class Abstract(abc.ABC):
    @abc.abstractmethod
    def run(self) -> None: ...


@attrs.frozen
class Engine(Abstract): ...


def engine() -> Engine: ...


@pytest.mark.parametrize(
    ("annotation", "value", "seen", "remedy"),
    [
        (Trait, AutoScaler, "the class `AutoScaler`", "build one: `AutoScaler(...)`"),
        (Sequence[Trait], AutoScaler, "the class `AutoScaler`", "build one, in a list: `[AutoScaler(...)]`"),
        (Trait, Port, "the class `Port`", ""),
        (Trait, int, "the class `int`", ""),
        (Engine, Engine, "the class `Engine`", ""),
        (Engine, engine, "the function `engine`", "call it: `engine(...)`"),
        (Sequence[Trait], Probes(), "a Probes", "put it in a list: `[Probes(...)]`"),
        (Sequence[str], "web", "'web' (str)", "put it in a list: `['web']`"),
        (Sequence[str], "w" * 99, f"'{'w' * 99}' (str)", "put it in a list: `[...]`"),
        (Sequence[str], "w" * 999, f"'{'w' * 116}... (str)", "put it in a list: `[...]`"),
        (Sequence[str], {"web"}, "{'web'} (set)", "give a list, which has an order: `[...]`"),
        (Sequence[int], {"web"}, "{'web'} (set)", ""),
        (int, [4096], "[4096] (list)", "write `4096`, without the brackets"),
        (int, ["web"], "['web'] (list)", ""),
        (int, [1, 2], "[1, 2] (list)", ""),
        (Port, 80, "80 (int)", "write `Port(80)`"),
        (Container, 3, "3 (int)", "write `Container(3, ...)`"),
        (Container, "web", "'web' (str)", ""),
        (Disk, 80, "80 (int)", ""),
        (Trait, "AutoScaler", "'AutoScaler' (str)", ""),
        (int, "4096", "'4096' (str)", "write `4096`, without quotes, or convert it by `int()`"),
        (bool, "true", "'true' (str)", "write `True`, without quotes"),
        (int, "many", "'many' (str)", ""),
        (int, "1\0", "'1\\x00' (str)", ""),
        (int, 4096.0, "4096.0 (float)", "write `4096`, without a point"),
        (int, 0.5, "0.5 (float)", ""),
        (str, 0.5, "0.5 (float)", 'write `"0.5"`, in quotes, or convert it by `str()`'),
        (str, 80, "80 (int)", 'write `"80"`, in quotes, or convert it by `str()`'),
        (str, True, "True (bool)", ""),
        (str, None, "None", ""),
        (Sequence[int], [Secret(1), "2"], "'2' (str)", "write `2`, without quotes, or convert it by `int()`"),
        (int, [Secret("hunter2"), 1], "[Secret(...), 1] (list)", ""),
    ],
)
def test_what_is_said_of_a_value_and_what_is_to_be_written(annotation, value, seen, remedy):
    found = annotated_type(annotation).mismatch(value)
    assert found is not None
    assert (found.seen, found.remedy) == (seen, remedy)
