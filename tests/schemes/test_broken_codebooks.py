"""A broken codebook: which file, which line, what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import SchemeError
from annotator.schemes import check_scheme, load_builtin, load_scheme, load_scheme_file

SOUND = """\
name: mine
version: 1
title: My codebook
language: en
description: What it is for.
source: Written here.
labels:
  - key: claim
    definition: Something is said to be so.
    hotkey: 1
    colour: "#0066bb"
  - key: source
    definition: Who says so.
attributes:
  - key: tone
    labels: [claim]
    choices:
      - {key: calm, hotkey: q}
      - {key: loud}
relations:
  - key: says
    from: [source]
    to: [claim]
questions:
  - key: topic
    choices: [sea, land]
  - key: length
    kind: number
    level: ratio
"""
BROKEN = [
    # what is replaced, by what, the line, what the message says
    ("version: 1", "versoin: 1", 2, "unknown key 'versoin'; did you mean 'version'?"),
    ("version: 1\n", "", 1, "the codebook lacks the key 'version'"),
    ("title: My codebook", "title:", 3, "title must be a text, not nothing"),
    ("title: My codebook", "title: [a, b]", 3, "title must be a text, not a list"),
    ("title: My codebook", "title: |\n  a\n  b", 3, "title must be one line, not several"),
    ("name: mine", "name: My Scheme", 1, "name 'My Scheme' must be lower-case letters"),
    (
        "source: Written here.",
        "source: Here.\ntitle: Again",
        7,
        "title is given twice, first in line 3",
    ),
    ("    hotkey: 1\n", "    hotkey: 1\n    weight: 3\n", 11, "labels[1] has an unknown key"),
    ("    hotkey: 1", "    hotkey: ctrl+s", 10, "hotkey 'ctrl+s' of label 'claim' cannot be used"),
    ("    hotkey: 1", "    hotkey: u", 10, "hotkey 'u' of label 'claim' is Label Studio's own"),
    (
        "hotkey: q",
        "hotkey: 1",
        18,
        "hotkey '1' of choice 'calm' of 'tone' is already that of label",
    ),
    (
        'colour: "#0066bb"',
        "colour: blue",
        11,
        "colour 'blue' of label 'claim' must be written like",
    ),
    ("key: source", "key: claim", 12, "label key 'claim' is used twice"),
    ("key: source", "key: so<u>rce", 12, "key 'so<u>rce' must not contain <"),
    (
        "key: source",
        "key: source\n    title: Cost in $us",
        13,
        "title 'Cost in $us' must not contain",
    ),
    ("    definition: Who says so.\n", "", 12, "labels[2] lacks the key 'definition'"),
    ("key: tone", "key: label", 15, "key 'label' is already used by the page itself"),
    ("key: topic", "key: tone", 25, "key 'tone' is already used by an attribute"),
    ("key: topic", "key: my topic", 25, "key 'my topic' must be letters, digits or '_'"),
    ("labels: [claim]", "labels: [claims]", 16, "label 'claims' is not known; known are claim"),
    ("labels: [claim]", "labels: claim", 16, "attributes[1].labels must be a list, not 'claim'"),
    ("from: [source]", "from: [sauce]", 22, "label 'sauce' is not known"),
    ("level: ratio", "level: rational", 29, "must be one of nominal, ordinal, interval, ratio"),
    ("kind: number", "kind: slider", 28, "must be one of choice, choices, number, text"),
    (
        "choices: [sea, land]",
        "choices: [sea]",
        25,
        "question 'topic' of kind choice needs at least",
    ),
    ("choices: [sea, land]", "choices: [sea, sea]", 26, "choice key 'sea' is used twice"),
    (
        "choices: [sea, land]",
        "choices: [sea, land]\n    level: interval",
        26,
        "choice 'sea' needs a value",
    ),
    ("level: ratio", "level: ratio\n    minimum: low", 30, "minimum must be a number, not 'low'"),
    (
        "level: ratio",
        "level: ratio\n    required: 1",
        30,
        "required must be true or false, not '1'",
    ),
    ("title: My codebook", "title: 'My codebook", 3, "this is not YAML"),
    ("title: My codebook", "title: a: b", 3, "this is not YAML"),
    ("title: My codebook", "title: a\x07b", 3, "the character U+0007 is not allowed in YAML"),
]


def test_the_codebook_that_the_others_are_made_from_is_sound() -> None:
    assert check_scheme(SOUND, "mine.yaml") == []


@pytest.mark.parametrize(("old", "new", "line", "message"), BROKEN)
def test_a_mistake_is_named_with_file_and_line(old: str, new: str, line: int, message: str) -> None:
    assert SOUND.count(old) == 1
    problem = check_scheme(SOUND.replace(old, new), "mine.yaml")[0]
    assert problem.startswith(f"mine.yaml:{line}: ")
    assert message in problem


def test_every_mistake_is_listed_and_the_error_says_how_many_more() -> None:
    broken = SOUND.replace("version: 1", "versoin: 1").replace("level: ratio", "level: high")
    problems = check_scheme(broken, "mine.yaml")
    assert [problem.split(": ")[0] for problem in problems] == [
        "mine.yaml:2",
        "mine.yaml:29",
    ]
    with pytest.raises(SchemeError, match=r"^mine.yaml:2: .* unknown key 'versoin'.* \(and 1 more"):
        load_scheme(broken, "mine.yaml")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "mine.yaml:1: the codebook is empty"),
        ("# nothing\n", "mine.yaml:1: the codebook is empty"),
        ("- a\n- b\n", "mine.yaml:1: the codebook must be a mapping"),
        ("--- {}\n--- {}\n", "mine.yaml:2: this is not YAML"),
        ("[" * 5000, "mine.yaml:1: lists or mappings are nested too deeply"),
        ("a: &x [*x]\n", "mine.yaml:1: the codebook has an unknown key 'a'"),
        ("x" * 1_000_001, "mine.yaml:1: the codebook has 1,000,001 bytes"),
        (
            b"name: mine\ntitle: caf\xe9\n",
            "mine.yaml:2: the codebook is not UTF-8 text (byte 0xe9)",
        ),
        (
            SOUND.split("labels:")[0],
            "mine.yaml:1: a codebook needs at least one label or one quest",
        ),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(source: str | bytes, message: str) -> None:
    assert any(problem.startswith(message) for problem in check_scheme(source, "mine.yaml"))


def test_scalars_are_taken_as_written() -> None:
    codebook = SOUND.replace("[sea, land]", "[no, 2024-05-01]").replace(
        "version: 1", "version: 1.10"
    )
    scheme = load_scheme(codebook, "mine.yaml")
    assert [choice.key for choice in scheme.questions[0].choices] == ["no", "2024-05-01"]
    assert scheme.version == "1.10"


def test_a_byte_order_mark_does_not_matter() -> None:
    assert load_scheme(b"\xef\xbb\xbf" + SOUND.encode(), "mine.yaml").name == "mine"


def test_an_order_without_numbers_counts_from_one() -> None:
    codebook = SOUND.replace("choices: [sea, land]", "choices: [sea, land]\n    level: ordinal")
    (question, _) = load_scheme(codebook, "mine.yaml").questions
    assert [choice.value for choice in question.choices] == [1, 2]


def test_an_attribute_cannot_be_limited_to_a_label_with_a_comma() -> None:
    codebook = SOUND.replace("key: claim", 'key: "claim,made"').replace("[claim]", '["claim,made"]')
    (problem,) = check_scheme(codebook, "mine.yaml")
    assert problem.startswith("mine.yaml:16: an attribute cannot be limited to label 'claim,made'")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match=r"none.yaml: the codebook cannot be read: No such file"):
        load_scheme_file(tmp_path / "none.yaml")


def test_an_unknown_codebook_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SchemeError, match=r"there is no scheme 'ptc'; did you mean 'ptc1[48]'\?"):
        load_builtin("ptc")
    with pytest.raises(SchemeError, match=r"'../framing'; did you mean|'../framing'; known are"):
        load_builtin("../framing")
