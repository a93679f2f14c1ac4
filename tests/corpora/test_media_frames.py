"""The Media Frames Corpus: frames and tones as codes, by annotator, of the texts of news."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_corpora import answers, losses, marks, read_files

MFC = {
    "Tolls1.0-7": {
        "text": "TOL-7\n\nPRIMARY\n\nTolls up\n\nThe toll is unjust.", "title": "Tolls up",
        "source": "row", "year": 2026, "month": 3, "day": 9, "irrelevant": 0,
        "primary_frame": 4.0, "primary_tone": 19.0,
        "annotations": {
            "framing": {
                "mira": [{"start": 7, "end": 14, "code": 4.2},
                         {"start": 16, "end": 24, "code": 1.1},
                         {"start": 26, "end": 45, "code": 4.0}],
                "joren": [{"start": 26, "end": 45, "code": 1.0},
                          {"start": 0, "end": 3, "code": 77}],
            },
            "tone": {"mira": [{"start": 7, "end": 14, "code": 19.2}]},
            "irrelevant": {"mira": False, "joren": False},
        },
    },
    "Tolls1.0-8": {"title": "No text", "annotations": {"framing": {}, "tone": {}}},
}  # fmt: skip


def test_media_frames(tmp_path: Path) -> None:
    codes = {"1.0": "Money", "1.1": "Money headline", "4.0": "Fairness", "19.0": "Anti"}
    corpus = read_files(tmp_path, {"tolls.json": MFC, "codes.json": codes}, "media_frames")
    assert corpus.annotators == ("joren", "mira")
    assert marks(corpus) == [
        ("Tolls1.0-7", "joren", "Money", "The toll is unjust."),
        ("Tolls1.0-7", "mira", "Fairness", "The toll is unjust."),
        ("Tolls1.0-7", "mira", "Money", "Tolls up"),
    ]
    assert answers(corpus) == [
        ("gold", "", "irrelevant", "no"), ("gold", "", "primary_frame", "Fairness"),
        ("gold", "", "tone", "Anti"), ("joren", "", "irrelevant", "no"),
        ("mira", "", "irrelevant", "no"), ("mira", "", "primary_frame", "Fairness"),
        ("mira", "", "tone", "Anti"), ("mira", "Tolls up", "headline", "yes"),
    ]  # fmt: skip
    (article,) = (one.article for one in corpus.documents)
    assert (article.outlet, article.published) == ("row", "2026-03-09")
    assert "Tolls1.0-8.txt" in losses(corpus)
    assert "'77'" in losses(corpus)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_media_frames_as_published_with_the_texts_beside(line_end: str, tmp_path: Path) -> None:
    item = {key: value for key, value in MFC["Tolls1.0-7"].items() if key != "text"}
    files = {
        "annotations/tolls.json": {"Tolls1.0-7": item},
        "articles/Tolls1.0-7.txt": MFC["Tolls1.0-7"]["text"].replace("\n", line_end),
    }
    corpus = read_files(tmp_path, files, "media_frames")
    assert ("Tolls1.0-7", "mira", "Fairness and equality", "The toll is unjust.") in marks(corpus)
