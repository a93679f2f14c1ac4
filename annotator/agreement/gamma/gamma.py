"""γ and γ_cat: agreement on where units are and on what they are (Mathet et al. 2015, 2017).

For each article γ = 1 − D_o / D_e, where D_o is the disorder of the best alignment of its
annotators' units and D_e the mean of the same over random continua. The alignments are exact for
any number of annotators; where a component could not be solved in its time there is no value, but
bounds and the reason in words.

Over articles there are two summaries, each named as what it is: the value is 1 − ΣD_o / ΣD_e,
`unit_weighted_mean` is the mean of the articles' γ weighted by their numbers of units.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.gamma.alignment import align
from annotator.agreement.gamma.articles import (
    ArticleGamma,
    continua_of,
    of_article,
    samples_needed,
    who_opened,
    why_not,
)
from annotator.agreement.gamma.chunks import OBSERVED, Outcome, Plan, chunks
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continuum, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.processes import run
from annotator.agreement.gamma.samples import SAMPLERS
from annotator.agreement.gamma.summary import Summary
from annotator.agreement.measure import Measure
from annotator.agreement.spans.spans import Spans

Progress = Callable[[int, int], None]

SAMPLES = 30
SECONDS = 60.0


@dataclass(frozen=True)
class GammaResult:
    """γ (and γ_cat) of a corpus and of each article."""

    gamma: Measure
    gamma_cat: Measure | None
    articles: tuple[ArticleGamma, ...]  # those that have at least two annotators and a unit
    by_article: tuple[Measure, ...]

    def measures(self) -> list[Measure]:
        """Everything: the corpus first, then each article."""
        whole = [self.gamma] if self.gamma_cat is None else [self.gamma, self.gamma_cat]
        return [*whole, *self.by_article]


def gamma(
    spans: Spans,
    *,
    alpha: float = 1.0,
    beta: float = 1.0,
    sampler: Literal["shuffle", "statistical"] = "shuffle",
    samples: int = SAMPLES,
    precision: float | None = None,
    seed: int = 0,
    labels: bool = True,
    seconds: float = SECONDS,
    processes: int | None = None,
    resamples: int = RESAMPLES,
    progress: Progress | None = None,
) -> GammaResult:
    """γ and, with `labels`, γ_cat.

    `alpha` and `beta` weigh position and label. D_e is the mean of `samples` random continua an
    article; with `precision` ε (say 0.02) as many more as ⌈(1.96 · cv / ε)²⌉ asks for. A component
    may take `seconds`. `processes` None uses all cores when that pays; it never changes a number.
    `progress` is called with (continua aligned, all); when it raises, the work ends.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> marks = [Mark("a", "ann", "fear", 2, 9), Mark("a", "bob", "fear", 2, 9)]
    >>> gamma(spans_from_marks(marks, lengths={"a": 40})).gamma.value
    1.0
    """
    _check(sampler, samples, precision, seconds)
    plan = Plan(Dissimilarity(alpha, beta), sampler, seed, seconds, labels)
    continua, left_out = continua_of(spans)
    outcomes = _run(plan, continua, samples, precision, processes, progress)
    articles = tuple(
        of_article(spans.articles[number], continuum, outcomes[number], labels)
        for number, continuum in continua.items()
    )
    summary = Summary(who_opened(spans), articles, left_out, plan, resamples)
    names = ("gamma", "gamma_cat") if labels else ("gamma",)
    return GammaResult(
        summary.corpus("gamma"),
        summary.corpus("gamma_cat") if labels else None,
        articles,
        tuple(summary.article(name, article) for article in articles for name in names),
    )


def best_disorder(
    continuum: Continuum, *, alpha: float = 1.0, beta: float = 1.0, seconds: float = SECONDS
) -> float:
    """Disorder of the best alignment of one continuum, for anyone who needs γ's parts.

    >>> from annotator.agreement.gamma.continua import continuum_from_units
    >>> units = [("ann", 1, 5, "fear"), ("bob", 2, 6, "fear")]
    >>> best_disorder(continuum_from_units(units, ["ann", "bob"]))
    0.0625
    """
    why = why_not(continuum)
    if why:
        raise ValueError(f"there is no alignment: {why}")
    found = align(join([continuum]), Dissimilarity(alpha, beta), Clock(seconds))
    if found.unproved:
        raise TimeoutError(f"no best alignment was found within {seconds:g} s a component")
    return float(found.disorder[0])


def _check(sampler: str, samples: int, precision: float | None, seconds: float) -> None:
    if sampler not in SAMPLERS:
        raise ValueError(f"sampler must be {' or '.join(SAMPLERS)}, it is {sampler!r}")
    if samples < 1:
        raise ValueError(f"samples must be at least 1, it is {samples}")
    if precision is not None and not 0 < precision < 1:
        raise ValueError(f"precision must be between 0 and 1, it is {precision}")
    if not seconds >= 0:
        raise ValueError(f"seconds must be a number from 0 on, it is {seconds}")


def _run(
    plan: Plan,
    continua: dict[int, Continuum],
    samples: int,
    precision: float | None,
    processes: int | None,
    progress: Progress | None,
) -> dict[int, list[Outcome]]:
    """The outcomes of each article: itself, the first samples, then those `precision` asks for."""
    done, total = 0, len(continua) * (samples + 1)

    def report(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, total)

    found: dict[int, list[Outcome]] = {number: [] for number in continua}

    def compute(wanted: dict[int, range]) -> None:
        for outcome in run(chunks(plan, continua, wanted), processes=processes, report=report):
            found[outcome.article].append(outcome)

    compute(dict.fromkeys(continua, range(OBSERVED, samples)))
    if precision is None:
        return found
    more: dict[int, range] = {}
    for number, outcomes in found.items():
        disorders = [outcome.disorder for outcome in outcomes if outcome.sample != OBSERVED]
        more[number] = range(samples, samples_needed(disorders, precision))
    total += sum(len(numbers) for numbers in more.values())
    compute(more)
    return found
