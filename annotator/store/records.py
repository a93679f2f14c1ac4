"""What the store hands out: one frozen record a table row, ids included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from annotator.models import Annotation, Article, Scheme, State
from annotator.store.adjudication.records import NO_GOLD, Gold


@dataclass(frozen=True)
class SchemeRecord:
    id: int
    name: str
    version: str
    title: str
    yaml: str
    xml: str


@dataclass(frozen=True)
class Account:
    """A person who can sign in. `password_hash` is empty until they have signed up."""

    id: int
    email: str
    name: str
    role: str  # "manager" or "annotator"
    password_hash: str
    technical_email: str  # Label Studio's technical account, "" until made
    labelstudio_user_id: int | None
    disabled: bool
    sessions_ended: int = 0  # how often all sessions of this person were ended at once

    @property
    def is_manager(self) -> bool:
        return self.role == "manager"


@dataclass(frozen=True)
class Study:
    id: int
    title: str
    scheme_id: int
    scheme_name: str
    overlap: int | None
    seed: int
    is_sample: bool
    created_at: str
    published_at: str  # "" until published
    removed_at: str
    origin: str = ""  # the format of the corpus it was imported from; "": made here

    @property
    def is_published(self) -> bool:
        return bool(self.published_at)


@dataclass(frozen=True)
class Source:
    """A file that articles were read from; `told` is what a person said about it, in words."""

    name: str
    sha256: str
    size: int
    reader: str
    version: str
    told: str = ""
    read_at: str = ""


@dataclass(frozen=True)
class StoredArticle:
    id: int
    study_id: int
    article: Article
    removed_at: str = ""
    source: Source | None = None  # None: it was not kept, as before version 0.2


class ListedArticle(NamedTuple):
    """What a list of articles shows of one; `length` counts the characters of its text."""

    id: int
    title: str
    author: str
    outlet: str
    published: str
    length: int
    removed_at: str | None


@dataclass(frozen=True)
class ArticleEdit:
    """One correction of one article; `who` is "" for the command line."""

    field: str  # a field of `Article`, or "withdrawn"
    before: str
    after: str
    who: str
    at: str


@dataclass(frozen=True)
class Withdrawn:
    """How many articles of a study are withdrawn, and how much finished work is kept of them."""

    articles: int
    annotations: int

    @property
    def sentence(self) -> str:
        """For people; "" when there are none.

        >>> Withdrawn(1, 2).sentence
        '1 article is withdrawn: 2 annotations of it are kept and count nowhere.'
        """
        if not self.articles:
            return ""
        one = self.articles == 1
        kept = f"{self.annotations} annotation{'s' * (self.annotations != 1)} of "
        kept += f"{'it' if one else 'them'} {'is' if self.annotations == 1 else 'are'} kept and "
        kept += f"count{'s' * (self.annotations == 1)} nowhere"
        nothing = f"{'it counts' if one else 'they count'} nowhere"
        start = f"{self.articles} article{' is' if one else 's are'} withdrawn"
        return f"{start}: {kept if self.annotations else nothing}."


@dataclass(frozen=True)
class Annotator:
    """A person's part in one study."""

    id: int
    study_id: int
    account_id: int
    email: str
    name: str
    pseudonym: str
    project_id: int | None  # their Label Studio project in this study
    view_id: int | None  # the one data-manager tab of that project
    signed_up: bool
    removed_at: str
    invited_at: str
    account_removed: bool  # cannot sign in any more, in whatever study

    @property
    def takes_part(self) -> bool:
        """Whether this person can be given articles."""
        return not self.removed_at and not self.account_removed


@dataclass(frozen=True)
class Member:
    """Somebody who manages, adjudicates or views a study."""

    study_id: int
    account_id: int
    role: str
    pseudonym: str
    email: str
    name: str


@dataclass(frozen=True)
class Assignment:
    """One article given to one annotator; `task_id` is Label Studio's, None until published."""

    id: int
    study_id: int
    article_id: int
    annotator_id: int
    account_id: int
    project_id: int | None
    position: int
    task_id: int | None
    state: State
    withdrawn: bool
    article_withdrawn: bool = False  # nobody is offered it; what was begun stays


@dataclass(frozen=True)
class AnnotationRecord:
    """Where a stored annotation belongs (its content: `Annotation`)."""

    id: int
    assignment_id: int
    labelstudio_id: int
    unique_id: str
    state: str  # "submitted", "skipped" or "deleted"
    updated_at: str
    content_sha256: str


@dataclass(frozen=True)
class DraftRecord:
    id: int
    labelstudio_id: int
    assignment_id: int
    annotation_labelstudio_id: int | None
    postponed: bool
    updated_at: str
    removed: bool = False  # it became an annotation or was given up


@dataclass(frozen=True)
class ProblemRecord:
    id: int
    study_id: int
    article_title: str  # "" when it belongs to no article
    pseudonym: str
    kind: str
    message: str
    raw: str
    created_at: str


@dataclass(frozen=True)
class Event:
    id: int
    kind: str
    detail: str
    at: str


@dataclass(frozen=True)
class Job:
    id: int
    study_id: int | None
    kind: str
    state: str  # "running", "done" or "failed"
    done: int
    total: int
    message: str


@dataclass(frozen=True)
class Work:
    """One annotator's settled state of one article: `annotation.state` is SUBMITTED or SKIPPED."""

    article_id: int
    annotator: str  # the pseudonym
    annotation: Annotation
    codebook: str = ""  # name and version of the scheme it was made under


@dataclass(frozen=True)
class StudyWork:
    """Everything a report or a release is made from. Order: articles by id, annotators by name."""

    study: Study
    scheme: Scheme
    articles: tuple[StoredArticle, ...]
    annotators: tuple[str, ...]
    work: tuple[Work, ...]
    gold: Gold = NO_GOLD
