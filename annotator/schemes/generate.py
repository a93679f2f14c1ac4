"""Write the Label Studio config of every codebook beside it.

python -m annotator.schemes.generate
"""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.schemes.builtin import builtin_folder, builtin_names, load_builtin
from annotator.schemes.labelstudio_config import to_xml


def generate(folder: Path) -> list[Path]:
    """Rewrite what differs; the files that were rewritten."""
    written = []
    for name in builtin_names():
        path = folder / f"{name}.xml"
        config = to_xml(load_builtin(name))
        if not path.exists() or path.read_text(encoding="utf-8") != config:
            path.write_text(config, encoding="utf-8")
            written.append(path)
    return written


if __name__ == "__main__":
    for changed in generate(builtin_folder()):
        sys.stdout.write(f"{changed}\n")
