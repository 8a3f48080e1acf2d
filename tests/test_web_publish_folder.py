"""The folder of a published site: whose files stay, who may write, and what a stop leaves."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import KgError, UsageError
from kg.web.still.crew import crew
from kg.web.still.folder import Folder
from kg.web.still.naming import file_of, rewritten, twins_among
from parts import part
from samples import ROOT

pytestmark = pytest.mark.slow
MANIFEST = ".khyber-site.json"
ODD = "a site #1? 100%"
SECONDS = 2


def written(folder: Path) -> set[str]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix() for each in files}


def begun(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Begin to publish the shipped graph, and wait until some pages are there."""
    command = [sys.executable, "-m", "kg", "publish", str(folder), "--workers", "2", *options]
    process = subprocess.Popen(command, cwd=ROOT)
    late = time.monotonic() + 120
    while len(written(folder)) < 60:
        assert process.poll() is None
        assert time.monotonic() < late
        time.sleep(0.05)
    return process


# Whose files


def test_a_folder_with_files_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"the folder holds other files. Choose an empty one"):
        Folder(tmp_path)
    assert written(tmp_path) == {"mine.txt"}


def test_a_file_that_somebody_put_beside_is_neither_removed_nor_written_over(
    tmp_path: Path,
) -> None:
    with Folder(tmp_path) as folder:
        folder.write("id/a.html", b"a")
        folder.finish(["id/a.html"])
    (tmp_path / "CNAME").write_text("example.org", encoding="utf-8")
    (tmp_path / "id" / "b.html").write_text("mine", encoding="utf-8")
    with Folder(tmp_path) as folder:
        assert not folder.write("id/a.html", b"a")
        with pytest.raises(UsageError, match=r"id/b.html: this file is none of the site's"):
            folder.write("id/b.html", b"b")
        assert folder.finish(["about.html"]) == 1
    assert written(tmp_path) == {MANIFEST, "CNAME", "id/b.html"}


def test_a_folder_that_is_empty_at_the_end_is_removed(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        folder.write("source/a.html", b"a")
        folder.finish(["source/a.html"])
    with Folder(tmp_path) as folder:
        folder.finish([])
    assert not (tmp_path / "source").exists()


@pytest.mark.parametrize("text", ["{", "{}", "5", "[1]", "[[]]", "\udcff"])
def test_a_damaged_list_of_files_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match="its list of files is damaged"):
        Folder(tmp_path)


def test_a_list_that_names_files_elsewhere_removes_none_of_them(tmp_path: Path) -> None:
    own, other = tmp_path / "site", tmp_path / "other.txt"
    own.mkdir()
    other.write_text("other", encoding="utf-8")
    listed = [str(other), "../other.txt", "id/../../other.txt", "..\\other.txt"]
    (own / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    with Folder(own) as folder:
        assert folder.finish([]) == 0
    assert other.read_text(encoding="utf-8") == "other"


# Who may write


@pytest.mark.parametrize("kind", ["file", "below a file", "read-only"])
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "there"
    if kind == "read-only":
        subprocess.run(
            [part("mount"), "-t", "tmpfs", "-o", "size=64k,ro", "tmpfs", tmp_path], check=True
        )
    else:
        place.write_text("a file", encoding="utf-8")
    try:
        with pytest.raises(UsageError, match=r"cannot write there \(.*\). Choose a folder"):
            Folder(place / "below" if kind == "below a file" else place)
    finally:
        if kind == "read-only":
            subprocess.run(["umount", tmp_path], check=True)


def test_a_second_process_is_told_that_the_first_one_writes(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(UsageError, match="another process publishes there"):
        Folder(tmp_path)
    with Folder(tmp_path) as folder:
        folder.finish([])


# What a stop leaves


@pytest.mark.fault
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "ended"])
def test_a_stop_ends_everything_at_once_and_leaves_nothing_half(
    tmp_path: Path, how: signal.Signals
) -> None:
    folder = tmp_path / ODD
    process = begun(folder)
    process.send_signal(how)
    start = time.monotonic()
    process.wait(30)
    assert time.monotonic() - start < SECONDS
    there = written(folder)
    time.sleep(0.5)
    assert written(folder) == there
    assert not [name for name in there if name.endswith(".part")]
    for name in there:
        if name.endswith(".html"):
            assert (folder / name).read_bytes().rstrip().endswith(b"</html>")
    with Folder(folder) as again:
        # All of it is known for ours, whatever the next run comes to.
        assert again.before >= {name for name in there if not name.startswith(".khyber")}
        assert again.finish([]) == len([name for name in there if not name.startswith(".khyber")])


@pytest.mark.fault
def test_a_full_disk_is_one_line_and_leaves_nothing_half(tmp_path: Path) -> None:
    # A limit on the size of files fails every write of more as a full disk does.
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    command = [sys.executable, "-m", "kg", "publish", str(tmp_path / "site"), "--workers", "2"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, cwd=ROOT,
        preexec_fn=limited,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "cannot write the file (file too large)" in line
    assert not [name for name in written(tmp_path) if name.endswith(".part")]


@pytest.mark.fault
def test_a_process_that_is_killed_is_one_line_and_no_wait_without_end() -> None:
    def work(number: int) -> int:
        if number == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    ended = pytest.raises(UsageError, match="a process that wrote pages was ended")
    with ended, crew(work, 2) as shared:
        list(shared(range(50)))


def test_what_is_wrong_in_a_process_is_said_in_the_words_of_who_asked() -> None:
    def work(_: int) -> int:
        raise UsageError("no space", path="there", mend="free some", candidates=["a"])

    with pytest.raises(KgError) as error, crew(work, 2) as shared:
        list(shared(range(50)))
    assert str(error.value) == "there: no space. Free some."
    assert (error.value.candidates, type(error.value)) == (("a",), UsageError)


# Names of files


def test_names_that_differ_in_case_alone_have_files_of_their_own_on_every_system() -> None:
    links = ["/ontology/Corridor", "/ontology/corridor", "/id/Foo", "/id/foo", "/id/bar",
             "/id/\u00e9", "/id/\u00c9", "/id/e\u0301"]  # fmt: skip
    twins = twins_among(links)
    every = [*links, *(f"{link}.ttl" for link in links), "/draw.svg?name=id:Foo",
             "/draw.svg?name=id:foo", "/source/Foo", "/source/foo"]  # fmt: skip
    files = [file_of(link, twins) for link in every]
    assert len({file.casefold() for file in files if file}) == len(every)
    assert file_of("/id/bar", twins) == "id/bar.html"
    text, found = rewritten('<a href="/id/foo">', "pictures/Foo.html", twins)
    assert found == ["/id/foo"]
    assert text == f'<a href="../{file_of("/id/foo", twins)}">'


@pytest.mark.parametrize("name", ["x" * 300, "ش" * 300, "con", "AUX", "Lpt1"])
def test_a_name_that_some_system_does_not_take_gets_another(name: str) -> None:
    for link in (f"/id/{name}", f"/id/{name}.jsonld", f"/draw.svg?name={name}"):
        file = (file_of(link) or "").rpartition("/")[2]
        assert len(file.encode()) < 230
        assert file.partition(".")[0].lower() not in ("con", "aux", "lpt1")
    assert file_of(f"/id/{name}1") != file_of(f"/id/{name}2")
