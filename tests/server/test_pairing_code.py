"""The one-time code: once, five tries, five minutes, in no file as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ascribe_server.pairing_code import FILE_NAME, PairingCode
from ascribe_server.private_files import StoreError
from ascribe_server.problems import Problem


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def code(tmp_path: Path, clock: Clock) -> PairingCode:
    return PairingCode(tmp_path, tries=5, seconds=300, clock=clock)


def slug_of(code: PairingCode, guess: str) -> str:
    with pytest.raises(Problem) as caught:
        code.spend(guess)
    return caught.value.kind.slug


def test_a_code_is_long_and_never_the_same(code: PairingCode) -> None:
    made = {code.renew() for _ in range(50)}
    assert len(made) == 50
    assert all(
        re.fullmatch(r"([2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}", one) for one in made
    )


def test_it_works_once(code: PairingCode) -> None:
    made = code.renew()
    code.spend(made)
    assert slug_of(code, made) == "code-spent"


@pytest.mark.parametrize("change", [str.lower, lambda c: f" {c.replace('-', ' ')}\n"])
def test_it_may_be_typed_sloppily(code: PairingCode, change: Any) -> None:
    code.spend(change(code.renew()))


def test_there_is_none_at_first(code: PairingCode) -> None:
    assert slug_of(code, "") == "code-spent"


def test_five_wrong_guesses_spend_it(code: PairingCode) -> None:
    made = code.renew()
    assert [slug_of(code, "WRONG") for _ in range(5)] == ["wrong-code"] * 4 + [
        "code-spent"
    ]
    assert slug_of(code, made) == "code-spent"


def test_the_fifth_try_can_still_be_right(code: PairingCode) -> None:
    made = code.renew()
    for _ in range(4):
        slug_of(code, "WRONG")
    code.spend(made)


def test_a_wrong_guess_is_told_how_many_are_left_and_how_to_renew(
    code: PairingCode,
) -> None:
    code.renew()
    with pytest.raises(Problem, match=r"4 tries are left.*ascribe pair"):
        code.spend("WRONG")


def test_it_is_too_old_after_five_minutes(code: PairingCode, clock: Clock) -> None:
    made = code.renew()
    clock.now += 300
    assert slug_of(code, made) == "code-spent"


def test_it_still_works_just_before(code: PairingCode, clock: Clock) -> None:
    made = code.renew()
    clock.now += 299
    code.spend(made)


def test_a_new_one_replaces_the_one_before_and_has_all_its_tries(
    code: PairingCode,
) -> None:
    first = code.renew()
    for _ in range(4):
        slug_of(code, "WRONG")
    second = code.renew()
    assert slug_of(code, first) == "wrong-code"
    code.spend(second)


def test_another_process_can_renew_it(code: PairingCode, tmp_path: Path) -> None:
    code.renew()
    other = PairingCode(tmp_path, tries=5, seconds=300, clock=Clock())
    code.spend(other.renew())


def test_the_file_is_private_and_holds_no_code(
    code: PairingCode, tmp_path: Path
) -> None:
    made = code.renew()
    path = tmp_path / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert made not in path.read_text()
    assert made.replace("-", "") not in path.read_text()


@pytest.mark.parametrize("content", ["{", "[]", '{"sha256": 1}'])
def test_a_damaged_file_is_named(
    code: PairingCode, tmp_path: Path, content: str
) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(StoreError, match=FILE_NAME):
        code.spend("X")


def test_each_user_has_a_code_that_no_other_spends(code: PairingCode) -> None:
    own, anna, bert = code.renew(), code.renew("anna"), code.renew("bert-2")
    assert re.fullmatch(r"anna_([2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}", anna)
    letters = anna.partition("_")[2]
    assert slug_of(code, f"bert-2_{letters}") == "wrong-code"
    assert slug_of(code, letters) == "wrong-code"
    assert slug_of(code, f"carl_{letters}") == "code-spent"
    assert code.spend(f" {anna.lower()} ") == "anna"
    assert slug_of(code, anna) == "code-spent"
    assert code.spend(bert) == "bert-2"
    assert code.spend(own) == ""


def test_guesses_at_one_users_code_spend_no_other(code: PairingCode) -> None:
    anna, bert = code.renew("anna"), code.renew("bert")
    for _ in range(5):
        slug_of(code, "anna_AAAA")
    assert slug_of(code, anna) == "code-spent"
    assert code.spend(bert) == "bert"


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "/etc/x", "a\x00b", "a" * 33, "_", "é"]
)
def test_a_name_that_is_none_touches_no_file_of_its_own(
    code: PairingCode, tmp_path: Path, name: str
) -> None:
    code.renew()
    (tmp_path.parent / "x.json").write_text("{}")
    before = sorted(path.name for path in tmp_path.iterdir())
    # Held against the only code that has no name.
    assert slug_of(code, f"{name}_AAAA") == "wrong-code"
    assert sorted(path.name for path in tmp_path.iterdir()) == before
