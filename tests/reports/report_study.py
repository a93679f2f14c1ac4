"""A small study made by hand, for the tests of reports."""

from __future__ import annotations

from annotator.models import (
    Annotation,
    Answer,
    Choice,
    Kind,
    Label,
    Level,
    Question,
    Scheme,
    Span,
    State,
)
from annotator.reports.study_marks import StudyMarks, study_marks
from annotator.store.counted import Answered, Counted, Marked
from annotator.store.records import Study, Work
from annotator.store.study_rows import StudyRows

TEXTS = {
    1: "The mayor slammed the plan. Critics call it a disgrace. Nobody was hurt.",
    2: "Rain fell on the town. The bridge stayed open.",
    3: "A shop closed.",
}


def scheme() -> Scheme:
    return Scheme(
        name="small", version="1", title="A small scheme", language="en", description="", source="",
        labels=(
            Label("loaded", "Loaded language", "", colour="#0066bb"),
            Label("claim", "Unattributed claim", "", colour="#00aa00"),
        ),
        questions=(
            Question("tone", "Tone", Kind.CHOICE, Level.ORDINAL, (
                Choice("good", "Good", 1.0), Choice("even", "Even", 2.0),
                Choice("bad", "Bad", 3.0))),
            Question("frames", "Frames", Kind.CHOICES, Level.NOMINAL, (
                Choice("crime", "Crime"), Choice("money", "Money"))),
            Question("remark", "Remark", Kind.TEXT),
        ),
    )  # fmt: skip


def work_of(
    article: int,
    annotator: str,
    marks: list[tuple[str, str]] = [],  # noqa: B006 - never changed
    *,
    tone: str = "",
    frames: tuple[str, ...] = (),
    state: State = State.SUBMITTED,
) -> Work:
    """One annotator's work: `marks` are (label, passage), each passage found by its words."""
    text = TEXTS[article]
    spans = []
    for number, (label, passage) in enumerate(marks):
        start = text.index(passage)
        end = start + len(passage)
        spans.append(Span(f"r{number}", label, start, end, start, end, passage))
    answers = [Answer("tone", tone)] if tone else []
    answers += [Answer("frames", frame) for frame in frames]
    annotation = Annotation(
        1, 1, state, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", None, tuple(spans),
        tuple(answers), (),
    )  # fmt: skip
    return Work(article, annotator, annotation)


def study_rows(*work: Work, articles: tuple[int, ...] = (1, 2, 3), raw: bool = False) -> StudyRows:
    """What the store would hand out of this work."""
    study = Study(7, "Bridge", 1, "small", 2, 11, False, "", "2026-01-01", "")
    counted = [
        Counted(one.article_id, one.annotator, one.annotation.state.value, number, "", "2026")
        for number, one in enumerate(work)
    ]
    submitted = [
        (number, one) for number, one in enumerate(work) if one.annotation.state is State.SUBMITTED
    ]
    spans = [(number, span) for number, one in submitted for span in one.annotation.spans]
    marked = Marked(
        [number for number, _ in spans],
        [span.label for _, span in spans],
        [span.raw_start if raw else span.start for _, span in spans],
        [span.raw_end if raw else span.end for _, span in spans],
    )
    answers = [
        Answered(one.article_id, one.annotator, answer.question, answer.value, answer.number)
        for _, one in submitted
        for answer in one.annotation.answers
    ]
    names = [(number, f"Article {number}", len(TEXTS[number])) for number in articles]
    return StudyRows(study, scheme(), names, sorted(counted), {}, "", marked, answers)


def study_of(*work: Work, articles: tuple[int, ...] = (1, 2, 3), raw: bool = False) -> StudyMarks:
    """The study that has this work; `raw` with marks as they were made."""
    return study_marks(study_rows(*work, articles=articles, raw=raw), raw=raw)
