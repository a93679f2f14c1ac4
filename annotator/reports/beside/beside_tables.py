"""Models beside people as plain tables: for the report's files and a release's card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.reports.beside.beside_report import BesideReport, ModelBeside, StandingIn
from annotator.reports.beside.plain_beside import DOES_NOT_ALLOW, verdict
from annotator.reports.gold.gold_report import AgainstGold
from annotator.reports.plain import shown_value

__all__ = ["ModelTable", "how_to_read", "model_facts", "model_reasons", "model_tables"]

_FATES = ("their marks", "same", "other boundary", "other label", "only theirs",
          "only the model’s")  # fmt: skip
_RATES = {"f1_exact": "F1, exact", "f1_overlap": "F1, overlap", "f1_character": "F1, character"}


@dataclass(frozen=True)
class ModelTable:
    """Cells are text; the first of a row is its head."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def how_to_read(report: BesideReport) -> list[str]:
    """Sentences that belong beside every number of a model."""
    return [
        "Each model is beside each annotator and beside the gold, which was made without it. By "
        "the alternative annotator test (Calderon, Reichart and Dror 2025) it stands in for an "
        "annotator if it is shown to be as near to the others, but for "
        f"ε = {report.epsilon:g} (false discoveries below q = {report.q:g} by Benjamini and "
        "Yekutieli).",
        DOES_NOT_ALLOW,
        *report.notes,
    ]


def model_facts(model: ModelBeside) -> str:
    """What was told about it, as it was told, and how much it brought."""
    about = model.about
    told = [
        f"version {about.version}" if about.version else "",
        f"predictions of {about.dated}" if about.dated else "",
        f"from {about.source}" if about.source else "",
    ]
    said = ", ".join([model.name, *filter(None, told)])
    prompt = f" Prompt: “{' '.join(about.prompt.split())}”" if about.prompt.strip() else ""
    return (
        f"{said}: {model.articles} articles, {model.spans} marks, {model.answers} answers.{prompt}"
    )


def model_reasons(model: ModelBeside) -> list[str]:
    """Why something is not there."""
    gold = f"Against the gold: {model.gold_reason}" if model.gold_reason else ""
    if model.gold_reason == model.marks_reason:
        gold = ""
    return list(filter(None, (model.marks_reason, gold, model.answers_reason)))


def model_tables(model: ModelBeside) -> Iterator[ModelTable]:
    """The tests, marks beside people and gold, labels, answers; of what there is."""
    if model.tests:
        columns = ("about", "likeness", "articles", "annotators", "stands in for", "result")
        yield ModelTable(
            "Alternative annotator test", columns, tuple(map(_of_test, model.tests))
        )  # fmt: skip
    beside = [*model.humans, *filter(None, (model.together, model.gold))]
    if beside:
        yield _against("Its marks beside annotators and gold", "beside", beside)
    if model.by_label:
        yield _against("Each label, beside all annotators", "label", model.by_label)
    if model.gold_by_label:
        yield _against("Each label, beside the gold", "label", model.gold_by_label)
    if model.questions and not model.answers_reason:
        yield ModelTable(
            "Its answers", ("question", "beside", "percent agreement", "Krippendorff’s α"),
            tuple(
                (question.title, one.name, shown_value(one.percent), shown_value(one.alpha))
                for question in model.questions
                for one in question.beside
            ),
        )  # fmt: skip


def _of_test(standing: StandingIn) -> tuple[str, ...]:
    test = standing.test
    won = sum(one.rejected for one in test.humans)
    return (
        standing.title, test.score, f"{test.items}", f"{len(test.humans)}", f"{won}",
        verdict(test),
    )  # fmt: skip


def _against(caption: str, first: str, rows: Sequence[AgainstGold]) -> ModelTable:
    return ModelTable(
        caption, (first, *_FATES, *_RATES.values()), tuple(map(_of_one, rows))
    )  # fmt: skip


def _of_one(one: AgainstGold) -> tuple[str, ...]:
    f = one.fates
    counts = (f.gold, f.right, f.boundary, f.other, f.missed, f.extra)
    return (one.title, *map(str, counts), *(shown_value(one.measure(name)) for name in _RATES))
