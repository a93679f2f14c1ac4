"""The words of what people copy and pass on: press offices', databases', forwarded mail's."""

from __future__ import annotations

import re

LABEL = re.compile(
    r"(?:(?:press|news|media) (?:release|statement)|for immediate release|"
    r"(?:presse|medien)(?:mitteilung|information|meldung)|communiqué de presse|"
    r"(?:nota|comunicado|boletín) de (?:prensa|imprensa)|comunicato stampa|persbericht|"
    r"pressmeddelande|pressemelding|pressemeddelelse|tiedote|informacja prasowa|пресс-релиз|"
    r"basın bülteni|新闻稿|新聞稿|プレスリリース|보도자료|بيان صحفي)"
    r"(?: (?:nr\.? ?)?\d[\d/ .-]{0,12}|\s?[:/|–—-]\s?.{0,60})?",
    re.IGNORECASE,
)
# How a wire of press offices in German says whose text it passes on.
PASSED_ON = re.compile(r"Original-Content von: (?P<who>[^,\n]{2,100})(?:, .{0,80})?")
WIRE = re.compile(r"[^\n]{2,60} \(ots\)")
CONTACT = re.compile(
    r"(?:(?:press|media|for more information|for (?:further|additional) information),? )?"
    r"(?:contacts?|pressekontakt|ansprechpartner(?:in)?|kontakt|contact presse|contacto)\b.{0,60}:"
    r".{0,80}",
    re.IGNORECASE,
)
END = re.compile(r"#{3}|#(?: #){2}|-?\s?30\s?-|[–—-]\s?(?:ends?|ende|fin)\s?[–—-]|ENDS?", re.I)
DATABASE_MARKS = (
    "gbi-genios",
    "dokumentnummer:",
    "certificat émis",
    "certificate issued",
    "europresse",
)
FULL_TEXT = ("full text", "volltext", "texte intégral", "texto completo", "testo completo")
DATABASE_ENDS = (
    "quelle:", "ressort:", "dokumentnummer:", "dauerhafte adresse", "alle rechte", "©", "(c)",
    "certificat ", "certificate issued", "news·", "cet article est paru", "gbi-genios",
)  # fmt: skip
FORWARDED = re.compile(
    r"^[>\s]{0,3}-{3,30} ?(?:forwarded message|original message|weitergeleitete nachricht|"
    r"ursprüngliche nachricht|message transféré|mensaje reenviado|mensagem encaminhada|"
    r"messaggio inoltrato|doorgestuurd bericht) ?-{3,30}[ \t]{0,5}\n"
    r"(?P<head>(?:[^\W\d_][^\n:]{1,15}:[^\n]{0,500}\n){2,8})\n",
    re.IGNORECASE | re.MULTILINE,
)
HEADERS_CALLED = {
    "from": "From", "von": "From", "de": "From", "da": "From", "van": "From",
    "subject": "Subject", "betreff": "Subject", "objet": "Subject", "asunto": "Subject",
    "assunto": "Subject", "oggetto": "Subject", "onderwerp": "Subject",
    "sent": "Date", "gesendet": "Date", "envoyé": "Date", "enviado": "Date", "inviato": "Date",
    "date": "Date", "datum": "Date", "fecha": "Date", "data": "Date",
}  # fmt: skip
