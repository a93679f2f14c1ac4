"""Several documents in one HTML file, all invented: split, or left to be one article."""

from __future__ import annotations

from annotator.articles.files import read_file
from annotator.articles.reading import Reading

FIRST = (
    "Le conseil municipal de Marlebec a voté lundi soir la fermeture définitive du vieux pont.",
    "La maire, Dana Holt, juge la décision tardive et promet un bac toutes les dix minutes.",
    "« Personne n’a demandé l’avis de ceux qui le traversent », répond une riveraine.",
)
SECOND = (
    "Le bac de Marlebec a repris son service mardi, après trois jours d’arrêt pour cause de crue.",
    "Les premiers passagers ont attendu plus d’une heure sur le quai, sous la pluie battante.",
)


def read(markup: str) -> Reading:
    return read_file("export.html", markup.encode())


def europresse(outlet: str, head: str, title: str, author: str, body: tuple[str, ...]) -> str:
    text = "".join(f"<p>{one}</p>" for one in body)
    return (
        "<article><header><div class='rdp__DocPublicationName'><span class='DocPublicationName'>"
        f"<img src='a.png'><b>{outlet}</b> (site web)</span></div><span class='DocHeader'>{head}"
        f"</span><div class='titreArticle'><p class='titreArticleVisu rdp__articletitle'>{title}"
        f"</p></div><p class='sm-margin-bottomNews'>{author}</p></header><section>"
        f"<div class='DocText clearfix'><div class='docOcurrContainer'>{text}</div></div></section>"
        "<div class='publiC-lblNodoc'>news·20240312·LM·3x9411k</div><footer><small>© 2024 Marl. "
        "Tous droits réservés. Le présent document est protégé.</small></footer></article>"
    )


def test_europresse_gives_each_document_with_its_fields() -> None:
    reading = read(
        "<!DOCTYPE html><html lang='fr'><head><title>Europresse</title><style>p{}</style></head>"
        "<body><div id='docs'>"
        + europresse(
            "Le Courrier du Marl", "Région, mardi 12 mars 2024 512 mots, p. 3",
            "Le vieux pont ferme", "Ada Quill", FIRST,
        )
        + europresse(
            "La Dépêche de Port", "mercredi 13 mars 2024 - 10:12 UTC +01:00 310 mots",
            "Le bac est de retour", "", SECOND,
        )
        + "</div></body></html>"
    )  # fmt: skip
    one, two = reading.articles
    assert (one.title, one.outlet) == ("Le vieux pont ferme", "Le Courrier du Marl (site web)")
    assert (one.author, one.published, one.language) == ("Ada Quill", "2024-03-12", "fr")
    assert one.text.split("\n\n") == list(FIRST)
    assert any("Tous droits" in passage for passage in one.removed)
    assert any("3x9411k" in passage for passage in one.removed)
    assert (two.title, two.author, two.published) == ("Le bac est de retour", "", "2024-03-13")
    assert two.text.split("\n\n") == list(SECOND)
    assert any("2 documents" in note for note in reading.notes)


def clip(title: str, line: str, body: tuple[str, ...]) -> str:
    text = "<br><br>".join(body)
    return f"<div class='clip-article'><h2>{title}</h2><div>{line}</div><div>{text}</div></div>"


def test_boxes_that_are_called_articles_are_split() -> None:
    reading = read(
        "<html><body><h1>Press review</h1>"
        + clip("Le vieux pont ferme", "Par Ada Quill<br>12 mars 2024", FIRST)
        + clip("Le bac est de retour", "13 mars 2024", SECOND)
        + "</body></html>"
    )
    assert [one.title for one in reading.articles] == [
        "Le vieux pont ferme",
        "Le bac est de retour",
    ]
    assert [one.published for one in reading.articles] == ["2024-03-12", "2024-03-13"]
    assert [one.text.split("\n\n") for one in reading.articles] == [list(FIRST), list(SECOND)]
    assert reading.articles[0].author == "Ada Quill"


def test_a_live_ticker_and_an_article_with_teasers_stay_one() -> None:
    entries = "".join(
        f"<article class='entry'><h2>{title}</h2><time>12 mars 2024</time>"
        f"{''.join(f'<p>{one}</p>' for one in body)}</article>"
        for title, body in (("Le pont ferme", FIRST), ("Le bac revient", SECOND))
    )
    ticker = read(f"<html><body><h1>Crue à Marlebec, le direct</h1>{entries}</body></html>")
    assert len(ticker.articles) == 1
    teasers = "".join(
        f"<article><h3>Autre titre {n}</h3><time>12 mars 2024</time><p>Trois mots ici.</p>"
        "</article>"
        for n in range(4)
    )
    text = "".join(f"<p>{one}</p>" for one in FIRST)
    page = read(f"<html><body><article><h1>Le pont ferme</h1>{text}</article>{teasers}</body>")
    assert len(page.articles) == 1
    assert "Autre titre" not in page.articles[0].text


def test_what_a_newsroom_says_of_its_page_makes_it_one_article() -> None:
    boxes = [
        europresse("Le Marl", "mardi 12 mars 2024", f"Titre {n}", "", body)
        for n, body in enumerate((FIRST, SECOND), 1)
    ]
    more = f"<div id='docs'>{boxes[0]}{boxes[1]}</div>"
    head = "<head><meta property='og:title' content='Le pont'></head>"
    assert len(read(f"<html><body>{more}</body></html>").articles) == 2
    assert len(read(f"<html>{head}<body>{more}</body></html>").articles) == 1
