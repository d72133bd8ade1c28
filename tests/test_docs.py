"""Documents that are made of the code: `python -m tests.test_docs` writes them, and what commands print."""

import tempfile
from pathlib import Path

from oamdsl.discovery.catalogue import catalogue
from oamdsl.discovery.description import described
from oamdsl.platforms.ready_made import ready_made
from tests.docs.follow import followed
from tests.docs.page import ROOT, pages
from tests.docs.reference import PAGES
from tests.docs.reference.markdown import formatted

FILE = Path(__file__).parents[1] / "docs/catalogue.md"


def written() -> str:
    """Every trait, by platform and by implementation, and every workload."""
    found = catalogue((), ())
    platforms = list(ready_made())
    rows = [
        [
            f"`{name}`",
            described(trait).summary,
            *(one.name if (one := platform.implementation_of(trait)) else "" for platform in platforms),
            ", ".join(f"`{offer.name}`" for offer in found.offers_of(trait)),
        ]
        for name, trait in found.traits.items()
    ]
    workloads = [[f"`{name}`", described(one).summary] for name, one in found.workloads.items()]
    return "\n".join(
        [
            "# Catalogue",
            "",
            "Made of the code. Every implementation passes the conformance kit; every object that one",
            "makes is valid by the schemas of Kubernetes and of the technologies, and a real API server",
            "accepts it.",
            "",
            "## Traits, and what implements them on the ready-made platforms",
            "",
            *_table(["trait", "", *(f"`{one.name}`" for one in platforms), "implementations"], rows),
            "",
            "## Workloads",
            "",
            *_table(["workload", ""], workloads),
            "",
        ]
    )


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    rule = ["---"] * len(header)
    return [f"| {' | '.join(row)} |" for row in (header, rule, *rows)]


def test_the_catalogue_is_up_to_date():
    assert FILE.read_text(encoding="utf-8") == written()


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
    for name, page_of in PAGES.items():
        (ROOT / f"docs/reference/{name}.md").write_text(formatted(page_of()), encoding="utf-8")
    for page in pages():
        with tempfile.TemporaryDirectory() as home:
            page.file.write_text(followed(page, Path(home)).text, encoding="utf-8")
