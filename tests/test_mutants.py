"""The table of `make mutants` names files and tests that there are."""

from __future__ import annotations

import tomllib

import pytest

from samples import ROOT, TESTS

TABLE = tomllib.loads((TESTS / "mutants.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLE["module"])
def test_a_module_is_there_with_its_tests(name: str) -> None:
    module = TABLE["module"][name]
    assert module["files"]
    assert module["tests"]
    assert all((ROOT / "src" / "kg" / file).is_file() for file in module["files"])
    assert all((TESTS / file).is_file() for file in module["tests"])


def test_no_file_belongs_to_two_modules() -> None:
    files = [file for module in TABLE["module"].values() for file in module["files"]]
    assert len(files) == len(set(files))


@pytest.mark.parametrize("test", TABLE["without"])
def test_what_is_left_out_is_a_test(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8")
