"""QDPX of programs that count otherwise, or write their paths otherwise, than the standard says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from reading_corpora import marks, read_files

TEXT = "🚢 Harbour row\n\nThe brazen mayor resigned.\nCritics say so.\n"
RETURNS = TEXT.replace("\n", "\r\n")


def offsets_of(text: str, words: str, *, units: bool) -> tuple[int, int]:
    start = text.index(words)
    before = text[:start].encode("utf-16-le") if units else text[:start]
    first = len(before) // 2 if units else len(before)
    return first, first + len(words)


@pytest.mark.parametrize(("kept", "counted", "units", "said"), [
    (TEXT.encode(), TEXT, False, ""),
    (RETURNS.encode("utf-8-sig"), RETURNS, False, ""),
    (TEXT.encode(), TEXT, True, "UTF-16 code units"),
    (RETURNS.encode(), TEXT, False, "line ends of two characters as one"),
])  # fmt: skip
def test_the_words_in_the_names_of_passages_tell_what_is_counted(
    kept: bytes, counted: str, units: bool, said: str, tmp_path: Path
) -> None:
    selections = ""
    for words in ("brazen", "Critics"):
        start, end = offsets_of(counted, words, units=units)
        selections += f"""<PlainTextSelection guid="{words}" name="{words}" startPosition="{start}"
 endPosition="{end}"><Coding guid="k{words}"><CodeRef targetGUID="C"/></Coding>
</PlainTextSelection>"""
    project = f"""<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>
<Code guid="C" name="Loaded"/></Codes></CodeBook><Sources><TextSource guid="S" name="row"
 plainTextPath="internal://ab.TXT">{selections}</TextSource></Sources></Project>"""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("project.qde", project)
        archive.writestr("Sources/AB.txt", kept)
    corpus = read_files(tmp_path, {"a.qdpx": packed.getvalue()}, "qdpx")
    assert [one[3] for one in marks(corpus)] == ["Critics", "brazen"]
    assert [said in str(one) for one in corpus.losses] == ([True] if said else [])
