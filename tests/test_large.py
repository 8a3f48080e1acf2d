"""Large graphs: built on disk, shown on a terminal, and nothing left of what went wrong."""

from __future__ import annotations

import importlib
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import build, open_store
from kg.engine import OxigraphEngine
from kg.errors import DataError
from kg.paths import shipped_files
from kg.vocabulary import ID, KG, C
from parts import part
from samples import CLAIMS, HEAD, SAMPLE, cells, ontology_files

FILL = importlib.import_module("kg.build.fill")
NEWER = f"""{HEAD}
kg:Escort a owl:Class ; rdfs:subClassOf kg:Relation ; kg:edgeFrom kg:escort ; kg:edgeTo kg:convoy ;
  kg:edgeTime kg:convoy .
kg:escort a rdf:Property . kg:convoy a rdf:Property ."""
CONVOY = """
id:e1 a kg:Escort ; kg:escort id:a ; kg:convoy id:c . id:c a kg:Visit ; kg:time "1955"^^edtf:EDTF .
id:m a kg:Membership ; kg:member id:a ; kg:status c:full-member ; kg:time "1955/.."^^edtf:EDTF ."""


@pytest.fixture
def on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Take every file for a large one, and give the cache folder."""
    monkeypatch.setattr(FILL, "_LARGE", 0)
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_graph_built_from_large_files_is_the_one_built_from_small_ones(
    on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = open_store()
    assert [path.suffix for path in on_disk.iterdir()] == [""]
    assert large.folder is not None
    monkeypatch.setattr(FILL, "_LARGE", 1 << 40)
    assert set(large.store) == set(build(shipped_files()))


@pytest.mark.parametrize("together", [1, 10_000])
def test_a_graph_is_the_same_in_whatever_parts_it_is_loaded(
    together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [*ontology_files(), SAMPLE, CLAIMS]
    whole = set(build(files))
    monkeypatch.setattr(FILL, "_TOGETHER", together)
    assert set(build(files)) == whole


def lines_of(text: str) -> list[str]:
    quads = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
    return [f"{q.subject} {q.predicate} {q.object} ." for q in quads]


@pytest.mark.parametrize(
    "written",
    [
        lambda line: line,
        lambda line: line.replace(" ", "\t", 2),
        lambda line: line.replace(" ", "  ", 2),
        lambda line: f"  {line}  # a remark",
        lambda line: f"# a remark\n\n{line}",
        lambda line: line.replace("/ontology/", "/ontolog\\u0079/"),
        lambda line: line.removesuffix(" .") + ".",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("on_disk")
def test_lines_of_n_triples_are_read_however_they_are_written(
    written: Callable[[str], str], tmp_path: Path
) -> None:
    lines = lines_of(HEAD + CONVOY)
    (tmp_path / "new.ttl").write_text(NEWER, encoding="utf-8")
    (tmp_path / "own.nt").write_text("\n".join(map(written, lines)) + "\n", encoding="utf-8")
    (tmp_path / "own.ttl").write_text(HEAD + CONVOY, encoding="utf-8")
    files = [*ontology_files(), tmp_path / "new.ttl"]
    found = set(build([*files, tmp_path / "own.nt"]))
    assert found == set(build([*files, tmp_path / "own.ttl"]))
    assert len(found) > len(set(build(files))) + len(lines)


@pytest.mark.parametrize("large", [0, 1 << 40])
def test_what_lends_its_time_may_be_declared_last(
    large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FILL, "_LARGE", large)
    for name, text in (("a.nt", "\n".join(lines_of(HEAD + CONVOY))), ("b.ttl", NEWER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    store = build([*ontology_files(), tmp_path / "a.nt", tmp_path / "b.ttl"])
    sparql = "SELECT ?from { id:e1 kg:latestStart ?from ; kg:kind kg:Escort }"
    assert cells(OxigraphEngine(store), sparql) == [[date(1955, 12, 31)]]


@pytest.mark.usefixtures("on_disk")
def test_what_is_derived_of_a_nameless_node_is_said_of_that_node(tmp_path: Path) -> None:
    for name in ("one.ttl", "two.ttl"):
        text = f'{HEAD}[] a kg:Visit ; kg:time "1955"^^edtf:EDTF . _:a a kg:War .'
        (tmp_path / name).write_text(text, encoding="utf-8")
    engine = OxigraphEngine(build([*ontology_files(), tmp_path / "one.ttl", tmp_path / "two.ttl"]))
    sparql = "SELECT ?v { ?v a kg:Visit, kg:Event ; kg:kind kg:Visit ; kg:latestStart ?day }"
    assert len(cells(engine, sparql)) == 2
    assert len(cells(engine, "SELECT ?w { ?w kg:kind kg:War ; a kg:Event }")) == 2


def held_open(folder: Path) -> list[str]:
    """Give what this process has open in a folder, where the system says so."""
    opened = []
    for number in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):
            opened.append(str(number.readlink()))
    return [path for path in opened if path.startswith(str(folder))]


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [f"<{ID}b> <{KG}time> 'soon .", f"<{ID}b> <{KG}status> <{C}full-mem", f"<{ID}b>  x y .", "<"],
)
@pytest.mark.parametrize("late", [False, True])
def test_a_line_that_is_not_well_formed_is_named_in_large_files_too(
    on_disk: Path, tmp_path: Path, broken: str, late: bool
) -> None:
    own, declared = tmp_path / "own.nt", tmp_path / "z.ttl"
    own.write_text("\n".join([*lines_of(HEAD + CONVOY), broken, ""]), encoding="utf-8")
    declared.write_text(NEWER, encoding="utf-8")
    with pytest.raises(DataError, match="not well formed") as caught:
        open_store([own, declared] if late else [declared, own])
    assert caught.value.where == f"{own}:{len(lines_of(HEAD + CONVOY)) + 1}"
    assert [*map(str, on_disk.iterdir()), *held_open(on_disk)] == []


def test_a_term_that_nothing_declares_is_found_in_large_files_too(
    on_disk: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.nt"
    own.write_text(f"<{ID}a> <{KG}status> <{C}full-membr> .\n", encoding="utf-8")
    with pytest.raises(DataError, match="unknown term c:full-membr"):
        open_store([own])
    assert list(on_disk.iterdir()) == []


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


@pytest.mark.fault
def test_a_disk_that_is_full_leaves_nothing_and_memory_serves(tmp_path: Path) -> None:
    # A limit on the size of files fails every write as a full disk does.
    code = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from kg.build import open_store
sys.exit(open_store().size() != int(sys.argv[1]))
"""
    size = str(len(build(shipped_files())))
    environment = {**os.environ, "KG_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, size], env=environment, check=False)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault
@pytest.mark.parametrize("size", ["100k", "1m", "6m"])
def test_a_small_disk_that_fills_up_leaves_nothing_and_memory_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    subprocess.run(
        [part("mount"), "-t", "tmpfs", "-o", f"size={size}", "tmpfs", tmp_path], check=True
    )
    try:
        assert open_store().size() == len(build(shipped_files()))
        assert list(tmp_path.iterdir()) == []
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_a_long_load_is_shown_on_a_terminal_and_nowhere_else() -> None:
    code = "from kg.build import build as b; import kg.build.progress as p; p._LONG = 0"
    code += "; from kg.paths import shipped_files; b(shipped_files())"
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
