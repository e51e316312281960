"""Labelling over HTTP: chosen, kept at once, compared, saved and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from ascribe.training.formats.reading import read_labelled

TEXT = "The dam is shut for good. I find that sad. It was built in 1931 by hand."


def ask(caller: Any, path: str, body: Any, **headers: str) -> Any:
    own = {
        "Origin": caller.settings.address,
        "Sec-Fetch-Site": "same-origin",
        "X-Ascribe-Page": caller.service.page_token,
    }
    return caller.post(f"/page/label/{path}", body, **{**own, **headers})


def start(caller: Any, person: str = "ann", **more: Any) -> Any:
    pages = [{"name": "dam", "text": TEXT}]
    answer = ask(caller, "queue", {"person": person, "pages": pages, **more})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_texts_are_added_once_and_the_least_certain_is_asked_about_first(
    caller: Any,
) -> None:
    found = start(caller)
    assert [one["sentence"] for one in found["queue"]] == [0, 1, 2]
    first = found["queue"][1]
    assert first["text"] == "I find that sad."
    assert first["before"] == ["The dam is shut for good."]
    assert first["after"] == ["It was built in 1931 by hand."]
    assert set(first["chances"]) == {"opinion", "attributed", "statement", "other"}
    again = start(caller, count=1)
    assert (len(again["queue"]), again["open"]) == (1, 3)


def test_a_label_is_on_the_disk_when_it_is_answered(caller: Any) -> None:
    start(caller)
    body = {"person": "ann", "doc": 0, "sentence": 1, "label": "opinion"}
    answer = ask(caller, "put", body).json
    assert (answer["done"], answer["open"]) == (1, 2)
    path = caller.service.labels.path("ann")
    assert answer["file"] == str(path)
    (found,) = read_labelled([path]).documents
    assert found.allowed[1] == ("opinion",)
    assert [one["sentence"] for one in start(caller)["queue"]] == [0, 2]
    assert ask(caller, "put", {**body, "label": None}).json["done"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"person": "../etc", "doc": 0, "sentence": 0, "label": "opinion"},
        {"person": "Ann", "doc": 0, "sentence": 0, "label": "opinion"},
        {"person": "", "doc": 0, "sentence": 0, "label": "opinion"},
        {"person": "ann", "doc": 0, "sentence": 0, "label": "O"},
        {"person": "ann", "doc": 0, "sentence": 9, "label": "opinion"},
        {"person": "ann", "doc": 0, "sentence": 0},
    ],
)
def test_odd_labels_are_refused_and_change_nothing(caller: Any, body: Any) -> None:
    start(caller)
    assert ask(caller, "put", body).status_code == 422
    assert caller.service.labels.read("ann").done == 0


@pytest.mark.parametrize("person", ["../evil", "a/b", "Ann", "", "a" * 41, ".a"])
def test_a_name_that_could_lead_elsewhere_is_refused(caller: Any, person: str) -> None:
    pages = [{"name": "dam", "text": TEXT}]
    answer = ask(caller, "queue", {"person": person, "pages": pages})
    assert answer.json["type"] == "/problems/wrong-shape"
    assert not caller.settings.data_dir.exists()


def test_two_people_are_compared(caller: Any) -> None:
    for person, labels in (
        ("ann", ["statement", "opinion"]),
        ("ben", ["statement"] * 2),
    ):
        start(caller, person)
        for at, label in enumerate(labels):
            body = {"person": person, "doc": 0, "sentence": at, "label": label}
            ask(caller, "put", body)
    found = ask(caller, "compare", {"first": "ann", "second": "ben"}).json
    assert (found["sentences"], found["observed"], found["kappa"]) == (2, 0.5, 0.0)
    assert found["disagreements"][0]["text"] == "I find that sad."


def test_nothing_in_common_is_said(caller: Any) -> None:
    start(caller)
    start(caller, "ben")
    found = ask(caller, "compare", {"first": "ann", "second": "ben"}).json
    assert found["sentences"] == 0
    assert "no sentence that both" in found["why"]
    answer = ask(caller, "compare", {"first": "ann", "second": "cleo"})
    assert answer.status_code == 404


def test_labels_are_listed_saved_and_deleted(caller: Any) -> None:
    assert ask(caller, "people", {}).json == {"people": []}
    start(caller)
    (one,) = ask(caller, "people", {}).json["people"]
    assert (one["name"], one["done"], one["open"]) == ("ann", 0, 3)
    saved = ask(caller, "people", {"person": "ann", "do": "export"})
    assert "ann.jsonl" in saved.headers["Content-Disposition"]
    assert saved.data == caller.service.labels.path("ann").read_bytes()
    deleted = ask(caller, "people", {"person": "ann", "do": "delete"})
    assert deleted.json == {"people": []}
    assert ask(caller, "people", {"person": "ann", "do": "delete"}).status_code == 404


def test_a_damaged_file_is_said_with_its_line(caller: Any) -> None:
    start(caller)
    path = caller.service.labels.path("ann")
    path.write_text("{", "utf-8")
    answer = ask(caller, "queue", {"person": "ann"})
    assert answer.status_code == 500
    assert f"{path}:1" in answer.json["detail"]


def test_nothing_is_made_until_a_text_is_added(caller: Any, settings: Any) -> None:
    assert ask(caller, "queue", {"person": "ann"}).json["queue"] == []
    assert not settings.data_dir.exists()


@pytest.mark.parametrize("path", ["queue", "put", "people", "compare"])
def test_only_the_servers_own_page_may_ask(caller: Any, path: str) -> None:
    assert ask(caller, path, {}, X_Ascribe_Page="wrong").status_code == 403
    assert ask(caller, path, {}, Origin="https://evil.example").status_code == 403


def test_the_guide_explains_each_label_and_rule(caller: Any) -> None:
    page = caller.get("/label/guide").text
    for word in ("opinion", "attributed", "statement", "other", "keeps the floor"):
        assert word in page
