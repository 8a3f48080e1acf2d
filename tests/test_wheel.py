"""The wheel carries the ontology, the data and the pages' parts, and works away from here."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    command += ["--disable-pip-version-check", "-q", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_wheel_carries_ontology_data_and_page_parts(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    wanted = ["ontology/relation.ttl", "ontology/shapes/relation.ttl", "data/claims.ttl"]
    wanted += ["data/triples.ttl", "ontology/questions/members-at.rq"]
    assert [name for name in wanted if f"kg/_shipped/{name}" not in names] == []
    assert any(name.startswith("kg/picture/") and name.endswith(".js") for name in names)
    assert not any(name.startswith("tests/") for name in names)


def test_wheel_answers_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import kg; "
        "assert kg.__file__.startswith(sys.path[0]), kg.__file__; "
        "asked = {'organization': 'cento', 'on': '1957-01-01'};"
        "print(len(kg.ask(kg.load(), 'members-at', **asked)))"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    env = {"KG_CACHE": str(tmp_path / "cache"), "PATH": "", "HOME": str(tmp_path)}
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "5", done.stderr
