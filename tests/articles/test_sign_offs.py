"""Credits and sign-ups that no class tells, in several languages; boxes that sum an article up."""

from __future__ import annotations

import pytest

from annotator.articles import read_file, read_pasted
from annotator.articles.furniture import is_furniture
from annotator.articles.vocabulary.sign_offs import is_sign_off, is_sign_up
from annotator.models import Article

TITLE = "Council votes to close old bridge"
BODY = (
    "The council of Marlbeck voted on Monday night to close the old ferry bridge for good.",
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
    "Critics who packed the gallery said that nobody had asked the people who cross it.",
    "Engineers had warned since 2011 that its piers were cracked, according to the papers.",
)
REPORTED = "Reporting by Ada Quill in Port Ayala and Jon Ferris; Editing by Cy Marsh"


def read(*between: str) -> Article:
    text = "".join(f"<p>{one}</p>" for one in (*BODY[:2], *between, *BODY[2:]))
    page = f"<html lang=en><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{text}"
    (article,) = read_file("a.html", f"{page}</article></body></html>".encode()).articles
    assert all(one in article.text for one in BODY)
    return article


SIGN_OFFS = (
    f"({REPORTED})",
    "Additional reporting by Ada Quill",
    "Associated Press writers Ada Quill in Marl and Jon Ferris contributed to this report.",
    "(Bericht von Ada Quill, geschrieben von Jon Ferris. Redigiert von Cy Marsh.)",
    "(Mit Material von dpa)",
    "(Rédigé par Ada Quill, édité par Cy Marsh)",
    "(Reporte de Ada Quill; Editado por Cy Marsh)",
    "(Reportagem de Ada Quill; Edição de Cy Marsh)",
    "(Tradotto da Ada Quill, editing Cy Marsh)",
    "(إعداد محمد علي - تحرير سارة أحمد)",
    "（翻訳：山田太郎、編集：佐藤花子）",
)
SIGN_UPS = (
    "Sign up for our free Morning Briefing newsletter",
    "Get the day’s headlines delivered to your inbox every morning.",
    "Want more stories like this? Sign up for our newsletter here.",
    "Abonnieren Sie unseren Newsletter und erhalten Sie die wichtigsten Nachrichten.",
    "Inscrivez-vous à notre newsletter pour ne rien manquer",
    "Recibe cada mañana nuestro boletín",
    "Siga o canal do g1 no WhatsApp",
    "Iscriviti alla newsletter di Marl",
    "Подписывайтесь на наш канал в Telegram",
    "اشترك في نشرتنا البريدية",
    "Zapisz się na nasz newsletter",
    "ताज़ा खबरों के लिए हमारे व्हाट्सएप चैनल से जुड़ें",
    "最新ニュースはLINE公式アカウントをフォロー",
    "关注我们的微信公众号",
)
SENTENCES = (
    "Reporting by the commission showed that the bridge was unsafe.",
    "Edited by his wife, the book sold well.",
    "Información de la policía indica que el puente se cayó.",
    "Главное управление МЧС сообщило о пожаре.",
    "The newsletter that he sends to his voters calls the bridge a ruin.",
    "Recibe el presidente a los dueños de WhatsApp en palacio",
    "Entre os presos estava o dono do canal no Telegram.",
    "Get out of Telegram, the regulator told the firm on Monday.",
    "Подписал указ о запрете Telegram президент в понедельник.",
)


@pytest.mark.parametrize("line", [*SIGN_OFFS, *SIGN_UPS])
def test_such_a_line_is_cut_and_listed(line: str) -> None:
    article = read(line)
    assert line not in article.text
    assert line in article.removed


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_that_begins_like_one_stays(line: str) -> None:
    assert not any(test(line) for test in (is_sign_off, is_sign_up, is_furniture))


def test_who_reported_is_the_author_where_nobody_else_is_named() -> None:
    assert read(REPORTED).author == "Ada Quill, Jon Ferris"
    assert read("By Dora Penn", REPORTED).author != ""
    pasted = read_pasted("\n\n".join((TITLE, *BODY, f"({REPORTED})")))
    assert pasted.author == "Ada Quill, Jon Ferris"
    assert pasted.removed == (f"({REPORTED})",)


@pytest.mark.parametrize("title", ["Key points", "What to know", "Das Wichtigste in Kürze", "要点"])
def test_a_box_that_sums_up_stays_and_is_said(title: str) -> None:
    page = (
        f"<html lang=en><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
        f"<div><h3>{title}</h3><ul><li>The bridge closes for good</li><li>A ferry will run every "
        f"ten minutes</li></ul></div>{''.join(f'<p>{one}</p>' for one in BODY)}</article></body>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    assert "- A ferry will run every ten minutes" in article.text
    assert any(f"“{title}” stays in the text" in remark for remark in article.remarks)
    assert not any("stays in the text" in remark for remark in read("No box here at all.").remarks)
