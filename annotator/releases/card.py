"""The data card: README.md as Hugging Face shows it, its header and its sections.

Numbers come from the report and the release; what only a person knows is told or marked missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import yaml

from annotator.models import Scheme, State
from annotator.plural import counted
from annotator.releases.agreement_section import agreement_section, cell
from annotator.releases.citation import bibtex
from annotator.releases.content import Content
from annotator.releases.formats import RELEASE_FORMATS
from annotator.releases.licences import spdx_of
from annotator.releases.splits import Split
from annotator.reports.document.document import models_as_markdown

__all__ = ["languages_of", "write_card"]

UNKNOWN_LANGUAGE = "und"  # of a codebook that was made from a corpus
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (10**6, "100K<n<1M"))


def write_card(content: Content, files: Collection[str], split: Split | None) -> str:
    """Markdown with a YAML header; `files` are the paths of those of the formats."""
    header = yaml.safe_dump(
        _header(content, files), sort_keys=False, allow_unicode=True, default_flow_style=False
    )
    body = "\n".join(_body(content, split))
    return f"---\n{header}---\n\n{body}\n"


def languages_of(content: Content) -> list[str]:
    """Of the articles, the most frequent first; of the codebook where no article tells."""
    counts = Counter(one.article.language for one in content.work.articles if one.article.language)
    return [language for language, _ in counts.most_common()] or [content.work.scheme.language]


def _header(content: Content, files: Collection[str]) -> dict[str, object]:
    articles = len(content.work.articles)
    header: dict[str, object] = {
        "pretty_name": content.work.study.title,
        "language": languages_of(content),
        "task_categories": ["token-classification", "text-classification"],
        "size_categories": [next((size for most, size in SIZES if articles < most), "n>1M")],
        "tags": ["media bias", "framing", "news", "spans", "annotator disagreement"],
    }
    if licence := content.plan.facts.get("license"):
        if known := spdx_of(licence):
            header["license"] = known.lower()
        else:  # the hub knows no other words
            header |= {"license": "other", "license_name": " ".join(licence.split())}
    if configs := _configs(files):
        header["configs"] = configs
    return header


def _configs(files: Collection[str]) -> list[dict[str, object]]:
    """One configuration a Parquet table, its files by split; else the JSON Lines."""
    found: dict[str, list[dict[str, str]]] = {}
    for path in files:
        folder, _, name = path.rpartition("/")
        if folder == "parquet" and name.endswith(".parquet"):
            table, _, part = name.removesuffix(".parquet").partition("-")
            found.setdefault(table, []).append({"split": part or "full", "path": path})
    if not found and "jsonl/articles.jsonl" in files:
        found["articles"] = [{"split": "full", "path": "jsonl/articles.jsonl"}]
    return [
        {"config_name": name, "data_files": paths, **({"default": True} if not place else {})}
        for place, (name, paths) in enumerate(sorted(found.items(), key=lambda one: one[0]))
    ]


def _body(content: Content, split: Split | None) -> Iterator[str]:
    facts, work = content.plan.facts, content.work
    yield f"# {work.study.title}, version {content.plan.version}"
    yield from ("", facts.said("summary"), "", "## What is in it", "")
    yield from _amounts(content)
    yield ""
    for name in content.plan.formats:
        cannot = RELEASE_FORMATS[name].cannot_hold
        holds = f" Cannot hold: {cannot}" if cannot else ""
        yield f"- `{name}/`: {RELEASE_FORMATS[name].contents}{holds}"
    yield "- `losses.md`: what each format could not hold, counted."
    if content.plan.text != "yes":
        yield "- `hashes.csv`: the SHA-256 by which `join_texts.py` finds the articles' texts."
    yield "- `manifest.json`: checksums, and the state of the store this was made from."
    yield from ("", "Offsets are Unicode code points, start included, end excluded.", "")
    if split is not None:
        yield from ("Split (near-duplicates and articles about one event stay together):", "")
        yield from (f"- {part}: {split.count(part)} articles" for part in split.labels)
        yield from ("", split.sentence, "") if split.sentence else ("",)
    yield from ("## Codebook", "", *_codebook(work.scheme), *_versions(content), "")
    yield from ("## Sources", "", facts.said("collection"), "", facts.said("text_rights"), "")
    yield from ("## Annotators", "", *_annotators(content), "")
    yield from ("## Agreement", "", *agreement_section(content.report), "")
    yield from ("## Gold", "", *_gold(content), "")
    yield from ("## Models", "", facts.said("models"), "")
    if content.models is not None:
        yield from models_as_markdown(content.models)
        yield from ("Every number of them too: `agreement.json`.", "")
    yield from ("## Uses, limits and harm", "")
    for key, heading in (("uses", "Uses"), ("limitations", "Limitations"), ("biases", "Biases"),
                         ("impact", "Whom it may help or harm")):  # fmt: skip
        yield from (f"**{heading}.** {facts.said(key)}", "")
    yield from ("## Personal and sensitive data", "", *_personal(content), "")
    yield from ("## Licence, care and citation", "", f"Licence: {facts.said('license')}", "")
    yield from (f"Maintenance: {facts.said('maintenance')}", "")
    yield from (f"Contact: {facts.said('contact')}", "", "```bibtex", bibtex(content), "```")


def _amounts(content: Content) -> Iterator[str]:
    work = content.work
    states = Counter(one.annotation.state for one in work.work)
    spans = sum(len(one.annotation.spans) for one in work.work
                if one.annotation.state is State.SUBMITTED)  # fmt: skip
    languages = ", ".join("a language that nobody told" if one == UNKNOWN_LANGUAGE else one
                          for one in languages_of(content))  # fmt: skip
    told = sum(1 for one in work.articles if one.article.language)
    untold = len(work.articles) - told if told else 0
    rest = f"; nobody told the language of {counted(untold, 'article')}" if untold else ""
    yield f"- {counted(len(work.articles), 'article')} in {languages}{rest}"
    yield (
        f"- {counted(states[State.SUBMITTED], 'submitted annotation')} of "
        f"{counted(len(work.annotators), 'annotator')}, with {counted(spans, 'mark')}; "
        f"{states[State.SKIPPED]} skipped"
    )
    marks, answers = len(content.gold.spans), len(content.gold.answers)
    yield f"- {counted(marks, 'gold mark')}, {counted(answers, 'gold answer')}"
    if content.plan.text != "yes":
        yield (
            "- no texts: `join_texts.py` joins them with articles you have, found by their SHA-256"
        )


def _codebook(scheme: Scheme) -> Iterator[str]:
    yield f"{scheme.title}, version {scheme.version}: `codebook.yaml`; as a page: `guideline.html`."
    yield ""
    if scheme.labels:
        yield from ("| label | what it marks |", "|---|---|")
        yield from (f"| {cell(one.key)} | {cell(one.definition)} |" for one in scheme.labels)
    for question in scheme.questions:
        yield from ("", f"Asked of each article ({question.level.value}): {question.title}")
    for index in scheme.indices:
        yield from ("", f"Index (interval): {index.title}, the mean of {', '.join(index.items)}")


def _versions(content: Content) -> Iterator[str]:
    """Under which codebooks annotations were made, where there were several."""
    counts = Counter(one.codebook for one in content.work.work)
    if len(counts) > 1:
        said = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
        yield from ("", f"Annotations were made under: {said}. Each says its own.")


def _annotators(content: Content) -> Iterator[str]:
    facts = content.plan.facts
    for key, heading in (("recruitment", "Recruitment"), ("training", "Training"),
                         ("payment", "Payment"), ("demographics", "Who they are"),
                         ("consent", "Consent"), ("ethics", "Ethics review")):  # fmt: skip
        yield from (f"**{heading}.** {facts.said(key)}", "")
    yield from ("| annotator | group | submitted | skipped | marks |", "|---|---|---:|---:|---:|")
    for one in content.report.by_annotator:
        group = cell(content.groups.get(one.pseudonym, ""))
        yield (
            f"| {cell(one.pseudonym)} | {group} | {one.submitted} | {one.skipped} | {one.spans} |"
        )


def _gold(content: Content) -> Iterator[str]:
    if not content.gold.decisions:
        yield "There is no gold: the labels are those of the annotators."
        return
    yield "How the gold was settled, in decisions:"
    yield ""
    counts = Counter(one.provenance for one in content.gold.decisions.values())
    yield from (f"- {how}: {count}" for how, count in sorted(counts.items()))


def _personal(content: Content) -> Iterator[str]:
    yield content.plan.facts.said("sensitive")
    yield ""
    who = (
        "Annotators' names and e-mail addresses are in it, as was asked."
        if content.plan.names
        else "Annotators appear by pseudonym."
    )
    notes = "are in it" if content.plan.notes else "are left out"
    yield f"{who} Notes and reasons of decisions {notes}."
