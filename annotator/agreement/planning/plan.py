"""A plan: what studies of each size would find, and from which size on that is near enough."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from annotator.agreement.enough import Projection
from annotator.agreement.files.ratings_file import RATING_COLUMNS, read_ratings
from annotator.agreement.files.spans_file import read_spans
from annotator.agreement.files.table_file import parse_header, read_text
from annotator.agreement.measure import Measure
from annotator.agreement.planning.copying import Assumptions, Expected, items_for, simulate
from annotator.agreement.planning.imagined_marks import AssumedMarks, imagine
from annotator.agreement.ratings.coefficient import measure
from annotator.agreement.ratings.enough_ratings import project
from annotator.agreement.ratings.rating_table import RATING_TABLE
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.enough_spans import project_spans
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.span_table import SPAN_MEASURES
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError
from annotator.time_left import Steps, unheard

ALPHA = {"items": "krippendorff_alpha", "articles": "character_alpha"}
TIMES = (1, 2, 4, 8)  # a pilot's size, unless sizes are given


@dataclass(frozen=True)
class StudyPlan:
    """What was assumed, and what each size of a study would find."""

    kind: str  # items or articles
    measure: str
    assumed: tuple[str, ...]
    sizes: tuple[Expected, ...]
    minimum: float | None = None
    sentences: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def plan_ratings(
    prevalence: Sequence[float], agreement: float, *, annotators: int, sizes: Sequence[int],
    minimum: float | None = None, width: float | None = None, studies: int = 1000, seed: int = 0,
    measure: str | None = None, progress: Steps = unheard,
) -> StudyPlan:  # fmt: skip
    """From assumed shares of labels, agreement and annotators.

    >>> plan = plan_ratings((0.7, 0.3), 0.6, annotators=2, sizes=[40, 400], studies=50)
    >>> plan.sizes[0].half_width > plan.sizes[1].half_width
    True
    """
    if measure not in (None, ALPHA["items"]):
        raise RatingsError(f"ratings that are assumed are measured by {ALPHA['items']} alone")
    assumed = Assumptions(tuple(prevalence), agreement, annotators, studies, seed)
    found = simulate(assumed, sizes, minimum=minimum, progress=progress)
    return _plan("items", ALPHA["items"], assumed.sentences(), found, minimum, width)


def plan_marks(
    marks: float, found: float, *, extra: float, length: int, mark_length: int, annotators: int,
    sizes: Sequence[int], minimum: float | None = None, width: float | None = None,
    studies: int = 1000, seed: int = 0, measure: str | None = None, progress: Steps = unheard,
) -> StudyPlan:  # fmt: skip
    """From what is assumed of marks: articles are imagined, then studies drawn from them.

    >>> plan = plan_marks(4, 0.8, extra=0.5, length=2000, mark_length=50, annotators=2,
    ...                   sizes=[20], studies=50)
    >>> 0.5 < plan.sizes[0].middle < 0.9
    True
    """
    assumed = AssumedMarks(
        passages=marks, found=found, extra=extra, annotators=annotators, length=length,
        passage_length=mark_length, seed=seed,
    )  # fmt: skip
    name = measure or ALPHA["articles"]
    expected = _of_spans(imagine(assumed), name, sizes, studies, seed, progress)
    return _plan("articles", name, assumed.sentences(), expected, minimum, width)


def plan_pilot(
    path: Path, *, sizes: Sequence[int] = (), minimum: float | None = None,
    width: float | None = None, studies: int = 1000, seed: int = 0, measure: str | None = None,
    progress: Steps = unheard,
) -> StudyPlan:  # fmt: skip
    """From a file of ratings or of spans: more items, or articles, like those of the pilot.

    >>> plan_pilot(Path("nowhere.csv"))
    Traceback (most recent call last):
    ...
    annotator.errors.RatingsError: nowhere.csv cannot be read: No such file or directory
    """
    text = read_text(path)
    drawn = f"{studies:,} studies drawn from it for each size, seed {seed}"
    if not {*RATING_COLUMNS} - {*parse_header(text, path.name)}:
        ratings = read_ratings(text, path.name).ratings
        name, kind = measure or ALPHA["items"], ratings.cluster_kind
        n, people = ratings.n_clusters, ratings.n_annotators
        expected = _of_ratings(
            ratings, name, sizes or [n * k for k in TIMES], studies, seed, progress
        )
    else:
        spans = read_spans(text, path.name).spans
        name, kind = measure or ALPHA["articles"], "articles"
        n, people = len(spans.articles), len(spans.annotators)
        expected = _of_spans(spans, name, sizes or [n * k for k in TIMES], studies, seed, progress)
    assumed = [
        f"more {kind} like the {n} of the pilot {path.name}, by the same {people} annotators",
        drawn,
        "what other annotators would give is not in these numbers",
    ]
    return _plan(kind, name, assumed, expected, minimum, width)


def _plan(
    kind: str, name: str, assumed: Sequence[str], found: Sequence[Expected],
    minimum: float | None, width: float | None,
) -> StudyPlan:  # fmt: skip
    sentences = []
    if width is not None:
        sentences.append(_near_enough(kind, found, width))
    return StudyPlan(kind, name, tuple(assumed), tuple(found), minimum, tuple(sentences))


def _near_enough(kind: str, found: Sequence[Expected], width: float) -> str:
    """From the largest size that has a value: errors shrink with the root of the number."""
    largest = max((one for one in found if one.half_width), key=lambda one: one.items, default=None)
    needed = None if largest is None else items_for(width, largest)
    if needed is None:
        return f"no size has a value, so none can be named for ±{width:g}"
    return f"95 of 100 studies are within ±{width:g} from about {needed:,} {kind} on"


def _of_ratings(
    ratings: Ratings, name: str, sizes: Sequence[int], studies: int, seed: int, tell: Steps
) -> list[Expected]:
    make = RATING_TABLE[name].coefficient if name in RATING_TABLE else None
    if make is None:
        known = ", ".join(key for key, one in RATING_TABLE.items() if one.coefficient)
        raise RatingsError(f"measure {name!r} is none of {known}")
    coefficient = make(ratings, "identity", "nominal")
    found = measure(coefficient, ratings)
    projected = project(coefficient, ratings, sizes, resamples=studies, seed=seed, progress=tell)
    return [_expected(one, found) for one in projected]


def _of_spans(
    spans: Spans, name: str, sizes: Sequence[int], studies: int, seed: int, tell: Steps
) -> list[Expected]:
    if name not in SPAN_MEASURES:
        raise RatingsError(f"measure {name!r} is none of {', '.join(SPAN_MEASURES)}")
    (found,) = span_measures(spans, [name], scopes=(), resamples=0)
    projected = project_spans(spans, name, sizes, resamples=studies, seed=seed, progress=tell)
    return [_expected(one, found) for one in projected]


def _expected(one: Projection, found: Measure) -> Expected:
    interval = one.interval
    undefined = interval.undefined / interval.resamples if interval.resamples else 0.0
    reason = found.reason or interval.reason
    return Expected(
        one.clusters, found.value, interval.low, interval.high, None, None, undefined, reason
    )
