from oamdsl.diagnostics.finding import Finding, Severity, Violation
from oamdsl.diagnostics.page import Page
from oamdsl.diagnostics.rule import rule


def violation_of(number):
    return Violation(message=f"`{number}` is odd", places=(), subject=(str(number),), help="add one")


@rule("OAM999", source="arithmetic", severity=Severity.WARNING)
def odd_number(numbers):
    """A number is odd.

    Why: odd numbers
    have no half.

    Example:
        half(
            3
        )

    Use instead:
        half(4)
    """
    for number in numbers:
        if number % 2:
            yield violation_of(number)


@rule("OAM998", source="arithmetic")
def undocumented(_numbers):
    yield violation_of(7)


def test_a_rule_is_called_like_its_function_and_adds_its_name():
    assert list(odd_number([1, 2, 3])) == [
        Finding(
            code="OAM999",
            rule="odd-number",
            severity=Severity.WARNING,
            violation=violation_of(number),
        )
        for number in (1, 3)
    ]


def test_a_rule_weighs_as_an_error_unless_it_says_otherwise():
    assert [finding.severity for finding in undocumented(())] == [Severity.ERROR]


def test_a_rule_keeps_its_source():
    assert odd_number.source == "arithmetic"


def test_the_page_is_read_off_the_docstring():
    assert odd_number.page == Page(
        summary="A number is odd.",
        why="odd numbers have no half.",
        example="half(\n    3\n)",
        use_instead="half(4)",
    )


def test_a_rule_without_a_docstring_has_an_empty_page():
    assert undocumented.page == Page(summary="", why="", example="", use_instead="")


def test_an_example_may_begin_on_the_line_of_its_heading():
    page = Page.parse("Sum\nmary.\n\nExample: half(3)\n")
    assert page == Page(summary="Sum mary.", why="", example="half(3)", use_instead="")


def test_only_a_heading_at_the_margin_begins_a_section():
    page = Page.parse("Summary.\n\nExample:\n    # Why: no heading\n    half(3)\n")
    assert page.example == "# Why: no heading\nhalf(3)"
    assert page.why == ""
