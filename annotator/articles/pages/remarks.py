"""What is said of a page that was read, so that a person looks at it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.articles.pages.head import Shown
from annotator.articles.pages.standfirst import Lead
from annotator.articles.pages.tree import hides_its_end
from annotator.articles.scripts import count_words
from annotator.articles.vocabulary.sign_offs import BOX_TITLE
from annotator.models import Article

_PAID = re.compile(r'"isAccessibleForFree"\s{0,5}:\s{0,5}"?false', re.IGNORECASE)
_CALLED = ("paywall", "regwall", "metered", "piano-offer", "article-gate", "barrier-page")
_WALL = re.compile(
    rf"""(?:class|id)=["'][^"'<>]{{0,100}}(?:{"|".join(_CALLED)})""",
    re.IGNORECASE,
)
_WALLS = ("isaccessibleforfree", *_CALLED)
_CHECK = "check that it belongs there"
_SHORTENED = re.compile(r"tl;? ?dr\s?[:–—-]", re.IGNORECASE)  # the sum in the title's own line
_TITLE = 60  # characters of a box's heading
_SHORT = 250  # words; of an article for subscribers less is shown to others


def say_cut_off(text: str) -> str:
    """A remark on a page that begins as a whole one and has no end, or hides its rest."""
    small = text.lower()
    if hides_its_end(text):
        return "a comment in the page never ends; what it hides was left out, as browsers do"
    ends = ("</html", "</body", "</article", "</main")
    if "<html" not in small[:5000] or any(end in small for end in ends):
        return ""
    return "the page has no end: it may be cut off"


def say_for_subscribers(markup: str, text: str) -> str:
    """A remark where the page says that its article is paid for, and holds little of it."""
    if count_words(text) >= _SHORT:
        return ""
    small = markup.lower()
    is_named = any(word in small for word in _WALLS)  # a look for words is soon done
    if not (is_named and (_PAID.search(markup) or _WALL.search(markup))):
        return ""
    return (
        "the page says that the whole article is for subscribers: check that it does not break off"
    )


def say_unsure(shown: Shown, article: Article) -> str:
    """A remark on a line that may be the author's name, where no author was found."""
    names = [name for name in shown.unsure if name not in (article.title, article.outlet)]
    if article.author or not names:
        return ""
    return (
        f"“{names[0]}” stands below the headline: if that is the author, put it in, since nothing "
        "on the page says so"
    )


def say_summed_up(lines: Sequence[str]) -> str:
    """A remark on a box in which the newsroom sums the article up, which stays in the text."""
    bare = [line.strip() for line in lines[:-1]]
    found = next((line for line in bare if len(line) < _TITLE and BOX_TITLE.fullmatch(line)), "")
    found = found or ("TL;DR" if any(map(_SHORTENED.match, bare)) else "")
    return found and (
        f"the box “{found}” stays in the text: it says again what the article says, so cut it "
        "if it is not to be annotated"
    )


def say_restored(lead: Lead) -> str:
    count, behind = len(lead.restored), len(lead.behind)
    if not count:
        return f"{_counted(behind)} below the standfirst put back: {_CHECK}" if behind else ""
    more = f", and {_counted(behind)} below it" if behind else ""
    return f"{_counted(count)} between headline and body put back as standfirst{more}: {_CHECK}"


def say_put_back(count: int) -> str:
    behind = "behind the last one found, made just like it, put back"
    return f"{_counted(count)} {behind}: {_CHECK}" if count else ""


def _counted(count: int) -> str:
    return "a paragraph" if count == 1 else f"{count} paragraphs"
