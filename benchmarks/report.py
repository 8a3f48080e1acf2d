"""Write what was measured: a table in README.md, and growth over size as a plot."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from growth import Lines, plot

Result = dict[str, Any]
MARKS = ("<!-- results -->", "<!-- end of results -->")
VERBS = ("cold start", "frame", "project", "draw", "check", "pySHACL check")


def write(results: Result, folder: Path) -> None:
    """Write the table into README.md between its marks, and the plot beside it."""
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    parts = ("", head(results), *tables(results), targets(results), differing(results), "")
    body = "\n\n".join(parts)
    readme.write_text(f"{before}{MARKS[0]}{body}{MARKS[1]}{after}", encoding="utf-8")
    (folder / "growth.svg").write_text(plot(panels(results)), encoding="utf-8")


def head(results: Result) -> str:
    """Say when, where and with what."""
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    return (
        f"Measured on {results['date']}: {results['machine']}, Python {results['python']}; "
        f"{versions}. Seconds, the best of three (of nine for Khyber and pyoxigraph, which took "
        "turns; for load of three), and megabytes at the most; a dash is not measured."
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
        for what in ("load", "MB to load", "ten questions"):
            values = {size: value(found[size], what) for size in sizes}
            cells = " | ".join(shown(values[size]) for size in sizes)
            rows.append(f"| {name} | {what} | {cells} | {slope(values)} |")
    own = ["| Khyber | " + " | ".join(f"{int(s):,}" for s in sizes) + " | slope |"]
    own.append("|---|" + "---:|" * (len(sizes) + 1))
    for what in VERBS:
        values = {size: results["sizes"][size]["verbs"].get(what) for size in sizes}
        own.append(f"| {what} | {' | '.join(map(shown, values.values()))} | {slope(values)} |")
    return ["\n".join(rows), "\n".join(own), "\n".join(questions(results, sizes[-1], names))]


def questions(results: Result, size: str, names: list[str]) -> list[str]:
    """Give the rows of each question on each peer at the greatest size."""
    peers = {n: results["sizes"][size]["peers"][n].get("questions", {}) for n in names}
    known = [name for name in names if peers[name]]
    rows = [f"| at {int(size):,} | " + " | ".join(known) + " | khyber / pyoxigraph |"]
    rows.append("|---|" + "---:|" * (len(known) + 1))
    bare = peers["pyoxigraph"]
    for question, ours in peers["khyber"].items():
        cells = [shown(peers[name].get(question)) for name in known]
        cells.append(f"{ours / bare[question]:.2f}" if question in bare else "-")
        rows.append(f"| {question} | {' | '.join(cells)} |")
    return rows


def value(found: Result, what: str) -> float | None:
    """Give what it took to load, or the seconds of all ten questions where each was answered."""
    if what in ("load", "MB to load"):
        return found.get("load" if what == "load" else "memory")
    asked = found.get("questions", {})
    return sum(asked.values()) if asked and "said" not in found else None


def shown(seconds: float | None) -> str:
    """Give seconds with as many digits as mean something."""
    return "-" if seconds is None else f"{seconds:.3g}" if seconds < 1000 else f"{seconds:,.0f}"  # noqa: PLR2004


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
    projected = {size: found["verbs"].get("project") for size, found in sizes.items()}
    lines.append(f"- projection: slope {slope(projected)} (to reach: linear, 1)")
    for found in (each["verbs"] for each in sizes.values()):
        if "verdicts" in found:
            lines.append(
                f"- on a graph with statements left out, pySHACL gives {found['verdicts']} "
                f"results, and `kg check` {found['verdicts that differ'] or 'none'} differently"
            )
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


def panels(results: Result) -> dict[str, Lines]:
    """Give what is drawn: load and ten questions of each peer, and Khyber's own verbs."""
    sizes = results["sizes"]
    names = next(iter(sizes.values()))["peers"]
    found = {
        what: {
            name: {s: value(each["peers"][name], key) for s, each in sizes.items()}
            for name in names
        }
        for what, key in (("Load", "load"), ("Ten questions", "ten questions"))
    }
    found["Khyber's own verbs"] = {
        what: {size: each["verbs"].get(what) for size, each in sizes.items()} for what in VERBS
    }
    return {
        f"{what}: seconds, over statements": {
            name: points
            for name, values in lines.items()
            if (points := [(int(size), seconds) for size, seconds in values.items() if seconds])
        }
        for what, lines in found.items()
    }
