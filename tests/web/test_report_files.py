"""The report, its tables and its charts as files."""

from __future__ import annotations

import re

from pages_world import MANAGER, World


def test_the_report_is_saved_in_every_format(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get("/studies/1/agreement/").text
    places = set(re.findall(r'href="(/studies/1/agreement/(?:report|tables|charts)[^"]*)"', page))
    assert len(places) == 6 + 7 + 2 * 4
    for place in sorted(places - {"/studies/1/agreement/report.pdf"}):
        answer = client.get(place)
        assert answer.status_code == 200, place
        assert answer.data, place
        assert answer.headers["Cache-Control"] == "no-store", place
    found = client.get("/studies/1/agreement/report.json").get_json()
    assert found["method"]
    assert found["measures"]
    for wrong in ("report.exe", "tables/none.csv", "charts/none.svg", "charts/none.exe"):
        assert client.get(f"/studies/1/agreement/{wrong}").status_code == 404
