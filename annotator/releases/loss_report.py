"""What each format of a release could not hold, as the page and the release say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from annotator.releases.content import Content, Lost
from annotator.releases.splits import Split

__all__ = ["loss_report"]


def loss_report(
    content: Content,
    losses: Mapping[str, Sequence[Lost]],
    split: Split | None,
    notes: tuple[int, int] = (0, 0),
) -> str:
    """Markdown: the losses with their counts, what was left out on purpose, and the split.

    `notes`: how many notes annotators wrote, and how many decisions have a reason.
    """
    plan = content.plan
    lines = ["# What this release holds, and what not", ""]
    for name, lost in losses.items():
        lines += [f"## {name}", ""]
        lines += [f"- {one.count} × {one.what}: {one.instead}" for one in lost] or [
            "Nothing is lost."
        ]
        lines.append("")
    lines += ["## Left out on purpose", ""]
    lines.append(
        {
            "yes": "- The articles' texts are in it.",
            "no": "- The articles' texts are left out; `join_texts.py` joins them again.",
            "hash": "- The articles' texts are left out, passages are SHA-256 hashes; "
            "`join_texts.py` joins the texts again.",
        }[plan.text]
    )
    if not plan.names:
        lines.append("- Annotators appear by pseudonym; names and e-mail addresses are left out.")
    if not plan.notes:
        lines.append(
            f"- Notes of annotators ({notes[0]}) and reasons of adjudicators ({notes[1]}) are left "
            "out."
        )
    lines += _told_by_the_card(content)
    if split is not None:
        lines += ["", *_of_split(split)]
    return "\n".join(lines) + "\n"


def _told_by_the_card(content: Content) -> Iterator[str]:
    """What no data of the release hold."""
    if in_groups := len(content.groups):
        yield f"- Which group an annotator is in ({in_groups}) is told by the card only."
    if content.models is not None and content.models.models:
        marks = sum(one.spans for one in content.models.models)
        answers = sum(one.answers for one in content.models.models)
        yield (
            f"- What models marked ({marks}) and answered ({answers}) is left out; the card and "
            "`agreement.json` say how they compare with the annotators."
        )


def _of_split(split: Split) -> list[str]:
    names = list(split.labels)
    labels = sorted({label for counts in split.labels.values() for label in counts})
    lines = ["## Split", "", f"| | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    lines.append(f"| articles | {' | '.join(str(split.count(name)) for name in names)} |")
    for label in labels:
        counts = " | ".join(str(split.labels[name].get(label, 0)) for name in names)
        lines.append(f"| {label} | {counts} |")
    lines += ["", split.sentence] if split.sentence else []
    lines += ["", "Kept together:", ""]
    lines += [
        f"- {reason}: articles {', '.join(map(str, members))}" for reason, members in split.groups
    ] or ["- nothing had to be"]
    return lines
