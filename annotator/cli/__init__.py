"""The command line. A foreseen error is one line on standard error, exit code 1."""

from __future__ import annotations

import os
import sqlite3
import sys

import click

from annotator import __version__
from annotator.cli.agreement import agree, conformance
from annotator.cli.gamma import gamma
from annotator.cli.groups import groups
from annotator.cli.scheme import scheme
from annotator.cli.study import invite, load, publish, study
from annotator.cli.up import up
from annotator.cli.work import collect, export, progress
from annotator.errors import AnnotatorError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annotator")
def commands() -> None:
    """Annotate media bias and framing in news, with agreement you can trust.

    Start everything: annotator up
    """


for _command in (
    up,
    study,
    load,
    invite,
    publish,
    collect,
    progress,
    agree,
    gamma,
    groups,
    export,
    scheme,
    conformance,
):
    commands.add_command(_command)


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
        click.echo(f"annotator: {one_line(str(error))}", err=True)
        sys.exit(2 if getattr(error, "exit_code", 1) == 2 else 1)
    except (KeyboardInterrupt, click.Abort):
        click.echo("annotator: stopped.", err=True)
        sys.exit(130)


def one_line(text: str) -> str:
    """A message as one line.

    >>> one_line("broken:\\n  line 3")
    'broken: line 3'
    """
    return " ".join(text.split())
