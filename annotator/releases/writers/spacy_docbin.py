"""spaCy's DocBin, a file an annotator: marks in `doc.spans["sc"]`, as SpanCat learns from.

spaCy is an extra: only this module imports it, and only when it writes. A mark that begins or ends
inside a token is widened to whole tokens, and counted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from annotator.corpora.corpus import Corpus, Document, Work
from annotator.errors import SetupError
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import (
    answers_by_region,
    file_name,
    lose_unmarked,
    submitted_only,
)

__all__ = ["write_spacy_docbin"]

SPANS = "sc"  # the key that SpanCat looks under


def write_spacy_docbin(corpus: Corpus) -> Written:
    """Raises SetupError when spaCy is missing."""
    try:
        import spacy
        from spacy.tokens import Doc, DocBin
    except ImportError as error:
        raise SetupError("DocBin needs spaCy: pip install 'annotator[spacy]'.") from error
    for name in ("article", "answers"):
        Doc.set_extension(name, default=None, force=True)
    tally = Tally()
    lose_unmarked(corpus, tally)
    bins: dict[str, Any] = defaultdict(lambda: DocBin(store_user_data=True))
    blanks: dict[str, Any] = {}
    for document, work in submitted_only(corpus, tally):
        language = document.article.language.partition("-")[0] or "xx"
        if language not in blanks:
            try:
                blanks[language] = spacy.blank(language)
            except ImportError:  # no rules for that language, or none without another library
                blanks[language] = spacy.blank("xx")
        bins[work.annotator].add(_doc(blanks[language], document, work, tally))
        tally.lose("relations", "left out", len(work.relations))
        about = sum(1 for one in work.answers if one.region)
        tally.lose("answers about marks", "left out", about)
    files = {f"{file_name(who)}.spacy": found.to_bytes() for who, found in bins.items()}
    return Written(files, tally.losses)


def _doc(nlp: Any, document: Document, work: Work, tally: Tally) -> Any:
    doc = nlp.make_doc(document.article.text)
    doc._.article = document.key
    doc._.answers = answers_by_region(work)[""]
    spans = []
    for one in work.spans:
        tally.lose("discontinuous marks", "a mark each piece", int(len(one.fragments) > 1))
        for start, end in one.fragments:
            span = doc.char_span(start, end, label=one.label)
            if span is None:
                tally.lose("marks that begin or end inside a token", "widened to whole tokens")
                span = doc.char_span(start, end, label=one.label, alignment_mode="expand")
            if span is None:
                tally.lose("marks without a token", "left out")
            else:
                spans.append(span)
    doc.spans[SPANS] = spans
    return doc
