"""The JSON that commands print for programs, findings aside."""

import json
from typing import Any


def as_json(**content: Any) -> str:
    """*content* as one JSON object with the version of its shape."""
    return json.dumps({"schema_version": 1, **content}, indent=2, sort_keys=True) + "\n"
