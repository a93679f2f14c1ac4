"""What this product's own files hold and a study made of them does not: counted, and said once.

In the words in which a release's `losses.md` says it of a format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from annotator.corpora.building import said
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import objects

__all__ = ["LeftBehind"]

_CUT = ("place", "file", "date_found", "standfirst", "cut", "remarks")
_OF_GOLD = ("spans", "answers", "relations")


class LeftBehind:
    """Counts what is seen of it.

    >>> files = CorpusFiles("corpus.jsonl")
    >>> behind = LeftBehind(files)
    >>> behind.article({"split": "train"})
    >>> behind.annotation({"updated_at": "2026-03-01T09:00:00Z"})
    >>> behind.say()
    >>> print(files.losses[0].sentence)
    the study does not take over: 1 × splits of articles, 1 × times of annotations
    """

    def __init__(self, files: CorpusFiles) -> None:
        self._files = files
        self._counts: Counter[str] = Counter()
        self._codebooks: Counter[str] = Counter()
        self._articles: set[str] = set()

    def article(self, row: Mapping[str, Any]) -> None:
        """Once, also where there is a row an annotator of it."""
        number = said(row.get("id") or row.get("article_id"))
        if number in self._articles:
            return
        self._articles |= {number} - {""}
        self._counts["splits of articles"] += bool(row.get("split"))
        told = row.get("provenance")
        there = isinstance(told, dict) and any(told.get(one) for one in _CUT)
        self._counts["articles' files, and what was cut from them"] += there

    def annotation(self, row: Mapping[str, Any]) -> None:
        self._counts["times of annotations"] += bool(row.get("updated_at") or row.get("lead_time"))
        self._codebooks[said(row.get("codebook"))] += 1

    def mark(self, row: Mapping[str, Any]) -> None:
        raw = said(row.get("raw_start")), said(row.get("raw_end"))
        moved = all(raw) and raw != (said(row.get("start")), said(row.get("end")))
        self._counts["spaces and punctuation at the edges of marks"] += moved

    def gold(self, row: Mapping[str, Any]) -> None:
        """A mark, an answer or a relation of it."""
        told = said(row.get("how")) not in ("", "file")
        self._counts["where gold comes from: rule or adjudicator, reason, time"] += told
        still = bool(row.get("open_attributes"))
        self._counts["gold marks with an answer that is not settled"] += still

    def record(self, record: Mapping[str, Any]) -> None:
        """An article with everybody's work and its gold, as JSON Lines and Parquet have it."""
        self.article(record)
        for one in objects(record.get("annotations")):
            self.annotation(one)
            for span in objects(one.get("spans")):
                self.mark(span)
        gold: Any = record.get("gold")
        if isinstance(gold, dict):
            for one in (one for part in _OF_GOLD for one in objects(gold.get(part))):
                self.gold(one)

    def say(self) -> None:
        if self._codebooks:
            ((_, most),) = self._codebooks.most_common(1)
            self._counts["codebook versions of annotations"] += self._codebooks.total() - most
        told = ", ".join(f"{count} × {what}" for what, count in self._counts.items() if count)
        if told:
            self._files.refuse(self._files.name, f"the study does not take over: {told}")
