"""What a stack will consist of: the value that checks read and that every output is made of."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from oamdsl.compose.developer_claim import DeveloperClaims
from oamdsl.compose.folded import Binding, Folded, FoldedObject, Reserved
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.diagnostics.origin import Location
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.model.application import Application
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.component import Component
from oamdsl.model.effect import Refuse, Require
from oamdsl.model.element import Element, faulty_parts_of
from oamdsl.model.environment import Environment
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedWorkload, Workload


@attrs.frozen
class Failure:
    """A function of the user's that raised, or returned something of the wrong kind.

    Attributes:
        function: Which one, as messages call it: ``Nginx.workload()``.
        error: What happened, without a traceback.
        location: The user's line that was being run.
        help: What to do, as an imperative.
        callers: The user's lines that led there, the nearest first.
        label: What is at *location*, in a few words.
    """

    function: str
    error: str
    location: Location
    help: str = "mend the function, or what it is given"
    callers: tuple[Location, ...] = ()
    label: str = "while running this"


@attrs.frozen(kw_only=True, eq=False)
class ComposedComponent:
    """One component of one application in one environment.

    Attributes:
        application: The application it belongs to.
        component: What was declared.
        declared: The workload that the component returned; None when it could not be had.
        workload: That workload rendered; None when it could not be had.
        natural_characteristics: What the workload is like, before the developer's opinions narrow it.
        bindings: The traits that the platform implements and that apply, with their effects.
        unoffered: Traits that the platform does not implement.
        inapplicable: Traits that the workload lacks characteristics for.
        folded: The objects; None when there is no workload.
        claims: Whose the fields of the workload are; None when there is no workload.
        workload_refusals: What the workload refuses of its own parameters.
        refusals: What traits refuse of their own parameters, and technologies of traits.
        failures: Functions of the user's that failed.
    """

    application: Application
    component: Component
    declared: Workload | None = None
    workload: RenderedWorkload | None = None
    natural_characteristics: frozenset[Characteristic] = frozenset()
    bindings: tuple[Binding, ...] = ()
    unoffered: tuple[Trait, ...] = ()
    inapplicable: tuple[Trait, ...] = ()
    folded: Folded | None = None
    claims: DeveloperClaims | None = None
    workload_refusals: tuple[Refuse, ...] = ()
    refusals: tuple[tuple[Refuse, Trait], ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def objects(self) -> tuple[FoldedObject, ...]:
        """The component's objects; none when it could not be composed."""
        return self.folded.objects if self.folded else ()

    @property
    def reserved(self) -> tuple[Reserved, ...]:
        """What controllers make of the component's objects; nothing when it could not be composed."""
        return self.folded.reserved if self.folded else ()

    @property
    def subject(self) -> tuple[str, ...]:
        """Application and component, as findings name them."""
        return (str(self.application.name), str(self.component.name))

    def lacking(self, trait: Trait) -> tuple[Characteristic, ...]:
        """What *trait* needs and the workload is not, whatever the developer's opinions."""
        natural = self.natural_characteristics
        return tuple(one for one in Characteristic if one in trait.applies_to - natural)

    def folded_object(self, ref: ObjectRef) -> FoldedObject | None:
        """The finished object *ref*; None when the component has none such."""
        return next((one for one in self.objects if one.ref == ref), None)

    def body_of(self, ref: ObjectRef) -> Object:
        """The content of the finished object *ref*; nothing when the component has none such."""
        folded = self.folded_object(ref)
        return folded.body if folded else {}

    @property
    def requirements(self) -> Iterator[tuple[Api | str, Binding]]:
        """What traits require of the cluster: APIs of objects aside, ``(requirement, trait)``."""
        for binding in self.bindings:
            for what in binding.implementation.requires:
                yield what, binding
            for effect in binding.effects:
                if isinstance(effect, Require):
                    yield effect.what, binding

    def claim_on(self, field: FieldRef) -> Claim:
        """Who decides *field* of the finished objects: the innermost claim that covers it.

        Raises:
            LookupError: The component has no such object.
        """
        folded = self.folded_object(field.object)
        if folded is None:
            message = f"component {self.component.name!r} has no {field.object}"
            raise LookupError(message)
        return self.claim_in(folded, field)

    def claim_in(self, folded: FoldedObject, field: FieldRef) -> Claim:
        """Who decides *field* of *folded*, a finished object of the component."""
        covering = [one for one in folded.claims if field.path.starts_with(one.field.path)]
        if covering:
            return max(covering, key=lambda claim: claim.field.path.depth)
        if folded.creator is not None:
            return Claim(field, folded.creator, Verb.CREATED)
        return self.developer_claim(folded, field.path)

    def developer_claim(self, folded: FoldedObject, path: Path) -> Claim:
        """Whose a field is that no trait decides."""
        if self.claims is None or folded.rendered is None:
            message = f"{folded.ref} is no object of the workload"
            raise LookupError(message)
        return self.claims.of(folded.rendered, path)

    def outlives(self, ref: ObjectRef) -> bool:
        """Whether object *ref* holds data that the developer wants kept whatever happens to the component."""
        return self.component.opinions.keeps_data and ref.api.kind == "PersistentVolumeClaim"

    def delegated(self, ref: ObjectRef) -> tuple[Claim, ...]:
        """The fields of object *ref* that controllers in the cluster decide, or change."""
        folded = self.folded_object(ref)
        if folded is None:
            return ()
        rewritten = (claim for claim in folded.rewritten if not claim.in_pods)
        return (*(claim for claim in folded.claims if claim.verb is Verb.DELEGATED), *rewritten)


@attrs.frozen(eq=False, slots=False)
class Plan:
    """All applications of one environment, composed.

    Attributes:
        environment: Where.
        components: Every component of every application, in the order declared.
        applications: The applications, in the order declared.
        other_platforms: The project's other platforms, for findings to name.
    """

    environment: Environment
    applications: tuple[Application, ...]
    components: tuple[ComposedComponent, ...]
    other_platforms: tuple[Platform, ...] = ()

    @cached_property
    def faulty_elements(self) -> tuple[tuple[Element, tuple[str, ...]], ...]:
        """Declared values whose constructors were called wrongly, each once, with what they belong to."""
        faulty = {
            id(element): (element, owner)
            for element, owner in reversed(list(self._faulty()))  # so that the first owner stays
        }
        return tuple(reversed(faulty.values()))

    def _faulty(self) -> Iterator[tuple[Element, tuple[str, ...]]]:
        for element in faulty_parts_of(self.environment):
            yield element, (str(self.environment.name),)
        for composed in self.components:
            component = composed.component
            for root in (component, component.opinions, composed.declared):
                for element in faulty_parts_of(root):
                    yield element, composed.subject
        for application in self.applications:
            if application.faults:
                yield application, (str(application.name),)

    @cached_property
    def defined_apis(self) -> frozenset[Api]:
        """APIs that the plan's own CustomResourceDefinitions add to the cluster."""
        return Snapshot.of_definitions(self._definitions).apis

    @cached_property
    def cluster(self) -> Snapshot:
        """What is known of the environment's cluster once the plan's CustomResourceDefinitions are on it."""
        cluster = self.environment.cluster
        return cluster.with_definitions(self._definitions) if self._definitions else cluster

    @cached_property
    def _definitions(self) -> tuple[Object, ...]:
        return tuple(
            folded.body
            for composed in self.components
            for folded in composed.objects
            if folded.ref.api.kind == "CustomResourceDefinition"
        )

    @cached_property
    def namespace(self) -> Mapping[str, Any] | None:
        """The Namespace object, when the environment makes it."""
        if not self.environment.create_namespace:
            return None
        return {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": self.environment.namespace},
        }

    @property
    def keeps_data(self) -> bool:
        """Whether a developer wants data kept that is in the environment's namespace."""
        return any(composed.component.opinions.keeps_data for composed in self.components)

    def components_of(self, application: Application) -> tuple[ComposedComponent, ...]:
        """The components of *application*."""
        return self._by_application.get(id(application), ())

    @cached_property
    def _by_application(self) -> dict[int, tuple[ComposedComponent, ...]]:
        # By identity: two applications of one name, which is a finding, are two.
        found: dict[int, list[ComposedComponent]] = {}
        for one in self.components:
            found.setdefault(id(one.application), []).append(one)
        return {key: tuple(its_own) for key, its_own in found.items()}
