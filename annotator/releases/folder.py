"""A release as files: data in every format asked for, and what explains it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.models import State
from annotator.releases import join_texts
from annotator.releases.card import write_card
from annotator.releases.checklist import write_checklist
from annotator.releases.citation import write_cff, write_datacite, write_zenodo
from annotator.releases.content import Content, Keep, Lost, without_text
from annotator.releases.croissant import write_croissant
from annotator.releases.formats import checked_formats, write_formats
from annotator.releases.guideline_page import write_guideline
from annotator.releases.loss_report import loss_report
from annotator.releases.manifest import MANIFEST, FileSum, manifest_bytes, sum_of
from annotator.releases.privacy import count_notes, without_notes
from annotator.releases.splits import Split, make_split
from annotator.releases.spreadsheets import csv_line
from annotator.reports import as_json
from annotator.reports.document.document import models_as_json
from annotator.schemes import to_yaml
from annotator.time_left import Steps, unheard

__all__ = ["Release", "kept_nowhere", "make_release"]


@dataclass(frozen=True)
class Release:
    """`files` by their paths, without their bytes; the same content gives the same bytes."""

    files: Mapping[str, FileSum]
    losses: Mapping[str, tuple[Lost, ...]]
    split: Split | None


def kept_nowhere(path: str, data: bytes) -> None:
    """For whoever wants to know a release and needs none of its files."""


def make_release(content: Content, keep: Keep, progress: Steps = unheard) -> Release:
    """Hand every file of the release to `keep` as soon as it is made: together the files of a large
    study are larger than its memory.

    `progress` hears how many formats are written. Raises StudyError when one cannot be, and what
    `keep` raises.
    """
    checked_formats(content.plan.formats, content.plan.text)
    split = _split(content)
    notes = count_notes(content)
    content = without_notes(replace(content, split_of=split.parts if split else {}))
    if not content.plan.names:
        content = replace(content, people=())
    shown = without_text(content)
    files: dict[str, FileSum] = {}

    def add(path: str, data: bytes) -> None:
        keep(path, data)
        files[path] = sum_of(data)

    losses = write_formats(shown, add, progress)
    if split is not None:
        add("splits.csv", _splits_csv(split))
    if content.plan.text != "yes":
        add(join_texts.HASHES, _hashes_csv(content))
    texts = _explained(content, files, split)
    texts["losses.md"] = loss_report(content, losses, split, notes)
    for name, text in texts.items():
        add(name, text.encode("utf-8", "surrogatepass"))
    add(MANIFEST, manifest_bytes(content, files))
    return Release(files, losses, split)


def _explained(
    content: Content, files: Mapping[str, FileSum], split: Split | None
) -> dict[str, str]:
    """What people and machines read before the data."""
    scheme = content.work.scheme
    numbers = {**as_json(content.report), **models_as_json(content.models)}
    report = json.dumps(numbers, ensure_ascii=False, indent=1) + "\n"
    texts = {
        "README.md": write_card(content, list(files), split),
        "CITATION.cff": write_cff(content),
        "datacite.json": write_datacite(content),
        ".zenodo.json": write_zenodo(content),
        "croissant.json": write_croissant(content, files),
        "checklist.md": write_checklist(content),
        "guideline.html": write_guideline(scheme),
        "codebook.yaml": scheme.yaml or to_yaml(scheme),
        "agreement.json": report,
    }
    if content.plan.text != "yes":
        texts["join_texts.py"] = Path(join_texts.__file__).read_text(encoding="utf-8")
    return texts


def _split(content: Content) -> Split | None:
    plan = content.plan
    if not plan.split:
        return None
    marks: dict[int, Counter[str]] = {}
    if content.gold.spans:
        for span in content.gold.spans:
            marks.setdefault(span.article_id, Counter())[span.label] += 1
    else:
        for one in content.work.work:
            if one.annotation.state is State.SUBMITTED:
                labels = (span.label for span in one.annotation.spans)
                marks.setdefault(one.article_id, Counter()).update(labels)
    return make_split(
        content.work.articles,
        marks,
        plan.split,
        seed=plan.seed,
        outlets_together=plan.outlets_together,
    )


def _hashes_csv(content: Content) -> bytes:
    """By what a text is found that is not in the release."""
    lines = [csv_line(["article_id", "title", "length", "sha256"])]
    lines += [
        csv_line([stored.id, stored.article.title, len(stored.article.text), stored.article.sha256])
        for stored in content.work.articles
    ]
    return "".join(lines).encode("utf-8", "surrogatepass")


def _splits_csv(split: Split) -> bytes:
    together = {
        article: number
        for number, (_, members) in enumerate(split.groups, start=1)
        for article in members
    }
    lines = [csv_line(["article_id", "split", "kept_together"])]
    lines += [
        csv_line([article, part, together.get(article, "")])
        for article, part in split.parts.items()
    ]
    return "".join(lines).encode()
