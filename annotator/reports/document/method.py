"""The paragraphs on method that a paper about a study needs, filled from the study.

What only a person can know is marked *missing*, never invented.
"""

from __future__ import annotations

from annotator.agreement.bootstrap import FEW_SPREAD
from annotator.agreement.by_name.words import title_of
from annotator.agreement.measure import Measure
from annotator.plural import counted
from annotator.reports.document.reliability import reliability_rows
from annotator.reports.document.setting import MISSING, Setting
from annotator.reports.report import Report

__all__ = ["method_paragraphs"]

_PEOPLE = (
    ("recruitment", "How annotators were found"),
    ("demographics", "who they are"),
    ("training", "how they were trained"),
    ("payment", "how they were paid"),
    ("ethics", "ethical review"),
    ("collection", "how articles were chosen"),
)


def method_paragraphs(report: Report, setting: Setting) -> list[str]:
    """Work, agreement, settling, software; then what is missing.

    Each is one paragraph of plain text.
    """
    return [
        _work(report, setting),
        _agreement(report),
        _settled(setting),
        _software(report, setting),
        _people(setting),
    ]


def _work(report: Report, setting: Setting) -> str:
    versions = ", ".join(setting.scheme_versions) or MISSING
    codebook = f"the codebook “{setting.scheme_title}” ({setting.scheme_name}, version {versions})"
    sentences = [
        f"{counted(len(report.annotators), 'annotator')} marked passages in "
        f"{counted(report.submitted, 'reading')} of {counted(report.articles, 'article')} under "
        f"{codebook}; skipped: {report.skipped:,}.",
        f"They made {counted(report.spans, 'mark')}.",
    ]
    was, is_ = ("was", "is") if report.compared == 1 else ("were", "are")
    compared = counted(report.compared, "article")
    sentences.append(f"{compared} {was} read by at least two annotators and {is_} compared.")
    return " ".join([*sentences, *_assigned(setting)])


def _assigned(setting: Setting) -> list[str]:
    """How many got each article, and whether they saw each other's work."""
    if setting.origin:
        return [
            f"The work was imported ({setting.origin}); at most "
            f"{setting.overlap or MISSING} annotators have one article. "
            f"How articles were assigned, and whether annotators worked blind: {MISSING}."
        ]
    people = counted(setting.overlap, "annotator") if setting.overlap else f"{MISSING} annotators"
    given = f"Each article was given to {people}."
    if not setting.published:
        return [given, f"Whether annotators worked blind: {MISSING}."]
    return [
        given,
        "Annotators worked blind: each had a project of their own and saw no work of others.",
    ]


def _agreement(report: Report) -> str:
    alpha = report.measure("character_alpha")
    if report.reason or alpha is None:
        return f"Agreement could not be computed: {report.reason or 'there is nothing to compare.'}"
    shown = f"none ({alpha.reason})" if alpha.value is None else f"{alpha.value:.3f}"
    if alpha.value is not None and alpha.interval is not None and alpha.interval.low is not None:
        shown += f" (95 % interval {alpha.interval.low:.3f} to {alpha.interval.high:.3f})"
    edges = "as they were made" if report.raw else "without spaces and punctuation at their edges"
    sentences = [
        f"Over all labels, Krippendorff’s α with characters as units{_level(alpha)} is {shown}.",
        "An article that was read and left without a mark counts as unmarked; one that was skipped "
        "or never opened is missing.",
        f"Marks are compared {edges}.",
    ]
    if alpha.interval is not None and alpha.interval.method:
        method = alpha.interval.method
        sentences.append(
            f"Intervals: {method}, at least Student’s t from the jackknife where fewer than "
            f"{FEW_SPREAD} articles carry a value; they speak of other articles, not of other "
            "annotators."
        )
    named = dict.fromkeys(title_of(row.measure.name) for row in reliability_rows(report))
    sentences.append(
        f"The table has {'; '.join(named)}; over all labels, by label and by question, each with a "
        f"95 % interval from {report.resamples} resamples; where one has no value, the reason."
    )
    return " ".join(sentences)


def _level(alpha: Measure) -> str:
    if alpha.level == "masi":
        return ", MASI distance between the sets of labels on them,"
    return f" ({alpha.level})" if alpha.level else ""


def _settled(setting: Setting) -> str:
    if not setting.settled_by:
        return "Disagreement was not settled: there is no gold version."
    ways = "; ".join(
        f"{one.how}: {one.decisions} decisions, {one.gold} gold marks, {one.nothing} times nothing"
        for one in setting.settled_by
    )
    return f"Disagreement was settled, keeping every annotator’s own work beside the gold. {ways}."


def _software(report: Report, setting: Setting) -> str:
    reproduced, cases = setting.conformance
    return (
        f"Computed with annotator {setting.version} ({report.resamples} resamples, seed "
        f"{report.seed}), which reproduces {reproduced} of {cases} published values of its "
        "coefficients (annotator conformance)."
    )


def _people(setting: Setting) -> str:
    said = "; ".join(f"{words}: {setting.said(key)}" for key, words in _PEOPLE)
    return f"{said}."
