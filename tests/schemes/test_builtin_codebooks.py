"""The codebooks that come with the tool: names, strings, hotkeys, colours, generated configs."""

from __future__ import annotations

import os
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from annotator.models import Kind, Level, Scheme, When
from annotator.schemes import builtin_names, load_builtin, to_xml
from annotator.schemes.builtin import builtin_folder
from annotator.schemes.generate import generate
from annotator.schemes.hotkeys import hotkeys_of
from annotator.schemes.indices import index_value
from annotator.schemes.palette import PALETTE

PTC18 = """Appeal_to_Authority; Appeal_to_fear-prejudice; Bandwagon; Black-and-White_Fallacy;
Causal_Oversimplification; Doubt; Exaggeration,Minimisation; Flag-Waving; Loaded_Language;
Name_Calling,Labeling; Obfuscation,Intentional_Vagueness,Confusion; Red_Herring;
Reductio_ad_hitlerum; Repetition; Slogans; Straw_Men; Thought-terminating_Cliches; Whataboutism"""
PERSUASION23 = {
    "Attack on reputation": "Name_Calling-Labeling, Guilt_by_Association, Doubt, "
    "Appeal_to_Hypocrisy, Questioning_the_Reputation",
    "Justification": "Flag_Waving, Appeal_to_Authority, Appeal_to_Popularity, Appeal_to_Values, "
    "Appeal_to_Fear-Prejudice",
    "Simplification": "Causal_Oversimplification, False_Dilemma-No_Choice, "
    "Consequential_Oversimplification",
    "Distraction": "Straw_Man, Red_Herring, Whataboutism",
    "Call": "Slogans, Appeal_to_Time, Conversation_Killer",
    "Manipulative wording": "Loaded_Language, Repetition, Exaggeration-Minimisation, "
    "Obfuscation-Vagueness-Confusion",
}

every_scheme = pytest.mark.parametrize(
    "scheme", [load_builtin(name) for name in builtin_names()], ids=builtin_names()
)


def test_the_codebooks_are_there_and_framing_comes_first() -> None:
    assert builtin_names() == [
        "framing",
        "attribution",
        "babe",
        "basil",
        "entity_framing",
        "fallacies",
        "frame_elements",
        "frames15",
        "genre_frames",
        "media_bias",
        "news_frames",
        "persuasion23",
        "ptc14",
        "ptc18",
    ]


def test_they_are_found_from_any_folder(tmp_path: Path) -> None:
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert load_builtin("framing").name == "framing"
    finally:
        os.chdir(before)


@every_scheme
def test_the_committed_config_is_the_one_the_codebook_gives(scheme: Scheme) -> None:
    committed = builtin_folder() / f"{scheme.name}.xml"
    assert committed.read_text(encoding="utf-8") == to_xml(scheme), (
        "run: python -m annotator.schemes.generate"
    )


def test_generate_writes_what_differs_and_only_that(tmp_path: Path) -> None:
    assert len(generate(tmp_path)) == len(builtin_names())
    assert generate(tmp_path) == []
    (tmp_path / "framing.xml").write_text("<View/>")
    assert generate(tmp_path) == [tmp_path / "framing.xml"]


@every_scheme
def test_hotkeys_and_colours_are_unique(scheme: Scheme) -> None:
    keys = [hotkey for _, _, hotkey in hotkeys_of(scheme)]
    assert max(Counter(keys).values(), default=1) == 1
    assert all(label.hotkey for label in scheme.labels)
    assert len({label.colour for label in scheme.labels}) == len(scheme.labels)


@every_scheme
def test_every_codebook_explains_itself(scheme: Scheme) -> None:
    assert scheme.guideline
    years = ("2000", "2008", "2013", "2015", "2018", "2019", "2021", "2023", "2025")
    assert any(year in scheme.source for year in years)
    for label in scheme.labels:
        assert label.definition
        assert label.examples
        for example in label.examples:
            assert "[" in example, f"{label.key}: mark the passage in the example"
            assert "]" in example


def test_every_label_of_the_default_has_the_full_entry() -> None:
    for label in load_builtin("framing").labels:
        assert label.when
        assert label.when_not
        assert label.counter_example
        assert len(label.examples) == 2


def test_the_default_asks_what_the_study_needs() -> None:
    framing = load_builtin("framing")
    assert [(a.question.key, a.question.level) for a in framing.attributes] == [
        ("voice", Level.NOMINAL),
        ("direction", Level.NOMINAL),
        ("intensity", Level.ORDINAL),
        ("target", Level.NOMINAL),
        ("note", Level.NOMINAL),
    ]
    assert [(q.key, q.level, len(q.choices)) for q in framing.questions] == [
        ("primary_frame", Level.NOMINAL, 15),
        ("slant", Level.ORDINAL, 5),
        ("headline", Level.ORDINAL, 3),
        ("confidence", Level.ORDINAL, 5),
    ]
    assert [c.value for c in framing.questions[1].choices] == [-2, -1, 0, 1, 2]


def test_the_labels_of_the_propaganda_corpus_are_its_exact_strings() -> None:
    eighteen = [key.strip() for key in PTC18.replace("\n", " ").split(";")]
    assert list(load_builtin("ptc18").label_keys) == eighteen
    merged = {"Bandwagon,Reductio_ad_hitlerum", "Whataboutism,Straw_Men,Red_Herring"}
    gone = {"Obfuscation,Intentional_Vagueness,Confusion"}
    gone |= {part for key in merged for part in key.split(",")}
    assert set(load_builtin("ptc14").label_keys) == (set(eighteen) - gone) | merged
    assert len(load_builtin("ptc14").labels) == 14


def test_the_persuasion_techniques_stand_in_their_groups() -> None:
    groups: dict[str, list[str]] = {}
    for label in load_builtin("persuasion23").labels:
        groups.setdefault(label.group, []).append(label.key)
    assert groups == {group: keys.split(", ") for group, keys in PERSUASION23.items()}
    assert len(load_builtin("persuasion23").labels) == 23


def test_attribution_joins_content_to_its_source_and_cue() -> None:
    relations = load_builtin("attribution").relations
    assert [(r.from_labels, r.to_labels) for r in relations] == [
        (("Content",), ("Source",)),
        (("Content",), ("Cue",)),
    ]


def test_roles_of_an_entity_depend_on_its_main_role() -> None:
    main, *fine = [one.question for one in load_builtin("entity_framing").attributes]
    assert [choice.key for choice in main.choices] == ["Protagonist", "Antagonist", "Innocent"]
    assert [one.when for one in fine] == [When("main_role", (one.key,)) for one in main.choices]
    assert [len(one.choices) for one in fine] == [6, 12, 4]
    assert {one.kind for one in fine} == {Kind.CHOICES}


def test_news_frames_has_twenty_items_and_five_indices() -> None:
    book = load_builtin("news_frames")
    assert len(book.questions) == 20
    assert [(one.key, len(one.items)) for one in book.indices] == [
        ("responsibility", 5),
        ("human_interest", 5),
        ("conflict", 4),
        ("morality", 3),
        ("economic", 3),
    ]
    answers = {"conflict_1": 1.0, "conflict_2": 0.0, "conflict_3": 1.0, "conflict_4": 1.0}
    assert index_value(book.indices[2], answers) == 0.75


def test_a_fallacy_has_a_group_and_every_label_may_be_acceptable_as_well() -> None:
    book = load_builtin("fallacies")
    assert len({label.group for label in book.labels}) == 3
    assert len(book.labels) == 23
    alternatives = book.attributes[0].question
    assert [choice.key for choice in alternatives.choices] == list(book.label_keys)


def test_babe_is_by_sentence_and_its_opinion_is_ordered() -> None:
    babe = load_builtin("babe")
    assert babe.unit == "sentence"
    assert [label.granularity for label in babe.labels] == ["sentence", "sentence", ""]
    (opinion,) = babe.attributes
    assert opinion.labels == ("Biased", "Non-biased")
    assert [choice.value for choice in opinion.question.choices] == [1, 2, 3]


def test_basil_and_frames15_ask_what_their_corpora_ask() -> None:
    basil = {a.question.key: a.question for a in load_builtin("basil").attributes}
    assert list(basil) == ["polarity", "aim", "target", "quotation", "speaker"]
    assert basil["target"].kind is Kind.TEXT
    frames = load_builtin("frames15")
    assert len(frames.labels) == 15
    assert [q.key for q in frames.questions] == ["headline_frame", "primary_frame", "tone"]
    assert [c.key for c in frames.questions[1].choices] == list(frames.label_keys)


# --------------------------------------------------------------------------- colours

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
VISION = {
    "full": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def cielab(rgb: np.ndarray) -> np.ndarray:
    x, y, z = np.clip(rgb, 0, 1) @ TO_XYZ.T / np.array([0.95047, 1.0, 1.08883])
    fx, fy, fz = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("vision", VISION)
def test_the_labels_of_the_default_look_different_to_everybody(vision: str) -> None:
    seen = [
        cielab(linear(label.colour) @ VISION[vision].T) for label in load_builtin("framing").labels
    ]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 12


@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_stands_out_from_white(colour: str) -> None:
    luminance = float(linear(colour) @ TO_XYZ[1])
    assert 1.05 / (luminance + 0.05) >= 3
