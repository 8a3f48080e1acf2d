"""Fixtures that several rooms share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
from hypothesis import Phase, settings
from playwright.sync_api import Browser, sync_playwright
from pyoxigraph import RdfFormat

import kg
from kg.build import build
from kg.engine import OxigraphEngine
from parts import part
from samples import CLAIMS, SAMPLE, ontology_files

# A busy machine is no fault of the code: examples have no deadline, and are the same at each run.
settings.register_profile("khyber", deadline=None, derandomize=True, max_examples=60)
# Where thousands of runs fail on purpose, nobody reads a smaller example (tools/mutants).
settings.register_profile(
    "failing", settings.get_profile("khyber"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "khyber"))

pytest_plugins = ["last_lines"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that writes the golden answers anew."""
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden answers anew")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep built stores in a folder of the test run's own, and let nothing of the user's in."""
    base = tmp_path_factory.getbasetemp()
    # Processes that share a run share what is built: the folder above each one's own is the run's.
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CACHE", str(folder))
        for name in ("KG_SOURCES", "KG_ENDPOINT", "KG_ENDPOINT_AUTHORIZATION"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def graph(_own_cache: None) -> kg.Graph:
    """Give the shipped graph, opened from its built store."""
    return kg.load()


@pytest.fixture(scope="session")
def engine(graph: kg.Graph) -> OxigraphEngine:
    """Give the engine of the shipped graph."""
    assert isinstance(graph.engine, OxigraphEngine)
    return graph.engine


@pytest.fixture(scope="session")
def sample() -> OxigraphEngine:
    """Give the engine of the hand-made sample."""
    return OxigraphEngine(build([*ontology_files(), SAMPLE, CLAIMS]))


@pytest.fixture(scope="session")
def sample_dataset(sample: OxigraphEngine) -> rdflib.Dataset:
    """Give the sample, with all that was derived, as an rdflib dataset in memory."""
    dataset = rdflib.Dataset()
    text = sample.store.dump(format=RdfFormat.N_QUADS)
    dataset.parse(data=text, format="nquads")
    return dataset


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder that is also the cache, for tests of what is built."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def survived(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Give what notes how many of something were killed without a loss, for the last lines."""
    return lambda what, number: record_property("killed", f"{number} {what}")


def pytest_configure(config: pytest.Config) -> None:
    """Let rdflib call its own deprecated names: `Dataset.query` asks for `default_context`."""
    config.addinivalue_line("filterwarnings", r"ignore:Dataset\.:DeprecationWarning:rdflib")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give the one browser that all tests of pages share."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=part("chromium"))
        yield found
        found.close()
