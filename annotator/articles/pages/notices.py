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
    r"please enable (?:javascript|cookies|js).{0,60}|un momento\W{0,5}|nur einen moment\W{0,5}",
    re.IGNORECASE,
)


def refuse_notice(page: html.HtmlElement, head: Head) -> None:
    """Raises ArticleError for a short page whose title or heading says that it is no article."""
    headings = [one.text_content() for one in page.iter("h1")]
    said = [one_line(one, 200) for one in (*TITLES(page), *headings)]
    notice = next((one for one in (*said, head.headline) if one and _NOTICE.fullmatch(one)), "")
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
