"""Licences that metadata name by an SPDX identifier; others are said in words where they may be."""

from __future__ import annotations

import re

__all__ = ["spdx_of"]

# Of data, texts and programs, as SPDX writes them.
_NAMES = (
    "CC0-1.0", "CC-PDDC", "ODbL-1.0", "ODC-By-1.0", "PDDL-1.0", "O-UDA-1.0", "C-UDA-1.0",
    "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0", "DL-DE-BY-2.0",
    "DL-DE-ZERO-2.0", "etalab-2.0", "NLOD-1.0", "NLOD-2.0", "OGL-UK-1.0", "OGL-UK-2.0",
    "OGL-UK-3.0", "OGL-Canada-2.0", "GFDL-1.3-only", "GFDL-1.3-or-later", "LAL-1.3", "MIT", "MIT-0",
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Zlib", "BSL-1.0", "MPL-2.0",
    "EUPL-1.1", "EUPL-1.2", "CECILL-2.1", "Artistic-2.0", "EPL-2.0", "Unlicense", "WTFPL",
    "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-2.1-only",
    "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "AGPL-3.0-only",
    "AGPL-3.0-or-later",
)  # fmt: skip
_KNOWN = {name.lower(): name for name in _NAMES}
_CREATIVE = re.compile(r"cc-by(?:-nc)?(?:-(?:sa|nd))?-(?:1\.0|2\.0|2\.5|3\.0|4\.0)", re.IGNORECASE)
_GLUE = re.compile(r"[\s_]+")


def spdx_of(licence: str) -> str:
    """The identifier of a licence as SPDX writes it; "" for one that is none known here.

    >>> spdx_of("cc by 4.0"), spdx_of("CC-BY-NC-SA-4.0"), spdx_of("odbl-1.0")
    ('CC-BY-4.0', 'CC-BY-NC-SA-4.0', 'ODbL-1.0')
    >>> spdx_of("on request"), spdx_of("")
    ('', '')
    """
    plain = _GLUE.sub("-", licence.strip())
    if _CREATIVE.fullmatch(plain):
        return plain.upper()
    return _KNOWN.get(plain.lower(), "")
