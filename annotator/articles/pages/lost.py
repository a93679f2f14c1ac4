"""What the extractor left out in the middle of an article, so that it is listed as cut."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from annotator.articles.outlets import squeeze
from annotator.articles.reading import one_line

_BLOCKS = ("p", "h2", "h3", "h4", "h5", "li", "blockquote", "dt", "dd", "pre", "tr")
_START = 40  # characters that tell one paragraph from the others
_MOST = 200  # passages; what is more is another page's worth
_LONGEST = 2000
_NEVER = frozenset(("script", "style", "noscript", "template", "nav", "head"))


def find_lost(page: html.HtmlElement, kept: Sequence[str]) -> list[str]:
    """The passages between the first and the last kept paragraph that are in none of them."""
    bare = [squeeze(line) for line in kept if line.strip()]
    if len(bare) < 2:
        return []
    elements = [one for one in page.iter(*_BLOCKS) if one.find("p") is None]
    passages = [
        (" " if one.tag == "tr" else "").join(one.itertext())[:_LONGEST] for one in elements
    ]
    squeezed = [squeeze(passage) for passage in passages]
    starts = {one[:_START] for one in bare}
    inside = [i for i, one in enumerate(squeezed) if one and one[:_START] in starts]
    if not inside:
        return []
    whole = "\n".join(bare)
    between = range(inside[0] + 1, min(inside[-1], inside[0] + 5000))
    missing = [i for i in between if squeezed[i] and squeezed[i][:_START] not in starts]
    lost = [i for i in missing[:_MOST] if squeezed[i] not in whole and not _is_hidden(elements[i])]
    return [one_line(passages[i], _LONGEST) for i in lost]


def _is_hidden(element: html.HtmlElement) -> bool:
    return any(one.tag in _NEVER for one in element.iterancestors())
