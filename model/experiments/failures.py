"""What the model still gets wrong, one example of each kind, written for the card.

Each is a page of its own; the sentence named is the one that goes wrong. A test holds
that it does, so an example that has been learned must leave.
"""

from __future__ import annotations

from dataclasses import dataclass

from ascribe.results import Label


@dataclass(frozen=True, slots=True)
class Failure:
    """One mistake.

    Attributes:
        kind: what kind of mistake it stands for.
        page: its paragraphs, one sentence each.
        at: which of them is labelled wrongly.
        label: what it should be.
    """

    kind: str
    page: tuple[str, ...]
    at: int
    label: Label


FAILURES: tuple[Failure, ...] = (
    Failure(
        "sarcasm that no word betrays",
        (
            "The ministry spent two million pounds on a slogan.",
            "It has eleven letters.",
            "At that rate a whole sentence is within reach of the next budget.",
        ),
        2,
        "opinion",
    ),
    Failure(
        "dry understatement",
        (
            "The board has met nine times this year about the leaking roof.",
            "The roof has not been impressed.",
        ),
        1,
        "opinion",
    ),
    Failure(
        "a source goes on without a mark",
        (
            "The harbour master described the night in detail.",
            "The first boat came in at two.",
            "Nobody on board could stand.",
            "There was no time to look for the others.",
        ),
        2,
        "attributed",
    ),
    Failure(
        "a remembered account, told in the writer's words",
        (
            "Mrs Okafor grew up above the bakery and still talks about it.",
            "The flour got into everything.",
            "Her brothers slept on the sacks.",
        ),
        1,
        "attributed",
    ),
    Failure(
        "a judgement in the words of a report",
        (
            "Turnout in the three wards was 31 percent.",
            "The result leaves the mayor without an answer to the question he raised.",
        ),
        1,
        "opinion",
    ),
    Failure(
        "a loaded verb",
        (
            "The company was asked about the missing pallets in May.",
            "It has since hidden behind three different law firms.",
        ),
        1,
        "opinion",
    ),
    Failure(
        "strong words that are plain facts",
        (
            "The virus destroys the heart muscle within days.",
            "Untreated, it kills nine of ten dogs.",
        ),
        0,
        "statement",
    ),
    Failure(
        "a rule that sounds like advice",
        (
            "The gates open at four.",
            "All bags must be small; nobody should bring glass.",
        ),
        1,
        "statement",
    ),
    Failure(
        "a caption that is a whole sentence",
        (
            "Volunteers carry sandbags to the east gate on Sunday.",
            "The river rose by two metres over the weekend, the water board said.",
            "The gate held.",
        ),
        0,
        "other",
    ),
    Failure(
        "praise put into a description",
        (
            "The hall seats six hundred.",
            "Its ceiling, all ash and light, lifts every voice in the room.",
        ),
        1,
        "opinion",
    ),
    Failure(
        "a quotation whose speaker is the author",
        (
            "I told the committee what I thought.",
            "“This plan is a waste of everybody's time,” I said.",
        ),
        1,
        "opinion",
    ),
    Failure(
        "a law that speaks",
        (
            "The act was passed in 1974.",
            "It says that a landlord has to give two months' notice.",
        ),
        1,
        "statement",
    ),
)
