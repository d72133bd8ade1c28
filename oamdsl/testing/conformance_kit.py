"""What every implementation of a trait must do, whoever wrote it.

A package's tests call it for each implementation::

    @pytest.mark.parametrize("check", conformance(priority_class), ids=str)
    def test_priority_class_conforms(check: Check) -> None:
        check.verify()
"""

import contextlib
import copy
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any, Final, TypeVar, get_args

import attrs

from oamdsl.compose.conditions import settled
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding, Folded
from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from oamdsl.compose.replacement import replacement_of
from oamdsl.kubernetes.api import DEFAULT_VERSION
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.names import object_name
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.schema import Validator
from oamdsl.kubernetes.shipped import shipped
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.kubernetes.tree import at
from oamdsl.model.effect import Add, Create, Delegate, Effect, Refuse, Set
from oamdsl.model.element import Element, fields_of, parts_of
from oamdsl.model.platform import Implementation
from oamdsl.model.trait import Trait
from oamdsl.model.value import is_opaque
from oamdsl.model.workload import RenderedObject, RenderedWorkload
from oamdsl.testing.variants import differing, parameters, variants
from oamdsl.workloads.samples import sample_workloads

T = TypeVar("T", bound=Trait)


@attrs.frozen(repr=False)
class Check:
    """One thing that an implementation must do.

    Attributes:
        name: What it is.
        problems: What is wrong, one sentence each; nothing when it conforms.
    """

    name: str
    problems: Callable[[], Iterable[str]]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def verify(self) -> None:
        """Pass when nothing is wrong.

        Raises:
            AssertionError: Something is; the message lists all of it.
        """
        found = list(dict.fromkeys(self.problems()))
        if found:
            raise AssertionError("\n".join([f"{self.name}:", *(f"  {one}" for one in found)]))


def conformance(
    implementation: Implementation[T],
    *,
    examples: Iterable[T] = (),
    workloads: Iterable[RenderedWorkload] | None = None,
    beside: Iterable[Implementation[Any]] = (),
    definitions: Iterable[Mapping[str, Any]] = (),
) -> tuple[Check, ...]:
    """The checks that *implementation* must pass.

    Args:
        implementation: What to check, with the example that its trait gives.
        examples: Further traits. Where a parameter has an effect only beside others, such as a value in a
            part that the example leaves out, one that has them shows it.
        workloads: What to bind it to; by default a service, a stateful service, a job and a scheduled job.
        beside: Implementations whose traits' examples are bound too, for one that builds on what they make.
            One with `Where` is to be checked with and without them.
        definitions: CustomResourceDefinitions of the kinds that it makes, as parsed from YAML; Kubernetes'
            own kinds need none.

    Raises:
        TypeError: It is no implementation, but a function that makes one, for instance.
    """
    _expect_implementation(implementation)
    subject = _Subject(
        implementation,
        (*_own_example(implementation.trait), *examples),
        tuple(sample_workloads()) if workloads is None else tuple(workloads),
        tuple(beside),
        tuple(definitions),
    )
    return tuple(
        Check(name.replace("_", " "), functools.partial(check, subject))
        for name, check in (
            (check.__name__.removeprefix("_"), check)
            for check in (
                _the_examples_are_valid,
                _every_parameter_is_documented,
                _it_works_wherever_the_trait_applies,
                _it_is_deterministic_and_changes_nothing_given,
                _claims_are_what_changes,
                _every_effect_shows,
                _the_order_of_traits_does_not_matter,
                _every_parameter_has_an_effect,
                _objects_are_named_after_the_component,
                _objects_are_valid,
            )
        )
    )


def _expect_implementation(one: object) -> None:
    if not isinstance(one, Implementation):
        message = (
            f"{one!r} is no implementation: give what `@implements(...)` made,"
            " or what the function returns that makes one"
        )
        raise TypeError(message)


def _own_example(trait: type[T]) -> Iterator[T]:
    """The example that the trait's class gives; nothing when that fails, which a check reports."""
    with contextlib.suppress(Exception):
        yield trait.example()


@attrs.frozen(slots=False)
class _Subject:
    implementation: Implementation[Any]
    examples: tuple[Trait, ...]
    workloads: tuple[RenderedWorkload, ...]
    beside: tuple[Implementation[Any], ...]
    definitions: tuple[Mapping[str, Any], ...]

    @functools.cached_property
    def snapshot(self) -> Snapshot:
        """What a cluster with the definitions serves; reading them takes longer than all else."""
        return Snapshot.of_definitions(self.definitions, kubernetes=shipped(DEFAULT_VERSION))

    @property
    def trait(self) -> type[Trait]:
        return self.implementation.trait

    @property
    def applicable(self) -> tuple[RenderedWorkload, ...]:
        return tuple(one for one in self.workloads if self.trait.applies_to <= one.characteristics)

    def effects(self, trait: Trait, workload: RenderedWorkload) -> tuple[Effect, ...]:
        """What the implementation yields, of a workload of its own, which it may spoil."""
        return tuple(self.implementation.effects(trait, copy.deepcopy(workload)))

    def folded(self, workload: RenderedWorkload, *bindings: Binding) -> Folded:
        """*workload* with *bindings*, and with the examples of what stands beside them."""
        return fold(workload, self.settled(workload, *bindings), _left_open)

    def settled(self, workload: RenderedWorkload, *bindings: Binding) -> tuple[Binding, ...]:
        """*bindings*, and the examples of what stands beside them, with their conditions settled."""
        others = (
            Binding(trait, one, tuple(one.effects(trait, workload)))
            for one in self.beside
            for trait in (one.trait.example(),)
        )
        return settled(workload, (*bindings, *others))

    def outcome(self, workload: RenderedWorkload, binding: Binding) -> tuple[Effect, ...]:
        """What *binding* comes to, beside the others."""
        return self.settled(workload, binding)[0].effects

    def bindings(self) -> Iterator[tuple[RenderedWorkload, Binding]]:
        """Each example on each workload that it works on, the workload as the kind that it becomes."""
        for workload in self.applicable:
            for trait in self.examples:
                try:
                    effects = self.effects(trait, workload)
                except Exception:  # noqa: BLE001, S112 - another check reports it
                    continue
                binding = Binding(trait, self.implementation, effects)
                if any(isinstance(effect, Refuse) for effect in self.outcome(workload, binding)):
                    continue
                replacement = replacement_of(workload, [binding])
                if replacement is None:
                    yield workload, binding
                else:
                    replaced = workload.replaced(replacement.replace)
                    yield replaced, Binding(trait, self.implementation, self.effects(trait, replaced))


def _the_examples_are_valid(subject: _Subject) -> Iterator[str]:
    name = subject.trait.__name__
    try:
        if subject.trait.example() != subject.trait.example():
            yield f"{name}.example() differs from call to call: make it of nothing but what the class has"
    except Exception as error:  # noqa: BLE001 - whatever it raises is what is reported
        yield f"{name}.example() fails: {type(error).__name__}: {error}"
    for trait in subject.examples:
        for part in parts_of(trait):
            for fault in part.faults:
                yield (
                    f"{trait!r}: `{fault.parameter}` is at fault: {fault.kind.value};"
                    f" correct the example, or give {name} a class method `example`"
                )
        for refusal in trait.refusals():
            yield f"{trait!r} refuses itself: {refusal.why}; {refusal.help}"


_ENTRY: Final = re.compile(r"^\s*(\w+):", re.MULTILINE)


def _every_parameter_is_documented(subject: _Subject) -> Iterator[str]:
    classes = {subject.trait: None} | {
        type(part): None for trait in subject.examples for part in parts_of(trait)
    }
    for cls in classes:
        documentation = inspect.getdoc(cls) or ""
        if not documentation or documentation == inspect.getdoc(Trait):
            yield f"{cls.__name__} has no docstring"
        for name, field in fields_of(cls).items():
            constraint = field.constraint
            if constraint is not None and not constraint.description and name not in _documented(cls):
                yield f"{cls.__name__} does not say what `{name}` is: put it under `Attributes:`"


def _documented(cls: type[Element]) -> set[str]:
    """The names under ``Attributes:`` of a class and of those that it builds on."""
    found: set[str] = set()
    for base in cls.__mro__:
        _, _, attributes = (inspect.cleandoc(base.__doc__ or "")).partition("Attributes:\n")
        found |= set(_ENTRY.findall(attributes))
    return found


def _it_works_wherever_the_trait_applies(subject: _Subject) -> Iterator[str]:
    if not subject.applicable:
        wanted = ", ".join(sorted(one.value for one in subject.trait.applies_to))
        yield f"no workload is {wanted}: give one by `workloads`"
        return
    works = False
    for workload in subject.applicable:
        for trait in subject.examples:
            try:
                effects = subject.effects(trait, workload)
            except Exception as error:  # noqa: BLE001 - whatever it raises is what is reported
                yield f"{trait!r} on {workload.ref}: {type(error).__name__}: {error}"
                continue
            for one in effects:
                if not isinstance(one, get_args(Effect)):
                    yield (
                        f"{trait!r} on {workload.ref} yields {one!r}, which is no effect:"
                        " yield Set, Add, Create or another of oamdsl's"
                    )
            refusals = [one for one in effects if isinstance(one, Refuse)]
            works = works or bool(effects and not refusals)
            known = fields_of(type(trait))
            for refusal in refusals:
                if refusal.parameter not in known:
                    yield f"{trait!r} on {workload.ref} refuses `{refusal.parameter}`, which is no parameter"
    if not works:
        yield (
            "every example does nothing or is refused on every workload:"
            " give one that works by `examples`, or a workload by `workloads`"
        )


def _it_is_deterministic_and_changes_nothing_given(subject: _Subject) -> Iterator[str]:
    for workload in subject.applicable:
        for trait in subject.examples:
            given = copy.deepcopy(workload)
            try:
                first, second = (tuple(subject.implementation.effects(trait, given)) for _ in range(2))
            except Exception:  # noqa: BLE001, S112 - another check reports it
                continue
            if first != second:
                yield (
                    f"{trait!r} on {workload.ref}: its effects differ from call to call;"
                    " make them of the trait and the workload alone"
                )
            if [one.body for one in given.objects] != [one.body for one in workload.objects]:
                yield (
                    f"{trait!r} on {workload.ref}: it changed the workload that it was given;"
                    " yield Set or Add in place of that"
                )


def _claims_are_what_changes(subject: _Subject) -> Iterator[str]:
    for workload, binding in subject.bindings():
        folded = subject.folded(workload, binding)
        for misdirection in folded.misdirections:
            yield f"{binding.trait!r} on {workload.ref}: {misdirection.field}: {misdirection.reason}"
        for contest in folded.contests:
            field = contest.second.field
            yield (
                f"{binding.trait!r} on {workload.ref} contests {field} with {contest.first.owner.name};"
                " claim it once, claim less of it, or Refuse where somebody has it"
            )
        for one in folded.objects:
            if one.rendered is None:
                continue
            claimed = [claim.field.path for claim in one.claims]
            for path in _changed(one.rendered.body, one.body):
                if not any(path.starts_with(claim) for claim in claimed):
                    yield (
                        f"{binding.trait!r} changes {one.ref} {path}, which it does not claim;"
                        " yield an effect on that field"
                    )


def _changed(before: Object, after: Object) -> Iterator[Path]:
    old, new = dict(leaves(before)), dict(leaves(after))
    return (path for path in {**old, **new} if old.get(path) != new.get(path))


def _every_effect_shows(subject: _Subject) -> Iterator[str]:
    for workload, binding in subject.bindings():
        bodies = {one.ref: one.body for one in subject.folded(workload, binding).objects}
        for effect in subject.outcome(workload, binding):
            if isinstance(effect, Create):
                if not any((ref.api.kind, ref.name) == (effect.kind, effect.name) for ref in bodies):
                    yield f"{binding.trait!r} makes {effect.kind}/{effect.name}, which is not there"
            elif isinstance(effect, (Set, Delegate, Add)) and not effect.field.path.has_each:
                path = effect.field.path
                if isinstance(effect, Add) and effect.key is not None:
                    path /= effect.key
                if at(bodies.get(effect.field.object), path) is None:
                    yield (
                        f"{binding.trait!r} writes {effect.field}, and nothing is there;"
                        " write to a field of an object that is there"
                    )


def _the_order_of_traits_does_not_matter(subject: _Subject) -> Iterator[str]:
    found: dict[ObjectRef, tuple[RenderedWorkload, list[Binding]]] = {}
    for workload, binding in subject.bindings():
        found.setdefault(workload.ref, (workload, []))[1].append(binding)
    for workload, bindings in found.values():
        results = [_bodies(subject.folded(workload, *order)) for order in permutations(bindings[:3])]
        if any(result != results[0] for result in results[1:]):
            yield f"on {workload.ref}, the result depends on the order of the traits"


def _every_parameter_has_an_effect(subject: _Subject) -> Iterator[str]:
    others = [(trait, list(variants(trait))) for trait in subject.examples]
    for name in dict.fromkeys(name for trait in subject.examples for name in parameters(trait)):
        if not any(_shows(subject, name, trait, changed) for trait, changed in others):
            yield (
                f"`{name}` changes nothing on any workload: remove it, refuse it, or give an example"
                " in which it does"
            )


def _shows(subject: _Subject, name: str, trait: Trait, changed: Sequence[tuple[str, Trait]]) -> bool:
    others = [other for what, other in changed if what == name or what.startswith(f"{name}.")]
    others += [one for one in subject.examples if set(differing(trait, one)) == {name}]
    return any(
        _outcome(subject, other, workload) != before or _is_part_of_refused(name, before)
        for workload in subject.applicable
        for before in (_outcome(subject, trait, workload),)
        for other in others
    )


def _is_part_of_refused(name: str, outcome: tuple[object, ...]) -> bool:
    """Whether *name* is in a part of the trait that is refused as a whole."""
    whole, _, part = name.partition(".")
    return bool(part) and any(isinstance(one, Refuse) and one.parameter == whole for one in outcome)


def _outcome(subject: _Subject, trait: Trait, workload: RenderedWorkload) -> tuple[object, ...]:
    """The effects of *trait*; what it refuses of itself counts."""
    try:
        return (*trait.refusals(), *subject.effects(trait, workload))
    except Exception as error:  # noqa: BLE001 - a value that nobody foresaw
        return (type(error),)


def _objects_are_named_after_the_component(subject: _Subject) -> Iterator[str]:
    if not subject.applicable:
        return
    kinds = {one.ref.api.kind for one in subject.applicable}
    made = {name: _created(subject, name, kinds) for name in ("web", "other", "x" * _LONGEST)}
    for kind, name in sorted(made["web"] & made["other"]):
        yield f"{kind}/{name} has the same name for every component: two of them would fight over it"
    for kind, name in sorted({one for found in made.values() for one in found}):
        problem = object_name(kind, name)
        if problem is not None:
            yield f"{kind}/{name}: the name {problem}"


_LONGEST: Final = 40
"""Length of a component's name that leaves room for a suffix."""


def _created(subject: _Subject, component: str, kinds: set[str]) -> set[tuple[str, str]]:
    workloads = tuple(one for one in sample_workloads(component) if one.ref.api.kind in kinds)
    return {
        (effect.kind, effect.name)
        for workload, binding in attrs.evolve(subject, workloads=workloads).bindings()
        for effect in subject.outcome(workload, binding)
        if isinstance(effect, Create)
    }


def _objects_are_valid(subject: _Subject) -> Iterator[str]:
    validator = Validator(subject.snapshot, is_opaque)
    for workload, binding in subject.bindings():
        for one in subject.folded(workload, binding).objects:
            if subject.snapshot.schema(one.ref.api) is None:
                yield f"{one.ref.api} has no schema to compare it with: give its definition by `definitions`"
            for breach in validator.breaches(one.body):
                seen = "" if breach.seen is None else f", {breach.seen!r}"
                allowed = f", which must be {breach.allowed}" if breach.allowed else ""
                yield (
                    f"{binding.trait!r} on {workload.ref}: {one.ref}: {breach.kind.value}"
                    f" `{breach.text}`{seen}{allowed}"
                )


def _left_open(rendered: RenderedObject, path: Path) -> Claim:
    owner = Owner(Role.DEVELOPER, "the developer", rendered.origin)
    return Claim(FieldRef(rendered.ref, path), owner, Verb.DEFAULTED)


def _bodies(folded: Folded) -> Mapping[ObjectRef, Object]:
    return {one.ref: one.body for one in folded.objects}
