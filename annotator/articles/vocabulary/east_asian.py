"""Old encodings of Japanese and Chinese, told by what only a right reading shows."""

from __future__ import annotations

import re

_JAPANESE = ("cp932", "euc_jp")
_CHINESE = (("gb18030", "的一是了在有和不人这"), ("big5", "的一是了在有和不人這"))
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_COMMON = re.compile(r"[のはをにがでとしたるいな]")
_ODD = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff\u0400-\u052f\u2500-\u257f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LOOKED_AT = 60_000


def read_east_asian(data: bytes) -> tuple[str, str]:
    """The encoding and its name for people; ("", "") where neither language shows itself.

    >>> read_east_asian("市は金曜日に古い橋を閉鎖する。".encode("euc_jp"))
    ('euc_jp', 'EUC-JP')
    """
    best = max(((_shows_japanese(data, one), one) for one in _JAPANESE), default=(0.0, ""))
    if best[0] > 0:
        return best[1], {"cp932": "Shift_JIS", "euc_jp": "EUC-JP"}[best[1]]
    shares = [(_shows_chinese(data, one, common), one) for one, common in _CHINESE]
    share, encoding = max(shares)
    other = min(shares)[0]
    return (encoding, encoding.upper()) if share > 0.04 and share > 2 * other else ("", "")


def _decoded(data: bytes, encoding: str) -> str:
    """The text without ASCII, "" where it does not fit; a character cut at the end is let go."""
    for end in range(min(len(data), _LOOKED_AT), max(0, min(len(data), _LOOKED_AT) - 4), -1):
        try:
            text = data[:end].decode(encoding)
        except UnicodeDecodeError:
            if len(data) <= _LOOKED_AT:
                return ""
            continue
        return "".join(char for char in text if char > "\x7f")
    return ""


def _shows_japanese(data: bytes, encoding: str) -> float:
    text = _decoded(data, encoding)
    if len(text) < 8 or 20 * len(_ODD.findall(text)) > len(text):
        return 0.0
    kana, common = len(_KANA.findall(text)), len(_COMMON.findall(text))
    return common / len(text) if 5 * kana > len(text) and 10 * common > len(text) else 0.0


def _shows_chinese(data: bytes, encoding: str, common: str) -> float:
    text = _decoded(data, encoding)
    han = len(_HAN.findall(text))
    if len(text) < 12 or 2 * han < len(text) or 20 * len(_ODD.findall(text)) > len(text):
        return 0.0
    return sum(map(text.count, common)) / han
