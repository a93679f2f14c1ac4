"""Every codebook in the real Label Studio: a config that is accepted may still show nothing."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from labelling_page import ARTICLE, LabellingPage, admit, open_labelling_page

from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.models import Answer, Label, Question, Scheme
from annotator.schemes import builtin_names, load_builtin

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = [pytest.mark.server, pytest.mark.browser]

SENTENCE = "HASK — The “experts” of the harbour board slammed the door on small boats, critics say"


@pytest.fixture(scope="module")
def owner(chromium: Browser, labelstudio_server: EmbeddedServer) -> Iterator[BrowserContext]:
    """One browser for all: what Label Studio's editor is made of is loaded once."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    admit(context, labelstudio_server)
    yield context
    context.close()


@pytest.fixture
def opened(
    owner: BrowserContext, labelstudio_server: EmbeddedServer, labelstudio: LabelStudio
) -> Iterator[Callable[[str], LabellingPage]]:
    """Opens the labelling page of a codebook that comes with the tool."""
    yield lambda name: open_labelling_page(
        owner, labelstudio_server, labelstudio, load_builtin(name)
    )
    for page in owner.pages:
        page.close()


def attribute_with_hotkeys(scheme: Scheme, label: Label) -> Question | None:
    for attribute in scheme.attributes:
        asked = not attribute.labels or label.key in attribute.labels
        if asked and any(choice.hotkey for choice in attribute.question.choices):
            return attribute.question
    return None


def every_hotkey_does_what_the_codebook_says(labelling: LabellingPage) -> None:
    for label in labelling.scheme.labels:
        labelling.press(label.hotkey)
        assert labelling.chosen_label() == label.key
        labelling.press("Escape")
    for question in labelling.scheme.questions:
        for choice in question.choices:
            if choice.hotkey:
                labelling.press(choice.hotkey)
                assert labelling.answer(question.key) == [choice.key]


WITH_LABELS = [name for name in builtin_names() if load_builtin(name).labels]


@pytest.mark.parametrize("name", WITH_LABELS)
def test_every_hotkey_works_and_a_passage_marked_by_one_comes_back_with_its_attribute(
    name: str, opened: Callable[[str], LabellingPage]
) -> None:
    labelling = opened(name)
    scheme = labelling.scheme
    label = scheme.labels[0]
    assert labelling.page.locator(".annotator-article").get_by_text("Board votes").is_visible()
    every_hotkey_does_what_the_codebook_says(labelling)

    labelling.mark("slammed", label.hotkey)
    attribute = attribute_with_hotkeys(scheme, label)
    if attribute is not None:
        labelling.press(attribute.choices[1].hotkey)
    annotation = labelling.submit()

    expected = SENTENCE if label.granularity == "sentence" else "slammed"
    (span,) = annotation.spans
    assert annotation.problems == ()
    assert (span.label, span.text) == (label.key, expected)
    assert span.start == ARTICLE.text.index(expected)
    assert (attribute is None) == (not scheme.attributes)
    if attribute is not None:
        choice = attribute.choices[1]
        assert [one for one in annotation.answers if one.region] == [
            Answer(attribute.key, choice.key, number=choice.value, region=span.region),
        ]


@pytest.mark.parametrize("name", sorted({*builtin_names()} - {*WITH_LABELS}))
def test_every_hotkey_works_where_a_codebook_asks_about_the_article_alone(
    name: str, opened: Callable[[str], LabellingPage]
) -> None:
    every_hotkey_does_what_the_codebook_says(opened(name))
    labelling = opened(name)
    question = labelling.scheme.questions[0]
    labelling.press(question.choices[1].hotkey)
    annotation = labelling.submit()
    choice = question.choices[1]
    assert annotation.problems == ()
    assert annotation.answers == (Answer(question.key, choice.key, number=choice.value),)


def test_fine_roles_are_asked_when_the_main_role_is_chosen(
    opened: Callable[[str], LabellingPage],
) -> None:
    labelling = opened("entity_framing")
    labelling.mark("harbour board", "1")
    titles = ("Main role", "Protagonist: which", "Antagonist: which", "Innocent: which")
    assert [labelling.is_asked(title) for title in titles] == [True, False, False, False]
    labelling.press("w")
    assert [labelling.is_asked(title) for title in titles] == [True, False, True, False]
    for role in ("Tyrant", "Corrupt"):
        labelling.page.locator(".lsf-choices").get_by_text(role).click()
    annotation = labelling.submit()
    (span,) = annotation.spans
    assert annotation.problems == ()
    assert {(one.question, one.value) for one in annotation.answers if one.region} == {
        ("main_role", "Antagonist"),
        ("antagonist_role", "Tyrant"),
        ("antagonist_role", "Corrupt"),
    }
    assert {one.region for one in annotation.answers} == {span.region}


def test_other_labels_can_be_named_as_acceptable(opened: Callable[[str], LabellingPage]) -> None:
    labelling = opened("fallacies")
    labelling.mark("slammed", "1")
    labelling.page.locator(".lsf-choices").get_by_text("Tu quoque").click()
    annotation = labelling.submit()
    assert [(one.question, one.value) for one in annotation.answers] == [
        ("alternatives", "tu quoque")
    ]


def test_a_new_mark_keeps_its_label_when_the_next_label_is_chosen(
    opened: Callable[[str], LabellingPage],
) -> None:
    labelling = opened("framing")
    labelling.mark("slammed", "1")
    labelling.mark("critics say", "3")
    labelling.page.locator(".lsf-label").get_by_text("Presupposition").click()
    labelling.drag("admitted")
    assert labelling.marks() == ["loaded_language", "vague_attribution", "presupposition"]


def test_a_mark_selected_on_purpose_takes_the_label_that_is_chosen(
    opened: Callable[[str], LabellingPage],
) -> None:
    labelling = opened("framing")
    labelling.mark("slammed", "1")
    labelling.press("Escape")
    labelling.select("slammed")
    labelling.press("5")
    assert labelling.marks() == ["exaggeration"]


def test_an_attribute_is_asked_only_of_the_labels_it_applies_to(
    opened: Callable[[str], LabellingPage],
) -> None:
    labelling = opened("framing")
    titles = ("Whose words", "Direction", "Intensity")
    assert [labelling.is_asked(title) for title in titles] == [False, False, False]
    labelling.mark("slammed", "1")
    assert [labelling.is_asked(title) for title in titles] == [True, True, True]
    labelling.mark("critics say", "3")
    assert [labelling.is_asked(title) for title in titles] == [True, False, False]
    labelling.mark("admitted", "6")
    assert [labelling.is_asked(title) for title in titles] == [True, True, False]


def test_a_note_is_kept_without_pressing_enter(
    opened: Callable[[str], LabellingPage],
) -> None:
    labelling = opened("framing")
    labelling.mark("slammed", "1")
    labelling.page.locator("input[name=note]").fill("see the 2nd headline")
    labelling.page.locator(".lsf-label").get_by_text("Presupposition").click()
    labelling.drag("admitted")
    labelling.page.locator("input[name=target]").fill("Pell")
    annotation = labelling.submit()
    first, second = annotation.spans
    assert {one for one in annotation.answers if one.region} == {
        Answer("note", "see the 2nd headline", region=first.region),
        Answer("target", "Pell", region=second.region),
    }


def test_a_required_question_is_asked_for_before_submitting(
    opened: Callable[[str], LabellingPage],
) -> None:
    labelling = opened("framing")
    sent: list[str] = []
    labelling.page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    labelling.page.get_by_text("Submit", exact=True).click()
    labelling.page.get_by_text("Please answer “Primary frame” before you submit.").wait_for()
    assert not [one for one in sent if one.startswith("POST") and "/annotations" in one]
    labelling.dismiss()
    annotation = labelling.submit()
    assert [(one.question, one.value) for one in annotation.answers] == [
        ("primary_frame", "economic")
    ]


def test_a_stray_key_answers_no_drop_down_list(opened: Callable[[str], LabellingPage]) -> None:
    labelling = opened("frames15")
    labelling.press(*string.ascii_lowercase, *string.digits)
    assert labelling.answer("primary_frame") == []
    assert labelling.answer("headline_frame") == []
    labelling.page.locator(".annotator-asked button, .annotator-asked [role=combobox]").nth(
        1
    ).click()
    labelling.page.get_by_role("option", name="3 Morality").click()
    assert labelling.answer("primary_frame") == ["Morality"]


def test_the_guideline_is_one_click_away(opened: Callable[[str], LabellingPage]) -> None:
    page = opened("framing").page
    counter_example = page.get_by_text("The fire destroyed forty homes in Brackwell.")
    assert not counter_example.is_visible()
    page.get_by_text("Guideline", exact=True).click()
    counter_example.wait_for(state="visible")
