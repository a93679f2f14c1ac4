"""The names that tables and JSON give an article's fields, and an article made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from annotator.articles.authors import clean_authors, is_nothing
from annotator.articles.cells import read_cell_text, refuse_stub, remark_on_end
from annotator.articles.dates import read_field_date
from annotator.articles.formats.rich_text import paragraphs_of
from annotator.articles.outlets import without_outlet
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words
from annotator.articles.told import Undecided, columns_told, told
from annotator.articles.vocabulary.field_names import SPELLED, SPELLED_STANDFIRST
from annotator.articles.vocabulary.language_codes import language_code
from annotator.errors import ArticleError
from annotator.models import Article, Doubt

MOST_COLUMNS = 100  # that a person is asked about

_MAY_BE_NUMBERS = frozenset(
    ("article", "document", "story", "paragraphs")
)  # a column of ids, as often as not
_LONGEST_DATE = 40  # characters, with day of the week and time
_TEXT_OR_DATE = frozenset(("data",))
_INSIDE = (
    "rendered",
    "basic",
    "main",
    "original",
    "name",
    "title",
    "value",
    "$date",
    "$numberLong",
    "date",
)  # of a JSON object
_TEXT_INSIDE = ("rendered", "text", "value")
_PLAIN = (str, int, Mapping)  # what stands for one value, or holds one
_LABELS = frozenset(
    (
        "label",
        "labels",
        "annotations",
        "spans",
        "entities",
        "tokens",
        "predictions",
        "accept",
        "cats",
    )
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|svg)$", re.IGNORECASE)
_FEWEST_OF_SUMMARY = 80  # words
_SUMMARY = "its text stood in a field called summary: check that it is the whole article"
SPELLINGS = {field: tuple(names.split()) for field, names in SPELLED.items()}
_FIELD_OF = {spelling: field for field, spellings in SPELLINGS.items() for spelling in spellings}


def spelling(name: str) -> str:
    """A column's name as the table of spellings writes it.

    >>> spelling(" Article Body "), spelling("Date-Published")
    ('article_body', 'date_published')
    """
    small = name.strip().strip("\ufeff").lower()
    small = small.replace("ß", "ss").replace("ı", "i").replace("i\u0307", "i")
    return re.sub(r"[\s\-_.]+", "_", small).strip("_")


def fields_of(names: Iterable[str]) -> dict[str, str]:
    """Which column holds which field: field -> the column's own name.

    >>> fields_of(["Headline", "Body", "URL", "id"])
    {'text': 'Body', 'title': 'Headline', 'url': 'URL'}
    """
    by_spelling: dict[str, str] = {}
    for name in names:
        by_spelling.setdefault(spelling(name), name)
    found: dict[str, str] = {}
    for field, spellings in SPELLINGS.items():
        match = next((by_spelling[s] for s in spellings if s in by_spelling), None)
        if match is not None:
            found[field] = match
    return found | columns_told(by_spelling.values())


def is_field(name: str) -> bool:
    """Whether a column's name is one of the known spellings."""
    return spelling(name) in _FIELD_OF


def read_row(
    values: Mapping[str, object],
    *,
    title: str,
    source_name: str,
    day_first: bool | None = None,
) -> Article:
    """Make an article of named values; `title` is used when the row has none.

    Raises ArticleError when there is no text.
    """
    found = find_values(values)
    instead = "" if "text" in found else _long_summary(values)
    if not (found.get("text") or instead):
        raise _no_text(values, found)
    text, remarks = read_cell_text(found.get("text") or instead)
    refuse_stub(text)
    remarks += [remark_on_end(text), _SUMMARY if instead else ""]
    order = told().day_first if told().day_first is not None else day_first
    date = read_field_date(found.get("published", ""), day_first=order)
    labels = [name for name in values if spelling(name) in _LABELS and values[name]]
    if labels:
        remarks.append(
            f"the labels in {_listed(labels)} were not taken over: `annotator import` brings a "
            "file's labels along with its texts"
        )
    standfirst = _standfirst(values)
    if standfirst and standfirst not in text:
        text = f"{standfirst}\n\n{text}"
        remarks.append("its standfirst, which stood in a field of its own, was put before the text")
    heading, _ = read_cell_text(found.get("title", ""))
    outlet = found.get("outlet", "")
    return Article(
        title=without_outlet(heading.strip(), outlet) or title,
        text=text,
        author=clean_authors(found.get("author", "").split("\n"), outlets=[outlet]),
        published=date.day,
        outlet=outlet,
        url=found.get("url", ""),
        language=language_code(found.get("language", "")),
        source_name=source_name,
        standfirst=standfirst,
        remarks=tuple(remark for remark in (*remarks, date.remark) if remark),
        date_found=f"given as {one_line(found['published'], 60)!r}" if date.day else "",
    )


def _long_summary(values: Mapping[str, object]) -> str:
    """A field "summary" as long as an article, as NewsCatcher calls the text; "" for none."""
    value = next((each for name, each in values.items() if spelling(str(name)) == "summary"), "")
    is_long = isinstance(value, str) and count_words(value) >= _FEWEST_OF_SUMMARY
    return str(value) if is_long else ""


def _standfirst(values: Mapping[str, object]) -> str:
    """What a field of that name holds, as text."""
    by_spelling = {spelling(str(name)): value for name, value in values.items()}
    for name in SPELLED_STANDFIRST.split():
        value = by_spelling.get(name)
        if isinstance(value, str) and value.strip() and not is_nothing(value):
            return read_cell_text(value)[0].strip()
    return ""


def find_values(values: Mapping[str, object]) -> dict[str, str]:
    """Field -> its value: of a field's several columns the first that holds anything.

    >>> find_values({"text": "", "body": "It is old.", "author": "NaN"})
    {'text': 'It is old.'}
    """
    by_spelling: dict[str, object] = {}
    for name, value in values.items():
        by_spelling.setdefault(spelling(str(name)), value)
    if str(by_spelling.get("source", "")).startswith(("http://", "https://")):
        by_spelling.setdefault("source_url", by_spelling["source"])
    found: dict[str, str] = {}
    for field, spellings in SPELLINGS.items():
        for name in spellings:
            if name not in by_spelling:
                continue
            value = _as_text(field, by_spelling[name])
            is_address = value.startswith(("http://", "https://"))
            if field == "text" and name in _MAY_BE_NUMBERS and value.strip().isdigit():
                continue
            if name in _TEXT_OR_DATE and _looks_like_a_date(value) == (field == "text"):
                continue  # "data" is a date in four languages
            if field == "url" and value.strip().isdigit():
                continue  # a number under which a database has it
            if field == "outlet" and (is_address or _PICTURE.search(value)):
                continue  # `media` is a picture in some answers
            if value.strip() and not is_nothing(value):
                found[field] = value
                break
    for field, name in columns_told(map(str, values)).items():
        value = _as_text(field, values[name])
        if value.strip() and not is_nothing(value):
            found[field] = value
    return found


def _looks_like_a_date(value: str) -> bool:
    return len(value) <= _LONGEST_DATE and any(map(str.isdigit, value))


def no_text_column(header: Iterable[str]) -> str:
    """The reason a table without a column of text is refused: what to do, if it has addresses."""
    columns = [str(name) for name in header]
    if "url" in fields_of(columns) or any(one.startswith("http") for one in columns):
        return (
            f"It lists addresses ({_listed(columns)}), but no text: save the pages behind them, "
            "and load those. If one of them holds the text, say which (--columns)."
        )
    found = _listed(columns) if any(columns) else "nothing"
    return (
        "Expected a first line that names the columns, one of them text, body, content or article, "
        f"separated by comma, semicolon or tab; found {found}. If one of them holds the text, say "
        "which (--columns)."
    )


def _listed(names: Iterable[str]) -> str:
    shown = [repr(str(name)[:30]) for name in names][:10]
    return ", ".join(shown) if shown else "none"


def ask_for_columns(reason: str, names: Iterable[str], first: Iterable[object] = ()) -> Undecided:
    """The error of a table in which no column is known to hold the text."""
    shown = tuple(one_line(str(value or ""), 80) for value in first)[:MOST_COLUMNS]
    return Undecided(reason, Doubt("columns", tuple(map(str, names))[:MOST_COLUMNS], shown))


def _no_text(values: Mapping[str, object], found: Mapping[str, str]) -> ArticleError:
    reason = _why_no_text(values, found)
    if "text" in fields_of(map(str, values)) or "url" in found:
        return ArticleError(reason)
    return ask_for_columns(reason, values, values.values())


def _why_no_text(values: Mapping[str, object], found: Mapping[str, str]) -> str:
    named = [name for name in values if spelling(str(name)) in SPELLINGS["text"]]
    if "url" in found and len(named) < 2:
        return (
            "It holds an address, but no text: save the pages behind such addresses, and load those"
            f" (the fields are {_listed(values)})."
        )
    if not named:
        return (
            "Expected a field with the article's text, called text, body, content or article; "
            f"found {_listed(values)}."
        )
    return f"The text (field {str(named[0])!r}) is empty."


def _is_named(value: object) -> bool:
    """Whether an object has its text, whole, under one name."""
    if not isinstance(value, Mapping):
        return False
    return any(isinstance(value.get(one), str) for one in _TEXT_INSIDE)


def _as_text(field: str, value: object) -> str:
    """A value as text: JSON has lists of paragraphs, of authors, and outlets with a name inside."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if field == "text" and isinstance(value, (list, Mapping)) and not _is_named(value):
        return "\n\n".join(paragraphs_of(value))
    if isinstance(value, (list, tuple)):
        parts = [part for part in (_as_text(field, item) for item in value) if part.strip()]
        return ("\n\n" if field == "text" else "\n").join(parts)
    if isinstance(value, Mapping):
        keys = _TEXT_INSIDE if field == "text" else _INSIDE
        found = (_as_text(field, value[key]) for key in keys if isinstance(value.get(key), _PLAIN))
        return next(found, "")
    if field == "text" and not isinstance(value, str):
        raise ArticleError(f"The text must be text, but it is {type(value).__name__}.")
    return value if isinstance(value, str) else str(value)
