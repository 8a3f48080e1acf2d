"""Large graphs: built on disk, shown on a terminal, and nothing left of what went wrong."""

from __future__ import annotations

import importlib
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.paths import shipped_files
from kg.store import build, open_store
from samples import HEAD

MODULE = importlib.import_module("kg.store.build")


@pytest.fixture
def on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have every graph built on disk, and give the cache folder."""
    monkeypatch.setattr(MODULE, "_LARGE", 0)
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_graph_built_on_disk_is_the_one_built_in_memory(on_disk: Path) -> None:
    engine = open_store()
    assert set(engine.store) == set(build(shipped_files()))
    assert [path.suffix for path in on_disk.iterdir()] == [""]
    assert engine.folder is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEAD}id:a a kg:State ; skos:prefLabel 'A", r"own\.ttl:\d+: not well formed"),
        (f"{HEAD}id:a a kg:Stat .", "unknown term kg:Stat"),
        (f"{HEAD}id:a a kg:State ; kg:time 'soon'^^edtf:EDTF .", "this is not a date"),
    ],
)
def test_nothing_stays_of_a_file_that_is_wrong(
    on_disk: Path, tmp_path: Path, text: str, said: str
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        open_store([own])
    assert list(on_disk.iterdir()) == []


def test_a_disk_that_is_full_leaves_nothing_and_memory_serves(tmp_path: Path) -> None:
    # A limit on the size of files fails every write as a full disk does.
    code = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from kg.store import open_store
sys.exit(open_store().size() != int(sys.argv[1]))
"""
    size = str(len(build(shipped_files())))
    environment = {**os.environ, "KG_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, size], env=environment, check=False)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_long_load_is_shown_on_a_terminal_and_nowhere_else() -> None:
    code = "from kg.store import build as b; import sys; m = sys.modules['kg.store.build']"
    code += "; m._LONG = 0; b(m.shipped_files())"
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=theirs, check=True)
    os.close(theirs)
    seen = b""
    with open(ours, "rb", buffering=0) as terminal:  # noqa: PTH123 - a descriptor
        while b"triples.ttl" not in seen:
            seen += terminal.read(1024)
    assert b"%" in seen
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
