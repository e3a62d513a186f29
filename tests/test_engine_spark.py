"""A second engine gives the same ledger: PySpark's API, against a server without a JVM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wirecopy as wc
from conftest import content_of
from wirecopy.demo import pile as demo_pile
from wirecopy.engine.spark import Spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore:::pyspark", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """A session with a Spark Connect server that lives as long as the module's tests."""
    pysail = pytest.importorskip("pysail.spark")
    from pyspark.sql import SparkSession

    server = pysail.SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    yield session
    session.stop()
    server.stop()


def test_a_second_engine_gives_the_same_ledger(session: SparkSession, tmp_path: Path) -> None:
    """The demo pile through DuckDB and through Spark: every table is the same."""
    engine = Spark(session, tmp_path / "work")
    with (
        wc.run(demo_pile(), ledger=tmp_path / "duckdb.wirecopy") as one,
        wc.run(demo_pile(), ledger=tmp_path / "spark.wirecopy", engine=engine) as two,
    ):
        assert content_of(one) == content_of(two)
        assert list(one.stories()) == list(two.stories())
