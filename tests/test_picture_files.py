"""Saved pictures: their size, their ground, and what they say of themselves, in each format."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar

import pytest

import pictures
from kg.errors import UsageError
from kg.picture import draw

DC = "{http://purl.org/dc/elements/1.1/}"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def made(**more: Any) -> pictures.Network:
    net = pictures.cento("1957-12-31")
    net.graph.update(licence=LICENCE, **more)
    return net


def size_of(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize(
    ("size", "wide", "tall"),
    [
        ("1600x900", "1600", "900"),
        ("900 x 1600", "900", "1600"),
        ("A4", "297mm", "210mm"),
        ("letter", "279.4mm", "215.9mm"),
    ],
)
def test_a_picture_has_the_size_that_is_asked(size: str, wide: str, tall: str) -> None:
    net = pictures.cento()
    picture = draw(net, layout={name: (90.0 * at, 0.0) for at, name in enumerate(net)})
    root = ET.fromstring(picture.to_svg(size=size))
    assert (root.get("width"), root.get("height")) == (wide, tall)
    box = [float(part) for part in (root.get("viewBox") or "").split()]
    ratio = float(wide.removesuffix("mm")) / float(tall.removesuffix("mm"))
    assert box[2] / box[3] == pytest.approx(ratio, rel=0.002)
    # All of it is on the sheet, whose heading begins at its edge.
    lines = [e for e in root.iter() if e.tag.endswith("}text") and e.get("x")]
    assert all(0 <= float(e.get("x", 0)) <= box[2] for e in lines if e.get("text-anchor"))
    assert max(float(e.get("y", 0)) for e in lines) < box[3]


def test_a_ratio_only_shapes_the_sheet() -> None:
    for size, ratio in (("16:9", 16 / 9), ("1:1", 1.0), ("3:4", 0.75)):
        root = ET.fromstring(draw(made()).to_svg(size=size))
        wide, tall = float(root.get("width", 0)), float(root.get("height", 0))
        assert wide / tall == pytest.approx(ratio, rel=0.002)


def test_paper_lies_the_way_that_suits_the_picture() -> None:
    net = pictures.cento()
    tall = draw(net, layout={name: (0.0, 200.0 * at) for at, name in enumerate(net)})
    assert ET.fromstring(tall.to_svg(size="A4")).get("width") == "210mm"


def test_a_png_has_the_pixels_that_are_asked() -> None:
    picture = draw(made())
    assert size_of(picture.to_png(size="800x450")) == (800, 450)
    assert size_of(picture.to_png(size="800x450", scale=2)) == (1600, 900)
    assert size_of(picture.to_png(size="A4", scale=1)) == pytest.approx((1123, 794), abs=1)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ("10x10", "cannot be read or made"),
        ("0x5", "has no room"),
        ("0:0", "has no room"),
        ("abc", "no size of a picture: 'abc'"),
        ("", "no size of a picture"),
        ("99999x99999", "cannot be read or made"),
        ("100:1", "at most five times as wide as high"),
        ("1600x", "no size"),
        ("-16:9", "no size"),
        ("١٦:٩", "no size"),
        ("1e9x1e9", "no size"),
    ],
)
def test_a_size_that_is_none_is_refused_and_nothing_written(
    tmp_path: Path, size: str, said: str
) -> None:
    with pytest.raises(UsageError) as refused:
        draw(made()).save(tmp_path / "x.svg", size=size)
    assert said in str(refused.value)
    assert "1600x900" in str(refused.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("scale", [0.0001, -1, 1000, float("nan")])
def test_a_scale_that_is_none_is_refused(tmp_path: Path, scale: float) -> None:
    with pytest.raises(UsageError, match="no scale of a picture"):
        draw(made()).save(tmp_path / "x.png", scale=scale)
    with pytest.raises(UsageError, match="million pixels"):
        draw(made()).save(tmp_path / "x.png", size="9000x9000", scale=4)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "look"),
    [("x.csv", {"size": "16:9"}), ("x.html", {"scale": 2}), ("x.pdf", {"transparent": True}),
     ("x.svg", {"scale": 2})],
)  # fmt: skip
def test_what_a_format_has_not_is_refused(tmp_path: Path, name: str, look: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=f"a {name[1:]} file has no {next(iter(look))}"):
        draw(made()).save(tmp_path / name, **look)
    assert not list(tmp_path.iterdir())


def test_a_transparent_picture_has_no_ground() -> None:
    picture = draw(made())
    grounds = [
        [e for e in ET.fromstring(svg) if e.tag.endswith("}rect") and e.get("width") == "100%"]
        for svg in (picture.to_svg(), picture.to_svg(transparent=True))
    ]
    assert [len(each) for each in grounds] == [1, 0]
    assert picture.to_png(transparent=True) != picture.to_png()


def test_svg_says_what_it_is_in_dublin_core() -> None:
    root = ET.fromstring(draw(made()).to_svg())
    told = {e.tag.removeprefix(DC): e.text for e in root.iter() if e.tag.startswith(DC)}
    assert told["title"] == "CENTO (Baghdad Pact)"
    assert told["date"] == "1957-12-31"
    assert told["source"] == pictures.SOURCE
    assert told["rights"] == LICENCE
    assert "5 states" in (told["description"] or "")


def test_a_page_says_what_it_is() -> None:
    class Head(HTMLParser):
        told: ClassVar[dict[str, str]] = {}

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            said = dict(attrs)
            if tag == "meta" and said.get("name"):
                self.told[str(said["name"])] = said.get("content") or ""

    title = pictures.HOSTILE[0]
    Head().feed(draw(made(), title=title).to_html())
    assert Head.told["dcterms.title"] == title
    assert Head.told["dcterms.source"] == pictures.SOURCE
    assert Head.told["dcterms.rights"] == LICENCE
    assert Head.told["dcterms.date"] == "1957-12-31"


def texts_of(png: bytes) -> dict[str, str]:
    """Read a PNG's texts, checking each chunk's sum."""
    found, at = {}, 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + body) == int.from_bytes(png[at + 8 + size : at + 12 + size], "big")
        if kind == b"iTXt":
            keyword, _, rest = body.partition(b"\0")
            assert rest[:4] == b"\0\0\0\0"
            found[keyword.decode("latin-1")] = rest[4:].decode("utf-8")
        at += 12 + size
    return found


def test_png_says_what_it_is() -> None:
    told = texts_of(draw(made()).to_png())
    assert told["Title"] == "CENTO (Baghdad Pact)"
    assert told["Source"] == pictures.SOURCE
    assert told["Copyright"] == LICENCE
    assert told["Date"] == "1957-12-31"


def test_pdf_has_one_page_of_its_size_and_the_same_bytes_twice(tmp_path: Path) -> None:
    picture = draw(made())
    data = picture.save(tmp_path / "x.pdf", size="A4").read_bytes()
    assert data.startswith(b"%PDF-1.")
    assert data == picture.to_pdf(size="A4")
    (box,) = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", data)
    assert [float(part) for part in box.split()] == pytest.approx([0, 0, 841.9, 595.3], abs=1)
    # Its letters are letters of embedded fonts, not outlines.
    assert b"/ToUnicode" in data
    assert b"/FontFile2" in data
    assert b"CENTO (Baghdad Pact)" in data


def test_pdf_holds_hostile_words_as_words() -> None:
    assert draw(pictures.hostile()).to_pdf().startswith(b"%PDF-1.")


def test_without_typst_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError, match=r"(?i)pip install 'khyber-kg\[pdf\]'"):
        draw(made()).to_pdf()


def test_gexf_says_what_it_is(tmp_path: Path) -> None:
    root = ET.parse(draw(made()).save(tmp_path / "x.gexf")).getroot()
    words = next(e.text or "" for e in root.iter() if e.tag.endswith("}keywords"))
    assert words.split("; ")[0] == "CENTO (Baghdad Pact)"
    assert "1957-12-31" in words
    assert LICENCE in words


@pytest.mark.parametrize("text", pictures.HOSTILE)
def test_hostile_words_are_text_in_every_formats_own_words(tmp_path: Path, text: str) -> None:
    picture = draw(made(source_line=text), title=text)
    clean = draw(made(source_line=text), title=text).scene.source_line
    root = ET.fromstring(picture.to_svg())
    assert next(e.text for e in root.iter(f"{DC}source")) == clean
    assert texts_of(picture.to_png(scale=0.2))["Source"] == clean
    gexf = ET.parse(picture.save(tmp_path / "x.gexf")).getroot()
    assert any(clean in (e.text or "") for e in gexf.iter() if e.tag.endswith("}keywords"))
    ET.parse(picture.save(tmp_path / "x.graphml"))


@pytest.mark.parametrize("make", [pictures.cento, pictures.cpec, pictures.events, pictures.hostile])
def test_a_saved_svg_holds_only_what_office_programs_know(tmp_path: Path, make: Any) -> None:
    for view in ("network", "map", "timeline"):
        picture = draw(make())
        if view != "network" and view not in picture.views and make is not pictures.events:
            continue
        if view == "map" and "map" not in picture.views:
            continue
        drawn = draw(make(), view=view)
        text = drawn.save(tmp_path / f"{view}.svg", force=True).read_text("utf-8")
        for exotic in ("paint-order", "clip-path", "<style", "filter", "mask", "foreignObject"):
            assert exotic not in re.sub(r">[^<]*<", "><", text)
        root, whole = ET.fromstring(text), ET.fromstring(drawn.to_svg())
        words = ["".join(e.itertext()) for e in root.iter() if e.tag.endswith("}text")
                 and e.get("aria-hidden") is None]  # fmt: skip
        assert words == ["".join(e.itertext()) for e in whole.iter() if e.tag.endswith("}text")]
        # No letter is painted over: what has a stroke is hidden, below the same words without one.
        edged = [e for e in root.iter() if e.tag.endswith("}text") and e.get("stroke")]
        assert all(e.get("aria-hidden") == "true" for e in edged)


def test_pyvis_has_the_places_and_the_colours_of_the_picture() -> None:
    picture = draw(pictures.cento())
    found = picture.to_pyvis()
    at = {node["id"]: (node["x"], node["y"]) for node in found.nodes}
    assert at == picture.positions
    fills = {node["id"]: node["color"] for node in found.nodes}
    svg = picture.to_svg()
    assert all(colour in svg for colour in (*fills.values(), *(e["color"] for e in found.edges)))
