"""The articles of one upload, as they were read and as they were corrected since."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from annotator.models import Article
from annotator.store.database import Store, fetch_all, fetch_one

__all__ = [
    "StagedArticle",
    "UploadCounts",
    "change_staged",
    "count_staged",
    "first_numbers",
    "iterate_staged",
    "load_changed",
    "load_chosen_hashes",
    "load_staged",
    "load_staged_hashes",
    "load_staged_page",
    "load_staged_sentences",
    "page_of_staged",
    "recall",
    "remember",
    "stage_articles",
    "stage_sentences",
]

AT_ONCE = 1000
_FIELDS = tuple(field.name for field in fields(Article))


@dataclass(frozen=True)
class StagedArticle:
    """`article` is as it was read; `changes` hold what differs from it now, by field."""

    number: int  # from 0 through the whole upload
    file: int
    article: Article
    changes: dict[str, Any]
    places: tuple[int, ...]
    is_chosen: bool
    sha256: bytes  # of the text as corrected
    is_doubtful: bool


@dataclass(frozen=True)
class UploadCounts:
    articles: int
    chosen: int
    refusals: int
    notes: int


def stage_articles(
    staging: Store,
    file_id: int,
    rows: Iterable[tuple[Article, Sequence[int], bool]],
    first: int | None = None,
) -> int:
    """Put articles behind the others, or from number `first` on; how many.

    Each with the places of what was cut, and whether somebody should look at it.
    """
    if first is None:
        first = staging.execute("SELECT coalesce(max(number) + 1, 0) FROM waiting").fetchone()[0]
    made = [
        (
            number,
            file_id,
            _written(article),
            json.dumps(places),
            bytes.fromhex(article.sha256),
            is_doubtful,
        )
        for number, (article, places, is_doubtful) in enumerate(rows, first)
    ]
    staging.conn.executemany(
        "INSERT INTO waiting (number, file, article, places, sha256, is_doubtful) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        made,
    )
    return len(made)


def change_staged(staging: Store, one: StagedArticle) -> None:
    """Keep what was corrected: its changes, places, and what follows from them."""
    staging.execute(
        "UPDATE waiting SET changes = ?, places = ?, is_chosen = ?, sha256 = ?, is_doubtful = ? "
        "WHERE number = ?",
        [
            json.dumps(one.changes, ensure_ascii=False),
            json.dumps(one.places),
            one.is_chosen,
            one.sha256,
            one.is_doubtful,
            one.number,
        ],
    )


def load_staged(staging: Store, numbers: Collection[int]) -> list[StagedArticle]:
    """These articles, in the order of their numbers."""
    rows = fetch_all(
        staging,
        "SELECT * FROM waiting WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number",
        [json.dumps(list(numbers))],
    )
    return [_staged(row) for row in rows]


def load_changed(staging: Store, file_id: int) -> list[StagedArticle]:
    """Those articles of a file at which a person changed something."""
    rows = fetch_all(
        staging,
        "SELECT * FROM waiting WHERE file = ? AND (changes <> '{}' OR NOT is_chosen)",
        [file_id],
    )
    return [_staged(row) for row in rows]


def load_staged_page(staging: Store, start: int, size: int) -> list[StagedArticle]:
    """A slice of all articles: those first at which somebody should look."""
    rows = fetch_all(
        staging,
        "SELECT * FROM waiting WHERE number IN (SELECT number FROM waiting "
        "ORDER BY is_doubtful DESC, number LIMIT ? OFFSET ?) ORDER BY is_doubtful DESC, number",
        [size, start],
    )
    return [_staged(row) for row in rows]


def page_of_staged(staging: Store, number: int, size: int) -> int:
    """On which slice, counted from 1, an article stands."""
    before = staging.execute(
        "SELECT count(*) FROM waiting AS other JOIN waiting AS one ON one.number = ? "
        "WHERE other.is_doubtful > one.is_doubtful "
        "OR (other.is_doubtful = one.is_doubtful AND other.number < one.number)",
        [number],
    ).fetchone()[0]
    return int(before) // size + 1


def iterate_staged(staging: Store, *, only_chosen: bool = True) -> Iterator[list[StagedArticle]]:
    """The articles in the order of their numbers, so many at once that memory stays flat."""
    last = -1
    some = "AND is_chosen" if only_chosen else ""
    while True:
        rows = fetch_all(
            staging,
            f"SELECT * FROM waiting WHERE number > ? {some} ORDER BY number LIMIT ?",  # noqa: S608
            [last, AT_ONCE],
        )
        if not rows:
            return
        last = rows[-1]["number"]
        yield [_staged(row) for row in rows]


def count_staged(staging: Store) -> UploadCounts:
    row = staging.execute(
        "SELECT count(*), coalesce(sum(is_chosen), 0), "
        "(SELECT count(*) FROM told WHERE kind = 'refusal'), "
        "(SELECT count(*) FROM told WHERE kind = 'note') FROM waiting"
    ).fetchone()
    return UploadCounts(*row)


def load_chosen_hashes(staging: Store) -> Iterator[list[str]]:
    """The texts of the chosen articles as hexadecimal hashes, each once, so many at once."""
    _index_texts(staging)
    last = b""
    while True:
        rows = staging.execute(
            "SELECT DISTINCT sha256 FROM waiting WHERE sha256 > ? AND is_chosen "
            "ORDER BY sha256 LIMIT ?",
            [last, 20 * AT_ONCE],
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [row[0].hex() for row in rows]


def load_staged_hashes(staging: Store) -> dict[int, str]:
    """Number -> hash of the text as it stands now, in order."""
    return {
        number: digest.hex()
        for number, digest in staging.execute(
            "SELECT number, sha256 FROM waiting ORDER BY number"
        ).fetchall()
    }


def first_numbers(staging: Store, hashes: Collection[bytes]) -> dict[bytes, int]:
    """Text -> the number of the first article that has it."""
    _index_texts(staging)
    return {
        one: staging.execute("SELECT min(number) FROM waiting WHERE sha256 = ?", [one]).fetchone()[
            0
        ]
        for one in set(hashes)
    }


def stage_sentences(
    staging: Store, file_id: int, kind: str, sentences: Iterable[tuple[str, str]]
) -> None:
    """What was refused or noted, as (the file or row, the sentence); kind: "refusal", "note"."""
    staging.conn.executemany(
        "INSERT INTO told (file, kind, source_name, sentence) VALUES (?, ?, ?, ?)",
        [(file_id, kind, name, sentence) for name, sentence in sentences],
    )


def load_staged_sentences(staging: Store, kind: str) -> Iterator[tuple[str, str]]:
    """What was refused or noted, in order."""
    yield from staging.execute(
        "SELECT source_name, sentence FROM told WHERE kind = ? ORDER BY file, id", [kind]
    )


def remember(staging: Store, word: str, content: dict[str, Any]) -> None:
    """Keep something worked out about this upload."""
    staging.execute(
        "INSERT OR REPLACE INTO remembered VALUES (?, ?)",
        [word, json.dumps(content, ensure_ascii=False)],
    )


def recall(staging: Store, word: str) -> dict[str, Any]:
    """What was remembered under this word; empty when nothing was."""
    row = fetch_one(staging, "SELECT content FROM remembered WHERE word = ?", [word])
    content: dict[str, Any] = json.loads(row["content"]) if row else {}
    return content


def _index_texts(staging: Store) -> None:
    """Made when it is first asked for: kept up to date row by row, it would slow the reading."""
    staging.execute(
        "CREATE INDEX IF NOT EXISTS waiting_by_text ON waiting (sha256, is_chosen, number)"
    )


def _written(article: Article) -> str:
    values = {name: getattr(article, name) for name in _FIELDS}
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)


def _staged(row: dict[str, Any]) -> StagedArticle:
    values = {"title": "", "text": "", **json.loads(row["article"])}
    for name in ("removed", "remarks"):
        values[name] = tuple(values.get(name, ()))
    return StagedArticle(
        number=row["number"],
        file=row["file"],
        article=Article(**values),
        changes=json.loads(row["changes"]),
        places=tuple(json.loads(row["places"])),
        is_chosen=bool(row["is_chosen"]),
        sha256=row["sha256"],
        is_doubtful=bool(row["is_doubtful"]),
    )
