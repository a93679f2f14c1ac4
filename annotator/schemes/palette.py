"""Colours for labels.

Chosen one after the other so that each is as far as possible from those before it, for full colour
vision and for simulated protanopia and deuteranopia together (Machado, Oliveira and Fernandes,
2009), among colours with a contrast of at least 3:1 to white. The first eight stay well apart for
everybody; beyond that colour only helps, and the label's name tells.
"""

from __future__ import annotations

import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

PALETTE = (
    "#0066bb",
    "#00aa00",
    "#ff3366",
    "#0000ff",
    "#009977",
    "#ff11ee",
    "#553300",
    "#ee6600",
    "#660044",
    "#ff33aa",
    "#3311aa",
    "#2299bb",
    "#004455",
    "#888833",
    "#880088",
    "#aa6655",
    "#9977ff",
    "#bb0000",
    "#006622",
    "#661122",
    "#cc6688",
    "#aa00ee",
    "#bb77cc",
    "#003366",
)


def colour_at(index: int) -> str:
    """The palette's colour for the label at `index`; it starts again after the last."""
    return PALETTE[index % len(PALETTE)]
