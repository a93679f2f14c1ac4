"""The committed sample release: the settled sample study, as the code makes it now.

`make sample-release` writes it into exports/sample; a test compares it with what is there.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "releases"))

from sample_study import put_sample  # noqa: E402

from annotator import store  # noqa: E402
from annotator.releases.content import Content, Plan  # noqa: E402
from annotator.releases.facts import Facts  # noqa: E402
from annotator.workflow.making_releases import load_content, release_study  # noqa: E402

SAMPLE = ROOT / "exports" / "sample"
SETTLED_AT = "2026-03-20T08:00:00.000000Z"  # the same every time, unlike the clock
FACTS = {
    "summary": "Twelve invented articles about an invented country, marked by three invented "
    "annotators: it shows what a release of annotator looks like.",
    "creators": "The annotator authors",
    "license": "Apache-2.0",
    "text_rights": "The articles were written for this sample and come under its licence.",
}
PLAN = Plan("1.0.0", ("jsonl", "csv"), (60, 20, 20), facts=Facts(FACTS))


def sample_content(folder: Path) -> Content:
    """The sample study's content, from a store made in `folder`."""
    db = store.open_store(folder / "annotator.sqlite")
    content = load_content(db, put_sample(db, settled=True), PLAN)
    db.close()
    decisions = {
        key: replace(one, decided_at=SETTLED_AT) for key, one in content.gold.decisions.items()
    }
    return replace(content, gold=replace(content.gold, decisions=decisions))


def main() -> None:
    shutil.rmtree(SAMPLE, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        made = release_study(sample_content(Path(folder)), SAMPLE)
    print(made.folder.relative_to(ROOT))


if __name__ == "__main__":
    main()
