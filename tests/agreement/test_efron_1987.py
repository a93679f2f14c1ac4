"""BCa intervals: Efron (1987), with the levels of Student's t."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import bootstrap as scipys_bootstrap
from scipy.stats import norm, t
from scipy.stats._resampling import BootstrapResult

from annotator.agreement import bootstrap
from annotator.agreement.bca import effective_clusters, influences, student_quantile
from annotator.agreement.bootstrap import LEFT_OUT_AT_MOST, resample_weights
from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks


def mean(sums):
    return sums[:, 0] / sums[:, 1]


def widened(n: float, level: float = 0.95) -> float:
    """The share of a normal distribution between -z and z."""
    return 2 * norm.cdf(math.sqrt(n / (n - 1)) * t.ppf((1 + level) / 2, n - 1)) - 1


@pytest.mark.parametrize("n", [4, 12, 30, 60])
def test_the_ends_are_scipys_at_the_wider_level(n: int) -> None:
    values = np.random.default_rng(n).normal(size=n) ** 3  # skewed
    found = bootstrap(np.column_stack([values, np.ones(n)]), mean, seed=5)
    without = np.array([np.delete(values, i).mean() for i in range(n)])
    effective = min(n, max(2.0, 3 * kurtosis_free(without - without.mean())))
    drawn = BootstrapResult(None, found.values[:, 0], 0.0)
    theirs = scipys_bootstrap(
        (values,), np.mean, n_resamples=0, bootstrap_result=drawn, method="BCa", vectorized=False,
        confidence_level=widened(effective),
    ).confidence_interval  # fmt: skip
    interval = found.interval()
    assert (interval.low, interval.high) == pytest.approx((theirs.low, theirs.high), rel=1e-9)
    assert interval.method == "BCa bootstrap over articles, 2000 resamples, seed 5"


def kurtosis_free(contributions) -> float:
    return (contributions**2).sum() ** 2 / (contributions**4).sum()


def study(rng: np.random.Generator, articles: int) -> dict[str, list[tuple[str, str, int, int]]]:
    """Each article's marks: annotator, label, start, end."""
    found = {}
    for number in range(articles):
        marks = []
        for who in ("ann", "bob", "cyd"):
            for place in range(int(rng.integers(0, 4))):
                start = 20 * place + int(rng.integers(0, 6))
                label = "xy"[int(rng.random() < 0.3)]
                marks.append((who, label, start, start + int(rng.integers(3, 12))))
        found[f"a{number}"] = marks
    return found


def spans_of(chosen: list[list[tuple[str, str, int, int]]]) -> Spans:
    marks = [Mark(f"{n}", *mark) for n, one in enumerate(chosen) for mark in one]
    names = [f"{n}" for n in range(len(chosen))]
    return spans_from_marks(
        marks, lengths=dict.fromkeys(names, 90), labels=["x", "y"],
        seen=[(name, who) for name in names for who in ("ann", "bob", "cyd")],
    )  # fmt: skip


@pytest.mark.parametrize("n", [9, 24])
@pytest.mark.parametrize("name", ["character_alpha", "f1_overlap", "u_alpha_macro"])
def test_intervals_of_spans_are_those_of_articles_copied_and_left_out_one_by_one(
    name: str, n: int
) -> None:
    resamples = 60
    articles = list(study(np.random.default_rng(len(name)), n).values())

    def value(some: list[list[tuple[str, str, int, int]]]) -> float:
        (found,) = span_measures(spans_of(some), [name], scopes=(), resamples=0)
        assert found.value is not None
        return found.value

    whole = value(articles)
    weights = np.concatenate(list(resample_weights(n, resamples, seed=3))).astype(int)
    drawn = [
        value([one for one, often in zip(articles, row, strict=True) for _ in range(often)])
        for row in weights
    ]
    contributions = [value(articles[:i] + articles[i + 1 :]) for i in range(n)]
    least = 0.0 if name == "f1_overlap" else -1.0
    low, high = by_hand(whole, np.array(drawn), np.array(contributions), least)
    (measure,) = span_measures(spans_of(articles), [name], scopes=(), resamples=resamples, seed=3)
    assert measure.interval is not None
    assert (measure.interval.low, measure.interval.high) == pytest.approx((low, high), rel=1e-9)


def by_hand(
    whole: float, drawn: np.ndarray, without: np.ndarray, least: float
) -> tuple[float, float]:
    u = without.mean() - without
    a = (u**3).sum() / (6 * (u**2).sum() ** 1.5)
    n = min(len(u), max(2.0, 3 * kurtosis_free(u)))
    z_0 = norm.ppf(((drawn < whole).sum() + (drawn <= whole).sum()) / (2 * len(drawn)))
    ends = []
    for z in norm.ppf([(1 - widened(n)) / 2, (1 + widened(n)) / 2]):
        share = norm.cdf(z_0 + (z_0 + z) / (1 - a * (z_0 + z)))
        ends.append(float(np.quantile(drawn, share)))
    carry = (abs(u) > abs(u).max() / 20).sum()
    if carry >= 15:
        return ends[0], ends[1]
    spread = math.sqrt((len(u) - 1) / len(u) * (u**2).sum())
    reach = t.ppf(0.975, max(1, min(carry - 1, kurtosis_free(u)))) * spread
    return min(ends[0], max(whole - reach, least)), max(ends[1], min(whole + reach, 1.0))


def test_where_one_article_makes_all_the_difference_the_interval_is_nearly_everything() -> None:
    """All marks of one article are met, none of two others; seven have next to nothing."""
    sums = np.column_stack([np.zeros(10), np.full(10, 1e-6)])
    sums[:3, 1], sums[0, 0] = (6, 2, 2), 6
    found = bootstrap(sums, mean)
    narrow, wide = found.interval(), found.interval(least=0.0)
    assert (wide.low, wide.high) == (0.0, 1.0)
    assert narrow.low is not None
    assert narrow.high is not None
    assert 0 <= narrow.low < narrow.high <= 1


def test_of_many_articles_groups_are_left_out() -> None:
    rng = np.random.default_rng(2)
    values = np.column_stack(
        [rng.exponential(size=5 * LEFT_OUT_AT_MOST), np.ones(5 * LEFT_OUT_AT_MOST)]
    )
    found = bootstrap(values, mean, resamples=10)
    assert found.influence.shape == (LEFT_OUT_AT_MOST, 1)


def test_students_t_without_scipy() -> None:
    for degrees in (1.0, 1.7, 2.0, 9.0, 49.0, 500.0, 8191.0):
        for share in (0.75, 0.975, 0.999):
            assert student_quantile(share, degrees) == pytest.approx(t.ppf(share, degrees), 1e-9)


def test_few_articles_that_carry_a_value_count_as_few() -> None:
    rare = np.zeros((40, 2))
    rare[:, 1] = 1
    rare[:4, 0] = (1, -1, 2, -2)
    contributions = influences((rare.sum(0) - rare)[:, :1] / 39)[:, 0]
    assert effective_clusters(contributions, 40) < 10
    common = np.random.default_rng(1).normal(size=40)
    assert effective_clusters(common - common.mean(), 40) > 25


def test_few_articles_that_carry_a_value_are_told() -> None:
    rare = np.column_stack([np.zeros(40), np.full(40, 5.0)])
    rare[:6, 0] = (1, 2, 3, 1, 4, 2)
    rare[6:, 1] = 1e-6  # the others say next to nothing about it
    warning = bootstrap(rare, mean).interval().warning
    assert warning == (
        "only 6 of 40 articles carry this value: an interval is a rough guide, rather too wide "
        "than too narrow"
    )


def test_the_difference_of_two_rounds_takes_the_skewness_of_both() -> None:
    rng = np.random.default_rng(4)
    one, two = (
        bootstrap(np.column_stack([rng.exponential(size=n), np.ones(n)]), mean, seed=n)
        for n in (25, 40)
    )
    gap = one.minus(two, paired=False)
    assert gap.influence.shape == (65, 1)
    assert gap.clusters == 25
    interval = gap.interval()
    assert interval.low < gap.whole[0] < interval.high


def test_a_label_on_which_nobody_ever_agreed_has_no_interval_but_a_reason() -> None:
    """Marked by one of two in three of twelve articles: α is a little below 0 in every resample,
    which would look like certainty."""
    marks = [Mark(f"a{n}", "ann", "common", 0, 9) for n in range(12)]
    marks += [Mark(f"a{n}", "bob", "common", 0, 7 + n % 3) for n in range(12)]
    marks += [Mark(f"a{n}", ("ann", "bob")[n % 2], "rare", 20 + n, 29) for n in range(3)]
    spans = spans_from_marks(marks, lengths={f"a{n}": 60 for n in range(12)})
    found = {one.label: one for one in span_measures(spans, ["character_alpha"], scopes=("label",))}
    rare, common = found["rare"], found["common"]
    assert rare.value is not None
    assert -0.1 < rare.value < 0
    assert rare.interval is not None
    assert rare.interval.reason.startswith("no two annotators ever put it on the same thing")
    assert common.interval is not None
    assert common.interval.low is not None

    text = "item,annotator,label,article\n" + "".join(
        f"{4 * n + k},{who},{label},{n}\n"
        for n in range(12) for k in range(4)
        for who, label in (("ann", "rare" if n < 3 and not k else "ab"[k % 2]),
                           ("bob", "rare" if 3 <= n < 5 and k == 1 else "ab"[(k + n // 9) % 2]))
    )  # fmt: skip
    asked = Question(resamples=300, measures=("krippendorff_alpha", "gwet_ac1"))
    rated = {
        (one.name, one.label): one
        for one in evaluate_text(text, "r.csv", asked).measures
        if one.scope in ("all", "label")
    }
    rare = rated["krippendorff_alpha", "rare"]
    assert rare.interval is not None
    assert rare.interval.reason.startswith("no two annotators ever put it on the same thing")
    for of_others in (
        ("krippendorff_alpha", "a"),
        ("gwet_ac1", None),
        ("krippendorff_alpha", None),
    ):
        interval = rated[of_others].interval
        assert interval is not None
        assert interval.low is not None
