"""Whether a trait is to be had on a platform, and why not."""

from oamdsl.discovery.binding import FailingError, unserved
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.kubernetes.api import Api
from oamdsl.model.environment import Environment
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait


def why_unavailable(
    catalogue: Catalogue,
    platform: Platform,
    trait: type[Trait],
    environment: Environment | None = None,
) -> str:
    """Why *trait* cannot be bound on *platform*, as a clause; empty when it can.

    Args:
        catalogue: What there is.
        platform: The platform.
        trait: The trait.
        environment: The environment on that platform whose cluster counts; None for what the platform says.
    """
    implementation = platform.implementation_of(trait)
    if implementation is None:
        elsewhere = [
            other.name
            for other in catalogue.platforms
            if other.name != platform.name and other.implementation_of(trait) is not None
        ]
        offers = [offer.name for offer in catalogue.offers_of(trait)]
        if elsewhere:
            return f"`{platform.name}` does not offer it; {', '.join(f'`{one}`' for one in elsewhere)} does"
        listed = ", ".join(f"`{one}`" for one in offers)
        return f"`{platform.name}` does not offer it" + (f"; it could with {listed}" if offers else "")
    try:
        missing = list(unserved(platform, implementation, environment.serves if environment else None))
    except FailingError as error:
        return str(error)
    lacking: dict[str, list[str]] = {}
    for what in missing:
        lacking.setdefault(_lacking(what, platform, environment), []).append(f"`{what}`")
    return ", and ".join(f"{who} {', '.join(needs)}" for who, needs in lacking.items())


def _lacking(what: Api | str, platform: Platform, environment: Environment | None) -> str:
    """Who lacks it: what is known of the cluster by a snapshot are its APIs."""
    snapshot = environment.snapshot if environment else None
    if environment is None or snapshot is None or isinstance(what, str):
        return f"`{platform.name}` does not have"
    cluster = f"the cluster of `{environment.name}`"
    if what.api_version in snapshot.unread:
        return f"{cluster}, of which not all could be read, may not serve"
    return f"{cluster} does not serve"
