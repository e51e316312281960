"""Without a browser these tests fail, and say what to do; they skip nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from . import chromium, firefox
from .browser import BrowserMissingError


def test_chromium_that_is_missing_is_a_failure(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(chromium, "CHROMIUM", str(tmp_path / "chromium"))
    with pytest.raises(BrowserMissingError, match="apt-get install chromium"):
        chromium.Chromium(playwright, tmp_path)


def test_firefox_that_is_missing_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(firefox, "FIREFOX", str(tmp_path / "firefox"))
    with pytest.raises(BrowserMissingError, match="apt-get install firefox-esr"):
        firefox.Firefox(tmp_path)


def test_a_browser_that_does_not_start_says_why(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho no display today >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(chromium, "CHROMIUM", str(broken))
    monkeypatch.setattr(firefox, "FIREFOX", str(broken))
    with pytest.raises(BrowserMissingError, match="does not start"):
        chromium.Chromium(playwright, tmp_path)
    with pytest.raises(BrowserMissingError, match="no display today"):
        firefox.Firefox(tmp_path)
