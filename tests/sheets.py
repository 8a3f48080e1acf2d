"""An analyst's spreadsheet with the usual dirt, made here and named in docs/guide/own-data.md."""

from __future__ import annotations

from itertools import cycle

__all__ = ["spreadsheet"]

_MEMBERS = """
Pakistan|Iran|Turkey|Iraq|United Kingdom
Pakistan|France|Thailand|Australia|New Zealand|Philippines|United States|UK
Pakistan|Iran|Turkey
Pakistan|India|Bangladesh|Nepal|Sri Lanka|Bhutan|Maldives|Afghanistan
Pakistan|India|China|Russia|Kazakhstan|Tajikistan|Uzbekistan|Iran
Pakistan|Iran|Turkey|Afghanistan|Azerbaijan|Kazakhstan|Kyrgyzstan|Tajikistan|Turkmenistan|Uzbekistan
Pakistan|Turkey|Iran|Egypt|Nigeria|Bangladesh|Indonesia|Malaysia
"""
_ORGANISATIONS = {
    "CENTO": 1956, "SEATO": 1956, "RCD": 1965, "SAARC": 2008, "SCO": 2018, "ECO": 1993, "D-8": 1998,
}  # fmt: skip
_DIRT = cycle(("{}", " {} ", "{}", "{}", "{}"))
_DATES = cycle(("{y}-09-23", "{y}", "23/09/{y}", "23 Sep {y}", "{y}-09", "{y}.0"))


def spreadsheet(rows: int = 200) -> str:
    """Give a table of memberships as a spreadsheet program saves it: 200 rows, some of them bad.

    A note stands in a column that nothing maps; names have spaces around them; dates are written in
    five ways; blank lines are between; and rows 40, 80, 120 and 160 hold what nobody can read.
    """
    lines = ["Country;Organisation;Joined;Left;Remarks"]
    members = [line.split("|") for line in _MEMBERS.strip().splitlines()]
    spells = [
        (who, what, first + turn)
        for turn in range(rows)
        for (what, first), every in zip(_ORGANISATIONS.items(), members, strict=True)
        for who in every
    ]
    bad = {
        40: "Narnia;CENTO;1960;1961;?",
        80: "Iran;CENTO;05/06/1960;1961;which month",
        120: "=A1;CENTO;1960;1961;",
        160: "Turkey;CENTO",
    }
    for number, (who, what, year) in enumerate(spells[:rows], 1):
        if number in bad:
            lines.append(bad[number])
            continue
        joined, name = next(_DATES).format(y=year), next(_DIRT).format(who)
        lines.append(f"{name};{what};{joined};{year};seen")
        if number % 50 == 0:
            lines.append("")
    return "\n".join(lines) + "\n"
