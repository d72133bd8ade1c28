from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.kubernetes.quantity import quantity, same_quantity, wrong_quantity

DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500m", "0.5"),
        ("1.5Gi", "1610612736"),
        ("2", "2"),
        ("-2k", "-2000"),
        ("+1", "1"),
        ("1.", "1"),
        (".5", "0.5"),
        ("1e3", "1000"),
        ("1E-3", "0.001"),
        ("1E", "1e18"),
        ("1e+2", "100"),
        (" 1Gi ", "1073741824"),
        (3, "3"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        (1e22, "1e22"),
        ("007", "7"),
    ],
)
def test_a_quantity_is_its_value_in_base_units(text, value):
    assert quantity(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1n", "1e-9"),
        ("-0.1n", "-1e-9"),
        ("1.0000000001", "1.000000001"),
        ("9Ei", 2**63 - 1),
        ("-9Ei", -(2**63) + 1),
        ("10E", "1e19"),
        ("1e-1000", "1e-9"),
    ],
)
def test_it_is_rounded_and_capped_as_the_api_server_does(text, value):
    assert quantity(text) == Decimal(value)


@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from(sorted(DECIMAL)),
    st.integers(0, 6),
    st.booleans(),
)
def test_decimal_suffixes_are_powers_of_ten(digits, suffix, places, exponent):
    number = Decimal(digits).scaleb(-places)
    power = DECIMAL[suffix]
    spelled = f"{number:f}{f'e{power}' if exponent else suffix}"
    exact = number * Decimal(10) ** power
    got = quantity(spelled)
    assert abs(got) >= abs(exact)
    assert abs(got - exact) < Decimal("1e-9")
    if exact * 10**9 == int(exact * 10**9):
        assert got == exact


@given(st.integers(0, 10**6), st.sampled_from(sorted(BINARY)))
def test_binary_suffixes_are_powers_of_two(number, suffix):
    assert quantity(f"{number}{suffix}") == min(number * 2 ** BINARY[suffix], 2**63 - 1)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_is_its_own_decimal_text(number):
    assert quantity(number) == quantity(str(number))


def problem_of(text):
    try:
        quantity(text)
    except ValueError as error:
        return str(error)
    return None


@given(st.text())
def test_any_text_is_a_quantity_or_a_problem(text):
    problem = problem_of(text)
    assert problem is None or "is not a quantity: write a number" in problem


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("500mb", '"500Mi" or "500M"'),
        ("1GB", '"1Gi" or "1G"'),
        ("1gb", '"1Gi" or "1G"'),
        ("1KB", '"1Ki" or "1k"'),
        ("1K", '"1Ki" or "1k"'),
        ("1GiB", '"1Gi"'),
        ("1gi", '"1Gi"'),
        ("1 Gi", '"1Gi"'),
        ("1,5Gi", '"1.5Gi"'),
        ("500 m", '"500m"'),
        ("5U", '"5u"'),
        ("100 bytes", '"100"'),
        ("2 cores", '"2"'),
        ("1,5", '"1.5"'),
        ("5e", '"5Ei" or "5E"'),
    ],
)
def test_a_slip_is_answered_with_the_nearest_valid_spellings(text, hint):
    with pytest.raises(ValueError, match="is not a quantity") as caught:
        quantity(text)
    assert str(caught.value) == (
        f'"{text}" is not a quantity: write a number with an optional suffix, like "500m", "2",'
        f' "1.5Gi" or "1e3"; did you mean {hint}?'
    )


@given(
    st.decimals(0, 1000, places=1),
    st.sampled_from(["", " "]),
    st.sampled_from(["b", "kb", "KB", "Mb", "gib", "GIB", "ti", "p", "K", "g", "core", "N", "eb"]),
)
def test_every_hint_is_itself_a_quantity(number, space, unit):
    with pytest.raises(ValueError, match="did you mean") as caught:
        quantity(f"{number}{space}{unit}")
    hints = str(caught.value).partition("did you mean ")[2].removesuffix("?").split(" or ")
    assert all(quantity(hint.strip('"')) >= 0 for hint in hints)


@pytest.mark.parametrize(
    "text", ["abc", "1.2.3", "1GHz", "5e-", "--1", "Mi", "1e1001", "1" * 101, "1 e3", "٣", "1_0"]
)
def test_what_has_no_near_spelling_gets_the_forms_only(text):
    with pytest.raises(ValueError, match=r'or "1e3"$'):
        quantity(text)


def test_an_empty_text_is_called_so():
    with pytest.raises(ValueError, match=r"^an empty text is not a quantity: write a number"):
        quantity(" ")


@pytest.mark.parametrize("number", [True, float("nan"), float("inf")])
def test_numbers_without_a_decimal_text_are_refused(number):
    with pytest.raises(ValueError, match="is not a quantity"):
        quantity(number)


def test_a_long_text_is_shown_shortened():
    with pytest.raises(ValueError, match=r'^"x{20}\.\.\." is not a quantity'):
        quantity("x" * 1000)


def test_a_wrong_amount_is_told_as_a_phrase_that_follows_it():
    assert wrong_quantity("500m") is None
    assert (wrong_quantity("500 mb") or "").startswith("is not a quantity: write a number")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("500m", 0.5, True),
        ("1Gi", "1024Mi", True),
        ("1", "1k", False),
        ("much", "much", True),
        ("much", "1", False),
        (None, "0", False),
    ],
)
def test_amounts_are_the_same_however_they_are_spelt(one, other, expected):
    assert same_quantity(one, other) is same_quantity(other, one) is expected
