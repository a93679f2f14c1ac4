"""The tree of errors.

AnnotatorError
├── InputError            what a person gave us cannot be used
│   ├── SchemeError       a codebook is broken (file, line, what is wrong)
│   ├── ArticleError      an article cannot be read or kept (file, reason)
│   ├── RatingsError      a table of ratings or spans cannot be used (file, line)
│   ├── CorpusError       an annotated corpus cannot be read (file, reason)
│   ├── StudyError        a study cannot do what was asked (not found, too few annotators, ...)
│   │   └── DecidedMeanwhile  somebody else decided on the same passage first
│   └── AccountError      sign-in, sign-up or invitation refused
├── LabelStudioError      Label Studio cannot be used
│   ├── LabelStudioDown   it does not answer
│   └── LabelStudioRefused  it answered with an error (status and body kept)
├── StoreError            the SQLite file cannot be used (newer version, locked, full disk)
└── SetupError            the machine lacks something (port in use, old Python, no network)

A message says what was expected, what came, where, and what to do. The command line prints it as
one line; the web shows it on the page. Nothing else is ever shown to a person.
"""

from __future__ import annotations


class AnnotatorError(Exception):
    """The root of every error this package raises on purpose."""


class InputError(AnnotatorError):
    """Something a person gave us cannot be used."""


class SchemeError(InputError):
    """A codebook is broken."""


class ArticleError(InputError):
    """An article cannot be read or kept."""


class RatingsError(InputError):
    """A table of ratings or spans cannot be used."""


class CorpusError(InputError):
    """An annotated corpus cannot be read."""


class StudyError(InputError):
    """A study cannot do what was asked."""


class DecidedMeanwhile(StudyError):
    """Somebody else decided on the same passage first, or its marks have changed."""


class AccountError(InputError):
    """A sign-in, a sign-up or an invitation is refused."""


class LabelStudioError(AnnotatorError):
    """Label Studio cannot be used."""


class LabelStudioDown(LabelStudioError):
    """Label Studio does not answer."""


class LabelStudioRefused(LabelStudioError):
    """Label Studio answered with an error."""

    def __init__(self, message: str, *, status: int, body: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class StoreError(AnnotatorError):
    """The SQLite file cannot be used."""


class SetupError(AnnotatorError):
    """The machine lacks something the tool needs."""
