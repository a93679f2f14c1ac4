"""Pages that are saved in place of an article: errors, checks for robots, walls of consent."""

from __future__ import annotations

import re

from lxml import html

from annotator.articles.pages.head import TITLES, Head
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words
from annotator.errors import ArticleError

__all__ = ["refuse_notice"]

_MOST_WORDS = 200  # on the whole page; an article about robots has more
# Headings of a wall; with another word behind them they may be an article's about such walls.
_ASKING = (
    r"(?:we (?:value|care about|respect) )?your privacy(?: choices| settings| matters(?: to us)?)?|"
    r"(?:cookie|consent|privacy) (?:consent|settings|preferences|notice|wall)|"
    r"zustimmung|einwilligung|(?:ihre |deine )?datenschutz-?einstellungen|"
    r"(?:der schutz )?(?:ihrer|ihre|deine) privatsphäre(?: ist uns wichtig)?|"
    r"(?:nous respectons |le respect de )?votre vie privée(?: est (?:notre priorité|importante))?|"
    r"(?:respetamos |nos importa )?(?:su|tu) privacidad(?: es importante(?: para nosotros)?)?|"
    r"(?:rispettiamo )?la (?:tua|vostra) privacy(?: è importante)?|"
    r"(?:valorizamos )?a sua privacidade|"
    r"(?:sign|log) in(?: to (?:continue(?: reading)?|read (?:this|the) (?:article|story)))?|"
    r"subscribe to (?:continue(?: reading)?|read (?:this|the) (?:article|story))"
)
_TAIL = r"(?:\s?[|–—·-]\s.{1,40})?\W{0,3}"
_NOTICE = re.compile(
    r"(?:error |fehler |erreur |errore )?40[0-9]\b.{0,60}|"
    r".{0,20}\b(?:page|site|article) not found\b.{0,40}|"
    r"seite (?:wurde )?nicht gefunden.{0,30}|page (?:introuvable|non trouvée).{0,30}|"
    r"página no encontrada.{0,30}|página não encontrada.{0,30}|pagina non trovata.{0,30}|"
    r"pagina niet gevonden.{0,30}|nie znaleziono strony.{0,30}|страница не найдена.{0,30}|"
    r"(?:access (?:to this page )?(?:has been )?denied|access denied|forbidden|zugriff verweigert|"
    r"acceso denegado|accès refusé)\b.{0,60}|"
    r"(?:please )?verify (?:that )?you are (?:a )?human.{0,40}|are you a (?:robot|human)\??.{0,30}|"
    r"just a moment\W{0,5}.{0,20}|attention required\W.{0,40}|security check.{0,30}|"
    r"checking your browser.{0,60}|one more step.{0,30}|pardon our interruption.{0,20}|"
    r"before you continue.{0,40}|bevor (?:sie|du) fortf.{0,40}|"
    r"(?:50[0-9]\b.{0,40}|internal server error|bad gateway|service unavailable|gateway time-?out)|"
    r"please enable (?:javascript|cookies|js).{0,60}|un momento\W{0,5}|nur einen moment\W{0,5}|"
    r"(?:451\b.{0,10})?unavailable (?:due to|for) legal reasons.{0,20}|"
    r"weiter mit werbung (?:oder|und) .{0,50}|"
    rf"(?:{_ASKING}){_TAIL}",
    re.IGNORECASE,
)


def refuse_notice(page: html.HtmlElement, head: Head) -> None:
    """Raises ArticleError for a short page whose title or heading says that it is no article; a
    headline beside that heading may be an article's, below a box that asks for consent."""
    headings = [one_line(one.text_content(), 200) for one in page.iter("h1")]
    others = [one for one in headings if one and not _NOTICE.fullmatch(one)]
    titles = (one_line(one, 200) for one in (*TITLES(page), head.headline))
    said = (*titles, *([] if others else headings))
    notice = next((one for one in said if one and _NOTICE.fullmatch(one)), "")
    if not notice:
        return
    body = page.find("body")
    if body is None or count_words(_shown(body)) > _MOST_WORDS:
        return
    raise ArticleError(
        f"The page is no article, but what a site shows in its place (“{notice[:100]}”): open its "
        "address in a browser, and save it again when the article is there."
    )


def _shown(body: html.HtmlElement) -> str:
    parts = body.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(map(str, parts))
