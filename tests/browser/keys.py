"""Keys by the names that pages see, such as "Tab", "ArrowDown" or "Shift+Tab"."""

from __future__ import annotations

from dataclasses import dataclass

# The numbers that old pages go by; Chromium moves the focus and presses by them.
_CODES = {
    "Backspace": 8,
    "Tab": 9,
    "Enter": 13,
    "Escape": 27,
    " ": 32,
    "End": 35,
    "Home": 36,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
}
# WebDriver's own characters for keys without one.
_WEBDRIVER = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
_SHIFT = "\ue008"
_TEXTS = {"Enter": "\r"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key, perhaps with Shift held."""

    name: str
    shift: bool = False

    @staticmethod
    def of(written: str) -> Key:
        """Return the key that is written so."""
        return Key(written.removeprefix("Shift+"), written.startswith("Shift+"))

    @property
    def code(self) -> int:
        """Windows' number of the key."""
        return _CODES.get(self.name) or ord(self.name.upper())

    @property
    def text(self) -> str:
        """The text that the key enters; may be empty."""
        return self.name if len(self.name) == 1 else _TEXTS.get(self.name, "")

    def actions(self) -> list[dict[str, str]]:
        """Return what WebDriver is to do."""
        value = _WEBDRIVER.get(self.name, self.name)
        press = [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        if not self.shift:
            return press
        return [
            {"type": "keyDown", "value": _SHIFT},
            *press,
            {"type": "keyUp", "value": _SHIFT},
        ]
