"""What differs between scripts: which marks end a sentence, and how much text a line holds."""

from __future__ import annotations

import re

# Unicode's Sentence_Terminal of the scripts in use. The first end a sentence where white space or
# the text's end follows; the others, of scripts without spaces, end one anywhere.
SPACED_ENDS = "!?…։؝؞؟۔܀܁܂߹।॥၊။።፧፨᙮᜵᜶᠃᠉᥄᥅᪨᪩᪪᪫᭚᭛᭞᭟᰻᰼᱾᱿‼⁇⁈⁉⸮⸼꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫﹒﹖﹗។៕༎༏།"
SPACELESS_ENDS = "。！？｡．"
ENDS = f".{SPACED_ENDS}{SPACELESS_ENDS}"
CLOSERS = "\"'”’»›)]}」』）】〉》〕”’“‘"  # German closes with what English opens with

# Scripts that do not put spaces between words: Han, kana, Thai, Lao, Khmer, Myanmar, Tibetan.
SPACELESS = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_SPACELESS_LETTER = re.compile(f"[{SPACELESS}]")
_EACH_END = tuple(ENDS)
_BEHIND_ENDS = f"{CLOSERS} \u00a0\u202f"
_CHARACTERS_A_WORD = 2  # of Chinese and Japanese, near enough to tell prose from a menu


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, in any script.

    >>> ends_sentence("It is shut.”"), ends_sentence("桥关闭了。"), ends_sentence("Bridge closes")
    (True, True, False)
    >>> ends_sentence("„Sie hält.“"), ends_sentence("« Il tient. »")
    (True, True)
    """
    return line.rstrip(_BEHIND_ENDS).endswith(_EACH_END)


def count_words(text: str) -> int:
    """How many words a text has, near enough: by spaces, and by characters where there are none.

    >>> count_words("The old bridge closes"), count_words("市政府将于周五关闭旧桥")
    (4, 5)
    """
    if text.isascii():
        return len(text.split())
    spaceless = len(_SPACELESS_LETTER.findall(text))
    spaced = len(_SPACELESS_LETTER.sub(" ", text).split()) if spaceless else len(text.split())
    return spaced + spaceless // _CHARACTERS_A_WORD


def is_spaceless(text: str) -> bool:
    """Whether most letters of a text are of a script without spaces between words."""
    if text.isascii():
        return False
    letters = sum(map(str.isalpha, text))
    return 2 * len(_SPACELESS_LETTER.findall(text)) > letters > 0
