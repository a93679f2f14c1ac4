"""docs/formats.md is what the table of formats says, with examples that the writers write."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from annotator.releases.formats import RELEASE_FORMATS

ROOT = Path(__file__).parents[2]


def test_the_page_of_formats_is_the_table_with_its_examples() -> None:
    spec = importlib.util.spec_from_file_location("make_formats", ROOT / "docs/make_formats.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.page()
    assert (ROOT / "docs/formats.md").read_text("utf-8") == made, "run python docs/make_formats.py"
    for name, one in RELEASE_FORMATS.items():
        assert f"\n## {name}\n\n{one.contents}" in made
        section = made.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        example = [line for line in section.splitlines() if line.startswith("    ")]
        assert 1 <= len(example) <= 11, name  # ten, and dots where it goes on
        assert f"Cannot hold: {one.cannot_hold or 'Nothing is lost.'}\n" in section
