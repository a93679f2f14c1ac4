"""Agreement within groups of annotators and between every two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.enough import Difference
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.groups import group_alphas
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.enough_spans import differences_of_groups
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Spans
from annotator.reports.page_charts import interval_chart
from annotator.reports.report import Chart
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.reports.two_values import TwoValues, two_groups
from annotator.reports.who_differs import ALPHA, level_of
from annotator.time_left import Parts, Steps, one_by_one, unheard

ONE_ALONE = "only one annotator of this group has submitted work; agreement within it needs two"
NOBODY = "nobody of this group has submitted work yet"


@dataclass(frozen=True)
class GroupReport:
    """One group: `annotators` are its members with submitted work, `waiting` those without."""

    name: str
    annotators: tuple[str, ...]
    waiting: tuple[str, ...]
    within: Measure


@dataclass(frozen=True)
class PairOfGroups:
    """Two groups; `difference` is alpha within the first minus within the second."""

    first: str
    second: str
    between: Measure
    difference: TwoValues


@dataclass(frozen=True)
class GroupsReport:
    """`reason` says why groups cannot be compared; `groups` may be there all the same.

    `labels` has, of each label, its title and alpha within every group, then between every two.
    """

    subject: Subject
    reason: str = ""
    groups: tuple[GroupReport, ...] = ()
    ungrouped: tuple[str, ...] = ()
    pairs: tuple[PairOfGroups, ...] = ()
    labels: tuple[tuple[str, tuple[Measure, ...]], ...] = ()
    chart: Chart | None = None

    @property
    def annotators(self) -> tuple[str, ...]:
        """Everybody who has submitted work."""
        return tuple(who for one in self.groups for who in one.annotators) + self.ungrouped


def groups_report(
    marks: StudyMarks, subject: Subject, *, resamples: int = RESAMPLES,
    progress: Steps = unheard,
) -> GroupsReport:  # fmt: skip
    """Alpha within and between the groups that `marks.groups` names."""
    parts = Parts(progress, 1, 1)
    members: dict[str, list[str]] = {}
    for pseudonym, group in sorted(marks.groups.items(), key=lambda one: (one[1], one[0])):
        members.setdefault(group, []).append(pseudonym)
    did = set(marks.annotators)
    ungrouped = tuple(who for who in marks.annotators if who not in marks.groups)
    present = {name: [w for w in who if w in did] for name, who in members.items()}
    values = _Values(
        marks, subject, [name for name in present if present[name]], present, resamples,
        parts.next(),
    )  # fmt: skip
    reason = _reason(marks, members, present, values)
    groups = tuple(
        GroupReport(
            name, tuple(present[name]), tuple(w for w in who if w not in did),
            values.within(name) if present[name] else _none(NOBODY, name),
        )
        for name, who in members.items()
    )  # fmt: skip
    if reason:
        return GroupsReport(subject, reason, groups, ungrouped)
    pairs = values.pairs(parts.next())
    shown = [(f"within {one.name}", one.within) for one in groups]
    shown += [(f"{one.first} with {one.second}", one.between) for one in pairs]
    chart = interval_chart(
        "groups", "Within and between the groups",
        "Krippendorff's alpha within each group and between every two, with 95 percent intervals.",
        "Krippendorff's α", shown,
    )  # fmt: skip
    return GroupsReport(subject, "", groups, ungrouped, pairs, values.by_label(), chart)


def _reason(
    marks: StudyMarks, members: Mapping[str, Sequence[str]], present: Mapping[str, Sequence[str]],
    values: _Values,
) -> str:  # fmt: skip
    if reason := marks.why_nothing:
        return reason
    if not members:
        return "No annotator has a group yet."
    if len(members) < 2:
        return f"There is one group only ({next(iter(members))}); comparing needs two."
    if len(values.names) < 2:
        idle = ", ".join(name for name in members if not present[name])
        return f"Comparing needs two groups with submitted work; nobody of {idle} has any yet."
    return values.reason


def _none(reason: str, group: str) -> Measure:
    return Measure(ALPHA, None, reason, "group", group)


class _Values:
    """The measures, computed once. Groups go by number inside: a name may hold any character."""

    def __init__(
        self, marks: StudyMarks, subject: Subject, names: list[str],
        members: Mapping[str, list[str]], resamples: int, tell: Steps,
    ) -> None:  # fmt: skip
        self.marks, self.subject, self.names, self.members = marks, subject, names, members
        self.resamples, self.seed = resamples, marks.study.seed
        self.name = ALPHA if subject.question is None else "krippendorff_alpha"
        self.reason = ""
        self.found: list[Measure] = []
        self.spans: Spans = marks.spans_of(subject)
        self.ratings: Ratings | None = None
        if marks.why_nothing or not names:
            return
        numbered = {str(place): members[name] for place, name in enumerate(names)}
        if subject.question is None:
            self.found = span_measures(
                self.spans, [ALPHA], scopes=(), groups=numbered, resamples=resamples,
                seed=self.seed, progress=tell,
            )  # fmt: skip
            return
        self.ratings = marks.ratings_of(subject.question)
        if not (self.ratings.ratings_per_item > 1).any():
            self.reason = "No article has this question answered by two annotators."
            return
        self.found = group_alphas(
            self.ratings, numbered, level_of(subject.question), resamples=resamples, seed=self.seed
        )

    def find(self, id: str, name: str, label: str | None = None) -> Measure:
        for one in self.found:
            if one.scope == "group" and (one.id, one.label) == (id, label):
                return replace(one, id=name)
        return _none(self.reason or "there is nothing to compare", name)

    def within(self, name: str, label: str | None = None) -> Measure:
        if len(self.members[name]) < 2:
            return _none(ONE_ALONE, name)
        return self.find(str(self.names.index(name)), name, label)

    def between(self, one: str, two: str, label: str | None = None) -> Measure:
        id = f"{self.names.index(one)} & {self.names.index(two)}"
        return self.find(id, f"{one} & {two}", label)

    def _differences(self, tell: Steps) -> dict[tuple[str, str], Difference]:
        """Of marks, within every two groups of at least two annotators: all in one go."""
        large = {name: self.members[name] for name in self.names if len(self.members[name]) > 1}
        if self.subject.question is not None or len(large) < 2:
            return {}
        return differences_of_groups(
            self.spans, ALPHA, large, resamples=self.resamples, seed=self.seed, progress=tell
        )

    def pairs(self, tell: Steps) -> tuple[PairOfGroups, ...]:
        of_marks = self.subject.question is None
        parts = Parts(tell, 1.0 * of_marks, 1.0 * (not of_marks))
        differences = self._differences(parts.next())
        names = list(combinations(self.names, 2))
        return tuple(
            self._pair(one, two, differences) for one, two in one_by_one(names, parts.next())
        )

    def _pair(
        self, one: str, two: str, differences: Mapping[tuple[str, str], Difference]
    ) -> PairOfGroups:
        if (one, two) in differences:
            apart = TwoValues(one, two, differences[one, two])
        else:
            apart = two_groups(
                self.marks, self.subject, self.name, one, two, resamples=self.resamples
            )
        return PairOfGroups(one, two, self.between(one, two), apart)

    def by_label(self) -> tuple[tuple[str, tuple[Measure, ...]], ...]:
        """Only for all labels together."""
        if self.subject.question is not None or self.subject.label is not None:
            return ()
        used = {self.spans.labels[place] for place in set(self.spans.label.tolist())}
        return tuple(
            (
                label.title,
                tuple(self.within(name, label.key) for name in self.names)
                + tuple(self.between(a, b, label.key) for a, b in combinations(self.names, 2)),
            )
            for label in self.marks.scheme.labels
            if label.key in used
        )
