"""What to do next: what stands out in a study, tested, in words, the largest first.

Each candidate (this annotator misses that label, disputes on this label are about where it ends,
...) is one test over articles: what happened in an article minus what the rest of the study would
lead one to expect there; a one-sided t test of the mean of these differences. All candidates
together are held to one error rate (`ERROR_RATE`, Bonferroni), so in a study in which nothing
stands out one of twenty has a finding. A finding must also be large: see the constants.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.attributes.matched_marks import MatchedMarks
from annotator.agreement.measure import Measure
from annotator.agreement.spans.disputed_passages import KINDS as DISPUTES
from annotator.agreement.spans.disputed_passages import Passages
from annotator.agreement.spans.spans import Spans
from annotator.reports.disputes import Disputes, disputes_between_two
from annotator.reports.more_articles import more_articles
from annotator.reports.report import Finding

__all__ = ["ERROR_RATE", "findings"]

ERROR_RATE = 0.05  # of any finding in a study where there is nothing to find
FEWEST_ARTICLES = 8
FEWEST = 10  # marks or disputes that a finding rests on
HALF = 0.5
TIMES_THE_USUAL = 1.5  # how much more often than elsewhere


@dataclass(frozen=True)
class _Candidate:
    """`surprise` is, of each article that counts, what happened minus what was expected."""

    finding: Finding
    surprise: Floats
    large: bool

    @property
    def p(self) -> float:
        """One-sided, that the mean surprise is above 0."""
        n = len(self.surprise)
        if n < FEWEST_ARTICLES:
            return 1.0
        mean, spread = float(self.surprise.mean()), float(self.surprise.std(ddof=1))
        if mean <= 0:
            return 1.0
        if spread == 0:
            return 0.0
        from scipy.special import stdtr  # slow to import

        return float(stdtr(n - 1, -mean / (spread / math.sqrt(n))))


def findings(
    spans: Spans, matched: MatchedMarks, passages: Passages, alpha: Measure,
    titles: dict[str, str],
) -> tuple[Finding, ...]:  # fmt: skip
    """What stands out, by how many marks or passages it concerns; how sure α is comes last."""
    candidates = [
        *_by_annotator(spans, matched, titles),
        *_not_seen_alike(spans, matched, titles),
        *_by_label(passages, titles),
    ]
    level = ERROR_RATE / max(1, len(candidates))
    found = [one.finding for one in candidates if one.large and one.p <= level]
    said = sorted(_once(found), key=lambda one: -one.concerns)
    return (*said, *more_articles(alpha))


def _once(found: Sequence[Finding]) -> Iterator[Finding]:
    """Nothing twice: who differs on several labels differs (one sentence), on one label differs on
    that one; and a label is not seen alike where nothing else says what happens with it."""
    labels = {one.label for one in found if one.kind != "vague"}
    for one in found:
        same = [two for two in found if (two.kind, two.annotator) == (one.kind, one.annotator)]
        of_labels = sum(two.label != "" for two in same)
        if one.kind == "vague":
            is_said = one.label in labels
        elif one.label:
            is_said = 1 < of_labels < len(same)
        else:
            is_said = of_labels == 1
        if not is_said:
            yield one


# ------------------------------------------------------------- who misses, who marks alone


def _by_annotator(
    spans: Spans, matched: MatchedMarks, titles: dict[str, str]
) -> Iterator[_Candidate]:
    """Of each label, and of all. Of two annotators nobody can say who is the odd one."""
    if len(spans.annotators) < 3:
        return
    compared = (spans.annotators_per_article >= 2)[spans.article]
    each = [(name, spans.label == label) for label, name in enumerate(spans.labels)]
    some = [(name, rows) for name, rows in each if rows.any()]
    for name, rows in (*some, *([("", np.ones(len(spans), dtype=bool))] * (len(some) > 1))):
        sought, found = _sought_and_found(spans, matched, rows)
        made, alone = _made_and_alone(spans, matched, rows & compared)
        for who, person in enumerate(spans.annotators):
            others = np.arange(len(spans.annotators)) != who
            yield _misses(sought, found, who, others, person, titles.get(name, name), name)
            yield _alone(made, alone, who, others, person, titles.get(name, name), name)


def _not_seen_alike(
    spans: Spans, matched: MatchedMarks, titles: dict[str, str]
) -> Iterator[_Candidate]:
    """Labels that everybody misses more of than of the others."""
    every = np.ones(len(spans), dtype=bool)
    all_sought, all_found = (int(one.sum()) for one in _sought_and_found(spans, matched, every))
    for label, name in enumerate(spans.labels):
        rows = spans.label == label
        if not rows.any() or rows.all():
            continue
        sought, found = (one.sum(axis=1) for one in _sought_and_found(spans, matched, rows))
        elsewhere = all_sought - sought.sum()
        usual = (all_found - found.sum()) / elsewhere if elsewhere else 1.0
        missed = 1 - found.sum() / max(1, sought.sum())
        surprise = (sought * usual - found)[sought > 0].astype(np.float64)
        large = rows.sum() >= FEWEST and missed >= HALF and missed >= TIMES_THE_USUAL * (1 - usual)
        sentence = (
            f"“{titles.get(name, name)}” is not seen alike: annotators miss {_share(missed)} of "
            f"each other’s marks of it, of other labels {_share(1 - usual)}. Say in the codebook "
            "what counts as it and what does not, with examples."
        )
        concerns = max(0.0, float(surprise.sum()))
        finding = Finding("vague", sentence, concerns, name, "", "missed")
        yield _Candidate(finding, surprise, bool(large))


def _sought_and_found(spans: Spans, matched: MatchedMarks, rows: Bools) -> tuple[Ints, Ints]:
    """Shape (n_articles, n_annotators), of some marks: how many of the others' each could have
    found (an article they opened), and how many they did."""
    shape = spans.seen.shape
    place = spans.article[rows] * shape[1] + spans.annotator[rows]
    made = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    sought = np.where(spans.seen, made.sum(axis=1, keepdims=True) - made, 0)
    both = rows[matched.first]
    first, second = matched.first[both], matched.second[both]
    finder = np.concatenate([spans.annotator[second], spans.annotator[first]])
    article = np.concatenate([spans.article[first], spans.article[first]])
    found = np.bincount(article * shape[1] + finder, minlength=shape[0] * shape[1])
    return sought, found.reshape(shape)


def _made_and_alone(spans: Spans, matched: MatchedMarks, rows: Bools) -> tuple[Ints, Ints]:
    """The same shape: marks that each made, and those of them that nobody else has."""
    shape = spans.seen.shape
    met = np.zeros(len(spans), dtype=bool)
    met[matched.first] = met[matched.second] = True
    place = spans.article * shape[1] + spans.annotator
    made, alone = (
        np.bincount(place[some], minlength=shape[0] * shape[1]).reshape(shape)
        for some in (rows, rows & ~met)
    )
    return made, alone


def _misses(
    sought: Ints, found: Ints, who: int, others: Bools, person: str, title: str, label: str
) -> _Candidate:
    mine, theirs = sought[:, who], sought[:, others].sum()
    usual = found[:, others].sum() / theirs if theirs else 1.0
    missed = 1 - found[:, who].sum() / max(1, mine.sum())
    surprise = (mine * usual - found[:, who])[mine > 0].astype(np.float64)
    large = mine.sum() >= FEWEST and missed >= HALF and missed >= TIMES_THE_USUAL * (1 - usual)
    sentence = (
        f"{person} misses {_share(missed)} of the others’ {_marks(title)}; the others miss "
        f"{_share(1 - usual)}. Go through some of them together."
    )
    concerns = float(max(0.0, surprise.sum()))
    return _Candidate(
        Finding("misses", sentence, concerns, label, person, "missed"), surprise, bool(large)
    )


def _alone(
    made: Ints, alone: Ints, who: int, others: Bools, person: str, title: str, label: str
) -> _Candidate:
    mine, theirs = made[:, who], made[:, others].sum()
    usual = alone[:, others].sum() / theirs if theirs else 1.0
    share = alone[:, who].sum() / max(1, mine.sum())
    surprise = (alone[:, who] - mine * usual)[mine > 0].astype(np.float64)
    large = mine.sum() >= FEWEST and share >= HALF and share >= TIMES_THE_USUAL * usual
    sentence = (
        f"{_share(share).capitalize()} of {person}’s {_marks(title)} nobody else has; of the "
        f"others’ {_share(usual)}. Ask what {person} takes for {'it' if title else 'them'}."
    )
    concerns = float(max(0.0, surprise.sum()))
    return _Candidate(
        Finding("alone", sentence, concerns, label, person, "missed"), surprise, bool(large)
    )


def _marks(title: str) -> str:
    return f"“{title}” marks" if title else "marks, of whatever label"


# ---------------------------------------------------------- what disputes on a label are about


def _by_label(passages: Passages, titles: dict[str, str]) -> Iterator[_Candidate]:
    """Each two annotators who differ on a passage are a dispute: where many read an article, nearly
    every passage is missed by somebody, which says nothing about those who marked it."""
    spans = passages.spans
    disputes = disputes_between_two(passages)
    about_label = passages.flags[:, DISPUTES.index("label")]
    for label, name in enumerate(spans.labels):
        of_label = passages.disputed & (passages.has_label[:, [label]].toarray()[:, 0] > 0)
        elsewhere = passages.disputed & ~of_label
        title = titles.get(name, name)
        for kind, such, advice in (
            ("ends", disputes.ends, "where it begins or ends: add a rule on boundaries"),
            ("label", disputes.label, _against(passages, of_label & about_label, label, titles)),
        ):
            share = such[of_label].sum() / max(1e-9, disputes.all[of_label].sum())
            usual = _usual(such, disputes, elsewhere, passages)
            sentence = (
                f"{_share(share).capitalize()} of the disputes on “{title}” are about {advice}."
            )
            articles = spans.lengths.shape[0]
            place = passages.article[of_label]
            all_there, there = (
                np.bincount(place, some[of_label], minlength=articles).astype(np.float64)
                for some in (disputes.all, such)
            )
            surprise = (there - all_there * usual)[all_there > 0]
            large = of_label.sum() >= FEWEST and share >= 0.4 and share >= TIMES_THE_USUAL * usual
            shown = _kind_to_show(passages, such * of_label, "boundary" if kind == "ends" else kind)
            finding = Finding(kind, sentence, float(there.sum()), name, "", shown)
            yield _Candidate(finding, surprise, bool(large))


def _usual(such: Floats, disputes: Disputes, elsewhere: Bools, passages: Passages) -> float:
    """The share of such disputes among those of the other labels, on passages without this one.

    A passage counts once for each of its labels, as it does for the label that is looked at. Of K
    labels one can be taken for K - 1 others, and for K - 2 where one is left out.
    """
    labels = np.asarray(passages.has_label.sum(axis=1)).reshape(-1)
    K = int(np.count_nonzero(np.asarray(passages.has_label.sum(axis=0)).reshape(-1)))
    if K < 3 and such is disputes.label:  # all are between the two
        return HALF
    times, others = labels[elsewhere], (K - 1) / max(1, K - 2)
    more = (others - 1) * disputes.label[elsewhere]
    every = float((times * (disputes.all[elsewhere] + more)).sum())
    found = float((times * such[elsewhere]).sum()) * (others if such is disputes.label else 1.0)
    return found / every if every else HALF


def _kind_to_show(passages: Passages, such: Floats, kind: str) -> str:
    """The kind of passages that most of these disputes are in, "" where they are in passages that
    somebody missed as well."""
    first = passages.flags.argmax(axis=1) == DISPUTES.index(kind)
    return kind if 2 * such[first].sum() >= such.sum() else ""


def _against(passages: Passages, rows: Bools, label: int, titles: dict[str, str]) -> str:
    """Which other label it is most often taken for."""
    with_ = np.asarray(passages.has_label[np.flatnonzero(rows)].sum(axis=0)).reshape(-1)
    with_[label] = 0
    if not with_.any():
        return "which label it is"
    other = passages.spans.labels[int(with_.argmax())]
    return f"which label it is, mostly “{titles.get(other, other)}”: say where they differ"


def _share(share: float) -> str:
    """A share as people say it.

    >>> _share(0.66), _share(0.5), _share(0.93), _share(0.12)
    ('two thirds', 'half', '93 %', '12 %')
    """
    for value, words in ((0.5, "half"), (2 / 3, "two thirds"), (0.75, "three quarters")):
        if abs(share - value) < 0.02:
            return words
    return f"{100 * share:.0f} %"
