"""How kinds look: alike in every picture, and told apart by readers who do not see every colour."""

from __future__ import annotations

import json
import re
from itertools import combinations, product
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest

import pictures
from kg.engine import OxigraphEngine
from kg.network.kinds import Kind, kinds
from kg.picture import draw
from kg.picture.scene.paint import COLOURS, MARKS

Numbers = npt.NDArray[np.float64]
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear sRGB.
SEEN: Final[dict[str, list[list[float]]]] = {
    "all": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                 [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
XYZ: Final = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
APART: Final = 10.0  # CIE 1976; a difference of about 2.3 is just noticeable


def linear(colour: str) -> Numbers:
    value = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    found: Numbers = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return found


def lab(light: Numbers) -> Numbers:
    """Give CIE L*a*b* under D65."""
    xyz = np.array(XYZ) @ np.clip(light, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, other: str, matrix: list[list[float]]) -> float:
    a, b = (lab(np.array(matrix) @ linear(colour)) for colour in (one, other))
    return float(np.linalg.norm(a - b))


@pytest.fixture(scope="module")
def declared(sample: OxigraphEngine) -> list[Kind]:
    return kinds(sample)


def test_every_kind_has_a_look_that_is_drawn(declared: list[Kind]) -> None:
    assert {kind.label for kind in declared if kind.colour not in COLOURS} == set()
    assert {kind.label for kind in declared if (kind.mark or "") not in MARKS} == set()


def test_kinds_are_told_apart_by_mark_or_by_colour_however_one_sees(declared: list[Kind]) -> None:
    alike = [
        (a.label, b.label, name, round(found, 1))
        for (a, b), (name, matrix) in product(combinations(declared, 2), SEEN.items())
        if a.mark == b.mark
        and (found := difference(COLOURS[a.colour or ""], COLOURS[b.colour or ""], matrix)) < APART
    ]
    assert alike == []


@pytest.mark.parametrize("colour", COLOURS.values())
def test_a_line_stands_out_from_the_paper(colour: str) -> None:
    light = float(linear(colour) @ np.array(XYZ[1]))
    assert 1.05 / (light + 0.05) >= 3  # WCAG 2.2, 1.4.11


def looks(network: nx.Graph[Any]) -> dict[str, tuple[str, str]]:
    page = re.search(
        r"<script[^>]*application/json[^>]*>(.*?)</script>", draw(network).to_html(), re.DOTALL
    )
    assert page
    return {p["en"]: (p["colour"], p["mark"]) for p in json.loads(page[1])["paints"]}


def test_a_kind_without_a_look_has_the_same_one_in_every_picture() -> None:
    alone, beside = nx.MultiDiGraph(), nx.MultiDiGraph()
    alone.add_edge("a", "b", kind="Friendship")
    for kind in ("Betrothal", "Friendship", "Adoption"):
        beside.add_edge("a", "b", kind=kind)
    assert looks(alone)["friendship"] == looks(beside)["friendship"]
    assert len(set(looks(beside).values())) == 3


def test_only_certainty_and_claims_are_told_by_pattern() -> None:
    net = pictures.network("Kinds")
    pictures.add_states(net, "pakistan", "iran")
    for kind in pictures.LOOKS:
        pictures.tie(net, "pakistan", "iran", kind, None)
    assert "stroke-dasharray" not in draw(net).to_svg()
    assert "stroke-dasharray" in draw(pictures.standings()).to_svg()
