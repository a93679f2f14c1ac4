"""The codebooks that come with the tool: `label_configs/*.yaml`."""

from __future__ import annotations

import difflib
from pathlib import Path

from annotator.errors import SchemeError
from annotator.models import Scheme
from annotator.schemes.reading import load_scheme_file

FOLDER_NAME = "label_configs"


def builtin_folder() -> Path:
    """Inside the package: a link to the top folder in a repository, a copy in an installation."""
    return Path(__file__).resolve().parents[1] / FOLDER_NAME


def builtin_names() -> list[str]:
    """The names of the codebooks that come with the tool, the default first."""
    names = sorted(path.stem for path in builtin_folder().glob("*.yaml"))
    return sorted(names, key=lambda name: name != "framing")


def load_builtin(name: str) -> Scheme:
    """A codebook that comes with the tool; `SchemeError` names the known ones if it is unknown."""
    names = builtin_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(names)}"
        raise SchemeError(f"there is no scheme '{name}'; {hint}")
    return load_scheme_file(builtin_folder() / f"{name}.yaml")
