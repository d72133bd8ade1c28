"""Whether a trait is to be had on a platform, and why not."""

from collections.abc import Callable

from oamdsl.discovery.binding import FailingError, unserved
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.kubernetes.api import Api
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait


def why_unavailable(
    catalogue: Catalogue,
    platform: Platform,
    trait: type[Trait],
    serves: Callable[[Api | str], bool] | None = None,
) -> str:
    """Why *trait* cannot be bound on *platform*, as a clause; empty when it can.

    Args:
        catalogue: What there is.
        platform: The platform.
        trait: The trait.
        serves: Whether the cluster has an API or a feature; by default what the platform says.
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
        missing = [f"`{what}`" for what in unserved(platform, implementation, serves)]
    except FailingError as error:
        return str(error)
    return f"`{platform.name}` does not have {', '.join(missing)}" if missing else ""
