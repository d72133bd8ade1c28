import asyncio

import pytest

from oamdsl.model.fault import Unset
from oamdsl.model.value import (
    Deferred,
    Mapped,
    Secret,
    StackSecret,
    is_known_secret,
    is_opaque,
    shown,
)
from tests.outputs import output


class Later(Deferred[int]):
    """What `pulumi.Output` is, as far as the model knows."""

    async def future(self, with_unknowns=None):
        return 1

    async def is_secret(self):
        return False


def kind(value):
    """A name for a case that is the same in every run: some values show their address."""
    inner = f" of {kind(value.source)}" if isinstance(value, Mapped) else ""
    return f"{type(value).__name__}{inner}"


OUTPUT = output("known later")
SECRETS = [Secret("hunter2"), StackSecret("password"), Mapped(Secret("hunter2"), str)]
DEFERRED = [OUTPUT, Later(), Mapped(OUTPUT, str), Unset("password")]
PLAIN = ["text", 1, 1.5, True, None, [Secret(1)], (Secret(1),), {"a": Secret(1)}, object(), Secret]


@pytest.mark.parametrize("value", [*SECRETS, *DEFERRED], ids=kind)
def test_secrets_and_outputs_are_opaque(value):
    assert is_opaque(value)


@pytest.mark.parametrize("value", PLAIN, ids=kind)
def test_all_else_is_not(value):
    assert not is_opaque(value)
    assert not is_known_secret(value)


@pytest.mark.parametrize("value", SECRETS, ids=kind)
def test_a_secret_is_known_as_one(value):
    assert is_known_secret(value)
    assert shown(value) == "[secret]"


@pytest.mark.parametrize("value", DEFERRED, ids=kind)
def test_an_output_may_be_a_secret_without_telling(value):
    assert not is_known_secret(value)
    assert shown(value) == "[known after deployment]"


def test_an_output_made_by_pulumi_is_one_of_ours():
    later = Later()
    assert asyncio.run(later.future()) == 1
    assert asyncio.run(later.is_secret()) is False


def test_plain_values_are_shown_as_python_writes_them():
    assert shown("it's at 0x7f") == '''"it's at 0x7f"'''
    assert shown([1, None]) == "[1, None]"
    assert shown({"password": Secret("hunter2")}) == "{'password': Secret(...)}"


def test_an_object_is_shown_without_its_address():
    assert shown([object()]) == "[<object object>]"


@pytest.mark.parametrize("secret", [Secret("hunter2"), StackSecret("password")], ids=kind)
def test_a_secret_never_becomes_text(secret):
    assert str(secret) == "[secret]"
    with pytest.raises(TypeError, match="a secret has no text while the program runs"):
        f"{secret}"
    with pytest.raises(TypeError):
        "password=" + secret


def test_the_representation_of_a_secret_does_not_have_it():
    assert repr(Secret("hunter2")) == "Secret(...)"
    assert repr(StackSecret("password")) == "StackSecret('password')"


def test_secrets_are_equal_when_their_values_are():
    assert Secret("hunter2") == Secret("hunter2") != Secret("hunter3")


def test_what_was_never_given_is_never_known():
    unset = Unset("size")
    assert str(unset) == "(no size)"
    with pytest.raises(LookupError, match="size"):
        unset.future()
    with pytest.raises(LookupError, match="size"):
        unset.is_secret()
