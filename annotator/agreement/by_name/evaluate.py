"""Agreement of a CSV file: which kind it is, what was asked, and the answer as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.agreement.by_name.evaluate_ratings import (
    RatingOptions,
    evaluate_ratings,
    not_computed,
)
from annotator.agreement.by_name.evaluate_spans import SPAN_NAMES, evaluate_spans
from annotator.agreement.by_name.levels import level_of, matrices_of, refuse_words, weights_of
from annotator.agreement.by_name.question import Question
from annotator.agreement.by_name.retest import beside_themselves, owned, ratings_by_owner
from annotator.agreement.by_name.verdicts import rating_draws, span_draws, with_verdicts
from annotator.agreement.files.ratings_file import RATING_COLUMNS, read_ratings
from annotator.agreement.files.spans_file import SPAN_COLUMNS, read_spans
from annotator.agreement.files.table_file import WIDE, parse_header, read_text
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.rating_table import (
    RATING_MEASURES,
    RATING_NAMES,
)
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.span_table import SPAN_MEASURES
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError


@dataclass(frozen=True)
class Answer:
    """The measures of a file, and what the file held."""

    input: dict[str, Any]
    measures: list[Measure]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        held = {**self.input, "notes": list(self.notes)} if self.notes else self.input
        return {"input": held, "measures": [measure.as_json() for measure in self.measures]}


def evaluate_file(path: Path, question: Question | None = None) -> Answer:
    """The agreement in a CSV file of ratings or of spans, told apart by its header.

    >>> evaluate_file(Path("nowhere.csv"))
    Traceback (most recent call last):
    ...
    annotator.errors.RatingsError: nowhere.csv cannot be read: No such file or directory
    """
    return evaluate_text(read_text(path), path.name, question or Question())


def evaluate_text(text: str, name: str, question: Question) -> Answer:
    """As `evaluate_file`, of text.

    >>> answer = evaluate_text(
    ...     "item,annotator,label\\n1,ann,x\\n1,bob,x\\n2,ann,x\\n2,bob,y\\n", "r.csv",
    ...     Question(measures=("percent_agreement",), resamples=0))
    >>> answer.input["kind"], answer.measures[0].value
    ('ratings', 0.5)
    """
    header = parse_header(text, name)
    ratings, spans = ({*RATING_COLUMNS} - {*header}, {*SPAN_COLUMNS} - {*header})
    if not ratings and not spans:
        raise RatingsError(
            f"{name}, line 1: the columns are those of ratings and of spans at once; leave out "
            "item (for spans), or start and end (for ratings)"
        )
    if not spans or (ratings and "item" not in header and {"start", "end", "length"} & {*header}):
        return _of_spans(text, name, question)
    if "item" not in header and "label" not in header:
        raise RatingsError(
            f"{name}, line 1: expected the columns item,annotator,label (ratings) or "
            f"{','.join(SPAN_COLUMNS)} (spans), found {','.join(header)}; {WIDE}"
        )
    return _of_ratings(text, name, question)


def _of_ratings(text: str, name: str, question: Question) -> Answer:
    if question.unit is not None:
        raise RatingsError(f"{name} holds ratings; a unit is for spans only")
    asked = _names(question.measures, RATING_NAMES, SPAN_NAMES, name, "ratings")
    categories, distances, weights = matrices_of(question)
    file = read_ratings(
        text, name, categories=categories, missing=question.missing, sets=question.sets,
        retest=question.retest,
    )  # fmt: skip
    file = replace(
        file, ratings=replace(file.ratings, distances=distances, weights=weights),
        has_order=question.categories is not None,
    )  # fmt: skip
    level = level_of(question, file, name)
    options = RatingOptions(
        level, weights_of(question, file, name), question.resamples, question.seed
    )
    ratings = file.ratings
    if question.measures is None:
        asked = RATING_NAMES if level in ("interval", "ratio") else RATING_MEASURES
    refuse_words(asked, level, file, name)
    held: dict[str, Any] = {
        "kind": "ratings", "items": ratings.n_items, "annotators": ratings.n_annotators,
        "rows": file.rows, "missing": file.missing, "categories": list(ratings.categories),
    }  # fmt: skip
    if ratings.articles is not None:
        held["articles"] = len(ratings.article_names)
    notes = (*file.notes, *not_computed(ratings, options))
    found = evaluate_ratings(ratings, asked, options, question.progress)
    if question.retest:
        alone = replace(options, details=False)
        found = beside_themselves(
            found, ratings_by_owner(ratings, file.owner),
            lambda mine: evaluate_ratings(mine, asked, alone),
        )  # fmt: skip
    found = with_verdicts(found, question, lambda names: rating_draws(ratings, names, options))
    return Answer(held, found, notes)


def _of_spans(text: str, name: str, question: Question) -> Answer:
    for what, given in (
        ("a level", question.level), ("weights", question.weights),
        ("a matrix of distances", question.distance),
        ("categories", question.categories), ("missing labels", question.missing or None),
        ("sets", question.sets or None),
    ):  # fmt: skip
        if given is not None:
            raise RatingsError(f"{name} holds spans; {what} can be given for ratings only")
    if question.measures is not None:
        _names(question.measures, SPAN_NAMES, RATING_NAMES, name, "spans")
    file = read_spans(text, name, unit=question.unit or "character", retest=question.retest)
    answer = evaluate_marks(file.spans, name, question)
    found = answer.measures
    if question.retest:
        spans = file.spans
        sums = [one.name for one in found if one.scope == "all" and one.name in SPAN_MEASURES]
        found = beside_themselves(
            found, owned(spans.articles, file.owner),
            lambda mine: span_measures(
                spans.select(articles=mine), sums, scopes=(), resamples=question.resamples,
                seed=question.seed,
            ),
        )  # fmt: skip
    held = {**answer.input, "rows": file.rows, "opened_empty": file.opened_empty}
    return Answer(held, found, (*file.notes, *answer.notes))


def evaluate_marks(
    spans: Spans, name: str, question: Question,
    *, tokens: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> Answer:  # fmt: skip
    """The agreement of spans that are there already; `tokens` as `token_spans` takes them."""
    asked = None
    if question.measures is not None:
        asked = _names(question.measures, SPAN_NAMES, RATING_NAMES, name, "spans")
    measures, notes = evaluate_spans(
        spans, asked, resamples=question.resamples, seed=question.seed, tokens=tokens,
        alpha=question.gamma_alpha, beta=question.gamma_beta, samples=question.gamma_samples,
        sampler=question.gamma_sampler, progress=question.progress,
    )  # fmt: skip
    measures = with_verdicts(
        measures,
        question,
        lambda names: span_draws(spans, names, question.resamples, question.seed),
    )
    held: dict[str, Any] = {
        "kind": "spans", "articles": len(spans.articles), "annotators": len(spans.annotators),
        "spans": len(spans), "labels": list(spans.labels), "unit": spans.unit,
    }  # fmt: skip
    return Answer(held, measures, notes)


def _names(
    asked: Sequence[str] | None, own: Sequence[str], other: Sequence[str], name: str, kind: str
) -> tuple[str, ...]:
    for measure in asked or ():
        if measure in own:
            continue
        if measure in other:
            raise RatingsError(
                f"{name} holds {kind}; {measure} is not a measure of {kind}, choose among "
                f"{', '.join(own)}"
            )
        raise RatingsError(f"measure {measure!r} is unknown; choose among {', '.join(own)}")
    return tuple(dict.fromkeys(asked)) if asked else tuple(own)
