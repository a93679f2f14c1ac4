"""What the commands share: the data folder, and reaching the store and Label Studio.

Each function imports what it needs when it is called, so that a command waits for no more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from annotator.keys import Keys, load_keys
from annotator.settings import Settings, load_settings

if TYPE_CHECKING:
    from annotator.labelstudio import LabelStudio
    from annotator.store import Store

OUT = "The folder it is written into (default: exports)."
LARGEST = 2**63 - 1  # what a column of the store holds
NUMBER = click.IntRange(-LARGEST, LARGEST)  # of an article, a batch: what there is not says so

Command = TypeVar("Command", bound=Callable[..., Any])


def data_dir_option(command: Command) -> Command:
    """`--data-dir`, on every command."""
    return click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the store and everything else (default: DATA_DIR, or var).",
    )(command)


class Output(click.Path):
    """The file or folder that a command writes when its work is done, which can take minutes: where
    it cannot be made, the work does not begin."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:  # fmt: skip
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.exists() and not os.access(path, os.W_OK):
            self.fail(f"{path} cannot be written to: its rights or its disk forbid it.", param, ctx)
        there = next((one for one in path.absolute().parents if one.exists()), Path("/"))
        if not there.is_dir():
            self.fail(f"{path} cannot be made: {there} is a file, not a folder.", param, ctx)
        if not path.exists() and not os.access(there, os.W_OK):
            self.fail(f"{path} cannot be made: nothing can be written in {there}.", param, ctx)
        return path


def seed_option(command: Command) -> Command:
    """`--seed`, wherever something is drawn."""
    return click.option(
        "--seed",
        type=click.IntRange(0, LARGEST),
        default=0,
        show_default=True,
        help="Where every draw starts: the same seed, the same numbers.",
    )(command)


def interval_options(command: Command) -> Command:
    """How intervals are drawn: `--resamples` and `--seed`."""
    return click.option(
        "--resamples",
        type=click.IntRange(0, 1_000_000),
        default=2000,
        show_default=True,
        help="Of intervals: how often items are drawn anew.",
    )(seed_option(command))


def study_argument(command: Command) -> Command:
    return click.argument("study", metavar="STUDY")(command)


def say(words: str, end: str = "\n") -> None:
    """Tell how long work goes on, without mixing it into what a command prints as its result."""
    click.echo(words + end, err=True, nl=False)


def show_progress(words: str, done: int, total: int) -> None:
    """The progress callback of publishing and collecting."""
    say(f"{words}: {done} of {total}" if total else words)


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    from annotator import store

    db = store.open_store(settings.database)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def opened_study(data_dir: Path | None, study: str) -> Iterator[tuple[Store, int]]:
    """The store and the study's id, by title or number. Says when articles are withdrawn, since
    whatever a command counts is without them."""
    from annotator import store

    with opened_store(load_settings(data_dir=data_dir)) as db:
        study_id = store.find_study(db, study).id
        yield db, study_id
        if withdrawn := store.count_withdrawn(db, study_id).sentence:
            say(withdrawn)


@contextmanager
def reached_labelstudio(settings: Settings, keys: Keys) -> Iterator[LabelStudio]:
    """The Label Studio that runs for this data folder, or one started for as long as this takes."""
    from annotator.labelstudio import EmbeddedServer, LabelStudio, running_url

    url = settings.labelstudio_url or running_url(settings)
    server = None
    if not url:
        server = EmbeddedServer(settings, keys, progress=say)
        server.start()
        url = server.url
    client = LabelStudio(url, keys.labelstudio_token)
    try:
        yield client
    finally:
        client.close()
        if server is not None:
            server.stop()


def current_origin(settings: Settings) -> str:
    """The address people open: of the application that runs now, else as the settings say."""
    from annotator.labelstudio import running_origin

    return running_origin(settings) or settings.origin


__all__ = [
    "LARGEST",
    "NUMBER",
    "OUT",
    "Output",
    "current_origin",
    "data_dir_option",
    "interval_options",
    "load_keys",
    "load_settings",
    "opened_store",
    "opened_study",
    "reached_labelstudio",
    "say",
    "seed_option",
    "show_progress",
    "study_argument",
]
