"""The codes of languages, from what files call them: "eng", "German", "en_GB"."""

from __future__ import annotations

LANGUAGES = {
    "English": "en", "German": "de", "Deutsch": "de", "French": "fr", "Français": "fr",
    "Spanish": "es", "Español": "es", "Italian": "it", "Italiano": "it", "Portuguese": "pt",
    "Dutch": "nl", "Polish": "pl", "Russian": "ru", "Chinese": "zh", "Japanese": "ja",
    "Arabic": "ar", "Turkish": "tr", "Swedish": "sv", "Danish": "da", "Norwegian": "no",
    "Finnish": "fi", "Czech": "cs", "Hungarian": "hu", "Korean": "ko", "Greek": "el",
    "Persian": "fa", "Hebrew": "he", "Hindi": "hi", "Ukrainian": "uk", "Romanian": "ro",
}  # fmt: skip
_THREE_LETTERS = (
    "eng en deu de ger de fra fr fre fr spa es ita it por pt nld nl dut nl pol pl rus ru zho zh "
    "chi zh jpn ja ara ar tur tr swe sv dan da nor no nob nb fin fi ces cs cze cs hun hu kor ko "
    "ell el gre el fas fa per fa heb he hin hi ukr uk ron ro rum ro bul bg hrv hr srp sr slk sk "
    "slo sk slv sl cat ca"
)
_CODES = _THREE_LETTERS.split()
_CODE_OF = dict(zip(_CODES[::2], _CODES[1::2], strict=True))


def language_code(said: str) -> str:
    """The BCP 47 code; what is neither a known name nor a code of three letters stays as it is.

    >>> language_code("eng"), language_code("German"), language_code("en_GB")
    ('en', 'de', 'en-GB')
    """
    said = said.strip()
    return _CODE_OF.get(said.lower()) or LANGUAGES.get(said.title()) or said.replace("_", "-")
