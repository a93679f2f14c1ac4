"""Turning decisions into rows, so that a whole batch costs a few statements."""

from __future__ import annotations

import json
from typing import Any

from annotator.errors import StudyError
from annotator.store.adjudication.records import NewDecision, NewGoldSpan, Settler
from annotator.store.database import Store, fetch_one, insert_all, now

WITHOUT_GOLD = ("later", "close", "unclose", "finish", "reopen")
Place = tuple[int, str, int, int]  # article, label, start, end


class DecisionWriter:
    """Gathers decisions and their gold; `flush` writes them, inside a transaction.

    They may be gathered before the transaction begins, so that nobody waits for it: then ask inside
    whether the writer is still `current`.
    """

    def __init__(self, store: Store, study_id: int, settler: Settler, batch_id: int | None) -> None:
        self.store = store
        self.study_id = study_id
        self.settler = settler
        self.batch_id = batch_id
        self.moment = now()
        self._before_it = self._state()
        self.scheme_id, self.last_id, self.last_gold = self._before_it
        self.ids: list[int] = []
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: []
            for name in ("decisions", "standing_decisions", "decided", "gold_spans",
                         "gold_answers", "gold_relations")
        }  # fmt: skip
        self.gold_ids: dict[Place, int] = {}
        self.alternatives: list[tuple[int, Place]] = []
        self.relations: list[tuple[int, int, Place, Place, str]] = []
        self.texts: dict[int, str] = {}
        self.annotations: dict[int, int] = {}

    @property
    def current(self) -> bool:
        """Whether the numbers that it gave, and the codebook, are still the next and the study's.

        What decisions take the place of is not looked at again: gather those inside.
        """
        return self._state() == self._before_it

    def _state(self) -> tuple[int, int, int]:
        return (
            self._number("SELECT scheme_id AS n FROM studies WHERE id = ?", self.study_id),
            self._number("SELECT coalesce(max(id), 0) AS n FROM decisions"),
            self._number("SELECT coalesce(max(id), 0) AS n FROM gold_spans"),
        )

    def add(self, one: NewDecision) -> None:
        self.last_id += 1
        self.ids.append(self.last_id)
        self.rows["decisions"].append(
            {
                "id": self.last_id,
                "study_id": self.study_id,
                "article_id": one.article_id,
                "batch_id": self.batch_id,
                "kind": one.kind,
                "how": one.how,
                "rule": one.rule,
                "votes": one.votes,
                "voters": one.voters,
                "account_id": self.settler.account_id,
                "adjudicator": self.settler.pseudonym,
                "reason": one.reason,
                "named": one.named_json,
                "before": self._before(one),
                "after": one.after_json,
                "ends": json.dumps(list(one.ends)),
                "text_sha256": self._sha256(one.article_id),
                "scheme_id": one.scheme_id or self.scheme_id,
                "decided_at": self.moment,
                "suggestion": one.suggestion,
            }
        )
        if one.kind in WITHOUT_GOLD:
            return
        self.rows["standing_decisions"].append(
            {"decision_id": self.last_id, "article_id": one.article_id, "how": one.how}
        )
        self._named(one)
        for span in one.spans:
            self._span(one.article_id, span)
        owner = {"decision_id": self.last_id, "article_id": one.article_id}
        self.rows["gold_answers"].extend(
            {**owner, "question": question, "value": value, "number": number}
            for question, value, number in one.answers
        )
        for start, end, label in one.relations:
            ends = (one.article_id, *start), (one.article_id, *end)
            self.relations.append((self.last_id, one.article_id, *ends, label))

    def flush(self) -> list[int]:
        # Gold marks first: relations and alternatives name them.
        for table in ("decisions", "standing_decisions", "decided", "gold_spans", "gold_answers"):
            insert_all(self.store, table, self.rows[table])
        insert_all(
            self.store,
            "gold_relations",
            [
                {
                    "decision_id": decision,
                    "article_id": article,
                    "from_gold": self._gold_id(start),
                    "to_gold": self._gold_id(end),
                    "label": label,
                }
                for decision, article, start, end, label in self.relations
            ],
        )
        self.store.conn.executemany(
            "UPDATE gold_spans SET alternative_of = ? WHERE id = ?",
            [(self._gold_id(place), gold) for gold, place in self.alternatives],
        )
        return self.ids

    def _named(self, one: NewDecision) -> None:
        self.rows["decided"].extend(
            {
                "decision_id": self.last_id,
                "annotation_id": self._annotation(named.revision_id),
                "revision_id": named.revision_id,
                "what": named.what,
                "key": named.key,
                "content": named.content,
            }
            for named in one.named
        )

    def _span(self, article_id: int, span: NewGoldSpan) -> None:
        self.last_gold += 1
        self.gold_ids[article_id, span.label, span.start, span.end] = self.last_gold
        if span.alternative_of is not None:
            self.alternatives.append((self.last_gold, (article_id, *span.alternative_of)))
        self.rows["gold_spans"].append(
            {
                "id": self.last_gold,
                "decision_id": self.last_id,
                "article_id": article_id,
                "label": span.label,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "attributes": json.dumps(span.attributes, ensure_ascii=False),
                "open_attributes": json.dumps(list(span.open_attributes)),
            }
        )

    def _gold_id(self, place: Place) -> int:
        if place in self.gold_ids:
            return self.gold_ids[place]
        row = fetch_one(
            self.store,
            "SELECT id FROM gold_spans WHERE article_id = ? AND label = ? AND start = ? "
            'AND "end" = ?',
            place,
        )
        if row is None:
            _, label, start, end = place
            raise StudyError(
                f"There is no gold mark {label!r} from {start} to {end} to refer to; "
                "it may have been taken back meanwhile. Look at the article again."
            )
        return int(row["id"])

    def _before(self, one: NewDecision) -> str:
        """The gold of what it takes the place of."""
        if not one.ends:
            return "[]"
        marks = ", ".join("?" * len(one.ends))
        rows = self.store.execute(
            f"SELECT after FROM decisions WHERE id IN ({marks}) ORDER BY id",  # noqa: S608
            list(one.ends),
        )
        return json.dumps([gold for row in rows for gold in json.loads(row[0])], ensure_ascii=False)

    def _annotation(self, revision_id: int) -> int:
        if revision_id not in self.annotations:
            self.annotations[revision_id] = self._number(
                "SELECT annotation_id AS n FROM revisions WHERE id = ?", revision_id
            )
        return self.annotations[revision_id]

    def _sha256(self, article_id: int) -> str:
        if article_id not in self.texts:
            row = fetch_one(self.store, "SELECT sha256 FROM articles WHERE id = ?", [article_id])
            if row is None:
                raise StudyError(f"There is no article number {article_id}.")
            self.texts[article_id] = row["sha256"]
        return self.texts[article_id]

    def _number(self, sql: str, *parameters: int) -> int:
        row = fetch_one(self.store, sql, parameters)
        if row is None:
            raise StudyError("The study or the work that was decided on is not there any more.")
        return int(row["n"])
