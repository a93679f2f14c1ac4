"""What stands among a page's paragraphs and only points elsewhere: links, newsletters, "
"paywalls."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree, html

from annotator.articles.outlets import squeeze
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence
from annotator.articles.vocabulary.pasted_words import PROMOTES

_PLACES = etree.XPath("//body//*[self::div or self::section or self::aside or self::form]")
_NAMED = etree.XPath("//body//*[@class or @data-testid or @data-test-tag or @data-qa]")
_INVITES = re.compile(
    r"(?:^|[\s_-])(?:newsletter|paywall|subscribe|subscription|sign-?up|regwall)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(r"newsletter|sign-?up", re.IGNORECASE)
_MOST_WORDS = 80  # of an invitation; a box of more words may hold the article behind a paywall
_LONGEST = 250
_LONGEST_NAMES = 120
_SAYING = ("class", "data-testid", "data-test-tag", "data-qa")
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline|contributor)", re.IGNORECASE)
_CAPTIONS = etree.XPath("//body//*[self::p or self::div or self::span][contains(@class, 'aption')]")
_CAPTION = re.compile(r"caption(?:$|[\s_-]*(?:text|content|body)?(?:$|\s))", re.IGNORECASE)
_LONGEST_CAPTION = 400
_HIDDEN = etree.XPath("//body//p[@tabindex='-1']")
_MOST_HIDDEN = 10  # words
_LINKED_HEADINGS = etree.XPath(
    "//body//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]"
)
_CARD = re.compile(
    r"(?:^|[\s_-])(?:promo|teaser|card|related|recirc|recommended|recommendation|trending)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_OF_CARD = ("p", "h2", "h3", "h4", "li")
_LABEL = re.compile(r"^[^:：]{2,40}[:：]\s?")


def take_invitations(page: html.HtmlElement) -> list[str]:
    """Take newsletters' and paywalls' boxes out of the page; what stood in them, line by line."""
    taken: list[str] = []
    for element in _PLACES(page):
        called = f"{element.get('class', '')} {element.get('id', '')}"
        if not _INVITES.search(called):
            continue
        parts = [one_line(part) for part in element.itertext() if part.strip()]
        text = " ".join(parts)
        # What is called a paywall may as well be the paid text itself, as search engines ask for.
        invites = _NEWSLETTER.search(called) or PROMOTES.search(text)
        if (
            invites
            and count_words(text) <= _MOST_WORDS
            and element.find(".//h1") is None
            and element.getparent() is not None
        ):
            taken += parts
            element.drop_tree()
    return taken


def find_author_boxes(page: html.HtmlElement) -> frozenset[str]:
    """What the markup calls an author's, if it is as short as a name and a role; squeezed."""
    found = set()
    for element in _NAMED(page):
        said = " ".join(element.get(key, "") for key in _SAYING)
        if not _AUTHOR.search(said) or element.tag in ("body", "main", "article"):
            continue
        text = one_line("".join(element.itertext()), _LONGEST)
        if len(text) <= _LONGEST_NAMES and not ends_sentence(text):
            found.add(squeeze(text))
    return frozenset(found - {""})


def find_cards(page: html.HtmlElement) -> frozenset[str]:
    """The teasers of other articles: boxes that are called so and whose heading is a link."""
    found: set[str] = set()
    titled = squeeze(" ".join(page.xpath("//head/title/text()")))
    for heading in _LINKED_HEADINGS(page):
        if squeeze("".join(heading.itertext())) in titled:
            continue  # a brief in a box of its own, linked to itself
        for box in islice(heading.iterancestors("div", "li", "section", "article", "aside"), 2):
            is_card = _CARD.search(box.get("class", "")) and box.find(".//h1") is None
            if is_card and count_words(" ".join(box.itertext())) <= _MOST_WORDS:
                found |= {squeeze("".join(one.itertext())) for one in box.iter(*_OF_CARD)}
    return frozenset(found - {""})


def find_captions(page: html.HtmlElement) -> frozenset[str]:
    """What the markup calls a caption, where that is a paragraph as those of the text; "
    "squeezed."""
    found = set()
    for element in _CAPTIONS(page):
        text = one_line("".join(element.itertext()), _LONGEST_CAPTION)
        if _CAPTION.search(element.get("class", "")) and len(text) < _LONGEST_CAPTION:
            found.add(squeeze(text))
    return frozenset(found - {""})


def find_hidden(page: html.HtmlElement) -> frozenset[str]:
    """What only programs read aloud: "End of recommended stories"; squeezed."""
    found = set()
    for element in _HIDDEN(page):
        text = one_line("".join(element.itertext()), _LONGEST)
        if count_words(text) <= _MOST_HIDDEN:
            found.add(squeeze(text))
    return frozenset(found - {""})


def find_pointers(page: html.HtmlElement) -> frozenset[str]:
    """The paragraphs that are nothing but a link elsewhere, with a label or without; squeezed."""
    found = set()
    titled = squeeze(" ".join(page.xpath("//head/title/text()")))
    for element in page.iter("p", "div", "h2", "h3", "h4"):
        links = element.findall(".//a")
        if not links or len(links) > 3:
            continue
        if any(str(link.get("href", "#")).startswith("#") for link in links):  # within the page
            continue
        text = one_line("".join(element.itertext()), _LONGEST + 1)
        linked = one_line(" ".join("".join(link.itertext()) for link in links), _LONGEST + 1)
        if not linked or len(text) > _LONGEST or ends_sentence(text):
            continue
        is_own = element.tag in _OF_CARD[1:] and squeeze(text) in titled
        if not is_own and len(squeeze(linked)) >= len(squeeze(_LABEL.sub("", text))):
            found.add(squeeze(text))
    return frozenset(found)
