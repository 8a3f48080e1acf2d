"""The command line: each command called well and badly; pictures have tests of their own."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path

import pytest

from kg import __version__
from kg.cli.main import _COMMANDS, main
from kg.cli.table import write
from kg.paths import shipped
from samples import CLAIMS, SAMPLE, run_kg, run_python, write_turtle

Captured = pytest.CaptureFixture[str]
MEMBERS = ("ask", "members-at", "--organization", "cento", "--on", "1957-01-01")
QUERY = "SELECT ?s { ?s a kg:Alliance } ORDER BY ?s LIMIT 2"


def ran(capsys: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    """Run a command in this process, and give its status, its output and its errors."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def good(capsys: Captured, *arguments: str | Path) -> str:
    status, out, err = ran(capsys, *arguments)
    assert (status, err) == (0, ""), err
    return out


# Help


@pytest.mark.parametrize("command", sorted(_COMMANDS))
def test_every_command_has_help(command: str, capsys: Captured) -> None:
    out = good(capsys, command, "--help")
    assert out.startswith(f"usage: kg {command}")
    assert "-h, --help" in out
    assert re.search(r"\n[A-Z][^\n]+", out)


def test_the_help_of_the_whole_names_every_command(capsys: Captured) -> None:
    for call in ((), ("--help",)):
        out = good(capsys, *call)
        for command, (_, text) in _COMMANDS.items():
            assert re.search(rf"^  {command} +{re.escape(text)}$", out, re.MULTILINE)
    assert good(capsys, "--version") == f"khyber-kg {__version__}\n"


def test_every_command_has_its_module() -> None:
    for module, _ in _COMMANDS.values():
        assert callable(import_module(f"kg.cli.{module}").run)


# Good calls


def test_load_counts_what_is_in_the_graph(capsys: Captured, tmp_path: Path) -> None:
    out = good(capsys, "load")
    assert re.search(r"^state +\d+$", out, re.MULTILINE)
    assert re.search(r"^[\d,]+ statements$", out, re.MULTILINE)
    own = write_turtle(tmp_path / "own.ttl", 'id:x a kg:Bloc ; skos:prefLabel "X"@en .')
    counted = json.loads(good(capsys, "load", own, "--format", "json"))
    before = json.loads(good(capsys, "load", "--format", "json"))
    blocs = [{row["kind"]: row["things"] for row in rows}["bloc"] for rows in (counted, before)]
    assert blocs[0] == blocs[1] + 1


@pytest.mark.slow
def test_check_passes_the_sample_and_names_a_fault(capsys: Captured, tmp_path: Path) -> None:
    out = good(capsys, "check", SAMPLE, CLAIMS)
    assert out.startswith("Nothing is wrong in ")
    bad = write_turtle(tmp_path / "bad.ttl", "id:x a kg:Office .")
    status, out, err = ran(capsys, "check", bad)
    assert (status, err) == (1, "")
    assert "An office belongs to an actor. Add kg:officeOf." in out
    status, out, _ = ran(capsys, "check", bad, "--format", "json")
    assert status == 1
    assert {row["thing"] for row in json.loads(out)} == {"id:x"}
    assert list(json.loads(out)[0]) == ["thing", "label", "rule", "value", "where", "mend"]


def test_ask_lists_shows_and_answers_questions(capsys: Captured) -> None:
    assert re.search(r"^members-at +", good(capsys, "ask"), re.MULTILINE)
    assert "--organization  kg:Organization" in good(capsys, "ask", "members-at", "--show")
    table = good(capsys, *MEMBERS)
    assert table.splitlines()[-2:] == ["5 rows", "note: 5 more rows with --claims"]
    assert good(capsys, "ask", "ASK { id:cento a kg:Alliance }") == "yes\n"
    assert good(capsys, "ask", "ASK { id:cento a kg:State }") == "no\n"
    made = good(capsys, "ask", "CONSTRUCT { id:cento a kg:Bloc } WHERE {}")
    assert made.count("\n") == 1
    assert made.endswith(" .\n")


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_ask_writes_what_programs_read(capsys: Captured, form: str) -> None:
    status, out, err = ran(capsys, *MEMBERS, "--format", form)
    assert (status, err) == (0, "note: 5 more rows with --claims\n")
    if form == "json":
        records = json.loads(out)
    else:
        records = list(csv.DictReader(io.StringIO(out), delimiter="\t" if form == "tsv" else ","))
    assert {(row["member"], row["member_label"]) for row in records} == {
        ("id:imperial-iran", "Imperial Iran"), ("id:iraq", "Iraq"), ("id:pakistan", "Pakistan"),
        ("id:turkey", "Turkey"), ("id:united-kingdom", "United Kingdom"),
    }  # fmt: skip


def test_ask_takes_parameters_either_way_and_several_times(capsys: Captured) -> None:
    assert good(capsys, "ask", "members-at", "--organization=CENTO", "--on=1957-01-01") == good(
        capsys, *MEMBERS
    )
    sparql = "SELECT DISTINCT ?who { ?m a kg:Membership ; kg:member ?who }"
    out = good(capsys, "ask", sparql, "--who", "iran", "--who", "iraq", "--format", "csv")
    assert sorted(out.split()) == ["id:iran", "id:iraq", "who"]


def test_ask_reads_a_file_and_standard_input(capsys: Captured, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(QUERY, encoding="utf-8")
    whole = good(capsys, "ask", QUERY)
    assert good(capsys, "ask", path) == whole
    done = run_kg("ask", "-", stdin=QUERY)
    assert (done.returncode, done.stdout, done.stderr) == (0, whole, "")


def test_ask_says_when_it_cuts(capsys: Captured) -> None:
    status, out, err = ran(capsys, "ask", QUERY, "--limit", "1", "--format", "csv")
    assert (status, out.count("\n")) == (0, 2)
    assert err == "note: cut at 1 row; there are more\n"


def test_a_limit_may_be_past_every_number_of_rows(capsys: Captured) -> None:
    assert "2 rows" in good(capsys, "ask", QUERY, "--limit", str(10**30))


def test_ask_lets_claims_and_your_own_file_answer(capsys: Captured, tmp_path: Path) -> None:
    sparql = "ASK { ?s kg:modality c:alleged }"
    assert good(capsys, "ask", sparql) == "no\n"
    assert good(capsys, "ask", sparql, "--claims") == "yes\n"
    own = write_turtle(tmp_path / "own.ttl", 'id:x a kg:Bloc ; skos:prefLabel "X"@en .')
    assert good(capsys, "ask", "ASK { id:x a kg:Actor }", "--data", own) == "yes\n"


def test_ask_notes_a_term_that_can_match_nothing() -> None:
    done = run_kg("ask", "SELECT ?x { ?x a kg:Membrship }")
    assert done.returncode == 0
    assert done.stderr.startswith("note: kg:Membrship is not in the ontology; nearest: kg:Member")
    assert done.stderr.count("\n") == 1


def test_why_gives_the_evidence(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    out = good(capsys, "why", "membership-cento-pakistan")
    assert "id:membership-cento-pakistan (23 September 1955 to 12 March 1979)" in out
    assert re.search(r"\.txt, characters \d+ to \d+", out)
    records = json.loads(good(capsys, "why", "membership-cento-pakistan", "--format", "json"))
    assert {row["statement"] for row in records} >= {"id:membership-cento-pakistan"}
    monkeypatch.setenv("KG_SOURCES", "/nowhere/at/all")
    status, _, err = ran(capsys, "why", "membership-cento-pakistan")
    assert (status, err.count("\n")) == (1, 1)
    assert "KG_SOURCES names no folder" in err


def test_describe_says_what_a_term_means(capsys: Captured) -> None:
    assert good(capsys, "describe", "Membership").startswith("kg:Membership  membership\n")
    assert re.search(r"^  kg:Membership +membership$", good(capsys, "describe"), re.MULTILINE)


def test_format_puts_a_file_in_order_and_says_so(capsys: Captured, tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    shutil.copy(SAMPLE, path)
    status, out, _ = ran(capsys, "format", path, "--check")
    assert (status, out) == (1, f"out of order: {path}\n")
    assert path.read_bytes() == SAMPLE.read_bytes()
    assert good(capsys, "format", path) == f"formatted: {path}\n"
    assert good(capsys, "format", path, "--check") == ""
    assert [each.name for each in tmp_path.iterdir()] == ["own.ttl"]


# Bad calls: one line, a status of 1 or 2, and no traceback


BAD: list[tuple[int, str, tuple[str, ...]]] = [
    (2, "account of files is given, and no file", ("load", "--account", "mine")),
    (2, "say with accounts who answers", ("ask", "ASK {}", "--account", "claims")),
    (2, "base of files is given, and no file", ("load", "--base", "https://example.org/")),
    (2, "no file is given", ("check", "--account", "mine")),
    (2, "the file that --csv FILE gives", ("resolve", "Iran", "--on-column", "year")),
    (2, "invalid choice: 'frobnicate'", ("frobnicate",)),
    (2, "unrecognized arguments", ("check", "--frobnicate")),
    (2, "unrecognized arguments", ("load", "--frobnicate")),
    (2, "there is no such file", ("load", "absent.ttl")),
    (2, "a folder, not a file", ("load", "{folder}")),
    (2, "stands for no RDF format", ("load", "{folder}/notes.docx")),
    (1, "not well formed", ("load", "{folder}/broken.ttl")),
    (1, "unknown term kg:Membrship", ("load", "{folder}/typo.ttl")),
    (1, "not a date: '1955-13'", ("load", "{folder}/dated.ttl")),
    (2, "there is no such file", ("check", "absent.ttl")),
    (2, "invalid choice: 'xml'", ("check", "--format", "xml")),
    (2, "no question of this name. Nearest: members-at", ("ask", "member-at")),
    (2, "no question of this name", ("ask", "")),
    (2, "no question of this name", ("ask", "members-up", "--show")),
    (1, "line 1, column 13: the query is not well formed", ("ask", "SELECT ?x { ?x kg:time }")),
    (1, "SERVICE <http://a>", ("ask", "SELECT * { SERVICE <http://a> { ?s ?p ?o } }")),
    (1, "INSERT is an update", ("ask", "INSERT DATA { id:a id:b id:c }")),
    (1, "no variable ?who", ("ask", QUERY, "--who", "iran")),
    (2, "nothing in the graph has this name", ("ask", QUERY, "--s", "nobody-at-all")),
    (2, "-1 is no number of rows", ("ask", QUERY, "--limit", "-1")),
    (2, "invalid int value", ("ask", QUERY, "--limit", "many")),
    (2, "0 is no number of statements", ("push", "http://127.0.0.1:1/", "--batch", "0")),
    (2, "nan is no limit in time", ("ask", QUERY, "--time-limit", "nan")),
    (2, "inf is no limit in time", ("ask", QUERY, "--time-limit", "inf")),
    (2, "-1 is no limit in time", ("ask", QUERY, "--time-limit", "-1")),
    (2, "there is no such file", ("ask", "{folder}/absent.rq")),
    (2, "this is not UTF-8 text", ("ask", "{folder}/latin.rq")),
    (2, "there is no such file", ("ask", QUERY, "--data", "absent.ttl")),
    (2, "this is not a day", ("ask", "members-at", "--on", "195", "--organization", "cento")),
    (2, "is a kg:State", ("ask", "members-at", "iran", "1957")),
    (2, "no parameter 'organisation'", ("ask", "members-at", "--organisation", "cento")),
    (2, "--on needs a value", ("ask", "members-at", "--on")),
    (2, "'on' is missing. Give the day, such as on=1957-01-01", ("ask", "members-at", "cento")),
    (2, "'organization' and 'on' are missing", ("ask", "members-at")),
    (2, "one value too many", ("ask", "members-at", "cento", "1957", "1958")),
    (2, "has this name. Nearest: ", ("why", "membership-cento-pakistn")),
    (2, "has this name", ("why", "")),
    (2, "required: name", ("why",)),
    (2, "no such term. Nearest: ", ("describe", "Membrship")),
    (2, "unknown prefix 'zz'", ("describe", "zz:Membership")),
    (2, "there is no such file", ("format", "absent.ttl")),
    (1, "not well formed", ("format", "{folder}/broken.ttl")),
    (1, "a blank node has no place", ("format", "{folder}/blank.ttl")),
    (1, "only Turtle files", ("format", "{folder}/own.nt")),
    (2, "this is not a day", ("project", "cento", "--on", "195", "-o", "{folder}/n.graphml")),
    (2, "is no kind of tie", ("project", "cento", "--kind", "Foe", "-o", "{folder}/n.graphml")),
    (2, "has this name", ("project", "nobody-at-all", "-o", "{folder}/n.graphml")),
    (2, "nothing is named", ("project", "-o", "{folder}/n.graphml")),
    (2, "required: -o", ("project", "cento")),
    (2, "cannot write the file", ("project", "cento", "-o", "{folder}/absent/n.graphml")),
    (2, "cannot write the file", ("project", "cento", "-o", "{folder}/own.nt/n.graphml")),
    (2, "there is no path", ("import", "")),
    (2, "there is no such file", ("import", "{folder}/own.nt", "--mapping", "a\nb")),
    (2, "a\\nb: there is no such file", ("load", "a\nb")),
    (2, "xx…xx", ("load", "x" * 100_000)),
    (1, "xx…xx", ("diff", "x" * 100_000, "absent.ttl")),
    (2, "-1 is no port", ("mcp", "--http", "-1")),
    (2, "65536 is no port", ("mcp", "--http", "65536")),
    (2, "--host names no address", ("serve", "--host", "")),
    (2, "cannot listen there", ("serve", "--host", "\udcff")),
    (2, "cannot listen there", ("serve", "--port", "65536")),
]  # fmt: skip


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of files that are each wrong in a way."""
    folder = tmp_path_factory.mktemp("bad")
    write_turtle(folder / "broken.ttl", "id:x a kg:State ,, .")
    write_turtle(folder / "typo.ttl", "id:x a kg:Membrship .")
    write_turtle(folder / "dated.ttl", 'id:x a kg:Support ; kg:time "1955-13"^^edtf:EDTF .')
    write_turtle(folder / "blank.ttl", "id:x kg:party [] .")
    (folder / "own.nt").write_text("<a:a> <a:b> <a:c> .\n")
    (folder / "notes.docx").touch()
    (folder / "latin.rq").write_bytes(b"ASK { ?s ?p 'caf\xe9' }")
    return folder


@pytest.mark.parametrize(("status", "said", "arguments"), BAD, ids=str)
def test_a_bad_call_is_answered_in_one_line(
    status: int, said: str, arguments: tuple[str, ...], things: Path, capsys: Captured
) -> None:
    before = {path: path.stat().st_mtime_ns for path in things.iterdir()}
    call = [argument.replace("{folder}", str(things)) for argument in arguments]
    found, out, err = ran(capsys, *call)
    assert (found, out) == (status, "")
    assert said in err
    assert err.startswith(f"kg {call[0]}: " if call[0] in _COMMANDS else "kg: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert {path: path.stat().st_mtime_ns for path in things.iterdir()} == before


def test_format_leaves_a_file_whole_where_the_folder_cannot_be_written(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.ttl"
    shutil.copy(SAMPLE, path)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    status, _, err = ran(capsys, "format", path)
    assert status == 2
    assert "cannot write the file (permission denied)" in err
    assert path.read_text(encoding="utf-8") == SAMPLE.read_text(encoding="utf-8")


# As a process


def test_ask_on_the_built_store_imports_neither_pandas_nor_rdflib() -> None:
    heavy = "{'pandas', 'numpy', 'rdflib', 'oxrdflib', 'networkx', 'undate', 'pyvis', 'shifty'}"
    script = f"""
import sys
from kg.cli import main
status = main({list(MEMBERS)!r})
print(status, sorted({heavy} & set(sys.modules)), file=sys.stderr)"""
    run_kg(*MEMBERS)
    done = run_python("-c", script)
    assert done.stderr.splitlines()[-1] == "0 []"
    assert done.stdout.splitlines()[-2] == "5 rows"


def test_help_imports_nothing_but_the_door() -> None:
    done = run_python("-X", "importtime", "-m", "kg", "--help")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "kg.cli.main" in imported
    assert not imported & {"pyoxigraph", "pandas", "rdflib", "networkx", "kg.engine", "kg.query"}


def test_the_module_and_the_script_are_one_command() -> None:
    one = run_python("-m", "kg", "--version")
    script = Path(sys.executable).with_name("kg")
    other = subprocess.run([str(script), "--version"], capture_output=True, text=True, check=True)
    assert one.stdout == other.stdout
    assert run_kg("frobnicate").returncode == 2


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    command = f"{sys.executable} -m kg describe | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


# What the output is, and whether it takes anything


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-16", "ascii:strict"])
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_what_cannot_be_shown_is_replaced(encoding: str, form: str) -> None:
    for call in (["load"], ["ask", LABELS]):
        command = [sys.executable, "-m", "kg", *call, "--format", form]
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        text = done.stdout.decode(encoding.partition(":")[0])
        if form == "json" and call[0] == "ask":
            assert json.loads(text)[0]["l"] == "پاکستان"


def test_a_locale_that_knows_no_letters_is_no_fault() -> None:
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "kg", "ask", LABELS]
    done = subprocess.run(command, env={**os.environ, **bare}, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


LABELS = "SELECT ?l { id:pakistan skos:prefLabel ?l FILTER(LANG(?l) = 'ur') }"


# What an assistant says first.
GREETING = '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}\n'


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize(
    "call",
    [(*MEMBERS, "--format", "csv"), ("load",), ("describe",), ("check",), ("ask", "--help"),
     ("mcp",)],
)  # fmt: skip
def test_a_full_disk_is_one_line(call: tuple[str, ...], buffered: str) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "kg", *call],
            env={**os.environ, "PYTHONUNBUFFERED": buffered},
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, input=GREETING,
        )  # fmt: skip
    said = "standard output: cannot be read or written (no space left on device).\n"
    assert (done.returncode, done.stderr) == (1, f"kg {call[0]}: {said}")


@pytest.mark.parametrize("given", ["", "\n \n"])
def test_an_empty_input_is_said(given: str) -> None:
    done = run_kg("ask", "-", stdin=given)
    said = "kg ask: standard input: nothing comes from it. Write the query to it: kg ask - < FILE."
    assert (done.returncode, done.stderr.strip()) == (2, said)


@pytest.mark.parametrize(
    ("closed", "status", "lines"),
    [("<&-", 0, 0), (">&-", 1, 1), ("2>&-", 0, 0), (">&- 2>&-", 1, 0)],
)
def test_what_is_closed_is_one_line_at_most(closed: str, status: int, lines: int) -> None:
    command = f"{sys.executable} -m kg {' '.join(MEMBERS)} {closed}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stderr.count("\n") == lines


def test_a_picture_is_drawn_where_nothing_can_be_said(tmp_path: Path) -> None:
    command = f"{sys.executable} -m kg draw cento -o {tmp_path / 'x.svg'} >&-"
    subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (tmp_path / "x.svg").read_text().rstrip().endswith("</svg>")


def test_warnings_are_shown_by_python_again_afterwards(capsys: Captured) -> None:
    before = warnings.showwarning
    good(capsys, "ask", QUERY)
    ran(capsys, "ask", "nothing-of-this-name")
    assert warnings.showwarning is before


def test_the_tour_proposes_what_can_be_done_where_it_is_read(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "make lab" in good(capsys, "tour", "-o", tmp_path / "here")
    monkeypatch.chdir(tmp_path)
    assert "make lab" not in good(capsys, "tour")


# Tables


def test_a_table_is_aligned_and_its_gaps_are_empty() -> None:
    out = io.StringIO()
    count = write(("a", "name"), [("1", None), ("ab", "پاک"), (None, "日本")], "table", out)
    assert count == 3
    assert out.getvalue() == "a   name\n──  ────\n1\nab  پاک\n    日本\n"


def test_a_label_moves_no_cursor_and_breaks_no_row() -> None:
    out = io.StringIO()
    write(("label",), [("\x1b[31mred\x07\nline\ttab\x9b0m",)], "table", out)
    assert out.getvalue().splitlines()[2] == "[31mred line tab 0m"


@pytest.mark.parametrize(
    "label", ['<script>alert("x")</script>', "a,b\tc\nd", 'it\'s "so"', "=1+1"]
)
def test_a_label_survives_every_format(label: str) -> None:
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        out = io.StringIO()
        write(("label",), [(label,)], form, out)
        assert list(csv.reader(io.StringIO(out.getvalue()), delimiter=delimiter)) == [
            ["label"],
            [label],
        ]
    out = io.StringIO()
    write(("label",), [(label,)], "json", out)
    assert json.loads(out.getvalue()) == [{"label": label}]


def test_the_shipped_data_are_in_order(capsys: Captured) -> None:
    assert good(capsys, "format", "--check", *sorted(shipped("data").glob("*.ttl"))) == ""


def test_json_of_any_value_is_json(capsys: Captured) -> None:
    values = (
        "'NaN'^^xsd:double '-INF'^^xsd:double 1.5 0.12345678901234567890 99999999999999999999 "
        "'2015-09-24T10:00:00Z'^^xsd:dateTime true UNDEF"
    )
    asked = f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"
    records = json.loads(good(capsys, "ask", asked, "--format", "json"), parse_constant=pytest.fail)
    assert [record["x"] for record in records] == [
        "NaN", "-INF", 1.5, "0.12345678901234567890", 99999999999999999999,
        "2015-09-24T10:00:00+00:00", True, None,
    ]  # fmt: skip
    assert good(capsys, "ask", asked, "--format", "csv").split()[1:3] == ["NaN", "-INF"]


def test_evidence_takes_no_column_of_the_users(capsys: Captured) -> None:
    asked = "SELECT ?evidence { VALUES ?evidence { id:membership-cento-pakistan } }"
    (record,) = json.loads(good(capsys, "ask", asked, "--evidence", "--format", "json"))
    assert record["evidence"] == "id:membership-cento-pakistan"
    assert record["evidence_2"]
