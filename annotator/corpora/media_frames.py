"""The Media Frames Corpus (Card et al. 2015): articles on one issue, with everybody's frames.

    {"Immigration1.0-7": {"text": ..., "primary_frame": 5.0, "irrelevant": 0, "annotations": {
      "framing": {"coder": [{"start": 17, "end": 40, "code": 5.0}]},
      "tone": {"coder": [...]}, "irrelevant": {"coder": false}}}}

A code is a frame, or a tone, and behind its point what was marked: 0 a passage, 1 one of the
headline, 2 the word PRIMARY above the article, which means the article as a whole. `codes.json`
names the codes. What was decided of an article is the gold. As published the texts are missing:
they are read from files of the articles' names (`Immigration1.0-7.txt`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.corpora.building import Builder, OpenWork, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import Item, first_item, items, json_names, whole_json

__all__ = ["is_media_frames", "read_media_frames"]

FRAMES = (
    "Economic", "Capacity and resources", "Morality", "Fairness and equality",
    "Legality, constitutionality and jurisprudence", "Policy prescription and evaluation",
    "Crime and punishment", "Security and defense", "Health and safety", "Quality of life",
    "Cultural identity", "Public opinion", "Political", "External regulation and reputation",
    "Other",
)  # fmt: skip
IRRELEVANT, TONES = 16, {17: "Pro", 18: "Neutral", 19: "Anti"}
_CODES = "codes.json"
_PARTS = ("framing", "tone", "irrelevant")


def is_media_frames(files: CorpusFiles) -> bool:
    for name in json_names(files)[:5]:
        first = first_item(files, name)
        entries = list(first.values())[:5] if isinstance(first, dict) else []
        if any(_is_article(one) for one in entries):
            return True
    return False


def _is_article(value: Any) -> bool:
    given = value.get("annotations") if isinstance(value, dict) else None
    return isinstance(given, dict) and any(isinstance(given.get(one), dict) for one in _PARTS)


def read_media_frames(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    names = dict(enumerate(FRAMES, 1)) | TONES
    for name in [one for one in json_names(files) if one.rpartition("/")[2] == _CODES]:
        codes = whole_json(files, name)
        for code, frame in codes.items() if isinstance(codes, dict) else ():
            if code.endswith(".0") and code[:-2].isdecimal() and said(frame):
                names[int(code[:-2])] = said(frame)
    beside = {one.rpartition("/")[2][:-4]: one for one in files.ending(".txt")}
    for name in json_names(files):
        if name.rpartition("/")[2] == _CODES:
            continue
        for item in items(files, name):
            if _is_article(item.value):
                _article(builder, name, item, names, beside)
            else:
                files.refuse(name, f"item {item.key!r} has no annotations; left out", item.line)
    return builder.corpus()


def _article(
    builder: Builder, name: str, item: Item, names: dict[int, str], beside: dict[str, str]
) -> None:
    value = item.value
    text = value.get("text")
    if not isinstance(text, str):
        text = builder.files.text(beside[item.key]) if item.key in beside else None
        text = text and text.replace("\r\n", "\n")  # whatever fetching it did to its line ends
    if text is None:
        builder.files.refuse(name, f"the text of {item.key!r} is not there: bring it beside, as "
                             f"{item.key}.txt; left out", item.line)  # fmt: skip
        return
    day = "-".join(said(value.get(one)).zfill(2) for one in ("year", "month", "day"))
    key = builder.document(
        item.key, text, name, title=said(value.get("title")), outlet=said(value.get("source")),
        published=day if len(day) == len("2026-01-01") else "",
    )  # fmt: skip
    given = value["annotations"]
    for part in _PARTS:
        by_coder = given.get(part)
        for who, marks in by_coder.items() if isinstance(by_coder, dict) else ():
            work = builder.work(key, who, name, item.line)
            if part == "irrelevant":
                work.answer(part, bool(marks))
            else:
                for one in work.objects(marks, part):
                    _mark(work, one, names)
    for question, answer in _decided(value, names):
        builder.gold(key, name, item.line).answer(question, answer)


def _mark(work: OpenWork, one: dict[str, Any], names: dict[int, str]) -> None:
    frame, place = _code(one.get("code"))
    if frame == IRRELEVANT:
        return  # it is said under "irrelevant", too
    if frame not in names:
        work.lose(f"the code {said(one.get('code'))!r} is in no codes.json; its mark was left out")
    elif place == 2:
        work.answer("tone" if frame in TONES else "primary_frame", names[frame])
    else:
        region = work.mark(names[frame], (one.get("start"), one.get("end")))
        if region and place == 1:
            work.answer("headline", True, region)


def _decided(value: dict[str, Any], names: dict[int, str]) -> Iterator[tuple[str, Any]]:
    for key, question in (("primary_frame", "primary_frame"), ("primary_tone", "tone")):
        frame, _ = _code(value.get(key))
        if frame in names:
            yield question, names[frame]
    if value.get("irrelevant") is not None:
        yield "irrelevant", bool(value["irrelevant"])


def _code(value: Any) -> tuple[int, int]:
    """Frame and what was marked; (0, 0) for what is no code.

    >>> _code(5.2), _code("13.0"), _code(None), _code("x")
    ((5, 2), (13, 0), (0, 0), (0, 0))
    """
    frame, _, place = said(value).partition(".")
    if not (frame.isdecimal() and (place or "0").isdecimal()):
        return 0, 0
    return int(frame), int(place or 0)
