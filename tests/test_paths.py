"""Paths: what is shipped, where things are kept, and files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import SourceError, UsageError
from kg.paths import (
    cache_folder,
    existing,
    in_home,
    is_file,
    shipped,
    shipped_files,
    sources_folder,
    write_whole,
)
from samples import run_python


def test_the_ontology_is_read_before_the_data() -> None:
    files = shipped_files()
    assert all(file.is_file() for file in files)
    folders = [file.parent.name for file in files]
    assert folders == sorted(folders, key=["ontology", "data"].index)
    assert set(folders) == {"ontology", "data"}


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


# Whose folders they are


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, folder in (("KG_CACHE", "kept"), ("XDG_CACHE_HOME", "kept/khyber")):
        with monkeypatch.context() as patch:
            patch.delenv("KG_CACHE")
            patch.setenv(name, "~/kept")
            assert cache_folder() == Path.home() / folder


def test_a_cache_that_is_not_absolute_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert cache_folder() == Path.home() / ".cache" / "khyber"


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "KG_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert cache_folder() is None
    assert in_home(".netrc") is None
    monkeypatch.setenv("KG_CACHE", "~/kept")
    assert cache_folder() is None


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="another user is needed"
)
@pytest.mark.parametrize("home", [None, "/root", "/nowhere"])
@pytest.mark.parametrize("kept", [None, "/root/kept", "/proc/kept"])
def test_a_home_that_is_unset_or_somebody_elses_is_no_hindrance(
    home: str | None, kept: str | None
) -> None:
    # All is imported before, because the interpreter itself may lie in a folder that is closed.
    code = f"""
import os, shutil, sys, tempfile
import kg.cli.ask, kg.query.parameters, kg.engine.limit
from kg.cli.main import main
os.setgroups([]); os.setgid(54321); os.setuid(54321)
for name in ("HOME", "KG_CACHE", "XDG_CACHE_HOME"):
    os.environ.pop(name, None)
os.environ.update({{k: v for k, v in { {"HOME": home, "KG_CACHE": kept}!r}.items() if v}})
sys.exit(main(["ask", "ASK {{}}"]))"""
    done = run_python("-c", code)
    assert (done.stdout, done.stderr, done.returncode) == ("yes\n", "", 0)


# What a file is besides its content


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "real").write_text("old")
    (tmp_path / "one").symlink_to("deep/real")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    write_whole(tmp_path / "two", "new")
    assert (tmp_path / "deep" / "real").read_text() == "new"
    assert (tmp_path / "one").is_symlink()
    assert (tmp_path / "two").is_symlink()
    assert len(list((tmp_path / "deep").iterdir())) == 1
    (tmp_path / "to nothing").symlink_to("absent")
    write_whole(tmp_path / "to nothing", "new")
    assert (tmp_path / "absent").read_text() == "new"


@pytest.mark.parametrize("mode", [0o664, 0o600, 0o755, 0o444])
def test_a_mode_is_kept_and_a_new_file_has_the_usual_one(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    write_whole(path, "first")
    (tmp_path / "usual").touch()
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode
    path.chmod(mode)
    write_whole(path, "second")
    assert path.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root may give files away"
)
def test_an_owner_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_whole(tmp_path / "file", "first")
    os.chown(path, 54321, 54322)
    write_whole(path, "second")
    assert (path.stat().st_uid, path.stat().st_gid) == (54321, 54322)

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refused)
    number = path.stat().st_ino
    write_whole(path, "third")
    assert (path.read_text(), path.stat().st_uid, path.stat().st_ino) == ("third", 54321, number)
    assert len(list(tmp_path.iterdir())) == 1


def test_every_name_of_a_file_goes_on_naming_it(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "one", "first")
    (tmp_path / "other").hardlink_to(path)
    write_whole(path, "second")
    assert (tmp_path / "other").read_text() == "second"


@pytest.mark.parametrize("name", ["a" * 250, "a" * 255, "ی" * 125])
def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path, name: str) -> None:
    assert write_whole(tmp_path / name, "x").read_text() == "x"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["a" * 256, "ی" * 150, "a/b" * 2000, "a\0b"])
def test_a_name_that_no_file_can_have_is_one_line(tmp_path: Path, name: str) -> None:
    for act in (lambda path: write_whole(path, "x"), existing):
        with pytest.raises(UsageError) as caught:
            act(tmp_path / name)
        assert len(str(caught.value).splitlines()) == 1
    assert not is_file(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_to_and_stays_one() -> None:
    write_whole("/dev/null", "x")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(UsageError, match="no space left on device"):
        write_whole("/dev/full", "x")
