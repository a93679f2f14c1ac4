"""HTML pages: the article without the page round it, and what was cut of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml import etree, html

from annotator.articles.dates import read_date, read_field_date
from annotator.articles.decoding import decode
from annotator.articles.furniture import is_furniture
from annotator.articles.outlets import outlet_of, squeeze
from annotator.articles.pages import joiners
from annotator.articles.pages.asides import (
    drop_comments,
    find_author_boxes,
    find_captions,
    find_cards,
    find_hidden,
    find_pointers,
    find_rules,
    take_invitations,
)
from annotator.articles.pages.bare import wrap_bare
from annotator.articles.pages.biography import without_biography
from annotator.articles.pages.data import read_from_data
from annotator.articles.pages.edges import (
    is_prose,
    without_end,
    without_opening,
)
from annotator.articles.pages.extraction import FoundOut, extract_text
from annotator.articles.pages.head import (
    Head,
    Shown,
    choose_authors,
    choose_title,
    headings,
    read_head,
)
from annotator.articles.pages.lines import relined
from annotator.articles.pages.lost import find_lost
from annotator.articles.pages.masthead import outlet_in_masthead
from annotator.articles.pages.notices import refuse_notice
from annotator.articles.pages.quotes import take_speakers
from annotator.articles.pages.remarks import (
    say_cut_off,
    say_for_subscribers,
    say_put_back,
    say_restored,
    say_summed_up,
    say_unsure,
)
from annotator.articles.pages.rest import in_order, put_back
from annotator.articles.pages.shown import find_shown
from annotator.articles.pages.signed import signed
from annotator.articles.pages.standfirst import find_lead
from annotator.articles.pages.tree import charset_of, held, parse_page
from annotator.articles.pages.unseen import take_unseen
from annotator.articles.reading import Piece, one_line, remarked, stem
from annotator.articles.told import told
from annotator.articles.vocabulary.pasted_words import BETWEEN
from annotator.errors import ArticleError
from annotator.models import Article

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_RULE = re.compile(r"\|-[|-]{1,2000}|[_*—–=-]{1,200}")
_CUT = re.compile("share|social|caption|credit|newsletter|related|advert|promo")
_CUT_TAGS = ("figcaption", "div", "ul", "section", "aside", "span", "p", "nav")
_MOST_CUT = 2000
_INSIDE = etree.XPath(
    "ancestor-or-self::*[self::article or self::main or contains(@class,'article') or "
    "contains(@itemprop,'articleBody')]"
)
_LANG = etree.XPath("/html/@lang", smart_strings=False)
_LOCALE = etree.XPath("//meta[@property='og:locale']/@content", smart_strings=False)
_OTHER_ORDERS = ("en", "zh", "ja", "ko", "hu")  # English has two, the others begin with the year
_FEWEST_LINKS = 5
_START = 40  # letters by which a caption is known again
_RECALLED = "found only by looking less strictly: check that menus and links are no part of it"


def read_webpage(name: str, data: bytes) -> Iterator[Piece]:
    """Read one saved page. Raises ArticleError when no article can be found in it."""
    decoded = decode(data, charset_of(data), patient=True)
    yield remarked(read_html(name, decoded.text), decoded.note)


def read_html(name: str, text: str) -> Article:
    """Read one page's markup: of a saved page, or of one that another file holds."""
    page = parse_page(text)
    with held(page):
        joiners.hide(page)
        wrap_bare(page)
        head = read_head(page)
        refuse_notice(page, head)
        try:
            return _read_shown(name, text, page, head)
        except ArticleError:
            article = read_from_data(name, page, head)
            if article is None:
                raise
            return _shown(replace(article, language=article.language or _language(page)))


def _read_shown(name: str, text: str, page: html.HtmlElement, head: Head) -> Article:
    """What the page shows, with what its head says of it."""
    invited = take_invitations(page) + take_unseen(page) + take_speakers(page)
    found = FoundOut(page, now=not read_date(head.published))  # a comment may have the only date
    drop_comments(page)
    captions = find_captions(page, (head.shared_title, head.headline, *head.descriptions))
    kept, cut, remark = _extract(page, head, captions)
    outlet = outlet_of(one_line(head.site), one_line(head.outlet)) or found.outlet
    proposed = one_line(head.shared_title or head.headline) or found.title
    title = choose_title(page, proposed, head, outlet)
    kept, more = without_opening(page, kept, title, headings(page), head.authors)
    kept, behind = without_end(page, kept)
    lead = find_lead(page, title, kept, head, captions)
    language = _language(page)
    shown = find_shown(page, title, _first_prose(kept), _is_day_first(language))
    shown = signed(page, shown, kept, behind, cut)
    day, how, unread = _find_day(head.published, found, shown, text)
    kept = _without(kept, lead.restored)
    author = choose_authors(page, title, head, outlet, shown, lambda: found.author)
    kept, told_of = without_biography(kept, author)
    whole = [*lead.restored, *kept[:1], *lead.behind, *kept[1:]]
    cut += invited + more + behind + told_of + find_lost(page, title, whole)
    article = Article(
        title=title or stem(name),
        text=_paragraphs(whole),
        author=author,
        published=day,
        outlet=outlet or outlet_in_masthead(page, title),
        url=one_line(head.url, 2000) or found.url,
        language=language,
        date_found=how,
        source_name=name,
        removed=_cut_blocks(page, "\n".join(whole), cut),
        standfirst="\n\n".join(lead.restored) or lead.marked,
    )
    return remarked(
        _shown(article),
        remark,
        say_restored(lead),
        unread,
        say_unsure(shown, article),
        say_summed_up(kept),
        say_cut_off(text),
        say_for_subscribers(text, article.text),
    )


def _first_prose(kept: list[str]) -> list[str]:
    paragraphs = (line for line in kept if not line.startswith("- "))
    return list(islice(filter(is_prose, paragraphs), 2))


def _without(kept: list[str], restored: tuple[str, ...]) -> list[str]:
    taken = set(map(squeeze, restored))
    return [line for line in kept if squeeze(line) not in taken]


def _extract(
    page: html.HtmlElement, head: Head, captions: frozenset[str]
) -> tuple[list[str], list[str], str]:
    """The lines extracted, those cut of them; a remark where less strictness was needed."""
    apart = find_pointers(page) | find_author_boxes(page) | captions | find_cards(page)
    apart |= find_hidden(page) | find_rules(page)
    for recall in (False, True):
        text = extract_text(page, recall=recall)
        lines = relined(page, text.split("\n"))
        if len(lines) == 1 and squeeze(lines[0]) == squeeze(head.body):
            lines = head.body.split("\n")  # the page shows none of it: the extractor took it there
        kept, cut = _sort_lines("\n".join(lines), apart)
        if any(map(is_prose, kept)) and not _are_links(page, kept):
            kept, count = put_back(page, in_order(page, kept), cut)
            return kept, cut, _RECALLED if recall else say_put_back(count)
    if not text.strip():
        raise ArticleError(
            "No article text was found in the page: it may be a list of links, a page filled in by "
            "a script, or cut off. Copy the article's text from the browser and paste it."
        )
    raise ArticleError(
        "No article text was found in the page, only menus and links. Copy the article's text "
        "from the browser and paste it."
    )


def _are_links(page: html.HtmlElement, lines: list[str]) -> bool:
    """Whether nearly all lines are nothing but links, as on a page that lists articles."""
    links = list(page.iter("a"))
    if len(lines) < _FEWEST_LINKS or len(links) < 0.8 * len(lines):
        return False
    linked = {squeeze(one.text_content()) for one in links}
    return sum(squeeze(line) in linked for line in lines) >= 0.8 * len(lines)


def _sort_lines(text: str, apart: frozenset[str]) -> tuple[list[str], list[str]]:
    """Lines of the article; and the furniture that the extraction left among them."""
    kept: list[str] = []
    cut: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if _RULE.fullmatch(bare):  # of a table, or between two parts
            continue
        is_row = bare.startswith("| ") and BETWEEN.match(bare[2:]) is not None
        if is_row or is_furniture(bare.removeprefix("- ")) or squeeze(bare) in apart:
            cut.append(bare)
        elif bare:
            kept.append(line)
    return kept, cut


def _paragraphs(lines: list[str]) -> str:
    """Paragraphs with a blank line between, entries of a list and rows of a table without."""
    pieces: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        in_list = before[:2] == line[:2] and line[:2] in ("- ", "| ")
        pieces += ["" if not pieces else "\n" if in_list else "\n\n", line]
    return "".join(pieces)


def _find_day(declared: str, found: FoundOut, shown: Shown, markup: str) -> tuple[str, str, str]:
    """The day, and how it was found: what the page declares is surest, then what its markup spells
    out, then what it shows below the headline, then a guess.

    Last a remark on a date that nobody could read for certain.
    """
    field = read_field_date(declared)
    if field.day:
        return field.day, "the page's metadata", ""
    searched = read_date(found.day)
    is_guess = shown.day or shown.unclear
    is_surer = not shown.is_marked and found.is_spelled_out(markup)
    if searched and (not is_guess or is_surer):
        return searched, "a search of the whole page", ""
    if shown.day:
        return shown.day, "a line that the page shows", ""
    return "", "", field.remark or read_field_date(shown.unclear).remark


def _is_day_first(language: str) -> bool | None:
    """Whether 9/5/2021 is in May: as was said, else as all languages but English have it."""
    said = told().day_first
    is_known = bool(language) and not language.lower().startswith(_OTHER_ORDERS)
    return said if said is not None or not is_known else True


def _shown(article: Article) -> Article:
    """The article with the characters back that were hidden from the extractor."""
    return replace(
        article,
        title=joiners.show(article.title),
        text=joiners.show(article.text),
        author=joiners.show(article.author),
        outlet=joiners.show(article.outlet),
        removed=tuple(map(joiners.show, article.removed)),
        standfirst=joiners.show(article.standfirst),
    )


def _cut_blocks(page: html.HtmlElement, kept: str, cut: list[str]) -> tuple[str, ...]:
    """Captions, share bars and the like that stood in the article, in the page's order."""
    found = dict.fromkeys(cut)
    squeezed = squeeze(kept)
    called = (
        one for one in page.iter(*_CUT_TAGS)
        if one.tag == "figcaption" or _CUT.search(one.get("class", ""))
    )  # fmt: skip
    for element in islice(called, _MOST_CUT):
        if element.tag != "figcaption" and not _INSIDE(element):
            continue
        # A caption is one passage although links stand in it; a bar's buttons are one each.
        parts = list(element.itertext())
        for part in ["".join(parts)] if element.tag == "figcaption" else parts:
            passage = one_line(part)
            bare = squeeze(passage)
            # What was kept is kept with its picture's credit or without.
            if len(passage) <= 400 and bare and bare[:_START] not in squeezed:
                found.setdefault(passage)
    if len(found) < 2:
        return tuple(found)
    whole_page = squeeze(page.text_content())
    return tuple(sorted(found, key=lambda passage: whole_page.find(squeeze(passage))))


def _language(page: html.HtmlElement) -> str:
    """What the page declares: `<html lang>`, else Open Graph's locale; as BCP 47."""
    for read in (_LANG, _LOCALE):
        for value in map(str.strip, read(page)):
            if _LANGUAGE.fullmatch(value):
                return value.replace("_", "-")
    return ""
