"""The articles of a study, to be found by what a file of predictions says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.models import normalise, text_sha256

__all__ = ["KnownArticle", "KnownArticles", "Named"]


@dataclass(frozen=True)
class KnownArticle:
    id: int
    title: str
    text: str


@dataclass(frozen=True)
class Named:
    """How a file names an article; "" is not said. `text` is as it stands in the file."""

    number: str = ""
    sha256: str = ""
    title: str = ""
    text: str | None = None


class KnownArticles:
    """By number, by the hash of the text, or by a title that only one of them has."""

    def __init__(self, articles: Iterable[KnownArticle]) -> None:
        self._by_id: dict[str, KnownArticle] = {}
        self._by_hash: dict[str, KnownArticle] = {}
        self._by_title: dict[str, list[KnownArticle]] = defaultdict(list)
        for one in articles:
            self._by_id[str(one.id)] = one
            self._by_hash[text_sha256(one.text)] = one
            self._by_title[one.title].append(one)

    def find(self, named: Named) -> KnownArticle | str:
        """The article, or a sentence that says why it is none.

        >>> articles = KnownArticles([KnownArticle(7, "Flood", "Water rose.")])
        >>> articles.find(Named(number="7")).title
        'Flood'
        >>> articles.find(Named(number="7", text="Water fell."))
        'its text is not the stored text of article 7 (another SHA-256): left out'
        """
        sha256 = named.sha256.lower().removeprefix("sha256:")
        if named.text is not None:
            sha256 = text_sha256(normalise(named.text))
        if named.number:
            return self._by_number(named.number, sha256)
        if sha256:
            found = self._by_hash.get(sha256)
            return found or "no article of the study has this text (its SHA-256): left out"
        if not named.title:
            return "it names no article (article_id, text_sha256, text or title): left out"
        of_title = self._by_title.get(named.title, [])
        if len(of_title) == 1:
            return of_title[0]
        how_many = f"{len(of_title)} articles are" if of_title else "no article is"
        return f"{how_many} called {named.title[:60]!r}: left out"

    def _by_number(self, number: str, sha256: str) -> KnownArticle | str:
        found = self._by_id.get(number)
        if found is None:
            return f"the study has no article {number[:20]!r}: left out"
        if sha256 and self._by_hash.get(sha256) is not found:
            return (
                f"its text is not the stored text of article {number} (another SHA-256): left out"
            )
        return found
