"""The drawing library comes from here, once a day at most."""

from __future__ import annotations

from pages_world import ANNA, MANAGER, World

PATH = "/charts/vega.js"


def test_managers_get_one_script_that_their_browser_keeps(world: World) -> None:
    with world.client(MANAGER).get(PATH) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "private, max-age=86400"


def test_nobody_else_is_given_it(world: World) -> None:
    assert world.client(ANNA).get(PATH).status_code == 403
    assert world.client().get(PATH).status_code == 302
