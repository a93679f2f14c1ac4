"""The invented world of `pages_world`, fresh for each test that changes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pages_world import World, make_world

from annotator.keys import load_keys
from annotator.web import create_app
from annotator.web.accounts import patience


@pytest.fixture(scope="session")
def _made_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("world") / "data")


@pytest.fixture
def world(_made_world: World, tmp_path: Path) -> World:
    """A copy: hashing passwords for every test anew would be slow."""
    from dataclasses import replace

    settings = replace(_made_world.settings, data_dir=tmp_path / "data")
    shutil.copytree(_made_world.settings.data_dir, settings.data_dir)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    app.config["TESTING"] = True
    return replace(_made_world, app=app, settings=settings)


@pytest.fixture(autouse=True)
def _forgiven() -> None:
    """Wrong passwords of one test do not slow down the next."""
    patience.__init__()  # type: ignore[misc]
