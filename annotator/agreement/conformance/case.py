"""The data of a published case, as it stands in its JSON file."""

from typing import Any

Case = dict[str, Any]
