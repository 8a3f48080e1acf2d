"""Networks in the form that `kg.project` gives, made by hand, for the tests of pictures."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any, TypeAlias

import networkx as nx

from kg.contract import VERSION

Network: TypeAlias = "nx.MultiDiGraph[Any]"
SOURCE = "Khyber 0.1.0; facts to 2024-12-31; CC BY 4.0"
EVIDENCE = {
    "title": "Treaty Series",
    "publisher": "A publisher",
    "locator": "p. 12",
    "url": "https://example.org/treaty",
    "reviewed": "2024-05-01",
    "status": "reviewed",
}

LOOKS: dict[str, dict[str, Any]] = {
    "Membership": {"kind_label_ur": "رکنیت", "colour": "blue", "gathers": True},
    "Cooperation": {"kind_label_ur": "تعاون", "colour": "teal", "mark": "circle"},
    "CorridorParticipation": {
        "kind_label_ur": "راہداری میں شرکت", "colour": "gold", "mark": "diamond",
    },
    "Participation": {"kind_label_ur": "شرکت", "colour": "rose"},
    "Stop": {"kind_label_ur": "پڑاؤ", "colour": "violet"},
}  # fmt: skip


def network(title: str, **graph: object) -> Network:
    told: dict[str, Any] = {
        "title": title,
        "on": None,
        "observed_until": "2024-12-31",
        "claims": False,
        "contract": VERSION,
    }
    more = {"focus": [], "source_line": SOURCE, "name_at": {}, **graph}
    net: Network = nx.MultiDiGraph(**{**told, **more})
    return net


def state(net: Network, name: str, label: str, urdu: str | None = None, **more: object) -> None:
    net.add_node(
        name, label=label, label_ur=urdu, kind="State", kind_label="state", group="state", **more
    )


def alliance(net: Network, name: str, label: str, urdu: str | None = None) -> None:
    told = {"kind": "Alliance", "kind_label": "alliance", "group": "organization"}
    net.add_node(name, label=label, label_ur=urdu, **told)


def tie(
    net: Network, source: str, target: str, kind: str, time: str | None, **more: object
) -> None:
    start, _, end = (time or "").partition("/")
    bounds = _bounds(start, end or start) if time else {}
    label = "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip()
    told = {
        "kind": kind,
        "kind_label": label,
        "kind_label_ur": None,
        "symmetric": False,
        "sign": None,
        "gathers": False,
        "colour": None,
        "mark": None,
        "time": time,
        "time_words": more.pop("words", time or "undated"),
        **bounds,
        "certainty": None,
        "last_known": None,
        "modality": "asserted",
        "modality_label": "fact",
        "claimants": [],
        "detail": "",
        "facts": [["status", "full member"]],
        "evidence": [dict(EVIDENCE)],
        "other_accounts": [],
        "within": None,
        "order": None,
        **LOOKS.get(kind, {}),
    }
    key = more.pop("key", f"{kind.lower()}-{target}-{source}")
    net.add_edge(source, target, key=key, **{**told, **more})


def _bounds(start: str, end: str) -> dict[str, str | None]:
    def low(day: str) -> str:
        return f"{day}-01-01" if len(day) == 4 else f"{day}-01" if len(day) == 7 else day

    def high(day: str) -> str:
        return f"{day}-12-31" if len(day) == 4 else f"{day}-28" if len(day) == 7 else day

    ongoing = end == ".."
    return {
        "earliest_start": low(start),
        "latest_start": high(start),
        "earliest_end": "2024-12-31" if ongoing else low(end),
        "latest_end": None if ongoing else high(end),
    }


STATES = {
    "pakistan": ("Pakistan", "پاکستان", 33.69, 73.06),
    "iran": ("Iran", "ایران", 35.69, 51.39),
    "iraq": ("Iraq", "عراق", 33.31, 44.36),
    "turkey": ("Turkey", "ترکیہ", 39.93, 32.86),
    "united-kingdom": ("United Kingdom", "برطانیہ", 51.51, -0.13),
    "united-states": ("United States", "امریکہ", 38.9, -77.04),
    "china": ("China", "چین", 39.9, 116.4),
    "russia": ("Russia", "روس", 55.75, 37.62),
    "india": ("India", "بھارت", 28.61, 77.21),
    "kazakhstan": ("Kazakhstan", "قازقستان", 51.17, 71.43),
    "kyrgyzstan": ("Kyrgyzstan", "کرغیزستان", 42.87, 74.59),
    "tajikistan": ("Tajikistan", "تاجکستان", 38.54, 68.78),
    "uzbekistan": ("Uzbekistan", "ازبکستان", 41.3, 69.24),
    "belarus": ("Belarus", "بیلاروس", 53.9, 27.57),
    "thailand": ("Thailand", "تھائی لینڈ", 13.75, 100.5),
    "philippines": ("Philippines", "فلپائن", 14.6, 120.98),
    "france": ("France", "فرانس", 48.86, 2.35),
    "australia": ("Australia", "آسٹریلیا", -35.28, 149.13),
    "new-zealand": ("New Zealand", "نیوزی لینڈ", -41.29, 174.78),
    "afghanistan": ("Afghanistan", "افغانستان", 34.53, 69.17),
}


SEATO = "pakistan thailand philippines united-states united-kingdom france australia new-zealand"
NATO = (
    "united-states united-kingdom france turkey canada italy belgium netherlands norway denmark "
    "portugal iceland luxembourg greece germany spain poland czechia hungary romania bulgaria"
)
SCO = "china russia kazakhstan kyrgyzstan tajikistan uzbekistan india pakistan iran belarus"


def add_states(net: Network, *names: str) -> None:
    for name in names:
        label, urdu, lat, lon = STATES.get(name, (name.replace("-", " ").title(), None, None, None))
        state(net, name, label, urdu, lat=lat, lon=lon)


def cento(on: str | None = None) -> Network:
    """CENTO over its whole life, or what of it was in force on a day."""
    members = {
        "turkey": "1955-02-24/1979-03-16",
        "iraq": "1955-02-24/1959-03-24",
        "united-kingdom": "1955-04-05/1979",
        "pakistan": "1955-09-23/1979-03-12",
        "iran": "1955-11-03/1979-03-11",
    }
    net = network("CENTO (Baghdad Pact)", on=on, focus=["cento"])
    alliance(net, "cento", "Central Treaty Organization", "معاہدۂ مرکزی تنظیم")
    kept = {n: t for n, t in members.items() if on is None or t[:10] <= on <= (t + "-12-31")[11:21]}
    add_states(net, *kept)
    for name, time in kept.items():
        founding = "founding member" if name in ("turkey", "iraq") else ""
        tie(net, name, "cento", "Membership", time, detail=founding,
            certainty="certain" if on else None)  # fmt: skip
    if on is None:
        add_states(net, "united-states")
        tie(net, "united-states", "cento", "Cooperation", "1956/1979", detail="observer")
    return net


def sco() -> Network:
    net = network("Shanghai Cooperation Organisation", focus=["sco"])
    alliance(net, "sco", "Shanghai Cooperation Organisation", "شنگھائی تعاون تنظیم")
    joined = dict.fromkeys("china russia kazakhstan kyrgyzstan tajikistan uzbekistan".split(),
                           "2001-06-15/..")  # fmt: skip
    joined |= {"india": "2017-06-09/..", "pakistan": "2017-06-09/..", "iran": "2023-07-04/..",
               "belarus": "2024-07-04/.."}  # fmt: skip
    add_states(net, *joined)
    for name, time in joined.items():
        tie(net, name, "sco", "Membership", time)
    return net


def pacts() -> Network:
    """CENTO, SEATO, NATO and the SCO with their members."""
    net = network("Pakistan's alliances and who else was in them")
    inside = {
        "cento": ("CENTO", "turkey iraq united-kingdom pakistan iran", "1955/1979"),
        "seato": ("SEATO", SEATO, "1954/1977"),
        "nato": ("NATO", NATO, "1949/.."),
        "sco": ("SCO", SCO, "2001/.."),
    }  # fmt: skip
    for name, (label, _, _) in inside.items():
        alliance(net, name, label)
    for name, (_, members, time) in inside.items():
        add_states(net, *(m for m in members.split() if m not in net))
        for member in members.split():
            tie(net, member, name, "Membership", time)
    return net


def cpec() -> Network:
    """The corridor from Kashgar to Gwadar and Karachi, with its parties and a plan."""
    net = network("China–Pakistan Economic Corridor", claims=True, focus=["cpec"])
    stops = {
        "kashgar": ("Kashgar", 39.47, 75.99),
        "khunjerab-pass": ("Khunjerab Pass", 36.85, 75.43),
        "gilgit": ("Gilgit", 35.92, 74.31),
        "islamabad": ("Islamabad", 33.69, 73.06),
        "lahore": ("Lahore", 31.55, 74.34),
        "multan": ("Multan", 30.16, 71.52),
        "sukkur": ("Sukkur", 27.7, 68.86),
        "quetta": ("Quetta", 30.18, 66.98),
        "karachi": ("Karachi", 24.86, 67.01),
        "gwadar": ("Gwadar", 25.13, 62.32),
    }
    for name, (label, lat, lon) in stops.items():
        net.add_node(name, label=label, kind="Place", kind_label="place", group="place",
                     lat=lat, lon=lon)  # fmt: skip
    name, urdu = "China–Pakistan Economic Corridor", "چین پاکستان اقتصادی راہداری"
    net.add_node(
        "cpec", label=name, label_ur=urdu, kind="Corridor", kind_label="corridor", group="corridor"
    )
    names = list(stops)
    for order, (a, b) in enumerate(pairwise(names), start=1):
        tie(net, a, b, "Stop", None, key=f"stop-cpec-{order}", within="cpec", order=order)
    add_states(net, "china", "pakistan", "iran")
    tie(net, "china", "cpec", "CorridorParticipation", "2015-04-20/..")
    tie(net, "pakistan", "cpec", "CorridorParticipation", "2015-04-20/..")
    tie(net, "iran", "cpec", "CorridorParticipation", None, modality="prospective",
        modality_label="plan", claimants=["Iran's ambassador"])  # fmt: skip
    return net


def events() -> Network:
    """Events of Pakistan and Iran."""
    net = network("Pakistan and Iran", focus=["pakistan", "iran"])
    add_states(net, "pakistan", "iran")
    rows = [
        ("recognition", "Iran recognises Pakistan", "DiplomaticAct", "1947-08"),
        ("visit-shah", "The Shah visits Pakistan", "StateVisit", "1950-03"),
        ("treaty-friendship", "Treaty of friendship", "Signing", "1950-02-18"),
        ("boundary", "Boundary agreement", "Signing", "1958-02-06"),
        ("rcd", "RCD founded at Istanbul", "Signing", "1964-07-21"),
        ("visit-rafsanjani", "President Rafsanjani in Islamabad", "StateVisit", "1992-09"),
        ("visit-khatami", "President Khatami in Islamabad", "StateVisit", "2002-12"),
        ("pipeline", "Gas pipeline opened on the Iranian side", "Launch", "2013-03-11"),
        ("visit-raisi", "President Raisi in Islamabad", "StateVisit", "2024-04-22/2024-04-24"),
        ("strike-iran", "Iranian strike in Balochistan", "Attack", "2024-01-16"),
        ("strike-pakistan", "Pakistani strike in Sistan", "Attack", "2024-01-18"),
        ("water", "Water talks", "Talks", "201X"),
        ("undated", "Talks on trade", "Talks", None),
    ]
    for name, label, kind, time in rows:
        start, _, end = (time or "").partition("/")
        bounds = {} if not time or "X" in time else _bounds(start, end or start)
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip()
        net.add_node(name, label=label, kind=kind, kind_label=words, group="event", time=time,
                     time_words=time or "undated", **bounds)  # fmt: skip
        for who in ("pakistan", "iran"):
            tie(net, who, name, "Participation", time if time and "X" not in time else None)
    return net


def standings() -> Network:
    """Ties that hold for certain, were last known to hold, and may hold, on a day."""
    net = network("Standing", on="2026-01-01", focus=["pakistan"])
    add_states(net, "pakistan", "iran", "china", "turkey")
    for other, sure in (("iran", "certain"), ("china", "last known"), ("turkey", "possible")):
        last = "2024-12-31" if sure == "last known" else None
        tie(net, "pakistan", other, "Cooperation", "2001/..", certainty=sure, last_known=last)
    return net


def parallel() -> Network:
    """Five ties of one kind between two states."""
    net = network("Five exercises")
    add_states(net, "pakistan", "china")
    for year in range(2019, 2024):
        tie(net, "pakistan", "china", "Cooperation", str(year), key=f"exercise-{year}",
            symmetric=True)  # fmt: skip
    return net


HOSTILE = [
    "</script><script>document.title='x'</script>",
    "<img src=x onerror=alert(1)>",
    "\"quoted\" & 'single' <b>bold</b>",
    "javascript:alert(1)",
    "الف\u202eمعکوس\u202c ب",
    "emoji 🚀🇵🇰 " * 3,
    "x" * 300,
    "word " * 60,
    "]]> --> <!-- \x00\x07 control",
    "${alert(1)} {{7*7}} \\u003c",
]


def hostile() -> Network:
    net = network(HOSTILE[0], source_line=HOSTILE[1])
    for i, label in enumerate(HOSTILE):
        state(net, f"n{i}", label, label)
        if i:
            evidence = [{"title": label, "url": "javascript:alert(1)", "publisher": label}]
            tie(net, "n0", f"n{i}", "Membership", "1955", detail=label, words=label,
                evidence=evidence, facts=[[label, label]], claimants=[label])  # fmt: skip
    return net


def grid(things: int) -> dict[str, tuple[float, float]]:
    """Places for a crowd, so that no time goes into laying it out."""
    return {f"t{i}": (i % 50 * 60.0, i // 50 * 60.0) for i in range(things)}


def crowd(things: int, ties: int) -> Network:
    """A network of a size, the same each time."""
    net = network(f"{things} things and {ties} ties")
    for i in range(things):
        net.add_node(f"t{i}", label=f"Thing {i}", group=("state", "person", "group")[i % 3],
                     kind="Actor", kind_label="actor")  # fmt: skip
    numbers = Random(things)
    for i in range(ties):
        a = i + 1 if i + 1 < things else numbers.randrange(things)
        b = int(numbers.random() ** 2 * a) if a else things - 1
        net.add_edge(f"t{a}", f"t{b}", key=f"k{i}", kind=("Support", "Rivalry", "Agreement")[i % 3],
                     kind_label=("support", "rivalry", "agreement")[i % 3],
                     earliest_start=f"{1950 + i % 60}-01-01")  # fmt: skip
    return net
