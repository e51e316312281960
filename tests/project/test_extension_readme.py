"""The tests that extension/README.md names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "extension" / "README.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/.-]+)::([^`]+)`", README)
FEATURES = [line for line in README.splitlines() if "| yes" in line]
PEERS = ROOT.parent / "shared" / "reference" / "peers.md"

# The rows of the table in peers.md that are about the overlay, and how the same
# feature is called here. The other rows are about server, model and command line.
OVERLAY = {
    6: "Server address can be set",
    7: "Marks spans on the live page",
    8: "Works on read-only article text",
    9: "Leaves the page's DOM as it is",
    10: "Its own elements are isolated",
    11: "Follows late content and infinite scroll",
    12: "Reads text in shadow trees",
    13: "Frames",
    14: "Long pages",
    15: "Quoted speech apart from the author's voice",
    16: "Why this span",
    17: "Threshold for the reader",
    18: "Dark mode",
    19: "Not by colour alone, three palettes for the colour-blind",
    20: "Keyboard and screen reader",
    21: "On and off for each site",
    22: "Hide marks on this tab now",
    23: "Offsets safe for emoji",
    24: "The reader can correct a sentence in place",
    31: "Chrome and Firefox",
    32: "Tests on real pages in a real browser",
    33: "Export",
    34: "No telemetry",
}
ELSEWHERE = {1, 2, 3, 4, 5, 25, 26, 27, 28, 29, 30, 35, 36}


def test_each_feature_names_a_test() -> None:
    assert all(re.search(r"`tests/[\w/.-]+::[^`]+` \|$", row) for row in FEATURES)


@pytest.mark.parametrize("feature", OVERLAY.values())
def test_each_feature_of_the_peers_overlays_is_a_yes_here(feature: str) -> None:
    assert any(row.startswith(f"| {feature} | yes") for row in FEATURES)


@pytest.mark.skipif(not PEERS.exists(), reason="needs the shared data")
def test_no_feature_of_the_peers_is_forgotten() -> None:
    rows = {int(row) for row in re.findall(r"^\| (\d+) \|", PEERS.read_text(), re.M)}
    assert rows == OVERLAY.keys() | ELSEWHERE


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_a_named_test_is_there(path: str, name: str) -> None:
    source = (ROOT / path).read_text("utf-8")
    wanted = f"def {name}(" if path.endswith(".py") else f'test("{name}"'
    assert wanted in source
