"""`annotator up`: the whole tool. One address, one process to stop."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.background import start_thread
from annotator.cli.logging_files import log_to_file
from annotator.cli.options import data_dir_option, load_keys, load_settings, opened_store
from annotator.errors import SetupError
from annotator.keys import Keys
from annotator.settings import Settings

if TYPE_CHECKING:
    from annotator.labelstudio.folder_lock import FolderLock
    from annotator.store import Store


@click.command()
@click.option("--host", help="Address to listen on (default: HOST, or 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (default: PORT, or 5000).")
@click.option("--no-sample", is_flag=True, help="Do not make the sample study.")
@data_dir_option
def up(host: str | None, port: int | None, no_sample: bool, data_dir: Path | None) -> None:
    """Start the whole tool: the pages, and Label Studio behind them.

    Ctrl-C stops both.

    Example: annotator up --port 5001 --data-dir var
    """
    settings = load_settings(data_dir=data_dir, host=host, port=port)
    listener = listen(settings)
    _make_folder(settings)
    log_to_file(settings.logs_dir)
    asked: list[int] = []
    # An exception in the middle of an import leaves a library half there, and a traceback.
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    click.echo("annotator starts. The first time, this takes two or three minutes.")
    # Stopped while it was starting: what was begun is completed by the next start.
    with suppress(KeyboardInterrupt, SystemExit):
        signal.signal(signal.SIGTERM, _stop)
        if asked:
            raise SystemExit(0)
        with held_folder(settings) as lock:
            _serve(settings, listener, lock, with_sample=not no_sample)
    click.echo("Stopped. Nothing runs any more.")


def _stop(_signal: int, _frame: object) -> None:
    """A service manager's "stop" ends us the same way as Ctrl-C; asking again changes nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)


def held_folder(settings: Settings) -> FolderLock:
    """No second process serves the folder, whichever Label Studio is behind it."""
    from annotator.labelstudio.folder_lock import FolderLock

    return FolderLock(settings.data_dir)


def _serve(
    settings: Settings, listener: socket.socket, lock: FolderLock, *, with_sample: bool
) -> None:
    """The pages, Label Studio behind them and the sweep, until Ctrl-C."""
    from annotator import store
    from annotator.articles.warm_reader import warm_reader
    from annotator.labelstudio import LabelStudio
    from annotator.web import create_app
    from annotator.web.edge.front import make_server
    from annotator.workflow import sample, sweeping
    from annotator.workflow.adjudication.warming import warm

    keys = load_keys(settings)
    with opened_store(settings) as db:
        store.fail_running_jobs(db)
        make_manager(db, settings)
    with started_labelstudio(settings, keys, lock) as url:
        labelstudio = LabelStudio(url, keys.labelstudio_token)
        labelstudio.check()
        if with_sample:
            with opened_store(settings) as db:
                sample.ensure_sample(db, labelstudio, keys, progress=click.echo)
        start_thread("warming", warm, settings.database)
        stop = threading.Event()
        behind = LabelStudio(url, keys.labelstudio_token, gentle=True)
        start_thread("sweep", sweeping.keep_sweeping, settings.database, behind, stop)
        app = create_app(settings, keys, url, labelstudio)
        # A request reads and writes dozens of times; after each it waits no longer than this for a
        # thread that computes.
        sys.setswitchinterval(0.001)
        server = make_server(app, settings, keys, listener)
        announce(settings, keys)
        try:
            server.run()  # returns on Ctrl-C
        finally:
            click.echo("Stopping ...")
            stop.set()
            for one in (server, labelstudio, behind):
                one.close()
            warm_reader().close()


def listen(settings: Settings) -> socket.socket:
    """The one socket that faces the network, taken first: a port in use is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        # Listening, so that a second start finds the port in use.
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise SetupError(
            f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}. "
            "Stop what uses it, or choose another port, for example PORT=5001."
        ) from error
    return listener


def _make_folder(settings: Settings) -> None:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        settings.data_dir.chmod(0o700)
    except OSError as error:
        raise SetupError(
            f"The data folder {settings.data_dir} cannot be made, or is not ours: "
            f"{error.strerror}. annotator doctor says more; or choose another one with DATA_DIR."
        ) from error


def make_manager(db: Store, settings: Settings) -> None:
    """For unattended use: the first manager from the environment."""
    from annotator import store
    from annotator.workflow import inviting

    if bool(settings.manager_email) != bool(settings.manager_password):
        raise SetupError(
            "Set both ANNOTATOR_MANAGER_EMAIL and ANNOTATOR_MANAGER_PASSWORD, or neither."
        )
    if settings.manager_email and not store.has_manager(db):
        inviting.create_manager(db, settings.manager_email, settings.manager_password)


@contextmanager
def started_labelstudio(settings: Settings, keys: Keys, lock: FolderLock) -> Iterator[str]:
    """The address of Label Studio: the embedded one for as long as this lasts, or a given one."""
    if not settings.embedded:
        click.echo(f"Using the Label Studio at {settings.labelstudio_url}.")
        yield settings.labelstudio_url
        return
    from annotator.labelstudio import EmbeddedServer

    click.echo("Starting Label Studio ...")
    server = EmbeddedServer(
        settings, keys, progress=lambda words: click.echo(f"  {words}"), lock=lock
    )
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


def announce(settings: Settings, keys: Keys) -> None:
    from annotator import store

    with opened_store(settings) as db:
        has_manager = store.has_manager(db)
    click.echo("")
    click.echo(f"annotator is ready:  {settings.origin}")
    if has_manager:
        click.echo("  Sign in there with your e-mail and password.")
    else:
        click.echo("  The first visit asks once for the manager's e-mail and password.")
        if settings.faces_strangers:
            click.echo(f"  So that no stranger is first, it asks for: {keys.first_manager_code}")
    click.echo(f"  Data and logs: {settings.data_dir}")
    click.echo("  Stop: Ctrl-C")
