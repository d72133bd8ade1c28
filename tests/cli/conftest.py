"""What several tests of the command share."""

import pytest

from tests.cli.checkouts import SCALED, git


@pytest.fixture
def checkout(user):
    """The project in a git checkout of one commit, changed since."""
    git(user, "init")
    git(user, "add", ".")
    git(user, "commit", "-m", "first")
    user.write(application=SCALED)
    return user
