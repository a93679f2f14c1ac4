"""A manager and two annotators, each with a browser, in front of the real Label Studio."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator import store
from annotator.labelstudio import EmbeddedServer
from annotator.settings import Settings
from tests.web.gateway_world import Recorder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parent / "data" / "articles"
PASSWORD = "four unrelated words"
MANAGER, ANN, BEN = "mia@example.org", "ann@newsroom.example", "ben@newsroom.example"
NAMES = {ANN: "Annabel Quist", BEN: "Benedict Varr"}

LANTERN, TRAM, RESERVOIR = "Lantern Night returns", "Tram extension", "Reservoir Plan"
# Words that only this article's text has, to see which one the editor shows.
SIGNS = {
    LANTERN: "paper boats on the quay",
    TRAM: "Varmouth",
    RESERVOIR: "140 hectares of farmland",
}
# What each marks at the end: (label's key, label, words). Everything else is unmarked.
MARKS = {
    ANN: {
        LANTERN: [
            ("1", "loaded_language", "shameful betrayal"),
            ("6", "presupposition", "admitted"),
        ],
        TRAM: [],
        RESERVOIR: [("1", "loaded_language", "brazen plan")],
    },
    BEN: {
        LANTERN: [("1", "loaded_language", "shameful betrayal")],
        TRAM: [],
        RESERVOIR: [("1", "loaded_language", "brazen")],
    },
}


@dataclass
class Team:
    settings: Settings
    server: EmbeddedServer
    chromium: Browser
    recorder: Recorder
    pages: list[Any] = field(default_factory=list)

    def open_db(self) -> closing[store.Store]:
        return closing(store.open_store(self.settings.database))

    def browser_of(self, email: str) -> Page:
        context = self.chromium.new_context(
            viewport={"width": 1280, "height": 900},
            accept_downloads=True,
            extra_http_headers={"X-Visitor": email},
        )
        self.pages.append(context)
        return context.new_page()

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        with self.open_db() as db:
            return list(db.query(sql, parameters))

    def order(self, email: str) -> list[str]:
        """The articles of this annotator in their own order, by the beginning of the title."""
        rows = self.rows(
            "SELECT articles.title FROM assignments "
            "JOIN articles ON articles.id = assignments.article_id "
            "JOIN annotators ON annotators.id = assignments.annotator_id "
            "JOIN accounts ON accounts.id = annotators.account_id "
            "WHERE accounts.email = ? ORDER BY assignments.position",
            email,
        )
        return [next(one for one in SIGNS if row["title"].startswith(one)) for row in rows]
