"""Reports written as Parquet: twice, at once, stopped, on a disk that fills; never half a file."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kg
from kg.engine import OxigraphEngine
from kg.errors import DataError, UsageError
from kg.events import Events
from parts import part
from streams import stream

# Where the tests run behind a script, Ctrl-C is ignored, and what they start would ignore it too.
WRITE = """
import signal, sys, kg
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
folder = Path(sys.argv[1])
reports = kg.events("table", folder / "s.tsv")
for name in sys.argv[2:]:
    reports.write(folder / "once.parquet")
    (folder / name).touch()
"""


def events(number: int, engine: OxigraphEngine, path: Path) -> int:
    found = kg.events("table", path, graph=engine).by("all").events.tolist()
    assert found == [number]
    return number


def started(folder: Path, *times: str) -> subprocess.Popen[str]:
    call = [sys.executable, "-c", WRITE, str(folder), *times]
    return subprocess.Popen(call, stderr=subprocess.PIPE, text=True)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def reports(engine: OxigraphEngine, tmp_path: Path) -> Events:
    (tmp_path / "s.tsv").write_text(stream("table", 5000), encoding="utf-8")
    return kg.events("table", tmp_path / "s.tsv", graph=engine)


def test_the_same_parquet_is_written_twice(
    reports: Events, engine: OxigraphEngine, tmp_path: Path
) -> None:
    for _ in range(2):
        events(5000, engine, reports.write(tmp_path / "once.parquet"))
    assert names(tmp_path) == ["once.parquet", "s.tsv"]


@pytest.mark.usefixtures("reports")
def test_two_that_write_at_once_leave_one_whole_file(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    running = [started(tmp_path, *[f"{one}{each}" for each in range(6)]) for one in "ab"]
    assert [(each.communicate()[1], each.returncode) for each in running] == [("", 0), ("", 0)]
    events(5000, engine, tmp_path / "once.parquet")
    assert not [each for each in names(tmp_path) if each.endswith(".part")]


@pytest.mark.fault
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_what_is_stopped_while_it_writes_leaves_the_old_file_whole(
    reports: Events, engine: OxigraphEngine, tmp_path: Path, how: signal.Signals
) -> None:
    reports.during("1990", "1999").write(tmp_path / "once.parquet")
    before = (tmp_path / "once.parquet").read_bytes()
    running = started(tmp_path, *map(str, range(10_000)))
    while not (tmp_path / "3").exists():
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(how)
    running.communicate()
    assert running.returncode
    assert (tmp_path / "once.parquet").read_bytes() != before
    events(5000, engine, tmp_path / "once.parquet")
    if how == signal.SIGINT:
        assert not [each for each in names(tmp_path) if each.endswith(".part")]


@pytest.mark.fault
def test_a_disk_that_fills_is_one_line_and_leaves_the_old_file(
    reports: Events, engine: OxigraphEngine, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount: list[str | Path] = [part("mount"), *"-t tmpfs -o size=48k tmpfs".split(), disk]
    subprocess.run(mount, check=True)
    try:
        few = reports.during("1990-01", "1990-02")
        number = few.by("all").events.item()
        few.write(disk / "once.parquet")
        with pytest.raises(DataError, match="no space left on device") as told:
            reports.write(disk / "once.parquet")
        assert "\n" not in str(told.value)
        assert names(disk) == ["once.parquet"]
        events(number, engine, disk / "once.parquet")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_folder_that_is_not_there_and_a_size_that_is_none(
    reports: Events, engine: OxigraphEngine, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="cannot be read, counted or written"):
        reports.write(tmp_path / "none" / "once.parquet")
    with pytest.raises(UsageError, match="this is no size of memory"):
        kg.events("table", tmp_path / "s.tsv", graph=engine, memory="much")
    assert names(tmp_path) == ["s.tsv"]


def test_too_little_memory_is_one_line_and_nothing_is_left_on_disk(
    engine: OxigraphEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spilled = tmp_path / "temporary"
    spilled.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spilled))
    path = tmp_path / "s.tsv"
    path.write_text(stream("table", 40_000), encoding="utf-8")
    small = kg.events("table", path, graph=engine, memory="24MB").deduplicated()
    with pytest.raises(DataError, match="Out of Memory") as told:
        small.by("year")
    assert "\n" not in str(told.value)
    del small, told
    assert names(spilled) == []
