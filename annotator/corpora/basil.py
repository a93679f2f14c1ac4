"""BASIL (Fan et al. 2019): an article and its annotation, a JSON file each, or both in one.

The text is the title, a blank line, and the paragraphs, a line each, sentences parted by a space.
Marks count from the beginning of their sentence: `"id": "p4"` is the fifth of the article, "title"
the title.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from annotator.corpora.building import SHOWN, Builder, OpenWork, objects_of, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import Item, first_item, items, json_names, objects

LABELS = {"lex": "lexical", "inf": "informational"}
POLARITY = {"neg": "negative", "pos": "positive"}
PHRASES, ABOUT = "phrase-level-annotations", "article-level-annotations"
_ONE_OF = ("body-paragraphs", "body", PHRASES, ABOUT)  # an article has, or an annotation


def is_basil(files: CorpusFiles) -> bool:
    for name in json_names(files)[:3]:
        first = first_item(files, name)
        if isinstance(first, dict) and (
            "body-paragraphs" in first or PHRASES in first or _has_sentences(first)
        ):
            return True
    return False


def read_basil(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    found: list[tuple[str, Item]] = []
    for name, item in [(one, item) for one in json_names(files) for item in items(files, one)]:
        if isinstance(item.value, dict) and any(key in item.value for key in _ONE_OF):
            found.append((name, item))
        else:
            files.refuse(name, "expected an article or its annotation; left out", item.line)
    places: dict[str, dict[str, int]] = {}  # key -> where each sentence begins in the text read
    key_of: dict[str, str] = {}
    for name, item in found:
        value = item.value
        if "body-paragraphs" in value or _has_sentences(value):
            text, starts = _text(value, partial(files.refuse, name, line=item.line))
            key = builder.document(
                PurePosixPath(name).stem if not item.key else item.key, text, name,
                title=said(value.get("title")), outlet=said(value.get("source")),
                published=said(value.get("date"))[:10], url=said(value.get("url")),
            )  # fmt: skip
            places[key] = starts
            key_of[said(value.get("uuid")) or key] = key
            key_of.setdefault(PurePosixPath(name).stem, key)
            if _has_sentences(value):  # its annotation is in it
                builder.gold(key, name, item.line)
    for name, item in found:
        _take(builder, name, item, key_of, places)
    return builder.corpus()


def _has_sentences(value: dict[str, Any]) -> bool:
    body = value.get("body")
    return isinstance(body, list) and bool(body) and isinstance(body[0], dict) and (
        "sentence" in body[0]
    )  # fmt: skip


def _text(value: dict[str, Any], lose: Callable[[str], None]) -> tuple[str, dict[str, int]]:
    starts = {"title": 0}
    text = said(value.get("title")) + "\n\n"
    number = 0
    if "body-paragraphs" in value:
        paragraphs = [_listed(one) for one in _listed(value["body-paragraphs"])]
    else:
        sentences = objects_of(value["body"], "body", lose)
        paragraphs = [[one.get("sentence", "")] for one in sentences]
    for paragraph in paragraphs:
        for place, sentence in enumerate(paragraph):
            text += " " if place else ""
            starts[f"p{number}"] = len(text)
            text += sentence if isinstance(sentence, str) else ""
            if not isinstance(sentence, str):
                lose(f"sentence p{number} is no text: {str(sentence)[:SHOWN]!r}; left out")
            number += 1
        text += "\n"
    return text, starts


def _listed(value: Any) -> list[Any]:
    """A list, also of what should stand in one and does not; nothing is an empty one."""
    return value if isinstance(value, list) else [value] if value is not None else []


def _take(
    builder: Builder, name: str, item: Item, key_of: dict[str, str],
    places: dict[str, dict[str, int]],
) -> None:  # fmt: skip
    value = item.value
    phrases = list(_listed(value.get(PHRASES)))
    for number, sentence in enumerate(objects(value.get("body"))):
        place = sentence.get("sentence-index", number)
        phrases += [{"id": f"p{place}", **one} if isinstance(one, dict) else one
                    for one in _listed(sentence.get("annotations"))]  # fmt: skip
    if not phrases and ABOUT not in value and PHRASES not in value:
        return  # an article: its annotation is another file, if it has one
    stem = PurePosixPath(name).stem.removesuffix("_ann")
    key = key_of.get(said(value.get("uuid"))) or key_of.get(stem, "")
    if not key:
        builder.files.refuse(name, "its article is not there; the marks were left out", item.line)
        return
    work = builder.gold(key, name, item.line)
    work.file, work.line = name, item.line
    for phrase in phrases:
        _phrase(work, phrase, places[key])
    about = value.get(ABOUT)
    if about and not isinstance(about, dict):
        work.lose(f"{ABOUT!r} is no object; it was left out")
    for question, answer in (about if isinstance(about, dict) else {}).items():
        for beginning in ("author_feeling", "you_feeling"):
            if question.startswith(f"{beginning}_"):
                target = question.removeprefix(f"{beginning}_")
                question, answer = beginning, f"{target}: {said(answer)}"
        work.answer(question, answer)


def _phrase(work: OpenWork, phrase: Any, starts: dict[str, int]) -> None:
    if not isinstance(phrase, dict):
        work.lose("a mark that is no JSON object was left out")
        return
    sentence = said(phrase.get("id"))
    start = starts.get(sentence)
    if start is None:
        work.lose(f"there is no sentence {sentence!r}; its mark was left out")
        return
    work.place = lambda offset: offset + start
    bias = said(phrase.get("bias"))
    region = work.mark(LABELS.get(bias.lower()[:3], bias), (phrase.get("start"), phrase.get("end")),
                       words=said(phrase.get("txt")))  # fmt: skip
    if not region:
        return
    polarity = said(phrase.get("polarity"))
    work.answer("polarity", POLARITY.get(polarity.lower()[:3], polarity), region)
    work.answer("aim", _aim(phrase), region)
    for theirs, ours in (("target", "target"), ("quote", "quotation"), ("speaker", "speaker"),
                         ("notes", "note")):  # fmt: skip
        work.answer(ours, said(phrase.get(theirs)), region)
    work.answer("indirect_target", said(phrase.get("indirect-target-name")), region)


def _aim(phrase: dict[str, Any]) -> str:
    """Direct, or how indirect: towards an ally, an opponent, or neither."""
    aim = said(phrase.get("aim")).lower()
    if not aim.startswith("ind"):
        return "direct" if aim == "dir" else aim
    towards = aim + said(phrase.get("indirect-ally-opponent-sentiment")).lower()
    if "ally" in towards or "pro" in towards:
        return "indirect_pro"
    return "indirect_anti" if "oppo" in towards or "anti" in towards else "indirect_general"
