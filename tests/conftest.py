"""What many tests share: one real Label Studio and one Chromium for the whole run."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from held_port import held_port
from hypothesis import HealthCheck
from hypothesis import settings as examples
from made_once import make_once
from one_label_studio import (
    FIXTURES,
    ROOT,
    OneLabelStudio,
    longest_first,
    needs_the_real_thing,
    runs_beside,
)
from patient import PATIENCE
from system_chromium import system_chromium
from whole_pages import read_whole_pages

from annotator.articles import warm_reader
from annotator.background import step_back
from annotator.keys import load_keys
from annotator.labelstudio import EmbeddedServer, LabelStudio, installation
from annotator.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from annotator.store import Store

CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Beside the folder of faults what floods the tool: `make test-faults` asks for all of it.
FLOODS = ("articles/test_growth.py", "web/test_odd_studies.py", "web/test_odd_values.py")
ASKED_FOR = ("faults", "larger_server", *FLOODS)
MOST_TRACED = 0.5  # seconds of the processor that coverage sees of a test
PAGE_TIMEOUT = 120_000  # milliseconds: a busy machine is no failure
# The same examples on every machine, however slow; others are searched for with
# `pytest --hypothesis-profile=default`.
examples.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
examples.load_profile("same")
make_once()
# Who reads foreign files steps back behind all other work, and a run of tests is work on every
# processor; the limit on its own time stays.
warm_reader.MOST_WAITING = PATIENCE


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneLabelStudio:
    return OneLabelStudio(config, log)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What takes long or needs more runs when it is asked for by name: `make test-faults`,
    `make test-server`."""
    apart = collection_path in {ROOT / "tests" / one for one in ASKED_FOR}
    asked = any(collection_path.name in word for word in config.args)
    return True if apart and not asked else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the real thing stands in a file that the workers know for one; and what is left
    out of the measurement of --cov, which doubles the time of everything."""
    cases: Counter[str] = Counter()
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        given = getattr(getattr(item, "callspec", None), "params", {})  # a word that is no fixture
        asked = set(getattr(item, "fixturenames", ())) - set(given)
        real = marks & {"server", "browser"} or set(FIXTURES) & asked
        file = item.path.relative_to(ROOT).as_posix()
        if real and not needs_the_real_thing(file):
            raise pytest.UsageError(f"{file} needs Label Studio or Chromium: mark it (server).")
        # Arithmetic in loops; what runs nothing of ours; and times: joining texts piece by piece is
        # quadratic under a tracer, and only there. Then what runs the same lines again: the second
        # case of a test and later ones, and examples by the hundred; and what serves a browser.
        cases[item.nodeid.partition("[")[0]] += 1
        if (
            any(word in file for word in ("agreement/", "growth", "architecture"))
            or cases[item.nodeid.partition("[")[0]] > 1
            or hasattr(getattr(item, "obj", None), "hypothesis")
            or needs_the_real_thing(file)
        ):
            item.add_marker(pytest.mark.untraced)
    if os.environ.get("PYTEST_XDIST_WORKER"):
        long = longest_first(item.nodeid for item in items)
        items.sort(key=lambda item: long(item.nodeid))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Of the workers the one with the real Label Studio goes first: it has the longest way, one
    test after another, and the others fill what it leaves of the processors."""
    if os.environ.get("PYTEST_XDIST_WORKER") and runs_beside(item.nodeid) and os.nice(0) == 0:
        os.setsid()  # Chromium and Label Studio have sessions of their own, which Linux weighs
        step_back()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Of --cov, which doubles the time of everything, the first half second of each test's work:
    most of what a test reaches it reaches by then. Nothing where `untraced` is marked: pytest-cov's
    own `no_cover` does nothing in a worker of pytest-xdist, where another measurement has begun
    before it."""
    tracer, of_threads = sys.gettrace(), threading.gettrace()
    if tracer is None:
        return (yield)

    def stop(*_: object) -> None:
        sys.settrace(None)
        threading.settrace(None)

    usual = signal.signal(signal.SIGVTALRM, stop)
    if item.get_closest_marker("untraced"):
        stop()
    else:
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_TRACED)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, usual)
        sys.settrace(tracer)
        threading.settrace(of_threads)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """With --cov: how much of the lines and branches ran, in one line."""
    if not config.getoption("cov_source", None):
        return
    from coverage import Coverage

    measured = Coverage()
    measured.load()
    total = measured.report(file=io.StringIO(), ignore_errors=True)
    terminalreporter.write_line(
        f"Branch coverage of annotator/ but agreement/: at least {total:.0f} % "
        "(measured in the first half second of each test that needs no browser)"
    )


@pytest.fixture(scope="session")
def web_port() -> Iterator[int]:
    """The port that browser tests serve the application on: Label Studio's pages name it."""
    with held_port() as port:
        yield port


@pytest.fixture
def own_port() -> Iterator[int]:
    with held_port() as port:
        yield port


@pytest.fixture(scope="session")
def fresh_installation(pytestconfig: pytest.Config) -> Path:
    """An installation fresh from its first start, kept between runs: making it takes a minute.

    Copy it; nothing may be started in it.
    """
    made_by = hashlib.sha256(Path(installation.__file__).read_bytes()).hexdigest()[:12]
    cached = pytestconfig.cache.mkdir("label-studio") / made_by if pytestconfig.cache else None
    if cached is None:
        raise pytest.UsageError("The tests need pytest's cache plugin (do not pass -p no:cache).")
    with FileLock(cached.with_name(f"{made_by}.lock")):  # two runs at once make one
        if not cached.exists():
            part = cached.with_name(f"{made_by}.{os.getpid()}.part")
            settings = Settings(data_dir=part)
            installation.ensure_installed(settings, load_keys(settings), lambda words: None)
            part.rename(cached)
    return cached


@pytest.fixture(scope="session")
def labelstudio_server(
    web_port: int, fresh_installation: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EmbeddedServer]:
    """The real thing; `.settings` and `.keys` belong to it, `.url` is its address on loopback."""
    data_dir = tmp_path_factory.mktemp("installation")
    shutil.copytree(fresh_installation, data_dir, dirs_exist_ok=True)
    settings = Settings(data_dir=data_dir, port=web_port)
    with EmbeddedServer(settings, load_keys(settings)) as server:
        yield server


@pytest.fixture(scope="session")
def labelstudio(labelstudio_server: EmbeddedServer) -> Iterator[LabelStudio]:
    """The client with the administrator's token."""
    client = LabelStudio(labelstudio_server.url, labelstudio_server.keys.labelstudio_token)
    yield client
    client.close()


@pytest.fixture(scope="session")
def one_spark() -> Iterator[None]:
    """One Spark for all tests that ask it: its start takes longer than most of them. Begun here, so
    that no engine that is closed ends it."""
    from annotator.agreement.engines import spark_engine

    session = spark_engine.session()
    session.conf.set("spark.sql.shuffle.partitions", "4")  # 200 by default, for larger studies
    yield
    session.stop()


@pytest.fixture
def store_db(tmp_path: Path) -> Iterator[Store]:
    """A fresh store."""
    from annotator import store

    db = store.open_store(tmp_path / "annotator.sqlite")
    yield db
    db.close()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The file of the browser that the tests use."""
    found = system_chromium()
    if found is None:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            found = playwright.chromium.executable_path
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser."""
    from playwright.sync_api import expect, sync_playwright

    read_whole_pages()
    expect.set_options(timeout=PAGE_TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system_chromium(), args=CHROMIUM_OPTIONS
        )
        make = browser.new_context

        def patient(**options: Any) -> BrowserContext:
            context = make(**options)
            context.set_default_timeout(PAGE_TIMEOUT)
            return context

        browser.new_context = patient  # type: ignore[method-assign]
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser profile of its own, 1280 pixels wide."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
