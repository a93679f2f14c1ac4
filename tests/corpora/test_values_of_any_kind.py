"""Whatever stands where another kind of value should, reading ends with a corpus or with what is
wrong, and never with a traceback."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.errors import InputError

TEXT = "The brazen mayor spoke. Critics say so."
OTHERS: tuple[Any, ...] = (None, 5, 1e308, "x", [], {"a": 1}, [[5]], [None])
MARK = {"start": 4, "end": 10, "text": "brazen", "labels": ["Loaded"]}
SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "label_studio tasks": ("label_studio", {"a.json": [
        {"id": 7, "data": {"text": TEXT, "title": "t"}, "drafts": [], "annotations": [{
            "completed_by": {"id": 3, "email": "a@example.org"}, "was_cancelled": False,
            "ground_truth": True, "result": [
                {"id": "a", "type": "labels", "value": MARK, "meta": {"text": ["note"]}},
                {"id": "a", "type": "choices", "from_name": "voice", "value": {"choices": ["x"]}},
                {"id": "b", "type": "hypertextlabels", "value": {
                    "globalOffsets": {"start": 1, "end": 3}, "hypertextlabels": ["L"]}},
                {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["r"]},
                {"id": "g", "type": "taxonomy", "from_name": "x", "value": {"taxonomy": [["a"]]}},
            ]}],
         "predictions": [{"model_version": "m", "score": 0.4, "result": [
             {"id": "z", "type": "labels", "value": MARK, "score": 0.3}]}]}]}),
    "label_studio conversation": ("label_studio", {"a.json": [
        {"id": 1, "data": {"talk": [{"author": "A", "text": "Hi there"}, {"text": "Yes"}]},
         "annotations": [{"completed_by": 1, "result": [{"id": "q", "type": "paragraphlabels",
             "value": {"start": "0", "end": "1", "startOffset": 1, "endOffset": 2,
                       "paragraphlabels": ["X"]}}]}]}]}),
    "label_studio short": ("label_studio", {"a.json": [
        {"id": 1, "text": TEXT, "label": [MARK], "frame": {"choices": ["a", "b"]}, "annotator": 3,
         "annotation_id": 4}]}),
    "basil": ("basil", {
        "1.json": {"title": "T", "uuid": "u", "date": "2020",
                   "body-paragraphs": [["One.", "Two."]]},
        "1_ann.json": {"uuid": "u", "phrase-level-annotations": [
            {"id": "p1", "start": 0, "end": 3, "txt": "Two", "bias": "lex", "polarity": "neg",
             "aim": "dir", "target": "x"}], "article-level-annotations": {"author_feeling_x": "n"}},
    }),
    "basil in one": ("basil", {"1.json": {"title": "T", "uuid": "u", "body": [
        {"sentence-index": 0, "sentence": "One here.", "annotations": [
            {"start": 0, "end": 3, "txt": "One", "bias": "Lexical"}]}]}}),
    "lewidi": ("lewidi", {"a.json": {
        "1": {"text": TEXT, "annotators": "A1,A2", "annotations": "1,0", "hard_label": "1",
              "soft_label": {"0": 0.5, "1": 0.5}, "lang": "en", "split": "train"},
        "2": {"text": "b", "annotators": ["A1"], "annotations": ["x|y"]},
        "3": {"text": "c", "annotators": "A1", "annotations": {"A1": "4", "A2": ["a"]}}}}),
    "media_frames": ("media_frames", {"a.json": {
        "M-1": {"text": TEXT, "title": "t", "source": "s", "year": 2026, "month": 1, "day": 2,
                "primary_frame": 5.0, "irrelevant": 0, "annotations": {
                    "framing": {"a": [{"start": 4, "end": 10, "code": 5.1}]},
                    "tone": {"a": [{"start": 4, "end": 10, "code": 17.2}]},
                    "irrelevant": {"a": False}}}}, "codes.json": {"5.0": "Law"}}),
    "prodigy": ("prodigy", {"a.json": [
        {"text": TEXT, "_input_hash": 1, "_annotator_id": "a", "answer": "accept",
         "tokens": [{"text": "The", "start": 0, "end": 3, "id": 0}], "accept": ["x"],
         "spans": [{"start": 4, "end": 10, "label": "L"},
                   {"token_start": 0, "token_end": 0, "label": "Q"}],
         "relations": [{"head_span": {"start": 4, "end": 10}, "label": "r",
                        "child_span": {"start": 0, "end": 3}}], "meta": {"id": "d"}}]}),
    "doccano": ("doccano", {"a.json": [
        {"id": 1, "text": TEXT, "label": [[4, 10, "L"]], "Comments": ["c"]},
        {"id": 2, "data": TEXT, "cats": ["x"], "entities": [
            {"id": 5, "start_offset": 4, "end_offset": 10, "label": "L"}],
         "relations": [{"from_id": 5, "to_id": 5, "type": "r"}]},
        {"id": 3, "text": "x", "annotations": [
            {"label_name": "q", "start_offset": 0, "end_offset": 1, "user_name": "u"}]}]}),
    "cas_json": ("cas_json", {"a.json": {"%FEATURE_STRUCTURES": [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT},
        {"%ID": 2, "%TYPE": "custom.Mark", "@sofa": 1, "begin": 4, "end": 10, "label": "L"},
        {"%ID": 3, "%TYPE": "custom.Mark", "@sofa": 1, "begin": 0, "end": 3, "@list": 9},
        {"%ID": 4, "%TYPE": "custom.Link", "@sofa": 1, "@Governor": 2, "@Dependent": 3},
        {"%ID": 9, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [2, 3]}]}}),
    "jsonl": ("jsonl", {"a.json": [
        {"id": 1, "title": "t", "text": TEXT, "language": "en", "annotations": [
            {"annotator": "A01", "state": "submitted", "answers": {"f": "p"},
             "spans": [{"id": "a", "label": "L", "start": 4, "end": 10, "text": "brazen",
                        "attributes": {"voice": ["x", "y"]}}],
             "relations": [{"from": "a", "to": "a", "label": "r"}]}],
         "gold": {"spans": [{"id": 1, "start": 4, "end": 10, "label": "L", "attributes": {}}],
                  "answers": {"f": "p"}, "relations": []}}]}),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_a_value_of_another_kind_is_no_traceback(name: str, tmp_path: Path) -> None:
    file_format, sample = SAMPLES[name]
    for file, value in sample.items():
        (tmp_path / file).write_text(json.dumps(value), encoding="utf-8")
    assert read_corpus(open_corpus(tmp_path), file_format)[1].documents
    for file, value in sample.items():
        for changed in changes(value):
            (tmp_path / file).write_text(json.dumps(changed), encoding="utf-8")
            with suppress(InputError):
                for loss in read_corpus(open_corpus(tmp_path), file_format)[1].losses:
                    assert str(loss)
        (tmp_path / file).write_text(json.dumps(value), encoding="utf-8")


def changes(value: Any) -> Iterator[Any]:
    """The value with another one at each place of it, and without each of its parts."""
    yield from OTHERS
    parts = enumerate(value) if isinstance(value, list) else ()
    for key, part in value.items() if isinstance(value, dict) else parts:
        without = copy.copy(value)
        del without[key]
        yield without
        for changed in changes(part):
            other = copy.copy(value)
            other[key] = changed
            yield other
