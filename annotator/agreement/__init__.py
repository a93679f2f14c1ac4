"""Agreement: arrays in, values out. Every function cites its paper; see docs/agreement.md.

The rooms, each importing only from those above it (`tests/test_architecture.py` holds it so):

    arrays, measure, sparse    what travels: arrays, and the value every measure returns
    bca                        the ends of an interval, from resamples and what each cluster adds
    bootstrap                  intervals of whatever is a function of sums over clusters
    annotator_sets, enough, leave_one_out, change_over_time     for ratings and spans alike
    benchmark_scales, hayes_q  what is said of a value beside it
    why_missing                what is said where there is no value or no interval
    ratings/                   items with a label each: kappa, pi, alpha, AC1
    spans/                     marks in texts: alpha, the u-alpha family, F1, boundaries
    attributes/                what was said of marks, and relations between them
    models/, gamma/            Dawid-Skene and MACE; gamma with its alignments
    alternative_annotator/     whether a model may stand in for an annotator
    files/                     CSV in
    by_name/                   measures asked for by their names
    planning/                  how much to annotate, before there is data
    soft_labels/               what share of people said what, and how far that is apart
    engines/                   the same from Parquet larger than memory: DuckDB, Spark
    conformance/               what papers print, computed again

Ratings of items, from sequences or from a numpy array of codes (annotators x items, -1 missing):

>>> from annotator.agreement import krippendorff_alpha, ratings_from_labels
>>> ratings = ratings_from_labels([["left", "right", "left"], ["left", "left", "left"]])
>>> krippendorff_alpha(ratings, "nominal").value
0.0
>>> import numpy as np
>>> from annotator.agreement import evaluate_ratings, ratings_from_codes
>>> codes = np.array([[0, 1, 2, 2, -1], [0, 1, 2, 1, 0]])
>>> found = evaluate_ratings(ratings_from_codes(codes), ["cohen_kappa", "gwet_ac1"])
>>> [(one.name, round(one.value, 3)) for one in found if one.scope == "all"]
[('cohen_kappa', 0.636), ('gwet_ac1', 0.627)]

Spans, from marks or from five columns; who opened an article without marking anything is in `seen`:

>>> from annotator.agreement import Mark, span_measure, spans_from_marks
>>> marks = [Mark("a", "ann", "fear", 2, 9), Mark("a", "bob", "fear", 2, 12)]
>>> spans = spans_from_marks(marks, lengths={"a": 60, "b": 40},
...                          seen=[(article, who) for article in "ab" for who in ("ann", "bob")])
>>> round(span_measure(spans, "u_alpha").value, 3)
0.809

A CSV file:

>>> from annotator.agreement import Question, evaluate_text
>>> text = "item,annotator,label\\n1,ann,x\\n1,bob,x\\n2,ann,x\\n2,bob,y\\n"
>>> evaluate_text(text, "r.csv", Question(measures=("percent_agreement",))).measures[0].value
0.5
"""

from annotator.agreement.alternative_annotator.alike_ratings import alt_test_of_ratings
from annotator.agreement.alternative_annotator.alike_spans import alt_test_of_spans
from annotator.agreement.alternative_annotator.alt_test import AltTest
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.by_name.evaluate import Answer, evaluate_file, evaluate_text
from annotator.agreement.by_name.evaluate_ratings import (
    RatingOptions,
    evaluate_ratings,
    rating_coefficient,
)
from annotator.agreement.by_name.evaluate_spans import SPAN_NAMES, span_measure
from annotator.agreement.by_name.question import Question
from annotator.agreement.conformance.run_cases import run_cases
from annotator.agreement.enough import Difference, Projection
from annotator.agreement.gamma.gamma import GammaResult, best_disorder, gamma
from annotator.agreement.leave_one_out import annotator_jackknife, leave_one_out
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.models.competence import Competence, agreement_with_gold, competences
from annotator.agreement.models.dawid_skene import DawidSkene, dawid_skene
from annotator.agreement.models.mace import Mace, mace
from annotator.agreement.models.unit_ratings import unit_ratings
from annotator.agreement.ratings.chance import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    percent_agreement,
    randolph_kappa,
)
from annotator.agreement.ratings.cohen import bennett_s, cohen_kappa, light_kappa, scott_pi
from annotator.agreement.ratings.conger import conger_kappa
from annotator.agreement.ratings.drift_of_ratings import drift
from annotator.agreement.ratings.enough_ratings import difference, project
from annotator.agreement.ratings.groups import group_alphas
from annotator.agreement.ratings.icc import icc
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.ratings.per_label import one_against_rest, specific_agreement
from annotator.agreement.ratings.rating_table import RATING_MEASURES
from annotator.agreement.ratings.ratings import (
    Ratings,
    ratings_from_codes,
    ratings_from_labels,
    ratings_from_rows,
    ratings_from_table,
)
from annotator.agreement.spans.disputed_passages import Passage, Passages, find_passages
from annotator.agreement.spans.enough_spans import (
    difference_of_groups,
    difference_of_labels,
    difference_of_rounds,
    project_spans,
)
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, Spans, spans_from_arrays, spans_from_marks
from annotator.agreement.spans.token_spans import token_spans

__all__ = [
    "RATING_MEASURES",
    "SPAN_NAMES",
    "AltTest",
    "Answer",
    "Competence",
    "DawidSkene",
    "Difference",
    "GammaResult",
    "Interval",
    "Mace",
    "Mark",
    "Measure",
    "Passage",
    "Passages",
    "Projection",
    "Question",
    "RatingOptions",
    "Ratings",
    "Spans",
    "agreement_with_gold",
    "alt_test_of_ratings",
    "alt_test_of_spans",
    "annotator_jackknife",
    "bennett_s",
    "best_disorder",
    "bootstrap",
    "brennan_prediger",
    "cohen_kappa",
    "competences",
    "conger_kappa",
    "dawid_skene",
    "difference",
    "difference_of_groups",
    "difference_of_labels",
    "difference_of_rounds",
    "drift",
    "evaluate_file",
    "evaluate_ratings",
    "evaluate_text",
    "find_passages",
    "fleiss_kappa",
    "gamma",
    "group_alphas",
    "gwet_ac1",
    "gwet_ac2",
    "icc",
    "krippendorff_alpha",
    "leave_one_out",
    "light_kappa",
    "mace",
    "one_against_rest",
    "percent_agreement",
    "project",
    "project_spans",
    "randolph_kappa",
    "rating_coefficient",
    "ratings_from_codes",
    "ratings_from_labels",
    "ratings_from_rows",
    "ratings_from_table",
    "run_cases",
    "scott_pi",
    "span_measure",
    "span_measures",
    "spans_from_arrays",
    "spans_from_marks",
    "specific_agreement",
    "token_spans",
    "unit_ratings",
]
