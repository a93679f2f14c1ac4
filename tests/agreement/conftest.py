"""One Spark for all tests that ask it: its start takes longer than most of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def one_spark() -> Iterator[None]:
    """Begun here, so that no engine that is closed ends it."""
    from annotator.agreement.engines import spark_engine

    session = spark_engine.session()
    session.conf.set("spark.sql.shuffle.partitions", "4")  # 200 by default, for larger studies
    yield
    session.stop()
