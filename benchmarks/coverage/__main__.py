"""The table of docs/agreement.md: `python -m benchmarks.coverage [STUDIES]`, some minutes."""

from __future__ import annotations

import sys

import numpy as np

from annotator.agreement.ratings.coefficient import Coefficient
from annotator.agreement.ratings.cohen import pair_coefficient
from annotator.agreement.ratings.krippendorff import alpha_coefficient
from annotator.agreement.ratings.per_label import one_against_rest
from annotator.agreement.spans.span_statistics import span_statistics
from benchmarks.coverage.corpora import LABELS, marked_corpus, rated_corpus
from benchmarks.coverage.studies import Covered, coverage, values_of_ratings, values_of_spans

CORPUS, STUDIES = 20_000, 1000
SIZES = (10, 20, 50, 100)
TITLES = {
    "character_alpha": "α of characters", "f1_overlap": "F1, overlap",
    "krippendorff_alpha": "α of ratings", "cohen_kappa": "Cohen's κ",
}  # fmt: skip


def main(studies: int = STUDIES) -> None:
    rng = np.random.default_rng(2027)
    marked = span_statistics(marked_corpus(rng, CORPUS))
    rated = rated_corpus(rng, CORPUS)
    alone = {f"{name} label": LABELS.index(name) for name in ("rare", "very rare")}
    coefficients: dict[str, Coefficient] = {}
    for title in ("", *alone):
        some = one_against_rest(rated, LABELS[alone[title]]) if title else rated
        said = f", {title}" if title else ""
        coefficients |= {
            f"krippendorff_alpha{said}": alpha_coefficient(some, "nominal"),
            f"cohen_kappa{said}": pair_coefficient("cohen_kappa", some, "identity", 0, 1),
        }
    sources = (
        values_of_spans(marked, ("character_alpha", "f1_overlap"), alone),
        values_of_ratings(rated, coefficients),
    )
    table: dict[str, dict[int, Covered]] = {}
    for values in sources:
        for n in SIZES:
            for name, found in coverage(values, CORPUS, n, studies).items():
                table.setdefault(name, {})[n] = found
    print(f"{studies} studies of each size; a nominal .95; share of studies with an interval")
    print("| value | " + " | ".join(f"{n} articles" for n in SIZES) + " |")
    print("| --- |" + " --- |" * len(SIZES))
    for name, by_size in table.items():
        measure, _, label = name.partition(", ")
        title = TITLES[measure] + (f", {label}" if label else "")
        print(f"| {title} | " + " | ".join(_cell(by_size[n]) for n in SIZES) + " |", flush=True)


def _cell(found: Covered) -> str:
    if not found.given:
        return "never an interval"
    share = found.given / found.studies
    covered = f"{found.inside / found.given:.3f}".lstrip("0")
    return covered if share > 0.995 else f"{covered} ({share:.0%})"


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
