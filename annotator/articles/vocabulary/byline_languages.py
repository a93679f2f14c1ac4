"""Bylines of languages other than English: what stands before the names, and between two.

In scripts without capitals nothing but such a word, and the shortness of what follows, tells a
byline from a sentence; so the word must be one that only bylines begin with, or have a colon.
"""

from __future__ import annotations

import re

_WORD = r"[^\s\d,،、:：;|।.!?()]{1,30}"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яёα-ω][\w.'’-]*"
_SMALL = r"(?:de|da|do|dos|das|di|del|della|van|von|der|den|la|le|el|al|bin|af|du|d[’'])"
_NAME = rf"{_CAPITAL}(?:\s(?:{_SMALL}\s){{0,2}}{_CAPITAL}){{1,4}}"
_BEFORE = (
    r"(?:di|a cura di|por|par|propos recueillis par|von|door|av|af|text(?:e|o)?|testo|tekst|"
    r"foto und text|autor(?:ka|in|es|zy|ul)?|auteurs?|autori|autore|napisała?|redakcja|szerző|"
    r"írta|"
    r"автор(?:ы|и)?|текст|беседовал[аи]?|γράφει|του|της|των|συντάκτης|yazan|haber|penulis|"
    r"oleh|tác giả)"
)
_CASED = re.compile(
    rf"(?i:{_BEFORE})\s?:?\s(?P<names>{_NAME}(?:(?:,\s|\s(?:e|ed|y|et|und|en|og|och|i|oraz|és|и|"
    rf"та|і|"
    rf"και|ve|dan|și)\s){_NAME}){{0,5}})[\s,.|]*"
)
_UNCASED = re.compile(
    r"(?:(?:نویسنده|लेखक|المؤلف|লেখক|مصنف)\s?[,،:：]|"
    r"(?:كتبت?|كتب|تحرير|إعداد|الكاتب|گزارش|लेखिका|द्वारा|संवाददाता|לכתב|כתב|מאת)\s?[:：]|بقلم:?|"
    r"به قلم|מאת|โดย|เรื่อง|ผู้เขียน\s?[:：]|(?:লেখক|লেখা|প্রতিবেদন|रिपोर्टर?|लेखन|تحریر)\s?[:：]|"
    # English words before a name that is in no Latin letters.
    r"(?i:(?:(?:written|reported|story|text) )?by|author|reporter)\s?:?\s(?=[^\x00-\u036f]))\s?"
    rf"(?P<names>{_WORD}(?:[,،]?\s{_WORD}){{0,11}})"
)
_HINDI_REPORT = re.compile(rf"(?P<names>{_WORD}\s{_WORD}(?:\s{_WORD})?) की रिपोर्ट")
_SPACELESS = re.compile(
    r"(?:(?:本报|本社|特约|新华社)?(?:驻[\u3400-\u9fff]{1,6})?记者|記者|作者|撰文|文|编辑|著者|"
    r"取材・文|執筆|筆者|기자|글)\s?[:：/／・|｜\s]\s?"
    r"(?!페이지|구독|프로필|더보기|다른|이메일|메일|기사|정보|홈)"
    r"(?P<names>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]{2,8}"
    r"(?:\s?[、，,\s]\s?[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]{2,8}){0,5})"
)
_KOREAN = re.compile(
    r"[\[(【]?(?P<names>[\uac00-\ud7af]{2,4}(?:[·,\s]{1,2}[\uac00-\ud7af]{2,4}){0,3})\s?"
    r"(?:(?:선임|수석|객원|인턴|전문)\s?기자|기자|특파원|논설위원|통신원)[\])】]?"
    r"(?:\s?[(=]?\s?[\w.+-]{1,40}@[\w.-]{1,60}\)?)?"
)
_KOREAN_TEXT = re.compile(
    r"(?:글|취재)\s?[:：·]?\s?(?P<names>[\uac00-\ud7af]{2,4})(?:\s?기자)?"
    r"(?:\s?[·,/|]?\s?(?:사진|영상|편집)\s?[:：·]?\s?[\uac00-\ud7af]{2,4}(?:\s?기자)?)?"
)
_ARMENIAN = re.compile(
    r"(?:Հեղինակ|Հեղինակներ|ავტორი|"
    r"ავტორები)\s?[:՝՛]\s?(?P<names>[^\d,։.]{4,40}(?:,\s[^\d,։.]{4,40}){0,4})"
)
_BETWEEN = re.compile(
    r"\s?[,،、，]\s?|\s(?:e|ed|y|et|und|en|og|och|i|oraz|és|и|та|і|και|ve|dan|și|और|एवं)\s"
)
_MOST_WORDS = 4  # of one name
_LONGEST_HAN = 10  # characters of a role in Chinese; what is longer tells of somebody
_ROLE = re.compile(
    r"(?i:\b(?:(?:chef)?redakteur(?:in)?|volontär(?:in)?|reporter(?:in)?|korrespondent(?:in)?|"
    r"journaliste?|rédact(?:eur|rice)|correspondante?|redactora?|periodista|corresponsal|"
    r"giornalista|inviat[oa]|redattore|redattrice|repórter|jornalista|dziennikar(?:z|ka)|"
    r"penulis|wartawan|redaktor(?:ka)?|korespondent(?:ka)?|корреспондент|журналист(?:ка)?|"
    r"обозреватель|редактор)\b)|"
    r"مراسل|صحفي|محرر|خبرنگار|संवाददाता|पत्रकार|记者|記者|编辑|編集|論説|"
    r"প্রতিবেদক|প্রতিনিধি|ডেস্ক|डेस्क|ब्यूरो|ผู้สื่อข่าว|กองบรรณาธิการ|מערכת|הכתבים|"
    r"هيئة التحرير|تحریریه|편집국|뉴스팀|취재팀"
)
_LAST_AND = re.compile(r"\sو(?=\S)\s?|\sو\s")


def split_byline(line: str) -> list[str]:
    """The names in a line that is a byline of one of these languages; [] for any other.

    >>> split_byline("Di Giulia Ferrante e Marco Bellini"), split_byline("Автор: Вера Клинова")
    (['Giulia Ferrante', 'Marco Bellini'], ['Вера Клинова'])
    >>> split_byline("记者 林海月、周文山"), split_byline("Por la tarde cerró el puente.")
    (['林海月', '周文山'], [])
    """
    if match := _SPACELESS.fullmatch(line):
        return [name for name in re.split(r"[、，,\s]+", match["names"]) if name]
    if match := _ARMENIAN.fullmatch(line):
        return [name.strip() for name in match["names"].split(",")]
    if match := _KOREAN_TEXT.fullmatch(line) or _KOREAN.fullmatch(line):
        return [name for name in re.split(r"[·,\s]+", match["names"]) if name]
    if match := _UNCASED.fullmatch(line) or _HINDI_REPORT.fullmatch(line):
        names = [part for one in _BETWEEN.split(match["names"]) for part in _arabic(one) if part]
        return names if all(len(name.split()) <= _MOST_WORDS for name in names) else []
    if match := _CASED.fullmatch(line):
        return without_last_place(joined_names(match["names"]), match["names"])
    return []


def without_last_place(names: list[str], said: str) -> list[str]:
    """Names without the place behind the last: "Von Ada Quill, Marlbach"; agencies stay."""
    last = names[-1] if len(names) > 1 and " " in names[0] else ""
    is_place = last[1:].islower() and last.isalpha() and last != "Reuters"
    return names[:-1] if is_place and said.endswith(f", {last}") else names


def is_foreign_role(line: str) -> bool:
    """Whether a short line says what somebody does: "Redakteurin Politik", "政治记者"."""
    most = _LONGEST_HAN if "\u3400" <= line.strip()[-1:] <= "\u9fff" else 40
    return len(line) <= most and len(line.split()) <= 5 and _ROLE.search(line) is not None


def joined_names(names: str) -> list[str]:
    """Names that a small word joins, if each has two words: "Ortega y Gasset" is one."""
    found: list[str] = []
    last = 0
    for between in _BETWEEN.finditer(names):
        before, after = names[last : between.start()], names[between.end() :]
        after = after[: m.start()] if (m := _BETWEEN.search(after)) else after
        if between[0].strip() in ",،、，" or (len(before.split()) > 1 and len(after.split()) > 1):
            found.append(before)
            last = between.end()
    found.append(names[last:])
    return [name.strip() for name in found if name.strip()]


def _arabic(names: str) -> list[str]:
    """Arabic writes "and" onto the name behind it: split where two words stand on both sides."""
    for found in _LAST_AND.finditer(names):
        before, after = names[: found.start()].strip(), names[found.end() :].strip()
        if len(before.split()) > 1 and len(after.split()) > 1:
            return [before, *_arabic(after)]
    return [names.strip()]
