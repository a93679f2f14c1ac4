"""A small study made by hand, for the tests of reports."""

from __future__ import annotations

from annotator.models import (
    Annotation,
    Answer,
    Article,
    Choice,
    Kind,
    Label,
    Level,
    Question,
    Scheme,
    Span,
    State,
)
from annotator.store.records import StoredArticle, Study, StudyWork, Work

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


def study_work(*work: Work, articles: tuple[int, ...] = (1, 2, 3)) -> StudyWork:
    study = Study(7, "Bridge", 1, "small", 2, 11, False, "", "2026-01-01", "")
    stored = tuple(
        StoredArticle(number, 7, Article(f"Article {number}", TEXTS[number])) for number in articles
    )
    annotators = tuple(sorted({one.annotator for one in work}))
    return StudyWork(study, scheme(), stored, annotators, work)
