"""What goes wrong in a thread is in the log."""

from __future__ import annotations

import logging

import pytest

from annotator.background import start_thread


def test_an_error_that_ends_a_thread_is_logged_with_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fall(words: str) -> None:
        raise RuntimeError(words)

    start_thread("falling", fall, "an unforeseen end").join()
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "falling" in record.getMessage()
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "an unforeseen end"
