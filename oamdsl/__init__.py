"""The Open Application Model as a typed Python library on Pulumi: the names that people write.

The names are those of ``__init__.pyi``. A module is loaded when a name of it is wanted: all of them together
take longer than most commands.
"""

import lazy_loader  # pyright: ignore[reportMissingTypeStubs]

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(  # pyright: ignore[reportUnknownVariableType]
    __name__, __file__
)
