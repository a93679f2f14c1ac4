"""This product's own CSV: `spans.csv`, `answers.csv`, `annotations.csv`, `relations.csv`.

They hold no texts: each article's text lies beside them as `7.txt` (its number), or in the column
`text` of `articles.csv`. The gold is in `gold-spans.csv`, `gold-answers.csv`, `gold-relations.csv`.
A cell defused for spreadsheets is read back as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import json_in
from annotator.corpora.own.absent_texts import words_of
from annotator.corpora.own.beside import say_unread
from annotator.corpora.own.left_behind import LeftBehind
from annotator.corpora.own.texts_beside import find_texts
from annotator.models import State
from annotator.plural import counted

_FOR_EXCEL = re.compile(r"sep=([,;\t|])\s*$", re.MULTILINE)
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")
_KINDS = (
    "articles", "annotations", "spans", "answers", "relations",
    "gold-spans", "gold-answers", "gold-relations",
)  # fmt: skip
_PLACE = ("label", "start", "end")
_NEEDED = {
    "articles": ("article_id",), "annotations": ("article_id",), "spans": ("article_id", *_PLACE),
    "answers": ("article_id", "question", "value"), "relations": ("article_id", "from", "to"),
    "gold-spans": ("article", *_PLACE), "gold-answers": ("article", "question", "value"),
    "gold-relations": ("article", *(f"{side}_{one}" for side in ("from", "to") for one in _PLACE)),
}  # fmt: skip
MARK_COLUMNS_OF_CSV = (
    "article_id", "article", "annotator", "state", "codebook", "span", "label", "start", "end",
    "text", "raw_start", "raw_end", "updated_at",
)  # fmt: skip
Row = dict[str, str]
Rows = Iterable[tuple[int, Row]]  # each with its line
csv.field_size_limit(100_000_000)


def is_own_csv(files: CorpusFiles) -> bool:
    return any(_kind(name) in ("spans", "annotations", "answers") for name in files.ending(".csv"))


def read_own_csv(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    tables: dict[str, list[tuple[str, list[tuple[int, Row]]]]] = {kind: [] for kind in _KINDS}
    for name in files.ending(".csv"):
        if kind := _kind(name):
            rows = list(table_rows(files, name))
            if not _lacks(files, name, kind, rows):
                tables[kind].append((name, rows))
    find_texts(builder, {
        kind: [row for _, rows in tables[kind] for _, row in rows]
        for kind in ("articles", "annotations", "spans")
    })  # fmt: skip
    behind = LeftBehind(files)
    seen = {"articles": behind.article, "annotations": behind.annotation, "spans": behind.mark}
    seen |= {kind: behind.gold for kind in _KINDS if kind.startswith("gold-")}
    for kind, see in seen.items():
        for row in (row for _, rows in tables[kind] for _, row in rows):
            see(row)
    behind.say()
    for name, rows in tables["articles"]:
        _say_articles(builder, name, rows)
    for kind in _KINDS[1:]:
        for name, rows in tables[kind]:
            for line, row, pieces in _whole(rows) if kind == "spans" else _single(rows):
                _take(builder, kind, name, line, row, pieces)
    say_unread(files, "tables are read that are called, or end in, "
               f"{', '.join(f'{one}.csv' for one in _KINDS)}")  # fmt: skip
    return builder.corpus()


def _say_articles(builder: Builder, name: str, rows: Rows) -> None:
    """Of which articles nothing comes."""
    seen: set[str] = set()
    for line, row in rows:
        key = row["article_id"]
        why = "" if key in builder.texts else f"there is no text of article {key!r} ({key}.txt)"
        why = why if key else "an article without its number"
        if key in seen:
            why = f"article {key} stands in an earlier row; the last one counts"
        seen.add(key)
        if why:
            builder.files.refuse(name, f"{why}; left out", line)


def _lacks(files: CorpusFiles, name: str, kind: str, rows: Sequence[tuple[int, Row]]) -> bool:
    """Whether a table misses a column without which its rows say nothing; a loss where it does."""
    columns = list(rows[0][1]) if rows else []
    missing = [one for one in _NEEDED[kind] if one not in columns] if rows else []
    if missing:
        plural = "s" * (len(missing) != 1)
        found = ", ".join(columns)[:200]
        files.refuse(name, f"it has no column{plural} {', '.join(missing)}; found {found}; "
                     f"{counted(len(rows), 'row')} left out")  # fmt: skip
    return bool(missing)


def _single(rows: Rows) -> Iterator[tuple[int, Row, list[Row]]]:
    return ((line, row, [row]) for line, row in rows)


def _whole(rows: Rows) -> Iterator[tuple[int, Row, list[Row]]]:
    """A mark in pieces once, with the rows of its pieces."""
    found: dict[tuple[str, ...], tuple[int, Row, list[Row]]] = {}
    for line, row in rows:
        key = tuple(row.get(one, "") for one in ("article_id", "annotator", "span", "label"))
        if not row.get("span"):
            key = (*key, str(line))
        found.setdefault(key, (line, row, []))[2].append(row)
    return iter(found.values())


def _take(
    builder: Builder, kind: str, name: str, line: int, row: Row, pieces: Sequence[Row]
) -> None:
    gold = kind.startswith("gold-")
    key = row.get("article" if gold else "article_id", "")
    if key not in builder.texts:
        builder.files.refuse(name, f"there is no text of article {key!r} ({key}.txt); left out",
                             line)  # fmt: skip
        return
    if gold:
        _take_gold(builder, key, kind, name, row, line)
        return
    work = builder.work(key, row.get("annotator", "").strip(), name)
    work.file = name
    if row.get("state") == State.SKIPPED.value:
        work.state = State.SKIPPED
    if kind == "spans":
        _take_mark(work, row, pieces, line)
    elif kind == "answers":
        work.answer(row.get("question", ""), row.get("value"), line=line)
    elif kind == "relations":
        work.relate(row.get("from", ""), row.get("to", ""), row.get("label"), line)


def _take_mark(work: OpenWork, row: Row, pieces: Sequence[Row], line: int) -> None:
    known = work.has_mark(row.get("span", ""))
    places = [(one.get("start"), one.get("end")) for one in pieces]
    region = work.mark(row.get("label"), *places, region=row.get("span", ""), line=line,
                       words=words_of(one.get("text") for one in pieces))  # fmt: skip
    for question, value in row.items():
        if region and not known and question not in MARK_COLUMNS_OF_CSV and value:
            work.answer(question, choices_of(value), region, line)


def _take_gold(builder: Builder, key: str, kind: str, name: str, row: Row, line: int) -> None:
    work = builder.gold(key, name)

    def place(*columns: str) -> str:
        return " ".join(row.get(one, "") for one in columns)

    if kind == "gold-spans":
        region = work.mark(row.get("label"), (row.get("start"), row.get("end")), line=line,
                           region=place("label", "start", "end"),
                           words=words_of([row.get("text")]),
                           alternative_of=row.get("alternative_of", ""))  # fmt: skip
        try:
            given = json_in(builder.files, name, line, row.get("attributes") or "{}")
        except (ValueError, RecursionError):
            work.lose("its attributes are no JSON; left out", line)
            return
        if not isinstance(given, dict):
            work.lose("its attributes are no JSON object; left out", line)
            return
        for question, value in given.items() if region else ():
            work.answer(question, value, region, line)
    elif kind == "gold-answers":
        work.answer(row.get("question", ""), row.get("value"), line=line)
    else:
        work.relate(place("from_label", "from_start", "from_end"),
                    place("to_label", "to_start", "to_end"), row.get("label"), line)  # fmt: skip


def choices_of(cell: str) -> list[str]:
    """What `|` parts, a backslash before `|` or a backslash taken away.

    >>> choices_of("town \\\\| hall|mayor"), choices_of("C:\\\\dir")
    (['town | hall', 'mayor'], ['C:\\\\dir'])
    """
    parts = re.findall(r"(?:^|\|)((?:\\.|[^|])*)", cell, re.DOTALL)
    return [re.sub(r"\\([\\|])", r"\1", part) for part in parts]


def _kind(name: str) -> str:
    """What a file holds, by its name: "harbour-spans.csv" has spans."""
    stem = PurePosixPath(name).stem.lower()
    found = (one for one in reversed(_KINDS) if stem == one or stem.endswith(f"-{one}"))
    return next(found, "")


def _parted_by(text: str) -> str:
    """What parts the cells: what a first line says to Excel, else, where that has no comma, a
    semicolon or a tab, as the spreadsheets of some countries write them.

    >>> _parted_by("a;b\\n1,5;2"), _parted_by("a,b;c"), _parted_by("a"), _parted_by("sep=;\\na,b;c")
    (';', ',', ',', ';')
    """
    if told := _FOR_EXCEL.match(text):
        return told[1]
    first = text.lstrip().partition("\n")[0]
    return next((one for one in ",;\t" if one in first), ",")


def table_rows(files: CorpusFiles, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    text = files.text(name) or ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_parted_by(text))
    header: list[str] = []
    try:
        for cells in reader:
            if not any(cells) or (reader.line_num == 1 and _FOR_EXCEL.match(text)):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                twice = sorted({one for one in header if header.count(one) > 1})
                if twice:
                    files.refuse(name, f"several columns are called {', '.join(map(repr, twice))}; "
                                 "the last of each was taken", reader.line_num)  # fmt: skip
            elif len(cells) != len(header):
                files.refuse(name, f"{len(cells)} cells under {len(header)} columns; left out",
                             reader.line_num)  # fmt: skip
            else:
                plain = (cell[1:] if _DEFUSED.match(cell) else cell for cell in cells)
                yield (
                    reader.line_num,
                    {
                        column: cell if column == "text" else cell.strip()
                        for column, cell in zip(header, plain, strict=True)
                    },
                )
    except csv.Error as error:
        files.refuse(name, f"it is no CSV: {error}", reader.line_num)
