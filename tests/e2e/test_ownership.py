"""Who manages which field of the live objects, after whom the ledger names."""

from oamdsl import AutoScaler
from oamdsl.compose.compose import compose
from oamdsl.compose.ledger import Verb
from oamdsl.compose.ownership import owned_fields
from oamdsl.kubernetes.path import Path
from oamdsl.model.application import Application
from tests.e2e.applications import Web
from tests.e2e.images import OTHER_IMAGE
from tests.e2e.kubernetes_api import APPLY_PATCH
from tests.e2e.manifests import IDENTITY, is_ours, managers
from tests.e2e.site import Site

SCALER = AutoScaler(minimum=2, maximum=9)


def test_we_manage_what_the_ledger_gives_to_somebody_here_and_nothing_else(site: Site) -> None:
    site.up(Web("web", traits=[SCALER]))
    site.scale("web", 4)
    changed = Web("web", image=OTHER_IMAGE, traits=[SCALER])
    site.up(changed)

    (composed,) = compose(site.environment, [Application("app", [changed])]).components
    fields = [owned for owned in owned_fields(composed) if str(owned.claim.field.path) not in IDENTITY]
    found = {
        str(owned.claim.field): is_ours(
            site.live(owned.claim.field.object.api.kind, owned.claim.field.object.name),
            owned.claim.field.path,
        )
        for owned in fields
    }
    delegated = {str(each.claim.field) for each in fields if each.claim.verb is Verb.DELEGATED}
    assert len(delegated) == 1
    assert {name for name, ours in found.items() if not ours} == delegated


def test_a_field_that_somebody_else_adds_stays_theirs(site: Site) -> None:
    site.up(Web("web"))
    theirs = site.reference("Deployment", "web")
    theirs["metadata"]["annotations"] = {"example.com/note": "theirs"}
    site.cluster.api.patch(theirs, theirs, content_type=APPLY_PATCH, fieldManager="somebody")

    site.up(Web("web", image=OTHER_IMAGE))

    live = site.live("Deployment", "web")
    assert live["metadata"]["annotations"]["example.com/note"] == "theirs"
    assert managers(live, Path(("metadata", "annotations", "example.com/note"))) == ["somebody"]


def test_a_field_that_somebody_else_took_is_a_conflict_that_names_all(site: Site) -> None:
    site.up(Web("web"))
    theirs = site.reference("Deployment", "web")
    containers = [{"name": "web", "image": "registry.example/theirs:1"}]
    theirs["spec"] = {"template": {"spec": {"containers": containers}}}
    query = {"fieldManager": "somebody", "force": "true"}
    site.cluster.api.patch(theirs, theirs, content_type=APPLY_PATCH, **query)

    said = site.failure(Web("web", image=OTHER_IMAGE))

    assert "Deployment" in said
    assert "web" in said
    assert 'conflict with "somebody"' in said
    assert '.spec.template.spec.containers[name="web"].image' in said
