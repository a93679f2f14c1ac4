"""What a page says of itself: JSON-LD, OpenGraph and its other meta elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from annotator.articles.authors import clean_authors
from annotator.articles.bylines import read_byline
from annotator.articles.cells import read_cell_text
from annotator.articles.outlets import BETWEEN, outlet_in, squeeze, without_outlet
from annotator.articles.pages.boxes import lines_of, photographers
from annotator.articles.pages.linked import (
    is_article,
    linked_objects,
    name_of,
    people_of,
    text_of,
)
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words

_TOPIC = re.compile(
    r"kicker|overline|supertitle|eyebrow|topline|prefix|topic|label|dachzeile|antetitulo|rubri",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"title|headline", re.IGNORECASE)
TITLES = etree.XPath("/html/head/title/text()", smart_strings=False)
_METAS = etree.XPath("//meta[@content]")
_NAMED = etree.XPath("//body//*[@rel='author' or @itemprop='author' or @itemprop='name']")
_WROTE = re.compile(
    r"(?:written|posted|verfasst|geschrieben|escrito|écrit|rédigé|scritto|geschreven|skriven|skrevet|"
    r"napisane) (?:by|von|por|par|da|door|av|af|przez):?|(?:author|autor|auteur|autore|автор):?|"
    r"написано автором|yazan:?|執筆者|作者|작성자",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[\w.-]+\.\w")
_AUTHOR_KEYS = (
    "article:author", "sailthru.author", "parsely-author", "dc.creator",
    "dcterms.creator", "author", "byl", "cxenseparse:author", "articleauthor",
    "og:article:author", "dcsext.author",
)  # fmt: skip
_CLAIMING = frozenset(_AUTHOR_KEYS)
_DATE_KEYS = (
    "article:published_time", "article:published", "datepublished", "publish-date", "publish_date",
    "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "pubdate",
    "article:publicationdate", "og:article:published_time", "publishdate", "og:published_time",
    "originalpublicationdate", "article_date_original", "dcterms.created", "dc.date.created",
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """What the head of a page claims; "" for what it does not say."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    outlet: str = ""
    site: str = ""  # as OpenGraph calls the outlet
    shared_title: str = ""  # as OpenGraph calls the article
    url: str = ""
    descriptions: tuple[str, ...] = ()
    body: str = ""  # the article's text, where the page gives it to search engines
    claimed: tuple[str, ...] = ()  # who the meta elements say wrote it; often the outlet


@dataclass(frozen=True)
class Shown:
    """What the page itself shows; () and "" for nothing."""

    names: tuple[str, ...] = ()  # of bylines
    called: tuple[str, ...] = ()  # what the markup alone calls an author
    day: str = ""
    unsure: tuple[str, ...] = ()  # what could be a name, and nothing says whose
    unclear: str = ""  # can be read in two ways, or has no year
    is_marked: bool = False  # whether the day is what the markup itself says right there


def read_head(page: html.HtmlElement) -> Head:
    """Read JSON-LD first: it says most exactly who wrote what."""
    linked = list(linked_objects(page))
    found = next((one for one in linked if is_article(one)), {})
    named = {str(one.get("@id")): one for one in linked if one.get("@id") and one.get("name")}
    meta = _meta(page)
    descriptions = [
        text_of(found.get("alternativeHeadline")),
        text_of(found.get("description")),
        meta.get("og:description", ""),
        meta.get("description", ""),
        meta.get("twitter:description", ""),
    ]
    addresses = (meta.get("og:url", ""), meta.get("twitter:url", ""))
    also_named = outlet_in(TITLES(page), meta)
    return Head(
        headline=text_of(found.get("headline")) or meta.get("og:title", ""),
        authors=tuple(people_of(found.get("author") or found.get("creator"), named)),
        published=text_of(found.get("datePublished")) or _first(meta, _DATE_KEYS),
        outlet=name_of(found.get("publisher"), named) or meta.get("og:site_name") or also_named,
        site=meta.get("og:site_name", ""),
        shared_title=meta.get("og:title", ""),
        url=next(filter(_ADDRESS.match, addresses), ""),
        body=read_cell_text(text_of(found.get("articleBody")))[0],
        claimed=tuple(_claimed(page)) or _labelled(meta),
        descriptions=tuple(dict.fromkeys(filter(None, map(one_line, descriptions)))),
    )


def choose_title(page: html.HtmlElement, proposed: str, head: Head, outlet: str) -> str:
    """The page's heading where the head agrees with it, else what was proposed, without the outlet.

    A page's title often has the outlet's or the section's name behind it; the heading never has.
    """
    names = {squeeze(name) for name in (outlet, head.outlet) if name}
    said = [proposed, head.headline, *map(str, TITLES(page))]
    titles = [title for title in said if title and squeeze(title) not in names]
    wanted = {squeeze(without_outlet(title, outlet or head.outlet)) for title in titles}
    shown = [_heading_text(one, wanted) for one in page.iter("h1")]
    part = _shown_part(page, TITLES(page), {squeeze(one) for one in shown})
    if part:
        return part
    if other := _titled_below(page, wanted, shown):
        return other
    for heading in dict.fromkeys(shown):
        bare = squeeze(heading)
        if bare in names or not bare:
            continue
        if any(_agree(bare, squeeze(title), heading, title) for title in titles):
            return heading
    alone = [one for one in shown if squeeze(one) not in names and count_words(one) >= 4]
    below = {squeeze(one.text_content()) for one in page.iter("h2")}
    if len(alone) == 1 and not any(squeeze(title) in below for title in titles):
        return alone[0]  # written for readers; the others for search engines
    return without_outlet(next(iter(titles), ""), outlet or head.outlet)


def _titled_below(page: html.HtmlElement, wanted: set[str], shown: list[str]) -> str:
    """The lower heading that the head names word for word, where h1 is the site's own name."""
    sites = {squeeze(one) for one in shown}
    for heading in page.iter("h2", "h3"):
        text = one_line(heading.text_content())
        bare = squeeze(text)
        is_named = bare in wanted and count_words(text) >= 4
        if is_named and sites and not any(one in bare or bare in one for one in sites):
            return text
    return ""


def outlet_in_title(page: html.HtmlElement, title: str) -> str:
    """What the page's title has beside the headline alone: the outlet's name, or a section's."""
    for said in TITLES(page):
        parts = [one_line(part) for part in BETWEEN.split(said) if part and part.strip()]
        others = [part for part in parts if squeeze(part) != squeeze(title)]
        is_other = bool(parts) and (len(parts) == 2 or squeeze(parts[0]) == squeeze(title))
        if is_other and others and len(others) < len(parts) and read_byline(others[-1]) is None:
            return others[-1]
    return ""


def _shown_part(page: html.HtmlElement, titles: list[str], headlines: set[str]) -> str:
    """The part of "Outlet - Headline" that the page shows as a line of its own, though not in h1.

    Only where h1 is the other part, or nothing. What links elsewhere is another article's.
    """
    parts = {squeeze(part) for title in titles for part in BETWEEN.split(title) if part}
    if not headlines and len(parts) == 1:  # "Outlet: Headline"
        parts = {squeeze(part) for title in titles for part in title.split(": ", 1)}
    if len(parts) < 2 or not headlines <= parts:
        return ""
    longest = max(parts, key=len)
    if longest in headlines:
        return ""
    names = ("h2", "h3") if headlines else ("h2", "h3", "b", "strong", "font", "p", "div", "td")
    for element in page.iter(*names):
        if len(element) > 2 or element.find(".//a") is not None:
            continue
        text = one_line(element.text_content(), 400)
        if squeeze(text) == longest and count_words(text) >= 4:
            return text
    return ""


def headings(page: html.HtmlElement) -> frozenset[str]:
    """Everything in each of the page's headlines, a topic above it included; squeezed."""
    return frozenset(squeeze(one.text_content()) for one in page.iter("h1"))


def _heading_text(heading: html.HtmlElement, wanted: set[str]) -> str:
    """A headline's text; of one made of a topic and the headline, the part that the head names."""
    inner = list(heading.iter("span", "strong", "div"))
    parts = [one_line(one.text_content()) for one in inner]
    named = next((part for part in parts if part and squeeze(part) in wanted), "")
    if not named and any(_TOPIC.search(one.get("class", "")) for one in inner):
        called = [part for one, part in zip(inner, parts, strict=True) if _is_headline(one)]
        named = next((part for part in called if count_words(part) > 2), "")
    own, whole = squeeze(heading.text or ""), squeeze(heading.text_content())
    if inner and count_words(heading.text or "") >= 3 and own != whole:
        named = named or _named_alone(one_line(heading.text or ""), whole, wanted)
    texts = [one_line(text) for text in heading.itertext() if text.strip()]
    is_glued = len(texts) > 1 and not any(child.tail for child in heading.iter() if child.tail)
    return named or (" ".join(texts) if is_glued else one_line(heading.text_content()))


def _named_alone(own: str, whole: str, wanted: set[str]) -> str:
    """A headline's own text, where the head names it without what stands in boxes inside it."""
    others = wanted - {whole}
    is_named = any(title.startswith(squeeze(own)) for title in others)
    return own if is_named and not any(title.startswith(whole) for title in others) else ""


def _is_headline(part: html.HtmlElement) -> bool:
    name = part.get("class", "")
    return _HEADLINE.search(name) is not None and _TOPIC.search(name) is None


def _agree(bare: str, title_bare: str, heading: str, title: str) -> bool:
    if count_words(heading) < 2 and bare != title_bare:
        return False
    if bare in title_bare:
        return 2 * len(bare) >= len(title_bare) or title_bare.startswith(bare)
    one, two = set(heading.lower().split()), set(title.lower().split())
    return len(one) >= 4 and 2 * len(one & two) >= len(one)


def choose_authors(
    page: html.HtmlElement,
    title: str,
    head: Head,
    outlet: str,
    shown: Shown,
    last: Callable[[], str],
) -> str:
    """Who wrote it: JSON-LD's people, else the page's own byline, else what the head claims.

    `last` is asked where none of these names anybody.
    """
    outlets = (outlet, head.outlet, outlet_in_title(page, title))
    if found := clean_authors(head.authors, outlets=outlets):
        return found
    for names in (_bylines(page), shown.names, head.claimed, shown.called):
        found = clean_authors(names, outlets=outlets)
        if found:
            return found
    guessed = clean_authors([last()], outlets=outlets)
    return "" if squeeze(guessed) in photographers(page) else guessed


def _bylines(page: html.HtmlElement) -> list[str]:
    """What the page's markup calls its author."""
    marked = islice(filter(_is_marked, _NAMED(page)), 6)
    return [one_line(line, 120) for one in marked for line in _named_in(one)]


def _named_in(element: html.HtmlElement) -> list[str]:
    """What an element that names an author says: a `<meta>` shows nothing."""
    return [element.get("content", "")] if element.tag == "meta" else lines_of(element)


def _is_marked(element: html.HtmlElement) -> bool:
    """Whether the markup says that an element beside the article names its author."""
    around = list(element.iterancestors())
    if any(one.tag in ("aside", "footer") for one in around):
        return False
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    return any(one.get("itemprop") == "author" for one in around)


def _meta(page: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _METAS(page):
        key = one.get("property") or one.get("name") or one.get("itemprop") or ""
        found.setdefault(key.strip().lower(), str(one.get("content")).strip())
    return found


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((meta[key] for key in keys if meta.get(key)), "")


def _labelled(meta: dict[str, str]) -> tuple[str, ...]:
    """Who wrote it, as content systems tell it to Twitter: a label "Written by", and a name."""
    labels = ((meta.get(f"twitter:label{i}", ""), meta.get(f"twitter:data{i}", "")) for i in (1, 2))
    return tuple(one_line(name, 300) for label, name in labels if name and _WROTE.fullmatch(label))


def _claimed(page: html.HtmlElement) -> Iterator[str]:
    """The names in the meta elements that newsrooms put authors in; the first kind that has any."""
    found: dict[str, list[str]] = {}
    for one in _METAS(page):
        value = str(one.get("content"))
        if value.strip() and not value.startswith(("http", "@")):
            names = {one.get(key, "").lower() for key in ("name", "property")}
            for key in names & _CLAIMING:
                found.setdefault(key, []).append(one_line(value, 300))
    yield from next((found[key] for key in _AUTHOR_KEYS if key in found), [])
