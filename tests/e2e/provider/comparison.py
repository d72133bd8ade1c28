"""What a change of the program means for an object: nothing, an update, or a replacement."""

from collections.abc import Sequence
from typing import Final

import attrs
from pulumi.runtime.proto import provider_pb2

from tests.e2e.kubernetes_api import Manifest
from tests.e2e.provider.annotations import AUTONAMED, is_true, metadata_of
from tests.e2e.provider.checkpoint import Checkpoint, normalized
from tests.e2e.provider.differences import Change, Difference, differences, prune
from tests.e2e.provider.field_paths import Path, contains, text_of
from tests.e2e.provider.immutable_fields import Mutability, replaces
from tests.e2e.provider.objects import placed

KINDS: Final = {
    (Change.ADDED, False): provider_pb2.PropertyDiff.ADD,
    (Change.ADDED, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Change.DELETED, False): provider_pb2.PropertyDiff.DELETE,
    (Change.DELETED, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    (Change.UPDATED, False): provider_pb2.PropertyDiff.UPDATE,
    (Change.UPDATED, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


@attrs.frozen(kw_only=True)
class Comparison:
    """An object as it was last seen beside what the program says now.

    Attributes:
        state: The object so far.
        new: What the program says.
        ignored: The fields of `ignoreChanges`.
        namespace: Of objects that name none; None for kinds that live in no namespace.
        mutability: Which data changes in place.
    """

    state: Checkpoint
    new: Manifest = attrs.field(converter=normalized)
    ignored: Sequence[Path] = ()
    namespace: str | None
    mutability: Mutability

    def differences(self) -> Sequence[Difference]:
        """Return the fields that differ.

        The live object counts, not what the program said last time: what a controller or the
        server changed while the last operation ran is a difference.
        """
        said = normalized(self.state.inputs)
        old = normalized(prune(self.state.live, said))
        name = self.state.live["metadata"]["name"]
        old = {**old, "metadata": {**metadata_of(old), "name": name}}
        found = differences(placed(old, self.namespace), placed(self.new, self.namespace), said=said)
        return [each for each in found if not any(contains(path, each.path) for path in self.ignored)]

    def response(self) -> provider_pb2.DiffResponse:
        """Return what the engine is told."""
        found = self.differences()
        replacing = [each for each in found if replaces(each.path, self.new, self.mutability)]
        detailed = {
            text_of(each.path): provider_pb2.PropertyDiff(
                kind=KINDS[each.change, each in replacing],
                inputDiff=each.change is Change.DELETED,
            )
            for each in found
        }
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if found else none,
            replaces=[text_of(each.path) for each in replacing],
            deleteBeforeReplace=bool(replacing) and self._keeps_its_name(),
            detailedDiff=detailed,
            hasDetailedDiff=True,
        )

    def _keeps_its_name(self) -> bool:
        """Say whether the new object cannot exist beside the old one."""
        old = metadata_of(placed(self.state.live, self.namespace))
        new = metadata_of(placed(self.new, self.namespace))
        same = all(old.get(name) == new.get(name) for name in ("name", "namespace"))
        return same and not is_true(self.new, AUTONAMED)
