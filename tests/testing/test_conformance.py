"""The conformance kit finds what it is for: each of its checks fails for an implementation that breaks it."""

import itertools
import re

import attrs
import pytest

from oamdsl import (
    Add,
    Characteristic,
    Create,
    Element,
    Refuse,
    Set,
    Trait,
    declare,
    implements,
    parameter,
    trait,
)
from oamdsl.testing import conformance, conformance_kit
from oamdsl.testing.variants import differing, variants

COUNTER = itertools.count()


@declare
class Part(Element):
    """A part.

    Attributes:
        size: Its size.
    """

    size: int = parameter(default=1, ge=1)


@trait
class Good(Trait):
    """A trait that does what it says.

    Attributes:
        level: How much.
        parts: Its parts.
        main: The main part.
    """

    level: int = parameter(default=1, ge=1, le=9)
    parts: "list[Part]" = parameter(default=[Part()])
    main: Part = parameter(default=Part())


def good(one, workload):
    total = one.level + sum(part.size for part in one.parts) + one.main.size * 10
    yield Set(workload / "metadata" / "annotations", {"level": str(total)})


def failures(effects, cls=Good, **more):
    """The checks that an implementation fails, with what is wrong."""
    found = {}
    for check in conformance(implements(cls)(effects), **more):
        try:
            check.verify()
        except AssertionError as error:
            found[check.name] = [line.strip() for line in str(error).splitlines()[1:]]
    return found


def test_what_conforms_passes_every_check():
    assert failures(good) == {}


@trait
class Undocumented(Trait):
    level: int = parameter(default=1)


@trait
class Described(Trait):
    """A trait whose parameter describes itself."""

    level: int = parameter(default=1, description="How much.")


def level(one, workload):
    yield Set(workload / "metadata" / "annotations", {"level": str(one.level)})


def test_what_is_not_documented():
    assert failures(level, Undocumented) == {
        "every parameter is documented": [
            "Undocumented has no docstring",
            "Undocumented does not say what `level` is: put it under `Attributes:`",
        ]
    }
    assert failures(level, Described) == {}


@trait
class Faulty(Described):
    """A trait whose example is none."""

    @classmethod
    def example(cls):
        return cls(level="much" if next(COUNTER) % 2 else "more")

    def refusals(self):
        yield Refuse("level", why="it is odd", help="make it even")


def test_an_example_that_is_no_valid_trait():
    (problems,) = [
        found
        for name, found in failures(level, Faulty, examples=[Faulty(level="x")]).items()
        if "examples" in name
    ]
    assert any("`level` is at fault: mistyped" in one for one in problems)
    assert any("refuses itself: it is odd" in one for one in problems)


@trait
class Shifting(Described):
    """A trait whose example shifts."""

    @classmethod
    def example(cls):
        return cls(level=next(COUNTER))


def test_an_example_that_differs_from_call_to_call():
    assert failures(level, Shifting)["the examples are valid"] == [
        "Shifting.example() differs from call to call: make it of nothing but what the class has"
    ]


@trait
class Impossible(Described):
    """A trait that nothing is fit for."""

    applies_to = frozenset({Characteristic.BATCH, Characteristic.LONG_RUNNING})


def test_a_trait_that_applies_to_no_workload():
    assert failures(level, Impossible)["it works wherever the trait applies"] == [
        "no workload is batch, long-running: give one by `workloads`"
    ]


def test_what_raises_or_refuses():
    def raises(one, workload):
        yield Set(workload / "spec" / "replicas", workload.service_ports[0]["none"])

    assert "KeyError: 'none'" in str(failures(raises)["it works wherever the trait applies"])

    def refuses(one, workload):
        yield Refuse("nothing", why="because", help="do not")

    problems = failures(refuses)["it works wherever the trait applies"]
    assert problems[-1] == (
        "every example does nothing or is refused on every workload:"
        " give one that works by `examples`, or a workload by `workloads`"
    )
    assert problems[0].endswith("refuses `nothing`, which is no parameter")


def test_what_is_no_effect_or_does_nothing():
    def strange(one, workload):
        yield from good(one, workload)
        yield {"spec": {}}

    problems = failures(strange)["it works wherever the trait applies"]
    assert problems[0].endswith(
        "yields {'spec': {}}, which is no effect: yield Set, Add, Create or another of oamdsl's"
    )

    def idle(one, workload):
        yield from ()

    (problem,) = failures(idle)["it works wherever the trait applies"]
    assert problem.startswith("every example does nothing or is refused on every workload")


@trait
class Exampleless(Trait):
    """Its example fails."""

    @classmethod
    def example(cls):
        raise ValueError


def test_an_example_that_fails_is_what_its_check_says():
    problems = failures(good, Exampleless)["the examples are valid"]
    assert problems == ["Exampleless.example() fails: ValueError:"]


def test_what_is_no_implementation_is_refused():
    with pytest.raises(TypeError, match="is no implementation: give what `@implements"):
        conformance(good)


def test_what_is_not_deterministic_or_changes_what_it_is_given():
    def shifting(one, workload):
        yield Set(workload / "metadata" / "annotations", {"n": str(next(COUNTER))})

    name = "it is deterministic and changes nothing given"
    assert failures(shifting)[name][0].endswith(
        "its effects differ from call to call; make them of the trait and the workload alone"
    )

    def changing(one, workload):
        workload.body["spec"]["paused"] = True
        yield from good(one, workload)

    assert failures(changing)[name][0].endswith(
        "it changed the workload that it was given; yield Set or Add in place of that"
    )


def test_effects_that_hit_nothing_or_fight_each_other():
    def misses(one, workload):
        yield from good(one, workload)
        yield Set(workload.container("nobody") / "image", "i")

    assert any("nobody" in one for one in failures(misses)["claims are what changes"])
    assert any("writes" in one for one in failures(misses)["every effect shows"])

    def twice(one, workload):
        yield from good(one, workload)
        yield Create("v1", "ConfigMap", workload.name, {"data": {}})
        yield Create("v1", "ConfigMap", workload.name, {"data": {"a": "b"}})

    assert any("contests" in one for one in failures(twice)["claims are what changes"])


def test_an_effect_that_does_not_show():
    def empty(one, workload):
        yield from good(one, workload)
        yield Add(workload / "metadata" / "labels", "none", None)

    assert any("nothing is there" in one for one in failures(empty)["every effect shows"])


def test_a_parameter_without_effect():
    def constant(one, workload):
        yield Set(workload / "metadata" / "annotations", {"level": str(one.level)})

    assert [re.search("`(.*)`", one)[1] for one in failures(constant)["every parameter has an effect"]] == [
        "parts",
        "parts.size",
        "main",
        "main.size",
    ]


def test_a_further_example_shows_an_effect():
    def rare(one, workload):
        weight = one.level if one.main.size == 7 else 0
        yield Set(
            workload / "metadata" / "annotations",
            {"n": f"{weight} {one.main.size} {[part.size for part in one.parts]}"},
        )

    assert "`level`" in str(failures(rare))
    assert failures(rare, examples=[Good(main=Part(size=7))]) == {}
    assert failures(rare, examples=[Good(level=2, main=Part(size=7)), Good(level=3, main=Part(size=7))]) == {}


def test_an_object_that_every_component_would_make():
    def shared(one, workload):
        yield from good(one, workload)
        yield Create("v1", "ConfigMap", "shared", {"data": {}})
        yield Create("v1", "Service", f"{workload.name}-{'y' * 30}", {"spec": {}})

    problems = failures(shared)["objects are named after the component"]
    assert problems[0] == (
        "ConfigMap/shared has the same name for every component: two of them would fight over it"
    )
    assert "is too long" in problems[1]


def test_an_object_that_its_schema_refuses():
    def makes(one, workload):
        yield from good(one, workload)
        yield Create("v1", "ConfigMap", workload.name, {"date": {}})
        yield Create("v1", "Service", workload.name + "-2", {"spec": {"type": "Cluster"}})
        yield Create("example.com/v1", "Thing", workload.name, {})

    problems = failures(makes)["objects are valid"]
    assert any("ConfigMap/web: unknown field `date`" in one for one in problems)
    assert any("Service/web-2: wrong value `spec.type`, 'Cluster', which must be" in one for one in problems)
    assert (
        "example.com/v1 Thing has no schema to compare it with: give its definition by `definitions`"
        in problems
    )


def test_other_workloads_may_be_given():
    assert "no workload is" in str(failures(good, Impossible, workloads=[]))


def test_variants_differ_in_one_parameter_each():
    one = Good(level=9, parts=[Part(), Part(size=3)])
    for name, other in variants(one):
        assert not other.faults
        assert {found.partition(".")[0] for found in differing(one, other)} == {name.partition(".")[0]}
    assert {name for name, _ in variants(one)} == {"level", "parts", "parts.size", "main.size"}


def test_parts_that_are_not_alike_differ_as_a_whole():
    assert list(differing(Good(), Good(parts=[]))) == ["parts"]
    assert list(differing(Good(), Good(parts=[Part(size=2)], main=Part(size=3)))) == [
        "parts.size",
        "main.size",
    ]


def test_what_the_ledger_does_not_know(monkeypatch):
    """The composer keeps these by itself; the kit would notice if it did not."""
    honest = conformance_kit.fold

    def makes(one, workload):
        yield from good(one, workload)
        yield Create("v1", "ConfigMap", workload.name, {"data": {}})

    def unclaimed(workload, bindings, claim):
        found = honest(workload, bindings, claim)
        return attrs.evolve(found, objects=tuple(attrs.evolve(one, claims=()) for one in found.objects))

    monkeypatch.setattr("oamdsl.testing.conformance_kit.fold", unclaimed)
    problems = failures(good)["claims are what changes"]
    assert problems[0].endswith(
        "changes Deployment/web metadata.annotations.level, which it does not claim;"
        " yield an effect on that field"
    )

    def unmade(workload, bindings, claim):
        found = honest(workload, bindings, claim)
        return attrs.evolve(found, objects=found.objects[:1])

    monkeypatch.setattr("oamdsl.testing.conformance_kit.fold", unmade)
    assert failures(makes)["every effect shows"][0].endswith("makes ConfigMap/web, which is not there")

    def ordered(workload, bindings, claim):
        return honest(workload, bindings[:1], claim)

    monkeypatch.setattr("oamdsl.testing.conformance_kit.fold", ordered)
    assert failures(good, examples=[Good(level=5)])["the order of traits does not matter"][0] == (
        "on Deployment/web, the result depends on the order of the traits"
    )


@trait
class Fixed(Described):
    """A trait with a field that nobody sets, and parts of two kinds.

    Attributes:
        many: Parts, or names of parts.
    """

    constant: int = 3
    many: "list[Part | str]" = parameter(default=["a", Part()])


def test_fields_that_nobody_sets_are_not_varied():
    def all_of_it(one, workload):
        yield Set(workload / "metadata" / "annotations", {"n": f"{one.level} {one.many!r}"})

    assert failures(all_of_it, Fixed) == {}
    assert {name for name, _ in variants(Fixed())} == {"level", "many", "many.size"}
