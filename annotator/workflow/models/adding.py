"""A file of predictions becomes a model of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator import store
from annotator.corpora.corpus import Corpus, Loss
from annotator.corpora.files import open_corpus
from annotator.corpora.fitting import fitted
from annotator.corpora.predictions.known import KnownArticle, KnownArticles
from annotator.corpora.predictions.reading import Predictions, read_predictions
from annotator.errors import CorpusError, StudyError
from annotator.names import cut_name
from annotator.store.models.records import AboutModel
from annotator.store.models.rows import remove_model, save_model
from annotator.store.records import Study
from annotator.store.studies import scheme_of
from annotator.time_left import Parts, Steps, one_by_one, unheard
from annotator.workflow.models.storing import Storing

__all__ = ["AddedModels", "add_models", "drop_model", "save_models_of_corpus"]

LONGEST_NAME = 100
LONGEST_PROMPT = 100_000
FIRST = 3  # reasons that are named where nothing at all could be taken


@dataclass(frozen=True)
class AddedModels:
    """The titles of the models that came of a file, and what of it could not be taken."""

    titles: tuple[str, ...]
    articles: int
    spans: int
    answers: int  # to questions about articles
    losses: tuple[Loss, ...]

    @property
    def sentence(self) -> str:
        """For people.

        >>> AddedModels(("heron 7b",), 12, 1, 0, ()).sentence
        "Model 'heron 7b': 12 articles, 1 mark, 0 answers; nothing was left out."
        """
        counts = ", ".join(
            f"{number:,} {noun}{'s' * (number != 1)}"
            for number, noun in (
                (self.articles, "article"), (self.spans, "mark"), (self.answers, "answer"),
            )
        )  # fmt: skip
        names = ", ".join(map(repr, self.titles))
        lost = len(self.losses)
        said = f"{lost:,} remark{'s' * (lost != 1)}" if lost else "nothing was left out"
        return f"Model{'s' * (len(self.titles) != 1)} {names}: {counts}; {said}."


def add_models(
    db: store.Store, study_id: int, path: Path, about: AboutModel, account_id: int | None = None,
    progress: Steps = unheard,
) -> AddedModels:  # fmt: skip
    """Read a file of predictions and keep a model of it, or one for each version that the file
    names where `about` names none. What does not fit the articles or the codebook is left out, by
    line. Raises InputError when nothing at all can be taken; then nothing is kept."""
    name = cut_name(about.name, LONGEST_NAME)
    if not name:
        raise StudyError("A model needs a name; none was given.")
    if len(about.prompt) > LONGEST_PROMPT:
        raise StudyError(f"A prompt may have {LONGEST_PROMPT:,} characters; this one has more.")
    parts = Parts(progress, 5, 2, 3)  # reading, sorting, keeping
    parts.next()
    study = store.load_study(db, study_id)
    articles = store.load_articles(db, study_id)
    known = KnownArticles(
        KnownArticle(one.id, one.article.title, one.article.text) for one in articles
    )
    scheme = scheme_of(db, study)
    read = read_predictions(open_corpus(path), known, scheme, about.version)
    corpus = fitted(Corpus((), (), losses=read.losses, predictions=read.work), scheme)
    texts = {str(one.id): (one.id, one.article.text) for one in articles}
    storing = Storing(scheme, texts, trimmed=not study.origin, losses=list(corpus.losses))
    found = storing.by_model(one_by_one(corpus.predictions, parts.next()), read.raw)
    if read.unchecked:
        said = f"{read.unchecked:,} marks came without text or hash to check their offsets by"
        storing.losses.append(Loss(path.name, 0, said))
    if not found:
        raise CorpusError(_nothing(path.name, storing.losses))
    losses = tuple(storing.losses)
    titles = []
    with store.writing(db):
        for version, work in one_by_one(found.items(), parts.next()):
            one = _about(about, name, version, read, path.name)
            save_model(db, study_id, one, work, [str(loss) for loss in losses], account_id)
            titles.append(one.title)
        every = [one for work in found.values() for one in work]
        added = AddedModels(
            tuple(titles), len({one.article_id for one in every}),
            sum(len(one.spans) for one in every),
            sum(not answer.region for one in every for answer in one.answers), losses,
        )  # fmt: skip
        store.save_event(db, "model added", added.sentence, study_id)
    return added


def save_models_of_corpus(
    db: store.Store, study: Study, corpus: Corpus, article: dict[str, int]
) -> tuple[Loss, ...]:
    """The predictions that a corpus brings become models; what of them could not be taken. Call it
    within `writing`, when the documents are kept; `article` has their numbers."""
    texts = {one.key: (article[one.key], one.article.text) for one in corpus.documents}
    storing = Storing(scheme_of(db, study), texts, trimmed=False)
    for name, work in storing.by_model(corpus.predictions, {}).items():
        about = AboutModel(cut_name(name, LONGEST_NAME) or "unnamed", source=study.origin)
        save_model(db, study.id, about, work)
    return tuple(storing.losses)


def drop_model(db: store.Store, study_id: int, model_id: int) -> AboutModel:
    """Take a model out of a study. Raises StudyError when there is none of this number."""
    with store.writing(db):
        about = remove_model(db, study_id, model_id)
        store.save_event(db, "model removed", f"Model {about.title!r}.", study_id)
    return about


def _about(
    given: AboutModel, name: str, version: str, read: Predictions, source: str
) -> AboutModel:  # fmt: skip
    """What a person said goes before what the file says."""
    told = read.about.get(version, {})
    return AboutModel(
        name, "" if version == name else version, given.prompt or told.get("prompt", ""),
        given.dated or told.get("date", ""), source,
    )  # fmt: skip


def _nothing(source: str, losses: Sequence[Loss]) -> str:
    reasons = "; ".join(str(one) for one in losses[:FIRST])
    more = f"; and {len(losses) - FIRST:,} more" if len(losses) > FIRST else ""
    return f"No prediction of {source} could be taken: {reasons or 'it is empty'}{more}."
