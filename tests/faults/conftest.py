"""One Label Studio for all cases, and how many cases there were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harbour import Harbour

from annotator.labelstudio import EmbeddedServer, LabelStudio


@pytest.fixture(scope="session")
def harbour(
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Harbour]:
    """A published study with an article for each case."""
    with Harbour.opened(tmp_path_factory.mktemp("harbour"), labelstudio_server, labelstudio) as one:
        yield one


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ran = sum(len(terminalreporter.stats.get(word, ())) for word in ("passed", "failed"))
    skipped = len(terminalreporter.stats.get("skipped", ()))
    terminalreporter.write_line(f"Fault cases: {ran} tried, {skipped} not possible here.")
