"""Which comments accept which findings of a plan."""

import functools

import attrs

from oamdsl import Component, Container, ContainerizedWorkload, component
from oamdsl.checks.suppressing import comments_of, suppressed
from oamdsl.diagnostics.finding import Finding, Place, Severity, Violation
from oamdsl.diagnostics.origin import Location
from tests.checks.composing import plan_with
from tests.rule_examples import Web, plan_of


def found(file, *lines, code="OAM413"):
    places = tuple(Place(Location(str(file), line)) for line in lines)
    violation = Violation(message="m", places=places, subject=(), help="h")
    return Finding(code=code, rule="r", severity=Severity.ERROR, violation=violation)


def reasons(file, *findings, **codes):
    return [
        one.suppression and one.suppression.reason for one in suppressed(findings, codes or {"OAM413": True})
    ]


def test_any_place_of_a_finding_may_carry_the_comment(tmp_path):
    file = tmp_path / "app.py"
    file.write_text("a = 1\nb = 2  # oamdsl: ignore[OAM413] why\n", encoding="utf-8")
    assert reasons(file, found(file, 2), found(file, 1, 2), found(file, 1)) == ["why", "why", None]


def test_the_last_line_of_a_place_may_carry_it_too(tmp_path):
    file = tmp_path / "app.py"
    file.write_text("a = f(\n    1,\n)  # oamdsl: ignore[OAM413] why\n", encoding="utf-8")
    (place,) = (finding := found(file, 1)).violation.places
    whole = attrs.evolve(place, location=Location(str(file), 1, 5, 3, 2))
    violation = attrs.evolve(finding.violation, places=(whole,))
    assert reasons(file, attrs.evolve(finding, violation=violation)) == ["why"]


def test_what_does_not_say_ignore_accepts_nothing(tmp_path):
    file = tmp_path / "app.py"
    file.write_text("a = 1  # oamdsl: allow[OAM413] why\n", encoding="utf-8")
    assert reasons(file, found(file, 1)) == [None]


def test_the_code_must_be_named_and_suppressible_and_there_must_be_a_reason(tmp_path):
    file = tmp_path / "app.py"
    file.write_text(
        "a = 1  # oamdsl: ignore[OAM413] why\nb = 2  # oamdsl: ignore[OAM413]\n", encoding="utf-8"
    )
    assert reasons(file, found(file, 1, code="OAM404"), OAM404=True) == [None]
    assert reasons(file, found(file, 1), OAM413=False) == [None]
    assert reasons(file, found(file, 1), OAM404=True) == [None]
    assert reasons(file, found(file, 2)) == [None]


def test_comments_are_looked_for_where_things_are_declared_and_classes_are_written():
    page = 'Web("web")\n# oamdsl: ignore[OAM413] why\n[Web("web")]\n'
    assert [one.reason for one in comments_of([plan_of(page, "<where it is declared>")])] == ["why"]


def test_a_class_without_code_has_no_file():
    @component
    class Odd(Component):
        workload = functools.partial(ContainerizedWorkload, [Container("odd", image="o:1")])

    assert comments_of([plan_with(Odd("odd"), Web("web"))]) == ()
