"""Questions that wait for an answer, choices that are the labels, and indices over questions."""

from __future__ import annotations

from defusedxml.ElementTree import fromstring

from annotator.models import When
from annotator.schemes import (
    check_scheme,
    guideline_html,
    load_scheme,
    scheme_from_labelstudio_xml,
    to_xml,
    to_yaml,
)

BOOK = """name: roles
version: 1
title: Roles
language: en
description: d
source: s
labels:
  - {key: actor, definition: d}
  - {key: place, definition: d}
attributes:
  - key: main
    choices: [good, bad]
  - key: which
    kind: choices
    choices: [kind, brave]
    when: {question: main, choices: [good]}
  - key: also
    kind: choices
    choices_from: labels
questions:
  - {key: one, level: interval, choices: [{key: "no", value: 0}, {key: "yes", value: 1}]}
  - {key: two, level: interval, choices: [{key: "no", value: 0}, {key: "yes", value: 1}]}
indices:
  - {key: both, items: [one, two]}
"""


def test_they_are_read_and_written_again() -> None:
    scheme = load_scheme(BOOK, "roles.yaml")
    _, which, also = [one.question for one in scheme.attributes]
    assert which.when == When("main", ("good",))
    assert [choice.key for choice in also.choices] == ["actor", "place"]
    assert scheme.indices[0].items == ("one", "two")
    again = load_scheme(to_yaml(scheme), "roles.yaml")
    assert again.attributes == scheme.attributes
    assert again.indices == scheme.indices


def test_a_question_that_waits_is_hidden_in_the_config_until_then() -> None:
    scheme = load_scheme(BOOK, "roles.yaml")
    xml = to_xml(scheme)
    views = [one for one in fromstring(xml).iter("View")
             if one.get("visibleWhen") == "choice-selected"]  # fmt: skip
    assert [(one.get("whenTagName"), one.get("whenChoiceValue")) for one in views] == [
        ("main", "good")
    ]
    brought = scheme_from_labelstudio_xml(xml, "brought")
    assert [one.question.when for one in brought.attributes] == [
        None,
        When("main", ("good",)),
        None,
    ]
    assert "(only when “main” is good)" in guideline_html(scheme)


def test_what_does_not_fit_is_said_with_its_line() -> None:
    wrong = (
        BOOK.replace("question: main, choices: [good]", "question: which, choices: [good]")
        .replace("    choices_from: labels", "    choices_from: labels\n    help: h")
        .replace("items: [one, two]", "items: [one, three]")
    )
    assert check_scheme(wrong, "b.yaml") == [
        "b.yaml:16: question 'which' waits for 'which', which must stand before it and have "
        "choices; such are main",
        "b.yaml:25: index 'both': there is no question 'three'",
    ]
    assert "no choice of 'main'" in check_scheme(BOOK.replace("[good]}", "[fine]}"), "b.yaml")[0]
    single = BOOK.replace("  - key: also\n    kind: choices\n", "  - key: also\n")
    assert "its kind is choices" in check_scheme(single, "b.yaml")[0]
