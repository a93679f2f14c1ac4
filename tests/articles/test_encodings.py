"""Bytes become text by what is certain, else by the language they are then in, never unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.articles import read_file

DATA = Path(__file__).parent.parent / "data" / "articles" / "encodings"


@pytest.mark.parametrize(
    ("name", "encoding", "begins"),
    [
        ("enc_cz_iso8859_2.txt", "iso8859-2", "Město zavře starý most v pátek, protože inženýři"),
        ("enc_de_cp850.txt", "cp850", "Die Stadt schließt am März die alte Brücke"),
        ("enc_hu_cp1250.txt", "cp1250", "A város vezetője szerint a híd felújítása"),
        ("is1252.txt", "windows-1252", "Borgarráð samþykkti á mánudag að loka gömlu brúnni."),
    ],
)
def test_old_encodings_are_told_by_the_language(name: str, encoding: str, begins: str) -> None:
    (article,) = read_file(name, (DATA / name).read_bytes()).articles
    assert article.text.startswith(begins)
    assert f"read as {encoding}" in article.remarks[0]


def test_japanese_in_escapes_is_read() -> None:
    (article,) = read_file("a.txt", (DATA / "enc_ja_iso2022_jp.txt").read_bytes()).articles
    assert "市は金曜日に古い橋を閉鎖する。" in article.text


def test_chinese_in_hz_is_read_and_said() -> None:
    text = "旧桥关闭\n\n市政府星期五关闭了旧桥，因为工程师发现了裂缝。居民们说，这来得太晚了。\n"
    reading = read_file("a.txt", text.encode("hz"))
    (article,) = reading.articles
    assert "因为工程师发现了裂缝。" in article.text
    assert "hz" in str(reading)
    code = (
        "Braces\n\nIn this file a tilde and a brace, ~{ and ~}, mean nothing at all to anybody.\n"
    )
    assert "~{ and ~}" in read_file("a.txt", code.encode()).articles[0].text


HUNGARIAN = "A gyűlésen többen is azt kérték, hogy a híd épüljön meg, és ne csak ősszel."
CZECH = "Město zavře most v pátek, protože se našly praskliny, a to je špatné, řekl starosta."
TURKISH = "Belediye bu köprüyü için çok geç olarak kapattı ve şimdi ne olacağı daha belli değil."
FRENCH = "Le maire a été très clair sur ce point : la vieille passerelle ne sera pas réparée."


POLISH = "Miasto zamyka stary most, ponieważ inżynierowie znaleźli w nim pęknięcia, i to już dziś."
RUSSIAN = "Город закроет старый мост, потому что в нём нашли трещины, и это не так уж плохо."
GREEK = "Ο δήμος θα κλείσει την παλιά γέφυρα, επειδή οι μηχανικοί βρήκαν ρωγμές και δεν είναι καλό."
JAPANESE = "市は金曜日に古い橋を閉鎖する。技術者が二本の柱に亀裂を見つけたためだ。"
CHINESE = "市政府将于周五关闭旧桥，因为工程师在两根桥墩上发现了裂缝。居民说他们已经等了很久。"
TAIWANESE = "市政府將於週五關閉舊橋，因為工程師在兩根橋墩上發現了裂縫。居民說他們已經等了很久。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "iso8859_2"),
        (POLISH, "cp1250"),
        (POLISH, "cp852"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (GREEK, "iso8859_7"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (HUNGARIAN, "iso8859_2"),
        (HUNGARIAN, "cp1250"),
        (HUNGARIAN, "cp852"),
        (CZECH, "cp1250"),
        (CZECH, "cp852"),
        (TURKISH, "cp1254"),
        (FRENCH, "cp1252"),
        (FRENCH, "cp850"),
    ],
)
def test_siblings_are_read_right_or_refused(text: str, encoding: str) -> None:
    reading = read_file("a.txt", text.encode(encoding))
    assert [article.text for article in reading.articles] in ([text], [])
    assert [article.text for article in reading.articles] == [text]
    assert reading.articles[0].remarks


def test_two_likely_readings_are_named_with_a_line_of_each() -> None:
    # "ő" of Hungarian is "õ" of Estonian in the same byte; too few words to tell which.
    data = "Ja on ei. A hõ is.".encode("cp1252")
    reading = read_file("a.txt", data)
    assert not reading.articles or reading.articles[0].remarks


ENGLISH = (
    "The council voted on Monday to close the old bridge for good.\n\nMayor {} called the decision "
    "overdue, and promised that a ferry would run.\n\nIt is not known who will pay for it.\n"
)


@pytest.mark.parametrize(
    ("word", "encoding"),
    [
        ("naïve", "cp1252"),
        ("São", "cp1252"),
        ("Škoda", "cp1252"),
        ("Beyoncé", "cp1252"),
        ("Müller’s", "cp1252"),
        ("résumé", "cp850"),
        ("José", "mac_roman"),
    ],
)
def test_an_odd_word_in_an_english_text_is_read_and_said(word: str, encoding: str) -> None:
    (article,) = read_file("a.txt", ENGLISH.format(word).encode(encoding)).articles
    assert f"Mayor {word} called" in article.text
    assert "check its accents" in article.remarks[0]


@pytest.mark.parametrize(("word", "encoding"), [("Łódź", "cp1250"), ("Erdoğan", "cp1254")])
def test_a_letter_that_english_texts_seldom_have_is_asked_for(word: str, encoding: str) -> None:
    (refusal,) = read_file("a.txt", ENGLISH.format(word).encode(encoding)).refusals
    assert "Wrong encoding" in refusal.reason
