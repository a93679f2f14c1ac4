"""A whole page pasted, masthead and footer included: cut block by block, not line by line.

The prose is found first; what stands before it is the header, what stands behind it the footer, and
between its paragraphs stand promotions. All that leaves the text is in `removed`, in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.articles.authors import clean_authors
from annotator.articles.bylines import is_name, is_role, read_byline
from annotator.articles.credits import is_section
from annotator.articles.dates import read_date
from annotator.articles.furniture import is_furniture
from annotator.articles.scripts import count_words, ends_sentence, is_spaceless

_FEWEST_SIGNS = 3
_SHARE = re.compile(
    r"(?:share|teilen|drucken|merken|compartir|partager|condividi|compartilhar|delen|"
    r"dela|udostępnij|"
    r"поделиться|شارك|مشاركة|分享|共有|save|speichern|guardar|enregistrer|print|imprimir|anzeige|"
    r"werbung|publicidad|publicité|pubblicità|reklama|advertisement|إعلان|اعلان|广告|広告|menu|search|"
    r"home|startseite|inicio|accueil|zur startseite|sign in|log in|anmelden|show|more|"
    r"\d{1,6})\b.{0,30}",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?:lesen sie auch|mehr zum thema|das könnte sie|auch interessant|más información|lea también|"
    r"lee también|le puede interesar|lire aussi|à lire|sur le même|leggi anche|leia também|"
    r"lees ook|läs mer|czytaj też|zobacz też|"
    r"читайте также|اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|延伸阅读|"
    r"相关阅读|相关新闻|関連記事|related|more on|most (?:viewed|"
    r"read|popular)|explore more|read more|"
    r"see also|recommended|you may|trending|quick guide|contact us|reuse this|topics|tags|follow|"
    r"themen|schlagworte|etiquetas|temas|kommentare|comments?|comentarios|"
    r"commentaires|تعليقات|评论)\b"
    r".{0,120}",
    re.IGNORECASE,
)
_PROMOTES = re.compile(
    r"newsletter|sign up|sign in or|subscri|abonn|suscr|inbox|your email|"
    r"e-mail address|privacy|cookie|"
    r"all rights reserved|alle rechte|©|not responsible for|support (?:us|the)|fund independent|"
    r"skip (?:to|past)|prefer the .{1,30} on google|create .{1,30} account|download .{0,20}app|"
    r"get our|follow .{1,40} on|whatsapp|registr|terms of",
    re.IGNORECASE,
)
_SKIP = re.compile(r"skip past .{0,60}promotion", re.IGNORECASE)
_SKIPPED = re.compile(r"after .{0,60}promotion", re.IGNORECASE)
_AGENCIES = (
    r"(?:Getty Images|Reuters|REUTERS|AFP|AP|EFE|EPA|dpa|DPA|ANSA|PA Media|"
    r"Shutterstock|Alamy|imago|"
    r"picture alliance|Keystone|Xinhua|TASS|Anadolu)"
)
_AGENCY = re.compile(_AGENCIES)
_CAPTION = re.compile(
    rf"^{_AGENCIES}\s[A-Z].{{10,400}}|\((?:Quelle|Foto|Bild|Photo|Image|Source|Crédit|"
    rf"Credit|Fuente)\s?:"
    rf".{{2,80}}\)$|\b[A-ZÀ-Þ]{{2,20}}(?:\s[A-ZÀ-Þ]{{2,20}}){{0,3}}\s\({_AGENCIES}\)$|(?:Foto|Bild|Photo|"
    rf"Image|Photograph)\s?: "
    r".{2,60}$"
)
_ENLARGE = re.compile(
    r"view image in fullscreen|bild vergrößern|image source|enlarge", re.IGNORECASE
)
_AGO = re.compile(
    r"(?:published |updated )?\d{1,3} (?:min|hour|hr|day|week|month)\w{0,4} ago|"
    r"vor \d{1,3} \w{3,8}|"
    r"hace \d{1,3} \w{3,8}|il y a \d{1,3} \w{3,8}|yesterday|published|updated|gestern|ayer|hier|"
    r"(?:reading time|lesezeit|lectura|lecture)\b.{0,20}|\d{1,3} min.{0,12}",
    re.IGNORECASE,
)
_NAME_AND_ROLE = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'’.-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{1,30}){1,2}?) (?:\w{1,20} ){0,3}"
    r"(?:editor|correspondent|reporter|writer|journalist|columnist)\b.{0,30}"
)
_SAID_BY = re.compile(
    r"(?:كتب|كتبت|بقلم|تحرير|Автор|Текст|作者|记者|文|Tekst|Autor|Texte?)\s?[:：]\s?(?P<name>.{2,60})"
)
_CRUMBS = re.compile(r".{1,60}\s(?:>|»|›|/)\s.{1,120}")


@dataclass
class Page:
    """What a pasted page is made of."""

    title: str = ""
    author: str = ""
    published: str = ""
    standfirst: str = ""
    text: str = ""
    removed: list[str] = field(default_factory=list)


def is_whole_page(title: str, text: str) -> bool:
    """Whether what the careful reader made of a paste is still a page and no article."""
    signs = sum(_is_sign(line.strip()) for line in text.split("\n") if line.strip())
    is_masthead = bool(title) and (_is_sign(title) or count_words(title) < 4 or title.isupper())
    return signs >= _FEWEST_SIGNS or (is_masthead and signs >= 1)


def read_page(lines: Sequence[str]) -> Page | None:
    """Read a whole pasted page; None for a text that does not look like one."""
    bare = [line.strip() for line in lines]
    kept = _body(bare)
    if not kept:
        return None
    start = min(kept)
    page = Page()
    taken: set[int] = set()
    head = [i for i in range(start) if bare[i]]
    title = _title(bare, head)
    if title is None:
        return None
    page.title = bare[title]
    for i in head:
        if i > title:
            _read_credit(page, bare, i)
    between = [
        i
        for i in head
        if i > title and _is_standfirst(page, bare[i]) and not _is_below_picture(bare, i)
    ]
    if between:
        page.standfirst = bare[between[0]]
        taken.add(between[0])
    in_text = sorted(taken | kept)
    page.text = _joined(lines, in_text)
    page.removed = [
        line for i, line in enumerate(bare) if line and i != title and i not in taken | kept
    ]
    return page


def _is_sign(line: str) -> bool:
    """Whether a line shows that a page was pasted, and not an article."""
    return (
        is_furniture(line)
        or (len(line) < 160 and bool(_SHARE.fullmatch(line)))
        or bool(_AGO.fullmatch(line) or _CRUMBS.fullmatch(line))
        or (len(line) < 160 and bool(_POINTS.fullmatch(line) or _PROMOTES.search(line)))
    )


def _is_prose(line: str) -> bool:
    """Whether a line is a paragraph of an article."""
    if len(line) < 400 and (_is_sign(line) or _CAPTION.search(line) or _is_credit(line)):
        return False
    words = count_words(line)
    return words >= (4 if is_spaceless(line) else 6) and (ends_sentence(line) or words >= 35)


def _is_credit(line: str) -> bool:
    return len(line) < 120 and (read_byline(line) is not None or bool(_SAID_BY.fullmatch(line)))


def _body(bare: Sequence[str]) -> set[int]:
    """The lines of the article: its paragraphs, and the headings right above one."""
    prose: list[int] = []
    skipping = False
    for i, line in enumerate(bare):
        skipping = (skipping or bool(_SKIP.fullmatch(line))) and not _SKIPPED.fullmatch(line)
        after = next((one for one in bare[i + 1 : i + 3] if one), "")
        if not skipping and _is_prose(line) and not _ENLARGE.fullmatch(after):
            prose.append(i)
    kept = set(prose)
    pointed = False
    for i in range(prose[0], prose[-1]) if prose else ():
        line = bare[i]
        if not line or i in kept:
            pointed = pointed and bool(line) and i not in kept
            continue
        if _POINTS.fullmatch(line) and ":" not in line:
            pointed = True  # what follows without a gap belongs to it
        is_heading = count_words(line) <= 12 and not _is_sign(line) and not _is_credit(line)
        follows = next((j for j in range(i + 1, len(bare)) if bare[j]), -1)
        if is_heading and follows in kept and not pointed and not _CAPTION.search(line):
            kept.add(i)
    return kept


def _title(bare: Sequence[str], head: Sequence[int]) -> int | None:
    """The headline: the first line long enough in the block above the byline or date."""
    credits = [i for i in head if _is_dated(bare[i]) or _is_credit(bare[i])]
    usable = [i for i in head if _could_be_title(bare[i])]
    if not usable:
        return None
    end = next((i for i in credits if usable[0] < i), max(usable) + 1)
    above = [i for i in usable if i < end]
    at = len(above) - 1
    while at > 0 and all(bare[above[at - 1] : above[at]]):  # no empty line between
        at -= 1
    return above[at]


def _could_be_title(line: str) -> bool:
    words = count_words(line)
    return (
        (3 if line[-1:] in "?!" else 4) <= words <= 35
        and not _is_sign(line)
        and not _is_credit(line)
        and not _is_dated(line)
        and not is_section(line)
        and not _CAPTION.search(line)
        and not _NAME_AND_ROLE.fullmatch(line)
        and not (line.isupper() and words <= 5)
        and not is_role(line)
    )


def _is_dated(line: str) -> bool:
    return len(line) < 80 and (bool(_AGO.fullmatch(line)) or bool(read_date(line)))


def _read_credit(page: Page, bare: Sequence[str], i: int) -> None:
    line = bare[i]
    if len(line) > 160:
        return
    page.published = page.published or (read_date(line) if len(line) < 80 else "")
    if page.author:
        return
    byline = read_byline(line)
    said = _SAID_BY.fullmatch(line)
    role = _NAME_AND_ROLE.fullmatch(line)
    if byline is not None:
        page.author = byline.author
    elif said or role:
        page.author = clean_authors([(said or role)["name"]])  # type: ignore[index]
    elif is_name(line) and not is_section(line):
        after = next((one for one in bare[i + 1 : i + 3] if one), "")
        if is_role(after.split(",")[0]) or _is_dated(after):
            page.author = clean_authors([line])


def _is_standfirst(page: Page, line: str) -> bool:
    words = count_words(line)
    return 8 <= words <= 60 and _could_be_title(line) and line != page.title


def _is_below_picture(bare: Sequence[str], i: int) -> bool:
    """Whether the line before is a picture's: then this is its caption."""
    before = next((bare[j] for j in range(i - 1, -1, -1) if bare[j]), "")
    return bool(_AGENCY.fullmatch(before) or _CAPTION.search(before) or _ENLARGE.fullmatch(before))


def _joined(lines: Sequence[str], numbers: Sequence[int]) -> str:
    """The lines that stay, with an empty one where something was between them."""
    pieces: list[str] = []
    for before, i in zip([None, *numbers], numbers, strict=False):
        if before is not None:
            pieces.append("\n" if i == before + 1 else "\n\n")
        pieces.append(lines[i].rstrip())
    return "".join(pieces)
