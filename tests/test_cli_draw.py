"""``kg draw``, ``kg project``, ``kg tour``, ``kg diff``, ``kg push`` as somebody types them."""

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parents[1]


def kg(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "kg", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def one_line(done: subprocess.CompletedProcess[str], status: int) -> str:
    assert done.returncode == status, done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.slow
def test_tour_answers_and_writes_six_files(tmp_path: Path) -> None:
    done = kg("tour", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    files = {path.name for path in (tmp_path / "tour").iterdir()}
    assert files == {f"{n}.{s}" for n in ("cento", "sco", "cpec") for s in ("html", "svg")}
    for name in ("Iran", "Iraq", "Pakistan", "Turkey", "United Kingdom", "Belarus", "prospective"):
        assert name in done.stdout
    assert "Nothing is wrong" in done.stdout
    for name in files:
        assert f"tour/{name}" in done.stdout


def test_tour_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "file: cannot make the folder" in one_line(kg("tour", "-o", "file", folder=tmp_path), 2)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".html", ".svg", ".png", ".graphml", ".gexf", ".csv"])
def test_draw_writes_by_suffix(tmp_path: Path, suffix: str) -> None:
    done = kg("draw", "cento", "--on", "1957-01-01", "-o", f"out{suffix}", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "7 nodes, 8 ties" in done.stdout
    assert any(path.stat().st_size > 500 for path in tmp_path.iterdir())


def test_project_writes_a_graph_that_networkx_reads(tmp_path: Path) -> None:
    done = kg("project", "cento", "--on", "1957-01-01", "-o", "n.graphml", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    network = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    kinds = sorted(data["kind"] for *_, data in network.edges(data=True))
    assert kinds == ["Membership"] * 5 + ["Partnership"] * 3


def test_draw_keeps_an_old_file_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "out.svg").write_text("old")
    refused = kg("draw", "cento", "-o", "out.svg", folder=tmp_path)
    assert refused.returncode == 2
    assert (tmp_path / "out.svg").read_text() == "old"
    forced = kg("draw", "cento", "-o", "out.svg", "--force", folder=tmp_path)
    assert forced.returncode == 0, forced.stderr
    assert (tmp_path / "out.svg").read_text().startswith("<")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cento", "-o", "out.xyz"], ".xyz"),
        (["centro", "-o", "out.svg"], "CENTO"),
        (["-o", "out.svg"], "nothing is named"),
        (["cento", "--on", "last year", "-o", "out.svg"], "not a day"),
        (["cento", "--kind", "Friendship", "-o", "out.svg"], "no kind of tie"),
        (["cento", "--colour", "red", "-o", "out.svg"], "--colour"),
        (["cento", "-o", "missing/out.svg"], "missing/out.svg"),
        (["--question", "nope", "-o", "out.svg"], "no question of this name"),
    ],
)
def test_draw_refuses_in_one_line(tmp_path: Path, words: list[str], said: str) -> None:
    assert said in one_line(kg("draw", *words, folder=tmp_path), 2)
    assert not list(tmp_path.iterdir())


def test_draw_between_two_shows_those_who_act_for_them(tmp_path: Path) -> None:
    done = kg(
        "draw", "--between", "pakistan", "iran", "--kind", "Participation", "--view", "timeline",
        "-o", "out.svg", folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Agha Shahi" in (tmp_path / "out.svg").read_text(encoding="utf-8")


def test_draw_of_what_a_question_answers(tmp_path: Path) -> None:
    done = kg(
        "draw",
        "--question",
        "meetings-between",
        "--one",
        "iran",
        "--other",
        "pakistan",
        "-o",
        "out.svg",
        folder=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.svg").is_file()


def test_diff_reads_as_an_editor_s_list(tmp_path: Path) -> None:
    sample = ROOT / "data" / "claims.ttl"
    lines = sample.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "old-claims.ttl").write_text("".join(lines), encoding="utf-8")
    kept = [line for line in lines if "c:alleged" not in line]
    assert len(kept) < len(lines)
    (tmp_path / "new-claims.ttl").write_text("".join(kept), encoding="utf-8")
    done = kg("diff", "old-claims.ttl", "new-claims.ttl", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Changed:" in done.stdout
    assert "- kg:modality c:alleged" in done.stdout
    same = kg("diff", "old-claims.ttl", "old-claims.ttl", folder=tmp_path)
    assert same.stdout == "Nothing changed.\n"


def test_push_to_nowhere_is_one_line(tmp_path: Path) -> None:
    assert "127.0.0.1:9" in one_line(kg("push", "http://127.0.0.1:9/query", folder=tmp_path), 1)
