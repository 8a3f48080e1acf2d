"""Examples of every command, which its help ends with; a test runs each."""

from __future__ import annotations

from typing import Final

__all__ = ["EXAMPLES"]

EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "tour": ("kg tour", "kg tour -o first-run"),
    "load": ("kg load", "kg load my_data.ttl --account my-notes"),
    "check": ("kg check", "kg check my_data.ttl", "kg check my_data.ttl --format json"),
    "ask": (
        "kg ask",
        'kg ask --find "who was allied with Pakistan in 1960"',
        "kg ask members-at --help",
        "kg ask members-at CENTO --on 1957",
        "kg ask members-at --organization SCO --on 'June 2017' --evidence",
        "kg ask holder-at 'prime minister of Pakistan' --on 1955 -o holder.csv",
        "kg ask 'SELECT ?alliance { ?alliance a kg:Alliance }'",
    ),
    "resolve": (
        "kg resolve Britain 'Baghdad Pact' PAK",
        "kg resolve 260 --kind State --on 1970",
        "kg resolve --csv countries.csv --column country --on-column year -o matched.csv",
    ),
    "project": (
        "kg project cento --on 1957 -o cento.graphml",
        "kg project NATO --kind Membership --on 2024 -o nato.gexf",
    ),
    "draw": (
        "kg draw cento --on 1957 -o cento.html",
        "kg draw --corridor cpec --view map -o cpec.png",
        "kg draw --between pakistan iran --kind Participation --view timeline -o meetings.svg",
        "kg draw --question ties-between --one Pakistan --other China -o china.svg",
    ),
    "compare": (
        "kg compare cento 1955 1979",
        "kg compare --accounts facts claims --organization cento",
        "kg compare cento --versions HEAD data",
    ),
    "balance": (
        "kg balance --on 2011-11-26 --both negative",
        "kg balance --on 2011-11-26 --both negative --unbalanced",
    ),
    "panel": (
        "kg panel membership 1955 1960 -o members.csv",
        "kg panel state-year 1970 1972 -o states.dta",
    ),
    "why": (
        "kg why membership-cento-pakistan",
        "kg why salala-attack",
        "kg why membership-cento-pakistan --format json",
    ),
    "describe": ("kg describe Membership", "kg describe c:observer", "kg describe"),
    "format": ("kg format my_data.ttl", "kg format my_data.ttl --check"),
    "diff": ("kg diff HEAD", "kg diff old.ttl my_data.ttl", "kg diff HEAD --format json"),
    "push": ("kg push http://localhost:7878/query --update http://localhost:7878/update",),
}
