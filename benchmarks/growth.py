"""Draw growth: seconds over statements, both on logarithmic axes, one panel for each matter."""

from __future__ import annotations

import math
from collections.abc import Mapping

Lines = Mapping[str, list[tuple[int, float]]]
COLOURS = ("#1b5e8a", "#c0562b", "#5b8c3a", "#8a5aa8", "#7a7a7a", "#b8901f", "#2f9c95")
WIDTH, HEIGHT, EDGE, NAMES = 720, 340, 60, 190
LINE = 15


def plot(panels: Mapping[str, Lines]) -> str:
    """Draw panels one below the other; each gives lines by name, of statements and seconds."""
    # A name has the same colour in every panel.
    names = list(dict.fromkeys(name for lines in panels.values() for name in lines))
    colours = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(names)}
    inside = [
        f'<g transform="translate(0 {number * HEIGHT})">\n{panel(title, lines, colours)}\n</g>'
        for number, (title, lines) in enumerate(panels.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT * len(panels)}" '
        'font-family="sans-serif">\n<rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(inside)
        + "\n</svg>\n"
    )


def panel(title: str, lines: Lines, colours: Mapping[str, str]) -> str:
    """Draw one panel: a grid of powers of ten, and each line with its name at its end."""
    sizes = sorted({size for points in lines.values() for size, _ in points})
    seconds = [value for points in lines.values() for _, value in points]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    left, right = math.log10(sizes[0]), math.log10(sizes[-1])

    def at(size: float, value: float) -> tuple[float, float]:
        x = EDGE + (math.log10(size) - left) / ((right - left) or 1) * (WIDTH - EDGE - NAMES)
        y = HEIGHT - EDGE - (math.log10(value) - low) / ((high - low) or 1) * (HEIGHT - 2 * EDGE)
        return x, y

    parts = [text_at(EDGE, 34, title, size=15)]
    for power in range(low, high + 1):
        x, y = at(sizes[0], 10.0**power)
        parts.append(f'<path d="M{x:.0f} {y:.1f}H{WIDTH - NAMES}" stroke="#ddd"/>')
        parts.append(text_at(8, y + 4, f"{10.0**power:g} s"))
    bottom = HEIGHT - EDGE + 22
    parts += [text_at(at(s, 1)[0], bottom, f"{s:,}", anchor="middle") for s in sizes]
    ends = {name: at(*points[-1]) for name, points in lines.items()}
    heights = apart({name: y for name, (_, y) in ends.items()})
    for name, points in lines.items():
        path = "L".join("{:.1f} {:.1f}".format(*at(*point)) for point in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
        for x, y in (at(*point) for point in points):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colours[name]}"/>')
        (x, y), down = ends[name], heights[name]
        parts.append(
            f'<path d="M{x + 5:.1f} {y:.1f}L{WIDTH - NAMES + 14} {down:.1f}" fill="none" '
            f'stroke="{colours[name]}" stroke-width="0.7" stroke-dasharray="2 2"/>'
        )
        parts.append(text_at(WIDTH - NAMES + 18, down + 4, name, colour=colours[name]))
    return "\n".join(parts)


def apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Move names that stand at nearly the same height apart, in their order, round their middle."""
    groups: list[list[str]] = []
    middles: list[float] = []
    for name in sorted(heights, key=lambda name: heights[name]):
        groups.append([name])
        middles.append(heights[name])
        while len(groups) > 1 and overlap(groups, middles):
            last = groups.pop()
            groups[-1] += last
            middles[-2:] = [sum(heights[each] for each in groups[-1]) / len(groups[-1])]
    return {
        name: middle + (number - (len(group) - 1) / 2) * LINE
        for group, middle in zip(groups, middles, strict=True)
        for number, name in enumerate(group)
    }


def overlap(groups: list[list[str]], middles: list[float]) -> bool:
    """Say whether the last two groups of names would stand in each other."""
    return middles[-1] - middles[-2] < (len(groups[-1]) + len(groups[-2])) / 2 * LINE


def text_at(
    x: float, y: float, text: str, *, size: int = 12, colour: str = "#333", anchor: str = "start"
) -> str:
    """Give a text at a place."""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" fill="{colour}" '
        f'text-anchor="{anchor}">{text}</text>'
    )
