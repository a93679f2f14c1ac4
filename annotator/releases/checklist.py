"""Section D of the Responsible NLP checklist (ACL Rolling Review), filled in as far as we know."""

from __future__ import annotations

from annotator.releases.content import Content
from annotator.releases.facts import MISSING

__all__ = ["write_checklist"]


def write_checklist(content: Content) -> str:
    """Markdown: each question in our words, the answer, and where to look."""
    facts = content.plan.facts
    scheme = content.work.scheme
    people = len(content.work.annotators)
    told = f"Yes. The guideline is `guideline.html`, the codebook `codebook.yaml` ({scheme.name}, "
    answers = (
        ("D", "Were human annotators used?", f"Yes, {people}, through Label Studio."),
        (
            "D1", "Is the full text of the instructions given?",
            f"{told}version {scheme.version}). Screenshots or risks told to them: {MISSING}",
        ),
        (
            "D2", "How were they recruited and paid, and was the pay adequate?",
            f"Recruitment: {facts.said('recruitment')} Pay: {facts.said('payment')}",
        ),
        ("D3", "How was consent obtained?", facts.said("consent")),
        ("D4", "Did an ethics board approve or exempt it?", facts.said("ethics")),
        (
            "D5", "Which basic characteristics of the annotators are reported?",
            facts.said("demographics"),
        ),
    )  # fmt: skip
    lines = [
        "# Responsible NLP checklist, section D: human annotators", "",
        f"{content.work.study.title}, version {content.plan.version}. Answers marked {MISSING} "
        "only a person can give.", "",
    ]  # fmt: skip
    for number, question, answer in answers:
        lines += [f"**{number}. {question}**", "", answer, ""]
    return "\n".join(lines)
