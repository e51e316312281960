"""The side panel: every mark as a list that can be filtered, searched and walked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from .browser import Browser, View
from .marks import marks, shown
from .site import Site
from .waiting import wait_for

_ROWS = """[...document.querySelectorAll("#list li button")].map((row) =>
  ({ label: row.classList[0], text: row.querySelector(".text").textContent,
     meta: row.querySelector(".meta").textContent }))"""
# What the panel hands to the browser to be saved, in place of a saved file.
_KEEP = """(() => {
  URL.createObjectURL = (blob) => {
    window.kept = { type: blob.type, text: blob.text() };
    return "blob:kept";
  };
  HTMLAnchorElement.prototype.click = function () { window.kept.name = this.download; };
})()"""


def panel_of(browser: Browser) -> View:
    """Open the panel of the page in front in a tab, where every key can be pressed."""
    number = browser.tab_id()
    browser.close_popup()
    panel = browser.beside(browser.extension_page(f"panel.html?tab={number}"))
    panel.wait("document.querySelectorAll('#list li').length > 0", "list in the panel")
    return panel


def texts(panel: View) -> list[str]:
    return [row["text"] for row in panel.evaluate(_ROWS)]


def test_the_panel_opens_beside_the_page(paired: Browser, site: Site) -> None:
    popup = shown(paired, site)
    popup.click("#open-panel")
    wait_for(paired.has_side_panel, "side panel of the browser")


def test_the_list_is_all_that_is_marked_and_can_be_narrowed_down(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    shown(paired, site)
    painted = marks(paired)
    panel = panel_of(paired)
    rows = panel.evaluate(_ROWS)
    panel.screenshot(shot(f"panel-{paired.name}"))

    for label, found in painted.items():
        assert sorted(r["text"] for r in rows if r["label"] == label) == sorted(found)

    panel.click("#filters .attributed")
    panel.click("#filters .statement")
    assert {row["label"] for row in panel.evaluate(_ROWS)} == {"opinion"}
    assert f"{len(painted['opinion'])} of {len(rows)}" in panel.text("#count")
    panel.click("#filters .attributed")
    panel.click("#filters .statement")

    panel.click("#search")
    panel.type("vaszary")
    panel.wait(f"document.querySelectorAll('#list li').length < {len(rows)}", "fewer")
    found = panel.evaluate(_ROWS)
    assert found
    assert all("vaszary" in f"{r['text']} {r['meta']}".lower() for r in found)
    for _ in "vaszary":
        panel.press("Backspace")
    panel.wait(f"document.querySelectorAll('#list li').length == {len(rows)}", "all")

    source = panel.evaluate("document.querySelector('#source').options[1].value")
    panel.call(
        """(name) => { const select = document.querySelector("#source");
             select.value = name; select.dispatchEvent(new Event("change")); }""",
        source,
    )
    chosen = panel.evaluate(_ROWS)
    assert 0 < len(chosen) < len(rows)
    assert all(source in row["meta"] for row in chosen)


def test_keys_walk_the_list_and_lead_to_the_sentence(
    paired: Browser, site: Site
) -> None:
    shown(paired, site)
    panel = panel_of(paired)
    all_texts = texts(panel)
    row = """document.activeElement.closest("#list li")
      ?.querySelector(".text").textContent"""

    panel.press("/")
    assert panel.focused() == "Search"
    panel.press("ArrowDown")
    assert panel.evaluate(row) == all_texts[0]
    panel.press("ArrowDown")
    panel.press("ArrowDown")
    panel.press("ArrowUp")
    assert panel.evaluate(row) == all_texts[1]
    panel.press("End")
    assert panel.evaluate(row) == all_texts[-1]
    panel.press("Enter")
    wait_for(
        lambda: paired.highlights().get("ascribe-here") == [all_texts[-1]],
        "the sentence that the page shows",
    )
    assert panel.evaluate("document.activeElement.getAttribute('aria-current')") == (
        "true"
    )
    panel.press("Home")
    assert panel.evaluate(row) == all_texts[0]


def test_the_panel_follows_its_page(paired: Browser, site: Site) -> None:
    shown(paired, site)
    panel = panel_of(paired)
    paired.front()
    paired.press_toolbar()
    wait_for(lambda: not paired.highlights(), "page without marks")
    # What was known is still listed; a page that is left is not.
    paired.evaluate("location.assign('about:blank')")
    panel.evaluate("location.reload()")
    panel.wait_for_text("Nothing is marked on this page")


def test_what_is_shown_can_be_saved_in_four_forms(paired: Browser, site: Site) -> None:
    shown(paired, site)
    panel = panel_of(paired)
    panel.click("#filters .statement")
    wanted = panel.evaluate(_ROWS)
    panel.evaluate(_KEEP)

    saved = {}
    for form in ("html", "markdown", "csv", "json"):
        panel.click(f"[data-format={form}]")
        saved[form] = panel.evaluate(
            "(async () => ({ ...window.kept, text: await window.kept.text }))()"
        )

    told = json.loads(saved["json"]["text"])
    assert [one["text"] for one in told["sentences"]] == [r["text"] for r in wanted]
    assert told["model"]["version"]
    assert told["page"]["shares"]["opinion"] > 0
    page = " ".join(paired.text().split())
    for one in told["sentences"]:
        exact = one["selector"]["exact"]
        assert f"{one['selector']['prefix']}{exact}".strip() in page
    rows = list(csv.DictReader(io.StringIO(saved["csv"]["text"])))
    assert [row["text"].lstrip("'") for row in rows] == [r["text"] for r in wanted]
    assert [row["label"] for row in rows] == [r["label"] for r in wanted]
    assert saved["markdown"]["text"].count("\n- ") == len(wanted)
    assert saved["html"]["text"].count("<li>") == len(wanted)
    names = {form: kept["name"].rpartition(".")[2] for form, kept in saved.items()}
    assert names == {"html": "html", "markdown": "md", "csv": "csv", "json": "json"}
