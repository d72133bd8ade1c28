"""Why a cluster could not be read."""


class ClusterError(Exception):
    """The cluster could not be read; nothing was written.

    Attributes:
        message: What is wrong, one sentence without a full stop; never a secret.
        help: What to do, an imperative.
    """

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
