"""A whole page pasted: masthead, promotions and footer are cut block by block, and listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.articles import read_pasted
from annotator.articles.scripts import ends_sentence

DATA = Path(__file__).parent.parent / "data" / "articles" / "pastes"

# file -> title, author, date, standfirst's beginning, how the text ends
PAGES = {
    "arabic.txt": ("بلدية الساحل تنفي", "سامر الحداد", "2025-11-03", "", "فوري في القضية."),
    "bbc.txt": ("Harbour ferry service to be cut", "Maren Holt", "", "", "leave at 15:10."),
    "german.txt": (
        "Streit um Tempolimit entzweit", "Katrin Behrens, Jan Tölle", "2025-11-04", "",
        "im Dezember fallen.",
    ),
    "guardian.txt": (
        "Regulator accused of", "Delia Marsh", "2025-11-04", "Exclusive: Leaked emails",
        "rating since 2019.",
    ),
    "spanish.txt": (
        "El alcalde niega", "Lucía Ferrán", "2025-11-03", "La oposición exige su dimisión",
        "“insulto a los vecinos”.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_title_author_date_and_text_of_a_pasted_page(name: str) -> None:
    title, author, day, standfirst, ends = PAGES[name]
    pasted = read_pasted((DATA / name).read_text("utf-8"))
    assert pasted.title.startswith(title)
    assert (pasted.author, pasted.published) == (author, day)
    assert pasted.standfirst.startswith(standfirst)
    assert bool(pasted.standfirst) == bool(standfirst)
    assert pasted.text.endswith(ends)
    assert "whole page was pasted" in pasted.to_article(name).remarks[0]


@pytest.mark.parametrize("name", PAGES)
def test_no_line_is_lost_and_what_stays_is_the_article(name: str) -> None:
    text = (DATA / name).read_text("utf-8")
    pasted = read_pasted(text)
    given = sorted(" ".join(line.split()) for line in text.split("\n") if line.strip())
    found = [pasted.title, *pasted.text.split("\n"), *pasted.removed]
    assert sorted(" ".join(line.split()) for line in found if line.strip()) == given
    for line in pasted.text.split("\n"):
        is_heading = line in ("'Lifeline'", pasted.standfirst)
        assert not line or is_heading or ends_sentence(line)


def test_a_block_between_paragraphs_goes_whole_and_a_heading_stays() -> None:
    prose = "The council voted on Monday to close the old bridge to all traffic from May."
    pasted = read_pasted(
        f"The Post\nNews\nSport\n\nCouncil closes the old bridge\nBy Ada Quill\n\n{prose}\n\n"
        f"More on this story\nFerry firm cuts\nIslanders protest\n\nA long wait\n{prose}\n\n"
        "Most viewed\nStorm: trains cancelled\nSubscribe to our newsletter"
    )
    assert pasted.title == "Council closes the old bridge"
    assert pasted.text == f"{prose}\n\nA long wait\n{prose}"
    assert "Islanders protest" in pasted.removed


THAI = (
    "สภาเมืองมาร์ลเบ็คลงมติเมื่อคืนวันจันทร์ให้ปิดสะพานเก่าอย่างถาวร หลังวิศวกรพบรอยร้าวในเสาสองต้น",
    "นายกเทศมนตรีกล่าวว่าการตัดสินใจนี้ล่าช้า และสัญญาว่าจะมีเรือข้ามฟากทุกสิบนาที",
    "ชาวบ้านกล่าวว่าไม่มีใครถามความเห็นของพวกเขา และกลัวว่าลูกค้าจะหายไป",
)
THAI_TITLE = "สภาเมืองปิดสะพานเก่าหลังพบรอยร้าวในเสา"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("มาร์ลนิวส์\nหน้าแรก\nการเมือง\nกีฬา", "แชร์\nข่าวที่เกี่ยวข้อง\nฝนตกสุดสัปดาห์นี้\nติดต่อเรา"),
        ("หน้าแรก\nข่าว", "แท็กที่เกี่ยวข้อง\nสะพาน\nข่าวล่าสุด\nฝนตกสุดสัปดาห์นี้"),
        ("มาร์ลนิวส์", "แชร์ข่าวนี้\nอ่านเพิ่มเติม\nฝนตกสุดสัปดาห์นี้"),
    ],
)
def test_a_short_thai_page_is_one(above: str, below: str) -> None:
    text = "\n\n".join(THAI)
    one = read_pasted(f"{above}\n{THAI_TITLE}\n22 กันยายน 2564 07:15 น.\n{text}\n\n{below}\n")
    assert (one.title, one.published) == (THAI_TITLE, "2021-09-22")
    assert one.text.split("\n\n") == list(THAI)
    assert one.remark
