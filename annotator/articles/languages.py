"""Which 8-bit encoding a text has, told by the language it is then written in.

A reading is plausible when every letter beyond ASCII belongs to one language's alphabet; between
plausible ones that language's commonest words decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

# Language -> (letters beyond ASCII, its commonest words).
_LANGUAGES: dict[str, tuple[str, str]] = {
    "Czech": (
        "áčďéěíňóřšťúůýž",
        "a je se na že v to s z do i o k za by jsem si po jeho který pro ve při který "
        "protože také podle jako ale bude byl",
    ),
    "Polish": (
        "ąćęłńóśźż",
        "w i na z się nie do to że jest o jak ale po co za od już tylko przez który przed oraz być "
        "może był tego dla jego czy też ich",
    ),
    "Dutch": (
        "áéëèïíóöüú",
        "de het een en van in is dat op te zijn met voor niet die er aan om als ook door bij maar "
        "wordt uit nog naar heeft worden over",
    ),
    "Catalan": (
        "àçèéíïòóúü·",
        "de la el que i en un a els per una no les del amb és al ha més com es són va hi seva "
        "però aquest també",
    ),
    "Albanian": (
        "çë",
        "dhe në e të për me që një nga është i së si më do ka nuk se janë ku kjo por edhe",
    ),
    "Russian": (
        "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
        "и в не на с что он по как к из у за от о для это так но а его же она было до все при",
    ),
    "Ukrainian": (
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "і в не на з що він по як до із у за від о для це так але а його та вона було всі при",
    ),
    "Bulgarian": (
        "абвгдежзийклмнопрстуфхцчшщъьюя",
        "и в не на с че той по как към от у за до о това така но а се са да е ще бе при след",
    ),
    "Greek": (
        "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "και το η ο του να της με που για την σε από οι στο τα δεν είναι των τη ότι στην θα",
    ),
    "Slovak": (
        "áäčďéíĺľňóôŕšťúýž",
        "a je sa na že v to s z do aj o k za by som si po jeho ktorý pre vo pri pretože "
        "tiež podľa ako ale bude bol",
    ),
    "Hungarian": (
        "áéíóöőúüű",
        "a az és hogy nem is egy ez meg de van csak volt már mert szerint el azt után ezt "
        "vagy pedig ki még több lesz kell között",
    ),
    "Croatian": (
        "čćđšž",
        "i je se na da u su za od to s o a kao koji će iz bi ne ali do po nije samo što "
        "više ili nakon",
    ),
    "Slovene": (
        "čšž",
        "in je se na da v so za od to s o a kot ki bo iz bi ne pa do po ni le več ali tudi",
    ),
    "Romanian": (
        "ăâîșțşţ",
        "și şi de în la a cu pe că să nu o un din pentru mai este au care ce al sau după "
        "fost despre",
    ),
    "Turkish": (
        "çğıöşüâîûİ",
        "ve bir bu da de için ile olarak daha çok en gibi kadar olan sonra ancak göre var "
        "ne her ama",
    ),
    "German": (
        "äöüß",
        "der die das und ist in zu den nicht von mit sich auf für ein eine dem im des am "
        "als auch es an werden aus hat dass sie nach wird bei einer um noch weil alte "
        "viele nichts",
    ),
    "French": (
        "àâæçéèêëîïôœùûüÿ",
        "le la les de des et en un une du est que pour dans qui sur pas au par plus avec "
        "il ce ne se sont aux ont été mais",
    ),
    "Spanish": (
        "áéíñóúü",
        "de la que el en y a los se del las un por con no una su para es al lo como más "
        "pero sus le ya o este fue ha",
    ),
    "Portuguese": (
        "áâãàçéêíóôõúü",
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas "
        "foi ao das à seu",
    ),
    "Italian": (
        "àèéìíîòóùú",
        "di e il la che in un per è una con non del si da le dei al più nel come lo ma "
        "alla sono anche ha gli",
    ),
    "Icelandic": (
        "áðéíóúýþæö",
        "að og á í er sem til um var ekki við því með fyrir af hann það hafi segja en "
        "þess eru verið",
    ),
    "Swedish": (
        "åäöé",
        "och att det i en som på är av för med till den har de inte om ett han men var "
        "sig från så kan när",
    ),
    "Danish or Norwegian": (
        "åæøé",
        "og at det i en som på er av af for med til den har de ikke om et han men var seg "
        "sig fra så kan når",
    ),
    "Finnish": (
        "äöå",
        "ja on ei se että oli hän mutta myös ovat kun joka mukaan ole sen tai kuin jo "
        "vain nyt sekä",
    ),
    "Estonian": (
        "äõöüšž",
        "ja on ei et see oli ta kui ka mis aga või oma ning kes siis veel pole selle",
    ),
    "Lithuanian": (
        "ąčęėįšųūž",
        "ir kad yra į su iš tai buvo ne kaip bet dėl po jau apie už per savo",
    ),
    "Latvian": (
        "āčēģīķļņšūž",
        "un ir ka par ar no uz lai kas bet arī tas ne pie kā pēc to vai savu",
    ),
}
_CANDIDATES = (
    ("cp1252", "windows-1252"), ("cp1250", "cp1250"), ("iso8859_2", "iso8859-2"),
    ("cp850", "cp850"), ("cp852", "cp852"), ("mac_roman", "mac-roman"), ("cp1254", "cp1254"),
    ("cp1257", "cp1257"), ("iso8859_15", "iso8859-15"),
    ("cp1251", "cp1251"), ("koi8_r", "koi8-r"), ("koi8_u", "koi8-u"), ("cp866", "cp866"),
    ("iso8859_5", "iso8859-5"), ("cp1253", "cp1253"), ("iso8859_7", "iso8859-7"),
)  # fmt: skip
_SIGNS = frozenset("‘’‚“”„–—…•€£§©®™°·«»‹›´¿¡\u00a0\u00ad½¼¾²³×±")
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 60_000
_NOT_LATIN = "\u0370"  # Greek, and behind it Cyrillic
_FEWEST_WORDS = 3
_SURE = 1.25  # times as many common words as the next plausible reading
_SETS = {
    name: (frozenset(letters + letters.upper()), frozenset(words.split()))
    for name, (letters, words) in _LANGUAGES.items()
}

# What a person is offered where no encoding fits for certain.
_OFFERED = (
    *("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257", "cp1251", "koi8-r", "cp1253", "cp1256"),
    *("cp852", "cp850", "shift_jis", "gb18030", "big5", "euc-kr"),
)


@dataclass(frozen=True)
class Guess:
    """One reading: the text in one encoding, the language it is then in, its common words."""

    encoding: str
    shown: str  # the encoding's name for people
    language: str
    words: int
    text: str


def guess_language(data: bytes) -> list[Guess]:
    """The plausible readings that differ in their text, the likeliest first."""
    best: dict[str, Guess] = {}
    for encoding, shown in _CANDIDATES:
        try:
            text = data[:_LOOKED_AT].decode(encoding)
        except UnicodeDecodeError:
            continue
        guess = _likeliest(text, encoding, shown)
        if guess is not None and guess.words >= _FEWEST_WORDS:
            known = best.get(text)
            if known is None or known.words < guess.words:
                best[text] = guess
    return sorted(best.values(), key=lambda guess: -guess.words)


def readings(data: bytes) -> dict[str, str]:
    """Encoding -> a line as it reads then, of the encodings that fit and read it differently."""
    found: dict[str, str] = {}
    for encoding in _OFFERED:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        line = next((one for one in text.splitlines() if not one.isascii()), "")
        at = next((i for i, char in enumerate(line) if char > "\x7f"), 0)
        shown = line[max(0, at - 30) : at + 30].strip()
        if shown.isprintable() and shown not in found.values():
            found[encoding] = shown
    return found


def is_doubtful(guesses: list[Guess]) -> bool:
    """Whether the second reading is nearly as likely as the first."""
    return len(guesses) > 1 and guesses[0].words < _SURE * guesses[1].words


def _likeliest(text: str, encoding: str, shown: str) -> Guess | None:
    foreign = {char for char in text if char > "\x7f"}
    letters = {char for char in foreign if char.isalpha()}
    if any(char not in _SIGNS for char in foreign - letters):
        return None
    if any(a.islower() and b.isupper() and b > "\x7f" for a, b in pairwise(text)):  # "trËs"
        return None
    words = [word.lower() for word in _WORD.findall(text)]
    is_latin = 2 * sum(map(letters.__contains__, text)) <= sum(map(str.isalpha, text))
    found = [
        Guess(encoding, shown, language, sum(word in common for word in words), text)
        for language, (alphabet, common) in _SETS.items()
        if letters <= alphabet and is_latin == (max(alphabet) < _NOT_LATIN)
    ]
    return max(found, key=lambda guess: guess.words, default=None)
