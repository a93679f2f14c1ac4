"""What the extractor left out in the middle of an article, so that it is listed as cut."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from annotator.articles.outlets import squeeze
from annotator.articles.reading import one_line
from annotator.articles.scripts import ends_sentence

_BLOCKS = ("p", "h2", "h3", "h4", "h5", "li", "blockquote", "dt", "dd", "pre", "tr")
_START = 40  # characters that tell one paragraph from the others
_MOST = 200  # passages; what is more is another page's worth
_LONGEST = 2000
_NEVER = frozenset(("script", "style", "noscript", "template", "nav", "head"))


def find_lost(page: html.HtmlElement, title: str, kept: Sequence[str]) -> list[str]:
    """The passages between headline, or first kept paragraph, and last that are in none of them."""
    bare = [squeeze(line) for line in kept if line.strip()]
    if len(bare) < 2:
        return []
    elements = [one for one in page.iter("h1", *_BLOCKS) if one.find("p") is None]
    passages = [
        (" ".join(one.itertext()) if one.tag == "tr" else one.text_content())[:_LONGEST]
        for one in elements
    ]
    squeezed = [squeeze(passage) for passage in passages]
    starts = {one[:_START] for one in bare}
    inside = [i for i, one in enumerate(squeezed) if one and one[:_START] in starts]
    if not inside:
        return []
    whole = "\n".join(bare)
    headline = squeeze(title)
    headlines = [
        i
        for i, one in enumerate(elements[: inside[0]])
        if one.tag == "h1" or (headline and one.tag == "h2" and squeezed[i].endswith(headline))
    ]
    first = headlines[-1] if headlines else inside[0]
    between = range(first + 1, min(inside[-1], first + 5000))
    # Above the first paragraph stand bylines and dates, too: only sentences are lost there.
    missing = [
        i
        for i in between
        if squeezed[i]
        and squeezed[i][:_START] not in starts
        and (i > inside[0] or ends_sentence(passages[i]))
    ]
    lost = [i for i in missing[:_MOST] if squeezed[i] not in whole and not _is_hidden(elements[i])]
    return [one_line(passages[i], _LONGEST) for i in lost]


def _is_hidden(element: html.HtmlElement) -> bool:
    return any(one.tag in _NEVER for one in element.iterancestors())
