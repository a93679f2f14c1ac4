"""What stands between a page's headline and its body: the standfirst, which extractors lose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import html

from annotator.articles.bylines import read_byline
from annotator.articles.credits import read_credit
from annotator.articles.dates import cut_dates, is_stamp, read_date_line
from annotator.articles.furniture import is_furniture
from annotator.articles.outlets import squeeze
from annotator.articles.pages.edges import names_author
from annotator.articles.pages.head import Head
from annotator.articles.pages.order import in_order
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence
from annotator.articles.vocabulary.pasted_words import CAPTION, PROMOTES

_CALLED = re.compile(
    r"standfirst|stand-first|(?:^|[-_ ])dec?k(?:$|[-_ ])|sub-?title|sub-?head|sub-?line|strap|"
    r"chapo|synopsis|entradilla|bajada|copete|sapo|summary|excerpt|teaser|abstract|vorspann|sottotitolo|"
    r"ingress|perex|description|preface|preamble|einleitung|merking|shorttext|lead[-_]?text",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:^|[-_ ])(?:lead|lede|intro|introduction)|anrei|lead[-_]|__lead", re.IGNORECASE
)
_HOLDS_BLOCKS = frozenset(("article", "main", "header", "ul", "ol", "dl", "table", "figure"))
_BLOCKS = frozenset(("p", "h2", "h3", "h4", "div", "span", "section", "strong", "em", "blockquote"))
_NOTICE = re.compile(
    r"more than \d+ (?:years?|months?) old|listen to this|min(?:ute)?s? (?:read|listen)|"
    r"javascript|"
    r"your browser|getty|\bphoto\b|image:|archive",
    re.IGNORECASE,
)
_LONGEST = 900
_LONGEST_LABEL = 30
_MOST = 3
_NEAR = 2  # boxes round a paragraph
_FEWEST_NEXT = 8  # words of what stands right below the headline, where captions are shorter
_LONG_TITLE = 15  # letters of a headline that is found without its being marked as one
_BESIDE = 40  # elements beside the first paragraph
_FEW_BOXES = 8  # behind the first paragraph's
_NAME = re.compile(r"[\w.:-]{1,60}$")
_START = 40  # characters that tell one passage from the others


@dataclass(frozen=True)
class Lead:
    """Paragraphs found before the body: those that were missing in it, and those it had."""

    restored: tuple[str, ...] = ()
    marked: str = ""  # the first line of the body, where the page calls it a standfirst
    behind: tuple[str, ...] = ()  # paragraphs that were missing behind the body's first line


def find_lead(
    page: html.HtmlElement, title: str, kept: Sequence[str], head: Head, captions: frozenset[str]
) -> Lead:
    """Compare the body with what the page shows between its headline and the body's first line."""
    if not kept:
        return Lead()
    first = squeeze(kept[0])[:_START]
    whole = squeeze("\n".join(kept))
    lines = {squeeze(line) for line in kept[1:]}
    heading = find_heading(page, title)
    described = [squeeze(one)[:_START] for one in head.descriptions if count_words(one) >= 4]
    restored: list[str] = []
    is_after = heading is None
    is_next = False  # whether nothing was shown since the headline
    inside = set() if heading is None else set(heading.iterdescendants())
    elements = in_order(page, heading)
    for element in elements:
        if element is heading:
            is_after = is_next = True
            continue
        if not is_after or element.tag not in _BLOCKS or _has_blocks(element) or element in inside:
            continue
        text = one_line(element.text_content(), _LONGEST + 1)
        bare = squeeze(text)
        if not bare or bare in captions or names_author(text, head.authors):
            continue
        called = _calls(element, _CALLED)
        if bare.startswith(first) or (len(bare) > 15 and first.startswith(bare[:_START])):
            is_heading = is_next and element.tag in ("h2", "h3", "h4") and count_words(text) >= 5
            is_named = called or is_heading or _is_apart(page, heading, element, kept, head)
            is_marked = is_named and len(kept) > 2
            behind = _missing_behind(elements, kept[1:2], whole) if is_marked or is_next else ()
            return Lead(tuple(restored), kept[0] if is_marked else "", behind)
        is_described = any(bare.startswith(one) for one in described if one)
        hinted = called or is_described or _calls(element, _LEAD)
        is_lead = _is_lead(element, text, hinted=hinted, is_next=is_next)
        is_next = False
        shown = (title, *(one[-len(text) :] for one in restored))  # `<h2><span>` shows it once
        if not is_lead or (heading is None and not hinted) or text in shown:
            continue
        if bare not in whole or bare in lines:  # what is found apart comes behind the rest
            restored.append(_labelled(element, text))
            if len(restored) > _MOST:
                break
    return Lead()


def _labelled(element: html.HtmlElement, text: str) -> str:
    """A passage with the label in a box of its own before it: "Claim:", "Verdict:"."""
    before = element.getprevious()
    label = "" if before is None else one_line(before.text_content(), _LONGEST_LABEL + 1)
    is_label = label[-1:] in (":", "：") and len(label) <= _LONGEST_LABEL
    return f"{label} {text}" if is_label else text


def _is_apart(
    page: html.HtmlElement,
    heading: html.HtmlElement | None,
    element: html.HtmlElement,
    kept: Sequence[str],
    head: Head,
) -> bool:
    """Whether the page sets the first paragraph apart from the second in any of these manners."""
    text = one_line(element.text_content(), _LONGEST + 1)
    return (
        _stands_apart(element, squeeze(text), kept, head)
        or _is_set_apart(page, element, text)
        or _stands_by_headline(heading, element, kept)
        or _stands_in_own_box(element, text, kept)
    )


def _stands_apart(element: html.HtmlElement, bare: str, kept: Sequence[str], head: Head) -> bool:
    """Whether the first paragraph is the page's description or called a lead, and the second one
    stands in another box."""
    is_said = any(squeeze(one) == bare for one in head.descriptions) or _calls(element, _LEAD)
    if not is_said or len(kept) < 2:
        return False
    second = squeeze(kept[1])[:_START]
    beside = islice(element.itersiblings(element.tag), _BESIDE)
    after = (one for one in beside if not _has_blocks(one))
    return not any(squeeze(one.text_content()).startswith(second) for one in after)


def _is_set_apart(page: html.HtmlElement, element: html.HtmlElement, text: str) -> bool:
    """Whether the page calls this paragraph alone its lead; or sets it alone in bold, as pages in
    German do with theirs."""
    beside = list(islice(element.itersiblings(element.tag), _BESIDE))
    name = element.get("class", "")
    if _LEAD.search(name) and all(one.get("class", "") != name for one in beside):
        return True
    is_sentence = count_words(text) >= _FEWEST_NEXT and ends_sentence(text)
    is_german = page.get("lang", "").lower().startswith("de")
    return is_sentence and is_german and _is_bold(element) and not any(map(_is_bold, beside[:2]))


def _is_bold(element: html.HtmlElement) -> bool:
    whole = element.text_content().strip()
    bold = (one.text_content() for one in element.iterchildren("strong", "b"))
    return bool(whole) and "".join(bold).strip() == whole


def _stands_by_headline(
    heading: html.HtmlElement | None, element: html.HtmlElement, kept: Sequence[str]
) -> bool:
    """Whether the first paragraph stands in the headline's box, and the next ones outside it."""
    around = set() if heading is None else set(heading.iterancestors())
    box = next((one for one in element.iterancestors() if one in around), None)
    if box is None or box.tag in ("body", "html") or len(kept) < 3:
        return False
    inside = squeeze(box.text_content())
    return not any(squeeze(line.removeprefix("- "))[:_START] in inside for line in kept[1:3])


def _stands_in_own_box(element: html.HtmlElement, text: str, kept: Sequence[str]) -> bool:
    """Whether the first paragraph stands in a box, and the next two in a box of another kind."""
    own = element.getparent()
    starts = [squeeze(line)[:_START] for line in kept[1:3]]
    is_short = count_words(text) < _FEWEST_NEXT or _NOTICE.search(text)
    if own is None or own.tag in ("article", "main", "body") or len(starts) < 2 or is_short:
        return False
    for around in islice((own, *own.iterancestors()), _NEAR):
        for beside in islice(around.itersiblings("div", "section", "article"), _FEW_BOXES):
            for one in beside.iter("p"):
                after = one.getnext()
                if squeeze(one.text_content()).startswith(starts[0]):
                    box = one.getparent()
                    return (
                        box is not None
                        and after is not None
                        and squeeze(after.text_content()).startswith(starts[1])
                        and (box.tag, box.get("class")) != (own.tag, own.get("class"))
                    )
    return False


def _missing_behind(
    elements: Iterator[html.HtmlElement], next_lines: Sequence[str], whole: str
) -> tuple[str, ...]:
    """The paragraphs between a standfirst that the body has and its second line, in a box that
    both are in: pages that put an advertisement behind their first paragraph close its box."""
    found: list[html.HtmlElement] = []
    wanted = "".join(squeeze(line)[:_START] for line in next_lines)
    for element in elements:
        if element.tag != "p" or not wanted:
            continue
        text = one_line(element.text_content(), _LONGEST + 1)
        if squeeze(text).startswith(wanted):
            around = set(_around(element))
            near = [one for one in found if not around.isdisjoint(_around(one))]
            return tuple(one_line(one.text_content(), _LONGEST) for one in near)
        is_new = len(found) < _MOST and squeeze(text) not in whole
        if is_new and _is_lead(element, text, hinted=False, is_next=False):
            found.append(element)
    return ()


def _around(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return islice(element.iterancestors(), _NEAR)


def find_heading(page: html.HtmlElement, title: str) -> html.HtmlElement | None:
    """The headline's element."""
    wanted = squeeze(title)
    headings = list(page.iter("h1"))
    for one in (*headings, *page.iter("h2")):
        if wanted and squeeze(one.text_content()) == wanted:
            return one
    if not headings and len(wanted) >= _LONG_TITLE:  # a topic stands in the headline, too
        for one in page.iter("h2"):
            if squeeze(one.text_content()).endswith(wanted):
                return one
    if not headings and len(wanted) >= _LONG_TITLE:
        lines = page.iter("h3", "b", "strong", "font", "p", "div", "td")
        shown = (one for one in lines if len(one) <= 1)
        found = next((one for one in shown if squeeze(one.text_content()) == wanted), None)
        if found is not None:
            return found
    return headings[0] if len(headings) == 1 else None


def _has_blocks(element: html.HtmlElement) -> bool:
    blocks = _HOLDS_BLOCKS | _BLOCKS - {"strong", "em", "span"}
    return any(isinstance(child.tag, str) and child.tag in blocks for child in element)


def _calls(element: html.HtmlElement, names: re.Pattern[str]) -> bool:
    """Whether the page calls the element, or the box right round it, a standfirst."""
    parent = element.getparent()
    for one in (element, parent):
        if one is None or one.tag in ("body", "html", "article", "main"):
            continue
        values = [one.get(key, "") for key in ("class", "id", "itemprop")]
        values += [said for key, said in one.items() if key[:5] == "data-" and _NAME.match(said)]
        if names.search(" ".join(values)[:300]):
            return True
    return False


def _is_lead(element: html.HtmlElement, text: str, *, hinted: bool, is_next: bool) -> bool:
    if len(text) > _LONGEST or is_furniture(text) or read_byline(text) or read_date_line(text):
        return False
    date, rest = cut_dates(text)
    if date is not None and is_stamp(text, rest):
        return False
    linked = sum(len(one.text_content()) for one in element.iter("a"))
    if 2 * linked > len(text):
        return False
    words = count_words(text)
    if hinted:
        return words >= 5
    is_whole = ends_sentence(text)
    is_heading = is_whole and element.tag in ("h2", "h3")
    fewest = 10 if not is_next else 5 if is_heading else _FEWEST_NEXT
    if linked or words < fewest or not (is_next or is_whole):
        return False
    if element.tag not in ("p", "h2", "h3", "div") or (date and not is_whole):
        return False
    is_notice = PROMOTES.search(text) or CAPTION.search(text) or _NOTICE.search(text)
    return not is_notice and read_credit(text) is None
