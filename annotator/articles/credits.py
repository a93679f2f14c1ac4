"""One line above an article: what it says of author, date and outlet, if it says nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.articles.bylines import is_name, is_role, join_names, read_byline
from annotator.articles.dates import cut_dates, strip_date_words
from annotator.articles.furniture import is_button, is_network

_LABELLED = re.compile(
    r"(?P<key>title|headline|outlet|source|publication|publisher|newspaper|url|link|language|"
    r"titel|überschrift|quelle|zeitung|medium|titre|journal|título|titular|fuente|medio|titolo|fonte|"
    r"testata|заголовок|источник|издание)"
    r"\s*:\s+(?P<value>\S.*)",
    re.IGNORECASE,
)
_TITLES = (
    "title", "headline", "titel", "überschrift", "titre", "título", "titular", "titolo",
    "заголовок",
)  # fmt: skip
_URL = re.compile(r"https?://\S+")
_SEPARATOR = re.compile(r"\s*[|•·/]\s*|\s+[-–—]\s+|\s{2,}|\t")
_OUTLET = re.compile(
    r"\b(?:news|times|post|press|media|daily|journal|tribune|herald|gazette|chronicle|wire|agency|"
    r"ledger|register|sentinel|examiner|inquirer|dispatch|telegraph|democrat|observer|standard|review|magazine|online|tv|radio|service|network|report|today|"
    r"\w+\.(?:com|org|net|example|news|info|co\.uk))\b",
    re.IGNORECASE,
)
_SECTION_NAMES = (
    "politics|world|world news|news|business|opinion|opinions|editorial|analysis|sport|sports|"
    "culture|arts|science|health|technology|tech|economy|economics|markets|local|local news|"
    "national|national news|international|us news|uk news|us|uk|europe|africa|asia|americas|"
    "middle east|society|environment|climate|lifestyle|travel|education|exclusive|breaking|"
    "breaking news|live|video|feature|features|investigation|explainer|comment|commentary|letters|"
    "money|law|crime|media|religion|entertainment|top stories|latest|latest news|region|regional|"
    "war|security|defense|defence|home|uncategorized|featured|headlines"
)
_SECTIONS = frozenset(_SECTION_NAMES.split("|"))
_SMALL_PRINT = re.compile(
    r"@\w{2,30}|[\d.,:]+\s?[km]?|by:?|von|published|updated|posted|author|share|close(?: panel)?|"
    r"share page|about sharing|share full article|video|related topics|leer en español|"
    r"image|getty images|follow|more|\W+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Credit:
    """What one line says. `is_guess`: a bare name beside a date, which nothing calls an author."""

    title: str = ""
    author: str = ""
    published: str = ""
    updated: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    is_authored: bool = False  # "Authored by": the writer, not who posted it
    is_guess: bool = False


def read_credit(line: str) -> Credit | None:
    """What a line says that is all byline, date, outlet and small print; None for any other.

    >>> read_credit("By Ada Quill | Harbour News | Sept. 22, 2021").author
    'Ada Quill'
    >>> read_credit("On 22 September 2021 Ada Quill closed the bridge.") is None
    True
    """
    line = line.strip()
    if not line or len(line) > 200:
        return None
    if labelled := _LABELLED.fullmatch(line):
        return _labelled(labelled["key"].lower(), labelled["value"])
    if _URL.fullmatch(line):
        return Credit(url=line)
    byline = read_byline(line)
    if byline is not None:
        return Credit(author=byline.author, outlet=byline.outlet, is_authored=byline.is_authored)
    return _pieced(line)


def is_outlet(line: str) -> bool:
    """Whether a line has a word in it by which papers and stations are called."""
    return _OUTLET.search(line) is not None


def is_section(line: str) -> bool:
    """Whether a line is the name of a newspaper's section: "Politics", "WORLD NEWS"."""
    return line.strip().lower() in _SECTIONS


def is_small_print(line: str) -> bool:
    """Whether a line beside a byline or date says nothing of the article: a count, a role, a time.

    True of much that could be text elsewhere, so ask only above an article.
    """
    line = line.strip()
    if len(line) > 60:
        return False
    is_time = re.search(r"\d", line) is not None and not strip_date_words(line)
    return bool(_SMALL_PRINT.fullmatch(line)) or is_role(line) or is_network(line) or is_time


def _labelled(key: str, value: str) -> Credit:
    if key in _TITLES:
        return Credit(title=value)
    if key in ("url", "link") or _URL.fullmatch(value):
        return Credit(url=value)
    return Credit(language=value) if key == "language" else Credit(outlet=value)


def _pieced(line: str) -> Credit | None:
    """A line of several parts: each must be a date, a byline, a name, an outlet or small print."""
    date, rest = cut_dates(line)
    author = outlet = ""
    is_byline = is_authored = False
    names: list[str] = []
    for piece in (part for text in rest for part in _SEPARATOR.split(text)):
        bare = strip_date_words(piece)
        if not bare:
            continue
        byline = read_byline(bare)
        if byline is not None and not is_byline:
            author, is_byline, is_authored = byline.author, True, byline.is_authored
            outlet = outlet or byline.outlet
        elif is_section(bare) or is_button(bare) or is_small_print(bare):
            continue
        elif len(bare) <= 40 and _OUTLET.search(bare) and len(bare.split()) <= 5:
            outlet = outlet or bare
        elif is_name(bare):
            names.append(bare)
        else:
            return None
    if (date is None and not is_byline) or len(names) > 2:
        return None
    if names and not is_byline:
        author = join_names(names.pop(0))
    return Credit(
        author=author,
        outlet=outlet or (names[0] if names else ""),
        published="" if date is None or date.is_update else date.published,
        updated=date.published if date is not None and date.is_update else "",
        is_authored=is_authored,
        is_guess=bool(author or outlet) and not is_byline,
    )
