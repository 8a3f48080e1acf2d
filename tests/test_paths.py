"""Paths: what is shipped, where things are kept, and files written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError, UsageError
from kg.paths import (
    cache_folder,
    existing,
    shipped,
    shipped_files,
    sources_folder,
    write_whole,
)


def test_the_ontology_is_read_before_the_data() -> None:
    files = shipped_files()
    assert all(file.is_file() for file in files)
    assert [file.parent.name for file in files[-2:]] == ["data", "data"]
    assert {file.parent.name for file in files[:-2]} == {"ontology"}


def test_alignments_are_not_loaded_by_default() -> None:
    assert "alignments.ttl" not in {file.name for file in shipped_files()}


def test_shapes_are_shipped_and_not_loaded() -> None:
    shapes = set((shipped("ontology") / "shapes").iterdir())
    assert shapes
    assert not shapes & set(shipped_files())


def test_the_cache_is_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("KG_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "khyber"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "khyber"


def test_sources_are_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert sources_folder() is None
    monkeypatch.setenv("KG_SOURCES", str(tmp_path))
    assert sources_folder() == tmp_path
    monkeypatch.setenv("KG_SOURCES", str(tmp_path / "absent"))
    with pytest.raises(SourceError, match="KG_SOURCES names no folder"):
        sources_folder()


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        existing(tmp_path / "absent.ttl")
    with pytest.raises(UsageError, match="a folder, not a file"):
        existing(tmp_path)
    file = tmp_path / "a.ttl"
    file.touch()
    assert existing(str(file)) == file


@pytest.mark.parametrize("content", ["words: پاکستان\n", b"\x00bytes"])
def test_what_is_written_is_read_back(tmp_path: Path, content: str | bytes) -> None:
    path = write_whole(tmp_path / "file", content)
    data = content.encode() if isinstance(content, str) else content
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_write_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_whole(tmp_path / "file", "old")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="no space left on device"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent/file: cannot write the file .*Choose a folder"):
        write_whole(tmp_path / "absent" / "file", "x")


def test_a_file_in_the_way_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot write the file"):
        write_whole(tmp_path / "file" / "deeper", "x")
