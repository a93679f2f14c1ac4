"""Names of authors as files and pages give them: without roles, handles, outlets, and each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotator.articles.bylines import is_name, is_role, join_names, read_byline
from annotator.articles.dates import strip_date_words
from annotator.articles.month_names import month_numbers
from annotator.articles.scripts import is_spaceless

_ADDRESS = re.compile(r"\S{1,80}@\S{1,80}|https?://\S{1,300}|@\w{1,40}|\([^()]{1,80}\)")
_NO_PERSON = re.compile(
    r"^(?:e?special (?:to|for|para)|for|para|pour|für)\s|"
    r"\b(?:feed|staff|admin|administrator|editors?|editorial|newsroom|newsdesk|desk|redaktion|"
    r"redacción|rédaction|redazione|team|correspondents?|reporters?|contributors?|webmaster|"
    r"author|studio|unknown|anonymous|guest|online|press office|"
    r"account|logged in|log in|sign in|you['’]re|gmbh|inc|llc|ltd|s\.?r\.?l)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:by|von|par|por|di)\s)?(?:autor(?:[/*:]?in|a)?|auteur|author)\s?:?\s", re.IGNORECASE
)
# What a link to somebody's other articles says before the name.
_ALL_BY = re.compile(
    r"^(?:(?:view|show|see|read|more)\s)?(?:all\s)?(?:the\s)?(?:posts?|articles?|stories)\s"
    r"(?:by|of|from)\s",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"\b(?:gmbh|inc\.?|llc|ltd\.?|s\.?r\.?l\.?),", re.IGNORECASE)
_TIME = re.compile(r"\s\d{1,2}[:.h]\d\d\b.{0,60}$")
_MONTHS = frozenset(month_numbers())
_FIRST_OF_ROLE = frozenset(
    ("senior", "chief", "staff", "deputy", "associate", "assistant", "contributing", "special",
     "political", "national", "foreign", "science", "health", "business", "sports", "education",
     "environment", "technology", "managing", "executive", "legal", "crime", "correspondent",
     "editor", "reporter", "columnist")
)  # fmt: skip
_ROLE_AFTER = re.compile(
    r"\s{0,3}(?:,|\||-|–|—|•|·)\s{0,3}(?:(?:[\w'’&/-]{1,30}\s){0,5})(?:editor|correspondent|"
    r"reporter|writer|"
    r"journalist|columnist|producer|chief|director|analyst|contributor|professor|lecturer|"
    r"redakteur(?:in)?|journaliste?|giornalista|periodista)\b.{0,80}$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"(?<=\w)\s(?:in|à|en)\s[^\W\d_a-z](?:(?! and )[\w .'’-]){0,60}(?=$|,| and | & )"
)
BY = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|text|texto?|testo|tekst|autor(?:in|a|ka)?|auteur|автор|"
    r"текст)"
    r"[\s:]{1,3}",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\[\s?(?:'[^']{1,80}'|\"[^\"]{1,80}\")(?:,\s?(?:'[^']{1,80}'|\"[^\"]{1,80}\")){0,30}\s?\]"
)
_ONE_TURNED = r"[^\W\d_][\w'’-]{1,30}, (?:[^\W\d_]\.[ -]?){1,3}"
_INITIALS = re.compile(rf"{_ONE_TURNED}(?:\s?(?:&|;|\band\b)\s?{_ONE_TURNED}){{1,20}}")
_NOTHING = frozenset(
    ("nan", "none", "null", "n/a", "na", "-", "--", "nat", "[removed]", "undefined")
)
# What stands where a name would, as newsrooms sign what several or nobody wrote.
_NO_ONE = frozenset(
    ("red", "redaktion", "agenturen", "agencias", "agences", "agenzie", "agentury", "agencies",
     "cortesía", "cortesia", "courtesy", "archivo", "archiv", "handout")
)  # fmt: skip
_DOMAIN = re.compile(r"(?:www\.)?([\w-]{2,40})\.[a-z]{2,4}")
_PICTURE = re.compile(r"(?:foto|photo|фото|bild|imagen?|video|grafik|graphics?)s?\b", re.IGNORECASE)
_PLACED = re.compile(r"[^\W\d_][\w.'’-]{0,40}(?: [^\s,;]{1,40}){1,3}, [^\W\d_][\w-]{0,40}")
_WORDS = re.compile(r"[\W_]+")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value, as programs write it.

    >>> is_nothing(" NaN "), is_nothing("N/A"), is_nothing("Nan Marsh")
    (True, True, False)
    """
    return text.strip().lower() in _NOTHING


def clean_authors(names: Iterable[str], outlets: Sequence[str] = ()) -> str:
    """Names as they are stored: each person once, no outlet, no role, no handle; "" for nobody.

    >>> clean_authors(["By Ada Quill, Political Editor", "ADA QUILL", "Quillmouth Post"],
    ...               ["The Quillmouth Post"])
    'Ada Quill'
    >>> clean_authors(["Quill, Ada; Marsh, Ben"]), clean_authors(["Ada, Ben Li"])
    ('Ada Quill, Ben Marsh', 'Ada, Ben Li')
    """
    known = {_bare(outlet) for outlet in outlets if outlet}
    stems = tuple(f"{stem[1]} " for one in outlets if (stem := _DOMAIN.fullmatch(one.lower())))
    found: dict[str, str] = {}
    for given in names:
        for name in _people(given):
            bare = _bare(name)
            is_outlet = any(
                bare in outlet or outlet in bare or _glued(bare) == _glued(outlet)
                for outlet in known
            )
            is_outlet = is_outlet or bare.startswith(stems) or bare in _NO_ONE
            if not bare or is_nothing(name) or is_outlet or len(name) > 80:
                continue
            if not strip_date_words(name):  # "Published:"
                continue
            if _NO_PERSON.search(name) or _PICTURE.match(name) or is_role(name) or bare.isdigit():
                continue
            if found and bare in _MONTHS:  # of the date behind the names
                continue
            found.setdefault(bare, name)
    # "Ada" beside "Ada Quill" is the same person said shorter.
    kept = [
        name
        for bare, name in found.items()
        if not any(bare != other and f" {bare} " in f" {other} " for other in found)
    ]
    return ", ".join(kept[:30])


def _people(given: str) -> list[str]:
    given = _PLACE_AFTER.sub("", " ".join(_ADDRESS.sub(" ", given[:2000]).split()))
    given = _TIME.sub("", _LABEL.sub("", _ALL_BY.sub("", given)))
    if not given or is_nothing(BY.sub("", given)) or _COMPANY.search(given):
        return []
    if _NO_ONE.issuperset(filter(None, _WORDS.split(given.lower()))):
        return []
    if _LISTED.fullmatch(given):  # a list as Python writes it
        return [name for quoted in re.findall(r"'([^']{1,80})'|\"([^\"]{1,80})\"", given[:2000])
                for name in quoted if name]  # fmt: skip
    if _INITIALS.fullmatch(given):
        return [
            name for part in re.split(r"\s?(?:&|;|\band\b)\s?", given) for name in _turned(part)
        ]
    byline = read_byline(given)
    if byline is not None:
        return byline.author.split(", ")
    if _PLACED.fullmatch(given) and not is_spaceless(given):
        given = given.rpartition(",")[0]  # "Ada Quill, Port": a place, or an agency
    parts = [part.strip() for part in re.split(r"[;|\n]", given) if part.strip()]
    if len(parts) > 1:
        return [name for part in parts for name in _turned(_ROLE_AFTER.sub("", part))]
    given = _without_glued_role(_ROLE_AFTER.sub("", given))
    return _turned(given) if _is_turned(given) else join_names(given).split(", ")


def _without_glued_role(given: str) -> str:
    """A name without the role right behind it: "Ada Quill Senior Harbour Correspondent"."""
    words = given.split()
    for at in range(2, min(len(words), 5)):
        name, role = " ".join(words[:at]), " ".join(words[at:])
        is_glued = words[at].lower() in _FIRST_OF_ROLE and role.lower() != "staff"  # a newsroom's
        if is_glued and is_role(role) and is_name(name):
            return name
    return given


def _is_turned(name: str) -> bool:
    """Whether a name is "Last, First" and no list of two."""
    pieces = [piece.strip() for piece in name.split(",")]
    if is_spaceless(name):
        return False
    return len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces) and all(pieces)


def _turned(name: str) -> list[str]:
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    if len(pieces) == 2:
        return [f"{pieces[1]} {pieces[0]}"]
    return join_names(name).split(", ")


def _glued(bare: str) -> str:
    return bare.replace(" ", "")


def _bare(name: str) -> str:
    words = _WORDS.sub(" ", name).lower().split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
