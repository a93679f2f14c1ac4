"""An article's paragraphs and what was cut of it, in the order of the source, moved one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.articles.scripts import count_words, ends_sentence
from annotator.models import Article

_NOT_LETTERS = re.compile(r"[\W_]+")
_GAPS = re.compile(r"\n{3,}")
_FEWEST_WORDS = 8  # of a cut passage that may have been a sentence of the article


@dataclass(frozen=True)
class Block:
    """A paragraph that is kept, or a passage that was cut; `number` counts each kind from 0."""

    text: str
    kept: bool
    number: int
    doubtful: bool = False  # somebody should look whether it is on the right side


@dataclass(frozen=True)
class Placed:
    """An article, and how many of its paragraphs stand before each passage that was cut."""

    article: Article
    places: tuple[int, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """All of it in order; passages whose place is unknown come last."""
        kept = paragraphs(self.article.text)
        standfirst = set(paragraphs(self.article.standfirst))
        unsure = any("standfirst" in remark for remark in self.article.remarks)
        found = [
            (number, 1, Block(line, True, number, unsure and line in standfirst))
            for number, line in enumerate(kept)
        ]
        places = _whole(self.places, len(self.article.removed), len(kept))
        for number, (passage, place) in enumerate(zip(self.article.removed, places, strict=True)):
            found.append((place, 0, Block(passage, False, number, is_sentence(passage))))
        return [block for _, _, block in sorted(found, key=lambda one: one[:2])]

    def cut(self, number: int) -> Placed:
        """Without this paragraph, which joins what was cut; unchanged when it is the only one."""
        lines = self.article.text.split("\n")
        there = [at for at, line in enumerate(lines) if line.strip()]
        if not 0 <= number < len(there) or len(there) == 1:
            return self
        passage = lines.pop(there[number])
        places = _whole(self.places, len(self.article.removed), len(there))
        moved = [place - (place > number) for place in places]
        at = sum(place <= number for place in places)
        removed = list(self.article.removed)
        removed.insert(at, passage.strip())
        moved.insert(at, number)
        return self._with("\n".join(lines), removed, moved)

    def take_back(self, number: int) -> Placed:
        """With this passage in the text again, where it stood."""
        if not 0 <= number < len(self.article.removed):
            return self
        lines = self.article.text.split("\n")
        there = [at for at, line in enumerate(lines) if line.strip()]
        places = _whole(self.places, len(self.article.removed), len(there))
        passage, place = self.article.removed[number], places[number]
        at = there[place] if place < len(there) else len(lines)
        lines[at:at] = ["", passage, ""]
        more = len(paragraphs(passage))
        others = [n for n in range(len(places)) if n != number]
        moved = [
            places[n] + more * (places[n] > place or (places[n] == place and n > number))
            for n in others
        ]
        return self._with("\n".join(lines), [self.article.removed[n] for n in others], moved)

    def _with(self, text: str, removed: Sequence[str], places: Sequence[int]) -> Placed:
        text = _GAPS.sub("\n\n", text).strip("\n")
        standfirst = self.article.standfirst if self.article.standfirst in text else ""
        article = replace(self.article, text=text, removed=tuple(removed), standfirst=standfirst)
        return Placed(article, tuple(places))


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold anything."""
    return [line for line in text.split("\n") if line.strip()]


def is_sentence(passage: str) -> bool:
    """Whether what was cut reads like a sentence of an article.

    >>> is_sentence("Share this"), is_sentence("The mayor said that she would not run again.")
    (False, True)
    """
    return any(
        count_words(line) >= _FEWEST_WORDS and ends_sentence(line.strip())
        for line in paragraphs(passage)
    )


def places_of(source: str, article: Article) -> tuple[int, ...]:
    """How many paragraphs stand before each cut passage in the source's text.

    >>> article = Article("", "One here.\\nTwo.", removed=("Advert",))
    >>> places_of("Home\\nOne here.\\nAdvert\\nTwo.", article)
    (1,)
    """
    whole = squeeze(source)
    ends: list[int] = []
    at = 0
    for line in paragraphs(article.text):
        found = whole.find(squeeze(line), at)
        at = found if found >= 0 else at
        ends.append(at)
    found_at = [whole.find(squeeze(passage)) for passage in article.removed]
    return tuple(
        sum(end < where for end in ends) if where >= 0 else len(ends) for where in found_at
    )


def with_all_cuts(article: Article, source: str) -> Article:
    """The article with every line of the source that is not in it listed as cut, block by block."""
    kept = squeeze(article.text)
    used = {squeeze(article.title), squeeze(article.author)}
    removed: list[str] = []
    is_open = False
    for line in source.split("\n"):
        bare = squeeze(line)
        if not bare:
            continue
        is_cut = bare not in kept and bare not in used
        if is_cut and is_open:
            removed[-1] += "\n" + line.strip()
        elif is_cut:
            removed.append(line.strip())
        is_open = is_cut
    return replace(article, removed=tuple(removed))


def squeeze(text: str) -> str:
    """Letters and digits alone."""
    return _NOT_LETTERS.sub("", text)


def _whole(places: Sequence[int], count: int, most: int) -> list[int]:
    """A place for each of so many passages, none behind the text's end."""
    known = [min(place, most) for place in places[:count]]
    return known + [most] * (count - len(known))
