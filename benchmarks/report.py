"""Write what was measured: a table in README.md, and growth over size as a plot."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

Result = dict[str, Any]
MARKS = ("<!-- results -->", "<!-- end of results -->")
COLOURS = ("#1b5e8a", "#c0562b", "#5b8c3a", "#8a5aa8", "#7a7a7a", "#b8901f", "#2f9c95")
WIDTH, HEIGHT, EDGE = 720, 420, 60


def write(results: Result, folder: Path) -> None:
    """Write the table into README.md between its marks, and the plot beside it."""
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    parts = ("", head(results), *tables(results), targets(results), differing(results), "")
    body = "\n\n".join(parts)
    readme.write_text(f"{before}{MARKS[0]}{body}{MARKS[1]}{after}", encoding="utf-8")
    (folder / "growth.svg").write_text(plot(results), encoding="utf-8")


def head(results: Result) -> str:
    """Say when, where and with what."""
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    return (
        f"Measured on {results['date']}: {results['machine']}, Python {results['python']}; "
        f"{versions}. Seconds, the best of five; a dash is not measured."
    )


def tables(results: Result) -> list[str]:
    """Give a table of peers, and one of Khyber's own verbs."""
    sizes = list(results["sizes"])
    names = list(results["sizes"][sizes[0]]["peers"])
    rows = ["| peer | what | " + " | ".join(f"{int(s):,}" for s in sizes) + " | slope |"]
    rows.append("|---|---|" + "---:|" * (len(sizes) + 1))
    for name in names:
        found = {size: results["sizes"][size]["peers"][name] for size in sizes}
        if not any("load" in each for each in found.values()):
            rows.append(f"| {name} | missing: {found[sizes[0]].get('said', '')} |" + " |" * 4)
            continue
        for what in ("load", "ten questions"):
            values = {size: value(found[size], what) for size in sizes}
            cells = " | ".join(shown(values[size]) for size in sizes)
            rows.append(f"| {name} | {what} | {cells} | {slope(values)} |")
    own = ["| Khyber | " + " | ".join(f"{int(s):,}" for s in sizes) + " | slope |"]
    own.append("|---|" + "---:|" * (len(sizes) + 1))
    for what in ("cold start", "frame", "project", "draw", "check", "pySHACL check"):
        values = {size: results["sizes"][size]["verbs"].get(what) for size in sizes}
        own.append(f"| {what} | {' | '.join(map(shown, values.values()))} | {slope(values)} |")
    return ["\n".join(rows), "\n".join(own), "\n".join(questions(results, sizes[-1], names))]


def questions(results: Result, size: str, names: list[str]) -> list[str]:
    """Give the rows of each question on each peer at the greatest size."""
    peers = {n: results["sizes"][size]["peers"][n].get("questions", {}) for n in names}
    known = [name for name in names if peers[name]]
    rows = [f"| at {int(size):,} | " + " | ".join(known) + " |", "|---|" + "---:|" * len(known)]
    for question in peers["khyber"]:
        cells = " | ".join(shown(peers[name].get(question)) for name in known)
        rows.append(f"| {question} | {cells} |")
    return rows


def value(found: Result, what: str) -> float | None:
    """Give the seconds to load, or the sum of the ten questions where all were answered."""
    if what == "load":
        return found.get("load")
    asked = found.get("questions", {})
    return sum(asked.values()) if asked and "said" not in found else None


def shown(seconds: float | None) -> str:
    """Give seconds with as many digits as mean something."""
    return "-" if seconds is None else f"{seconds:.3g}"


def slope(values: dict[str, float | None]) -> str:
    """Give the exponent of growth between the least and the greatest size measured."""
    known = [(math.log(int(size)), math.log(v)) for size, v in values.items() if v]
    if len(known) < 2:  # noqa: PLR2004
        return "-"
    (x0, y0), (x1, y1) = known[0], known[-1]
    return f"{(y1 - y0) / (x1 - x0):.2f}"


def differing(results: Result) -> str:
    """Say which peer gave another number of rows than Khyber, and which did not end."""
    lines = []
    for size, found in results["sizes"].items():
        wanted = found["peers"]["khyber"]["rows"]
        for name, peer in found["peers"].items():
            rows = peer.get("rows", {})
            lines += [
                f"- {name} at {int(size):,}: {number} rows to {each}, and Khyber {wanted[each]}"
                for each, number in rows.items()
                if number != wanted[each]
            ]
            if "said" in peer:
                lines.append(f"- {name} at {int(size):,}: {peer['said'][:80]}")
    return "\n".join(
        ["Every peer gives the same number of rows to each question, but for:", *lines]
    )


def targets(results: Result) -> str:
    """Give each target with its figure."""
    sizes = results["sizes"]
    last = sizes[max(sizes, key=int)]["peers"]
    lines = [ratio_line(last, "load", 1.15, "load against bare pyoxigraph")]
    ours, bare = (last[name].get("questions", {}) for name in ("khyber", "pyoxigraph"))
    ratios = {q: ours[q] / bare[q] for q in ours if q in bare}
    if ratios:
        worst = max(ratios, key=lambda q: ratios[q])
        mean = geometric_mean(list(ratios.values()))
        lines.append(
            f"- each question against bare pyoxigraph: worst {ratios[worst]:.2f} ({worst}), "
            f"geometric mean {mean:.2f} (to reach: 1.15 each)"
        )
    if "100000" in sizes:
        lines += at_100000(sizes["100000"])
    return "\n".join(lines)


def ratio_line(peers: Result, what: str, goal: float, text: str) -> str:
    """Give one ratio of Khyber against bare pyoxigraph."""
    ours, bare = value(peers["khyber"], what), value(peers["pyoxigraph"], what)
    ratio = f"{ours / bare:.2f}" if ours and bare else "-"
    return f"- {text}: {ratio} (to reach: {goal})"


def at_100000(found: Result) -> list[str]:
    """Give the targets that are set at 100,000 statements."""
    ours, slow = (found["peers"][name].get("questions", {}) for name in ("khyber", "rdflib"))
    mean = geometric_mean([slow[q] / ours[q] for q in slow if q in ours])
    verbs = found["verbs"]
    lines = [f"- ten questions against rdflib at 100,000: {mean:.0f} times faster (to reach: 30)"]
    if "check" in verbs and "pySHACL check" in verbs:
        times = verbs["pySHACL check"] / verbs["check"]
        lines.append(f"- check against pySHACL at 100,000: {times:.1f} times faster (to reach: 5)")
    return lines


def geometric_mean(values: list[float]) -> float:
    """Give the geometric mean of some ratios."""
    return math.exp(sum(map(math.log, values)) / len(values)) if values else math.nan


def plot(results: Result) -> str:
    """Draw the sum of the ten questions over size, both on logarithmic axes."""
    lines = {
        name: [
            (int(size), total)
            for size, found in results["sizes"].items()
            if (total := value(found["peers"][name], "ten questions"))
        ]
        for name in results["sizes"][next(iter(results["sizes"]))]["peers"]
    }
    lines = {name: points for name, points in lines.items() if points}
    values = [v for points in lines.values() for _, v in points]
    sizes = [int(s) for s in results["sizes"]]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    left, right = math.log10(min(sizes)), math.log10(max(sizes)) or 1

    def at(size: float, seconds: float) -> tuple[float, float]:
        x = EDGE + (math.log10(size) - left) / max(right - left, 1) * (WIDTH - EDGE - 190)
        y = HEIGHT - EDGE - (math.log10(seconds) - low) / (high - low) * (HEIGHT - 2 * EDGE)
        return x, y

    parts = [text_at(EDGE, 30, "Ten questions: seconds in all, over statements", size=15)]
    for power in range(low, high + 1):
        x, y = at(min(sizes), 10**power)
        parts.append(f'<path d="M{x:.0f} {y:.1f}H{WIDTH - 190}" stroke="#ddd"/>')
        parts.append(text_at(8, y + 4, f"{10.0**power:g} s"))
    parts += [text_at(at(s, 10**low)[0] - 20, HEIGHT - EDGE + 22, f"{s:,}") for s in sizes]
    labels: list[float] = []
    ends = sorted(lines.items(), key=lambda item: at(*item[1][-1])[1])
    for (name, points), colour in zip(ends, COLOURS, strict=False):
        path = "L".join("{:.1f} {:.1f}".format(*at(*point)) for point in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in (at(*point) for point in points):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
        y = max(at(*points[-1])[1] + 4, labels[-1] + 15 if labels else 0)
        labels.append(y)
        parts.append(text_at(WIDTH - 180, y, name, colour=colour))
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif">\n<rect width="100%" height="100%" fill="#fff"/>\n'
        f"{inside}\n</svg>\n"
    )


def text_at(x: float, y: float, text: str, *, size: int = 12, colour: str = "#333") -> str:
    """Give a text at a place."""
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}">{text}</text>'
