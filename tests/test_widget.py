"""The widget without a notebook: what is set is checked, and what it gives is what a page shows."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser

import kg
import pictures
from kg.errors import DataError, UsageError
from kg.picture import draw, page_script
from kg.picture.widget import Explorer

DAYS = (None, "1954-01-01", "1957-01-01", "1960", "1979-03-01", "1990")


def _ends(network: nx.Graph[Any]) -> list[tuple[Any, Any]]:
    return sorted((tuple(edge[:2]) for edge in network.edges), key=repr)


def test_what_is_chosen_comes_as_a_frame() -> None:
    w = kg.explore(pictures.cento(), selected=["Pakistan"])
    assert w.selected == ["pakistan"]
    frame = w.frame()
    assert list(frame["source"]) == ["pakistan"]
    assert {"target", "key", "kind", "time", "evidence"} <= {*frame.columns}
    w.selected = ["cento"]
    assert len(w.frame()) == 6
    w.on = "1960"
    assert len(w.frame()) == 5
    w.selected = ["cento", "iran"]
    assert list(w.frame()["source"]) == ["iran"]
    w.selected = []
    assert len(w.frame()) == 0


def test_a_chosen_tie_chooses_its_ends_and_goes_when_a_thing_is_chosen() -> None:
    w = kg.explore(pictures.cento())
    w.ties = ["membership-cento-iran"]
    assert {*w.selected} == {"iran", "cento"}
    assert list(w.frame()["key"]) == ["membership-cento-iran"]
    w.selected = ["turkey"]
    assert w.ties == []


def test_what_the_page_sends_is_taken_whole() -> None:
    w = kg.explore(pictures.cento())
    w.set_state({"selected": ["iran", "cento"], "ties": ["membership-cento-iran"]})
    assert (w.selected, w.ties) == (["iran", "cento"], ["membership-cento-iran"])
    w.set_state({"selected": ["turkey"], "ties": []})
    assert (w.selected, w.ties) == (["turkey"], [])


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("selected", ["Pakstan"], "Pakistan"),
        ("ties", ["membership-cento-irn"], "membership-cento-iran"),
        ("without", ["Membershp"], "Membership"),
        ("view", "mapp", "map"),
        ("language", "fr", "en"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(name: str, value: Any, said: str) -> None:
    w = kg.explore(pictures.cento())
    with pytest.raises(UsageError, match=said):
        setattr(w, name, value)


def test_a_day_is_read_as_elsewhere() -> None:
    w = kg.explore(pictures.cento(), on="January 1957")
    assert w.on == "1957-01-31"
    with pytest.raises(DataError):
        w.on = "yesteryear"
    with pytest.raises(UsageError, match="one day"):
        kg.explore(pictures.cento("1957-01-01"), on="1960")


def test_the_network_is_what_is_shown_with_all_that_it_carries() -> None:
    net = pictures.cento()
    w = kg.explore(net, on="1960", without=["Cooperation"])
    found = w.network()
    assert type(found) is type(net)
    assert "iraq" not in found
    assert found.graph["on"] == "1960-12-31"
    assert found.edges["iran", "cento", "membership-cento-iran"]["kind"] == "Membership"
    assert draw(found).scene.title == net.graph["title"]


@pytest.mark.parametrize("make", [pictures.cento, pictures.cpec, pictures.events, pictures.hostile])
def test_page_and_kernel_show_the_same(chromium: Browser, make: Any) -> None:
    w = kg.explore(make())
    data = json.loads(json.dumps(w.picture.payload()))
    page = chromium.new_page()
    script = {"body": page_script("model"), "content_type": "text/javascript"}
    empty = {"body": "<title>Empty</title>", "content_type": "text/html"}
    page.route("**/*", lambda r: r.fulfill(**(script if r.request.url.endswith("js") else empty)))
    page.goto("http://khyber.test/")
    compared = """async ([data, cases]) => {
      const { createModel } = await import("/model.js");
      return cases.map(([on, claims, without]) => {
        const k = createModel(data);
        Object.assign(k.state, {claims, groupsOff: new Set(without)});
        k.setOn(on);
        return [[...k.shown.ties], [...k.shown.nodes].sort((a, b) => a - b)];
      });
    }"""
    cases = [
        (day, claims, without)
        for day in (DAYS if data["years"] else DAYS[:1])
        for claims in (True, False)
        for without in ([], ["state"])
    ]
    ready: list[Any] = []
    expected = []
    names = list(w.picture.network.nodes)
    for day, claims, without in cases:
        if without and "state" not in data["groups"]:
            continue
        w.on, w.claims, w.without = day, claims, without
        ready.append([w.on, claims, without])
        expected.append([w._shown(), sorted(names.index(node) for node in w.network())])
    assert page.evaluate(compared, [data, ready]) == expected
    page.close()


@pytest.mark.parametrize(
    "network",
    [nx.path_graph(3), nx.DiGraph([(1, 2), (2, 1)]), nx.MultiGraph([("a", "b"), ("a", "b")]),
     nx.MultiDiGraph([(1, "1"), ("1", 1)])],
)  # fmt: skip
def test_a_network_without_any_attribute_is_explored(network: nx.Graph[Any]) -> None:
    w = kg.explore(network)
    payload = w._payload
    assert len({tie["id"] for tie in payload["ties"]}) == network.number_of_edges()
    assert len({node["id"] for node in payload["nodes"]}) == len(network)
    assert _ends(w.network()) == _ends(network)
    w.selected = [payload["nodes"][0]["id"]]
    assert len(w.frame()) == network.degree[next(iter(network))]


def test_the_bundle_keeps_a_twin_of_what_is_shown() -> None:
    w = kg.explore(pictures.cento())
    found = w._repr_mimebundle_()
    bundle = found[0] if isinstance(found, tuple) else found
    assert {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"} <= {*bundle}
    before = bundle["image/png"]
    w.on = "1960"
    found = w._repr_mimebundle_()
    bundle = found[0] if isinstance(found, tuple) else found
    assert "5 states" in bundle["text/plain"] or "5 ties" in bundle["text/plain"]
    assert bundle["image/png"] != before


def test_the_package_is_asked_for_where_it_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "kg.picture.widget")
    with pytest.raises(UsageError, match=r"khyber-kg\[lab\]"):
        kg.explore(pictures.cento())


def test_an_explorer_is_said_in_few_words() -> None:
    w = kg.explore(draw(pictures.cento()), selected=["iran"])
    assert isinstance(w, Explorer)
    assert repr(w) == "<Explorer 'CENTO (Baghdad Pact)', 1 selected>"


FAKE = """async ([values, sets]) => {
  const { render } = await import("/widget.js");
  const heard = {}, told = [];
  const model = {
    get: (name) => values[name],
    set: (name, value) => {
      values[name] = value;
      heard[`change:${name}`]?.();
    },
    save_changes: () => told.push(JSON.stringify([values.selected, values.ties, values.on])),
    on: (event, act) => { heard[event] = act; },
    off: (event) => { delete heard[event]; },
  };
  const el = document.createElement("div");
  document.body.append(el);
  const end = render({ model, el });
  const inside = el.shadowRoot;
  const count = (selector) => inside.querySelectorAll(selector).length;
  for (const [name, value] of sets) model.set(name, value);
  const subtitle = inside.querySelector(".subtitle").textContent;
  const panel = inside.querySelector(".panel h2")?.textContent;
  inside.querySelector(".rows button")?.click();
  const found = [subtitle, panel, count("script, img, iframe, [onerror]"), count(".panel a"),
    told.length && JSON.parse(told[told.length - 1]), count(".canvas canvas")];
  end();
  return [...found, Object.keys(heard).length];
}"""


def _mounted(chromium: Browser, w: Explorer, sets: list[tuple[str, Any]]) -> Any:
    page = chromium.new_page()
    asked: list[str] = []
    script = {"body": page_script("widget"), "content_type": "text/javascript"}
    empty = {"body": "<title>Empty</title>", "content_type": "text/html"}
    page.route("**/*", lambda r: r.fulfill(**(script if r.request.url.endswith("js") else empty)))
    page.goto("http://khyber.test/")
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    names = (
        "selected",
        "ties",
        "on",
        "without",
        "claims",
        "view",
        "language",
        "_payload",
        "_style",
    )
    values = {name: getattr(w, name) for name in names}
    found = page.evaluate(FAKE, [values, sets])
    page.close()
    assert asked == ["http://khyber.test/widget.js"]
    return found


def test_the_widget_hears_and_tells(chromium: Browser) -> None:
    w = kg.explore(pictures.cento())
    sets = [("on", "1960-01-01"), ("selected", ["iran"])]
    subtitle, panel, markup, _, told, canvases, left = _mounted(chromium, w, sets)
    assert subtitle.startswith("On 1 January 1960 · 5 states")
    assert panel == "Iran"
    assert markup == 0
    assert told[1] == ["membership-cento-iran"]
    assert {*told[0]} == {"iran", "cento"}
    assert canvases == 1
    assert left == 0


def test_hostile_text_is_text_in_the_widget_too(chromium: Browser) -> None:
    w = kg.explore(pictures.hostile(), selected=["n1"])
    _, panel, markup, links, *_ = _mounted(chromium, w, [])
    assert panel == pictures.HOSTILE[1]
    assert (markup, links) == (0, 0)


def test_a_large_network_is_explored(chromium: Browser) -> None:
    w = kg.explore(pictures.crowd(2100, 3000), layout=pictures.grid(2100), on="1970")
    subtitle, *_, canvases, _ = _mounted(chromium, w, [("selected", ["t5"])])
    assert subtitle.startswith("On 31 December 1970")
    assert canvases == 3
    assert len(w.network().edges) == len(w._shown())
