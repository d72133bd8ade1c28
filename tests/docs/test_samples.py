"""Every sample of the documents works; every command prints what the documents show."""

import pytest

from tests.docs.follow import followed
from tests.docs.page import Page, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_can_be_followed(page: Page, tmp_path):
    problems = followed(page, tmp_path).problems
    assert not problems, "\n\n".join([*problems, "`python -m tests.test_docs` writes outputs anew"])
