"""What an imported corpus brings: people nobody can sign in as, their work, and what could not be
taken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from annotator.models import Answer, Relation, State
from annotator.names import cut_name, plain_letters
from annotator.store.database import Store, insert_all, now
from annotator.store.problems import MAX_MESSAGE, kept_raw

NOBODY = "@corpus.invalid"  # how the addresses end that belong to no person
MOST_LOSSES = 5000  # kept one by one
LOSS = "import"  # the kind of problem
ROWS_AT_ONCE = 100  # in one statement; an older SQLite takes 999 values


def save_corpus_annotators(store: Store, study_id: int, names: Sequence[str]) -> dict[str, int]:
    """Make an annotator of each name, in this order; name -> id. Call it within `writing`.

    An account without a password, whose address goes nowhere, holds the name: only managers see it.
    """
    (account,) = store.execute("SELECT coalesce(max(id), 0) FROM accounts").fetchone()
    (person,) = store.execute("SELECT coalesce(max(id), 0) FROM annotators").fetchone()
    moment = now()
    accounts, annotators = [], []
    for number, name in enumerate(names, start=1):
        slug = plain_letters(name, 40) or "annotator"
        accounts.append(
            {
                "id": account + number,
                "email": f"{slug}.{number}.study{study_id}{NOBODY}",
                "name": cut_name(name, 100),
                "role": "annotator",
                "created_at": moment,
            }
        )
        annotators.append(
            {
                "id": person + number,
                "study_id": study_id,
                "account_id": account + number,
                "pseudonym": f"A{number:02d}",
                "invited_at": moment,
            }
        )
    insert_all(store, "accounts", accounts)
    insert_all(store, "annotators", annotators)
    return {name: person + number for number, name in enumerate(names, start=1)}


MarkRow = tuple[int, str, str, int, int, str]  # annotation, region, label, start, end, the words


@dataclass(frozen=True)
class ImportedWork:
    """One annotator's work on one article, nobody else's and never seen before, as it is written:
    it is made before the store is held. Article and annotator are places among the corpus's own;
    the marks name the work by its own place, counted from 1.
    """

    article: int
    annotator: int
    state: State
    marks: Sequence[MarkRow]
    answers: Sequence[Answer]
    relations: Sequence[Relation]
    content_sha256: str
    raw: str
    packed: bytes | None  # instead of `raw`, when that is long


def imported_work(
    article: int, annotator: int, state: State, said: tuple[Sequence[MarkRow], Sequence[Answer],
    Sequence[Relation]], place: str, result: str,
) -> ImportedWork:  # fmt: skip
    """`place` is JSON: the file it came from; `result` is JSON: what was read, keys sorted."""
    hashed = hashlib.sha256(f'["{state.value}", {result}]'.encode()).hexdigest()
    raw, packed = kept_raw(f'{{"from": {place}, "result": {result}}}')
    return ImportedWork(article, annotator, state, *said, hashed, raw, packed)


class ImportedRows:
    """Writes imported work as rows: assignments, annotations, revisions and what is in them.

    A corpus has hundreds of thousands of marks, each of them new: nothing is looked up, and a row
    is made once. Call it within `writing`, which keeps the numbers counted here free.
    """

    def __init__(
        self, store: Store, study_id: int, scheme_id: int, articles: Sequence[int],
        people: Sequence[int],
    ) -> None:  # fmt: skip
        self.store = store
        self.study_id = study_id
        self.scheme_id = scheme_id
        self.articles = articles
        self.people = people
        self.moment = now()
        self._written = 0
        self._assignment = self._count("max(id)", "assignments")
        self._annotation = self._count("max(id)", "annotations")  # the first one's number less one
        # Annotations that Label Studio never saw count downward from -1 where its own ids stand.
        self._labelstudio = self._count("min(0, min(labelstudio_id))", "annotations")

    def _count(self, what: str, table: str) -> int:
        (found,) = self.store.execute(f"SELECT coalesce({what}, 0) FROM {table}").fetchone()  # noqa: S608
        return int(found)

    def write(self, works: Sequence[ImportedWork]) -> None:
        """The next ones, in order."""
        first = self._written + 1
        self._written += len(works)
        assignments, annotations, revisions = [], [], []
        for number, one in enumerate(works, first):
            assignment, annotation = self._assignment + number, self._annotation + number
            assignments.append((assignment, self.study_id, self.articles[one.article],
                                self.people[one.annotator], number - 1, self.moment))  # fmt: skip
            annotations.append((annotation, assignment, self.scheme_id, self._labelstudio - number,
                                one.state.value, self.moment, self.moment,
                                one.content_sha256))  # fmt: skip
            revisions.append((annotation, "created", LOSS, one.content_sha256, one.raw, one.packed,
                              self.moment))  # fmt: skip
        self._insert("assignments", "id, study_id, article_id, annotator_id, position, created_at",
                     assignments)  # fmt: skip
        self._insert("annotations", "id, assignment_id, scheme_id, labelstudio_id, state, "
                     "created_at, updated_at, content_sha256", annotations)  # fmt: skip
        self._insert("revisions", "annotation_id, kind, source, content_sha256, raw, "
                     "raw_compressed, received_at", revisions)  # fmt: skip
        self._contents(first, works)

    def _contents(self, first: int, works: Sequence[ImportedWork]) -> None:
        self._insert(
            "spans",
            'annotation_id, region, label, start, "end", text, raw_start, raw_end',
            chain.from_iterable(one.marks for one in works),
            again=(3, 4),
            after=self._annotation,
        )  # fmt: skip
        self._insert(
            "answers",
            "annotation_id, region, question, value, number",
            ((number, said.region, said.question, said.value, said.number)
             for number, one in enumerate(works, first) for said in one.answers),
            after=self._annotation,
        )  # fmt: skip
        self._insert(
            "relations",
            "annotation_id, from_region, to_region, label",
            ((number, said.from_region, said.to_region, said.label)
             for number, one in enumerate(works, first) for said in one.relations),
            after=self._annotation,
        )  # fmt: skip

    def _insert(
        self, table: str, columns: str, rows: Iterable[tuple[Any, ...]],
        again: tuple[int, ...] = (), after: int = 0,
    ) -> None:  # fmt: skip
        """Many rows a statement: half the time of a statement a row. `again` are places in a row
        whose values the last columns have once more; to the first column comes `after`."""
        width = columns.count(",") + 1 - len(again)
        values = list(chain.from_iterable(rows))
        for first in range(0, len(values), width * ROWS_AT_ONCE):
            piece = values[first : first + width * ROWS_AT_ONCE]
            several = _places((*range(width), *again), width, len(piece), after)
            # Table and columns are the literals above.
            self.store.conn.execute(f"INSERT INTO {table} ({columns}) VALUES {several}", piece)  # noqa: S608


@lru_cache(maxsize=64)
def _places(row: tuple[int, ...], width: int, size: int, after: int = 0) -> str:
    """
    >>> _places((0, 1, 1), 2, 4), _places((0, 1), 2, 2, 70)
    ('(?1, ?2, ?2), (?3, ?4, ?4)', '(70 + ?1, ?2)')
    """
    more = f"{after} + " if after else ""
    return ", ".join(
        f"({more}{', '.join(f'?{first + place + 1}' for place in row)})"
        for first in range(0, size, width)
    )


def save_losses(store: Store, study_id: int, sentences: Sequence[str]) -> None:
    """What could not be taken, as the study's problems. Call it within `writing`."""
    shown = list(sentences[:MOST_LOSSES])
    if len(sentences) > MOST_LOSSES:
        shown.append(f"and {len(sentences) - MOST_LOSSES:,} more; import from the command line "
                     "lists them all")  # fmt: skip
    moment = now()
    insert_all(
        store,
        "problems",
        (
            {"study_id": study_id, "kind": LOSS, "message": one[:MAX_MESSAGE], "raw": "",
             "created_at": moment}
            for one in reversed(shown)
        ),
    )  # fmt: skip
