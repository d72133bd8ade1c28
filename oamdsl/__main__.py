"""``python -m oamdsl``: the command ``oamdsl``."""

from oamdsl.cli import main

main()
