"""What stands among a page's paragraphs and only points elsewhere: links, newsletters, paywalls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import html

from annotator.articles.dates import cut_dates, read_date_line, strip_date_words
from annotator.articles.outlets import squeeze
from annotator.articles.pages.head import TITLES
from annotator.articles.pages.order import holds_lead
from annotator.articles.pages.tree import class_and_id, in_body
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence
from annotator.articles.vocabulary.calendars import is_yearless
from annotator.articles.vocabulary.pasted_words import BETWEEN, PROMOTES

_INVITES = re.compile(
    r"(?:^|[\s_-])(?:newsletter|paywall|subscribe|subscription|sign-?up|regwall)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(r"newsletter|sign-?up", re.IGNORECASE)
_MOST_WORDS = 80  # of an invitation; a box of more words may hold the article behind a paywall
# What a program made of the article and the page shows above it, said to be made so.
_BY_PROGRAM = re.compile(
    r"(?:^|[\s_-])ai[-_]?(?:generated[-_]?)?(?:summary|summaries|overview|highlights|takeaways)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_SUMMED_UP = 300  # words
_PLAYER = re.compile(
    r"(?:^|[\s_-])(?:audio[-_]?player|listen[-_]to[-_](?:this[-_])?article|read[-_]?aloud|"
    r"text[-_]to[-_]speech|tts[-_]player)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST = 250
_LONGEST_NAMES = 120
_LONGEST_DAY = 60  # characters of a day beside a link, its hour included
_SAYING = ("class", "data-testid", "data-test-tag", "data-qa")
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline|contributor)", re.IGNORECASE)
_CAPTION = re.compile(
    r"caption(?:$|[\s_-]*(?:text|content|body)?(?:$|\s))|"
    r"(?:^|[\s_-])(?:bildunterschrift|bildtext|billedtekst|legend|didascalia|pie-?(?:de-?)?foto|"
    r"onderschrift)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PICTURE_BOX = re.compile(
    r"(?!has|with|no[_-])(?:[^\W_]{1,30}[_-]{1,2}){0,3}(?:image|img|photo|foto|picture|bild|imagen|immagine|"
    r"zdjecie)(?:[_-]{1,2}(?:box|wrap|wrapper|container|block|holder|left|right|center|full|large|"
    r"small|top|main|lead|inline|\d{1,4}))?",
    re.IGNORECASE,
)
_MOST_OF_CAPTION = 40  # words
_LONGEST_CAPTION = 400
_MOST_HIDDEN = 10  # words
_CARD = re.compile(
    r"(?:^|[\s_-])(?:promo|teaser|card|related|recirc|recommended|recommendation|trending)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_OF_CARD = ("p", "h2", "h3", "h4", "li")
_COMMENTS = re.compile(
    r"(?:(?:user|reader|article|post|entry|story|disqus|dsq|fb|view|block)[-_]?)?"
    r"(?:comments?[-_]?(?:list|section|area|wrapper|container|template|thread|threads|block)|comments|"
    r"comentarios|comentários|commentaires|kommentare|commenti|reacties|komentarze|kommentarer)"
    r"(?:[-_](?:list|listado|lista|lectores|section|area|wrapper|container|content|template|block|"
    r"inner|open|open[-_]content))?",
    re.IGNORECASE,
)
_OF_COMMENTS = re.compile(  # services that newsrooms let keep what readers write
    r"viafoura|vf-conversations|disqus[-_]thread|hyvor-talk[\w-]{0,20}|spot-?im[\w-]{0,30}|"
    r"coral[-_](?:thread|comments?|talk)",
    re.IGNORECASE,
)
_WORD = (
    r"(?:reader |user |leser-?)?(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|"
    r"commenti|reacties|komentarze|kommentarer)"
)
_COMMENTED = re.compile(
    rf"(?P<sure>\d{{1,5}} (?:{_WORD}|thoughts?|responses?|replies|reply)"
    rf"(?: (?:on|to) [“\"«„‘'].{{1,200}})?:?|"
    rf"{_WORD}\s?\(\d{{1,5}}\)|(?:reader |user |leser-?)(?:comments|kommentare))|{_WORD}:?",
    re.IGNORECASE,
)
_FEWEST_ABOVE = 3  # sentences above what readers wrote
_HOLDS_TEXT = re.compile(
    r"(?:article|entry|post|story)[-_]?(?:body|content|text)|articlebody", re.IGNORECASE
)
_FEWEST_OF_CAPTION = 6  # words of a picture's description that stands below it, too
_MANY = 4  # links: what has them is no pointer
_RULES = re.compile(
    r"privacy|/terms|terms[-_]of|conditions|guidelines|datenschutz|nutzungsbedingung|/agb\b|"
    r"mentions-legales|confidentialite|privacidad|condiciones|aviso-legal|termos|politica-de|"
    r"polityka-prywatnosci|regulamin|informativa|soukromi|cookies?[-_]policy",
    re.IGNORECASE,
)
_FEWEST_RULES = 2  # links; with a single one an article may tell of them
_LABEL = re.compile(r"^[^:：]{2,40}[:：]\s?")


def take_invitations(page: html.HtmlElement) -> list[str]:
    """Take newsletters' and paywalls' boxes, a program's summary and players out of the page; what
    stood in them, line by line."""
    taken: list[str] = []
    for element in list(in_body(page, "div", "section", "aside", "form")):
        called = class_and_id(element)
        is_summary = _BY_PROGRAM.search(called) is not None
        is_player = _PLAYER.search(called) is not None and element.find(".//p") is None
        if not (is_summary or is_player or _INVITES.search(called)):
            continue
        parts = [one_line(part) for part in element.itertext() if part.strip()]
        text = " ".join(parts)
        # What is called a paywall may as well be the paid text itself, as search engines ask for.
        is_named = is_summary or is_player or _NEWSLETTER.search(called)
        if (
            (is_named or PROMOTES.search(text))
            and count_words(text) <= (_MOST_SUMMED_UP if is_summary else _MOST_WORDS)
            and element.find(".//h1") is None
            and element.getparent() is not None
        ):
            taken += parts
            element.drop_tree()
    return taken


def drop_comments(page: html.HtmlElement) -> None:
    """Take away what readers wrote below the article, as extractors do where they know it by its
    name; a box that holds headline or text is none, whatever it is called."""
    for element in list(page.iter("div", "section", "ol", "ul", "aside")):
        names = (element.get("id", ""), *element.get("class", "").split())
        is_service = any(map(_OF_COMMENTS.fullmatch, names))
        is_called = is_service or any(map(_COMMENTS.fullmatch, names))
        if not is_called or element.getparent() is None:
            continue
        inside = (one for one in element.iter("div", "section", "article") if one is not element)
        is_other = is_service or not any(map(_holds_text, inside))
        if element.find(".//h1") is None and is_other:
            element.drop_tree()
    _drop_commented(page)


def _drop_commented(page: html.HtmlElement) -> None:
    """Take away "3 comments" and what stands below it in the same box, with days: what readers
    wrote in boxes without a name. Below "Comments" alone only boxes, with two days.

    Right below a headline the same words only lead there, and the text is still to come.
    """
    sentences = 0  # since the last heading
    for element in list(page.iter("h1", "h2", "h3", "h4", "p")):
        text = element.text_content().strip()
        is_below = sentences >= _FEWEST_ABOVE and len(text) <= _LONGEST
        said = _COMMENTED.fullmatch(text) if is_below else None
        if said is None:
            sentences = sentences + ends_sentence(text) if element.tag == "p" else 0
            continue
        below = [one for one in element.itersiblings() if isinstance(one.tag, str)]
        parts = [part.strip() for one in below for part in one.itertext() if part.strip()]
        days = sum(len(part) <= _LONGEST_DAY and cut_dates(part)[0] is not None for part in parts)
        is_sure = said["sure"] or not any(one.tag == "p" for one in below)
        is_whole = any(one.find(".//h1") is not None or _holds_text(one) for one in below)
        if is_sure and days >= (1 if said["sure"] else 2) and not is_whole:
            for one in (element, *below):
                one.drop_tree()
        return


def _holds_text(element: html.HtmlElement) -> bool:
    said = f"{element.get('class', '')} {element.get('itemprop', '')}"
    return _HOLDS_TEXT.search(said) is not None and "omment" not in said


def find_author_boxes(page: html.HtmlElement) -> frozenset[str]:
    """What the markup calls an author's, if it is as short as a name and a role; squeezed."""
    found = set()
    for element in in_body(page, "*"):
        said = " ".join(filter(None, map(element.get, _SAYING)))
        if not _AUTHOR.search(said) or element.tag in ("body", "main", "article"):
            continue
        text = one_line(element.text_content(), _LONGEST)
        if len(text) <= _LONGEST_NAMES and not ends_sentence(text):
            found.add(squeeze(text))
    return frozenset(found - {""})


def find_cards(page: html.HtmlElement) -> frozenset[str]:
    """The teasers of other articles: boxes that are called so and whose heading is a link."""
    found: set[str] = set()
    titled = squeeze(" ".join(TITLES(page)))
    for heading in filter(_is_linked, page.iter("h2", "h3", "h4")):
        if squeeze(heading.text_content()) in titled:
            continue  # a brief in a box of its own, linked to itself
        for box in islice(heading.iterancestors("div", "li", "section", "article", "aside"), 2):
            is_card = _CARD.search(box.get("class", "")) and box.find(".//h1") is None
            if is_card and count_words(" ".join(box.itertext())) <= _MOST_WORDS:
                found |= {squeeze(one.text_content()) for one in box.iter(*_OF_CARD)}
    return frozenset(found - {""})


def _is_linked(heading: html.HtmlElement) -> bool:
    around = heading.iterancestors()
    links = (one for one in (*islice(around, 1), *heading.iter("a")) if one.tag == "a")
    return any(one.get("href") is not None for one in links)


def find_captions(page: html.HtmlElement, said: Sequence[str]) -> frozenset[str]:
    """What the markup calls a caption, or a picture's description word for word, where that is a
    paragraph as those of the text; squeezed. `said` is what the page says of the article itself."""
    alternatives = [one_line(one.get("alt", ""), _LONGEST_CAPTION) for one in page.iter("img")]
    found = {squeeze(one) for one in alternatives if count_words(one) >= _FEWEST_OF_CAPTION}
    found -= set(map(squeeze, said))
    found |= set(map(squeeze, _in_picture_boxes(page)))
    for element in in_body(page, "p", "div", "span", "td"):
        if not _CAPTION.search(element.get("class", "")) or holds_lead(element):
            continue
        text = one_line(element.text_content(), _LONGEST_CAPTION)
        if len(text) < _LONGEST_CAPTION:
            found.add(squeeze(text))
    return frozenset(found - {""})


def _in_picture_boxes(page: html.HtmlElement) -> Iterator[str]:
    """The single text in a box that is called a picture's and holds one picture."""
    for picture in page.iter("img"):
        for box in islice(picture.iterancestors("div", "figure", "span", "section"), 2):
            if not any(_PICTURE_BOX.fullmatch(one) for one in box.get("class", "").split()):
                continue
            if len(list(islice(box.iter("img"), 2))) > 1:
                continue
            texts = list(islice(filter(str.strip, box.itertext()), 2))
            if len(texts) == 1 and count_words(texts[0]) <= _MOST_OF_CAPTION:
                yield one_line(texts[0])


def find_hidden(page: html.HtmlElement) -> frozenset[str]:
    """What only programs read aloud: "End of recommended stories"; squeezed."""
    found = set()
    for element in in_body(page, "p"):
        if element.get("tabindex") != "-1":
            continue
        text = one_line(element.text_content(), _LONGEST)
        if count_words(text) <= _MOST_HIDDEN:
            found.add(squeeze(text))
    return frozenset(found - {""})


def find_pointers(page: html.HtmlElement) -> frozenset[str]:
    """The paragraphs that are nothing but a link elsewhere, with a label or without; squeezed."""
    found = set()
    titled = squeeze(" ".join(TITLES(page)))
    for element in page.iter("p", "div", "h2", "h3", "h4"):
        links = list(islice(element.iter("a"), _MANY))
        if not 0 < len(links) < _MANY:
            continue
        if any(str(link.get("href", "#")).startswith("#") for link in links):  # within the page
            continue
        text = one_line(element.text_content(), _LONGEST + 1)
        linked = one_line(" ".join(link.text_content() for link in links), _LONGEST + 1)
        if not linked or len(text) > _LONGEST:
            continue
        if ends_sentence(text) and not (BETWEEN.match(text) and _LABEL.match(text)):
            continue
        is_own = element.tag in _OF_CARD[1:] and squeeze(text) in titled
        if not is_own and len(squeeze(linked)) >= len(squeeze(_LABEL.sub("", text))):
            found.add(squeeze(text))
        if element.tag == "div" and squeeze(linked) not in titled:
            found |= _dated_card(text, linked)
    return frozenset(found)


def find_rules(page: html.HtmlElement) -> frozenset[str]:
    """The paragraphs that link twice or more to the site's own rules: its terms, its privacy."""
    found = set()
    for element in page.iter("p"):
        links = [str(link.get("href", "")) for link in element.iter("a")]
        if sum(_RULES.search(link) is not None for link in links) >= _FEWEST_RULES:
            found.add(squeeze(one_line(element.text_content(), 2000)))
    return frozenset(found - {""})


def _is_day(text: str) -> bool:
    return read_date_line(text) is not None


def _dated_card(text: str, linked: str) -> set[str]:
    """The two lines of a box that is a link and the day of what it leads to, else none."""
    at = text.find(linked)
    rest = one_line(text[:at] + " " + text[at + len(linked) :]) if at >= 0 else ""
    is_short = len(rest) <= _LONGEST_DAY and any(map(str.isdigit, rest))
    is_day = is_short and (
        is_yearless(rest) or _is_day(rest) or _is_day(strip_date_words(rest) + " 2000")
    )
    return {squeeze(linked), squeeze(rest)} if is_day and len(linked) < _LONGEST else set()
