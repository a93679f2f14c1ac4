"""The command line. A foreseen error is one line on standard error, exit code 1."""

from __future__ import annotations

import os
import sqlite3
import sys

import click

from annotator import __version__
from annotator.cli.lazy import LazyGroup
from annotator.errors import AnnotatorError
from annotator.shortage import shortage

# Command -> (its module in `annotator.cli`, what it does). To add one: the module, and a row here.
COMMANDS = {
    "up": ("up", "Start the whole tool: the pages, and Label Studio behind them."),
    "study": ("study", "Make, list, rename and bring back studies."),
    "load": (
        "study",
        "Load articles: web pages, text, Word, PDF, tables, JSON, folders and archives of them.",
    ),
    "article": ("article", "List, correct, withdraw and bring back articles of a study."),
    "import": (
        "corpora",
        "Make a study of an annotated corpus: a folder, a zip archive or a file.",
    ),
    "invite": ("study", "Invite annotators; prints a sign-up link for each (a link works once)."),
    "publish": ("study", "Give every article to K annotators; put the work into Label Studio."),
    "collect": ("work", "Fetch what was annotated, changed or deleted and missed so far."),
    "progress": ("work", "Show how far every annotator is."),
    "agree": ("agreement", "Agreement of a study, of a CSV file, or of an annotated corpus."),
    "plan": (
        "plan",
        "How many items or articles a study needs: from a pilot, or from what is assumed of it.",
    ),
    "soft": (
        "soft",
        "Soft labels of a file of ratings or of spans: what share of people said what.",
    ),
    "report": ("report", "Write a study's agreement report: method, reliability table, charts."),
    "gamma": ("gamma", "Compute gamma of a study; only articles that changed since."),
    "groups": ("groups", "Put annotators in groups, and show alpha within and between."),
    "annotators": (
        "annotators",
        "What the models of Dawid and Skene and MACE say of every annotator.",
    ),
    "export": ("work", "Write the labelled data set into a folder."),
    "release": (
        "release",
        "Release a study: a folder with data, card, citation and checksums.",
    ),
    "release-diff": ("release", "What is different between two releases."),
    "settle": ("settle", "Settle by a rule what nobody needs to look at."),
    "gold": ("settle", "Write the gold into a folder, or read it from a file."),
    "model": (
        "model",
        "What models said of a study's articles: compared with people, never shown to annotators.",
    ),
    "backup": ("safety", "Write everything into one file, while people work."),
    "restore": ("safety", "Unpack a backup into an empty folder, and compare every study with it."),
    "verify": (
        "safety",
        "Compare Label Studio with the store, heal what has one right answer; 1 on a difference.",
    ),
    "restore-to-label-studio": (
        "safety",
        "Put a study back into Label Studio after it was deleted there.",
    ),
    "doctor": ("safety", "Examine this installation and say what to do; 1 when something is bad."),
    "account": ("account", "List accounts, give roles, and help who lost a password."),
    "scheme": ("scheme", "List, show and check schemes (codebooks)."),
    "conformance": (
        "agreement",
        "Compute every published value this package carries, and compare.",
    ),
}


@click.group(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="annotator")
def commands() -> None:
    """Annotate media bias and framing in news, with agreement you can trust.

    Start everything: annotator up

    STUDY is the title of a study, or its number in `annotator study list`.
    """


def main() -> None:
    """Run a command; never show a traceback for something that was foreseen."""
    try:
        commands(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (AnnotatorError, sqlite3.OperationalError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        click.echo(f"annotator: {one_line(str(error))}{what_to_do(error)}", err=True)
        sys.exit(2 if getattr(error, "exit_code", 1) == 2 else 1)
    except (KeyboardInterrupt, click.Abort):
        click.echo("annotator: stopped.", err=True)
        sys.exit(130)


def what_to_do(error: Exception) -> str:
    """After an error of the system's whose own words do not say it.

    >>> what_to_do(sqlite3.OperationalError("database or disk is full"))
    '. The disk is full. Make room on it, then do it again: nothing that was saved is lost.'
    """
    lacks = shortage(error)
    return f". {lacks}" if lacks else ""


def one_line(text: str) -> str:
    """A message as one line.

    >>> one_line("broken:\\n  line 3")
    'broken: line 3'
    """
    return " ".join(text.split())
