import pytest

from ascribe.attribution.source_mentions import read_mention


@pytest.mark.parametrize(
    ("phrase", "sort", "words"),
    [
        pytest.param("Mara Vela", "name", ("Mara", "Vela"), id="name"),
        pytest.param("Sen. Vela", "name", ("Vela",), id="title"),
        pytest.param("Dr. J. R. Oduya", "name", ("J.", "R.", "Oduya"), id="initials"),
        pytest.param("MARA VELA", "name", ("MARA", "VELA"), id="all capitals"),
        pytest.param(
            "Ana de la Cruz", "name", ("Ana", "de", "la", "Cruz"), id="particles"
        ),
        pytest.param("Vela, who left in May,", "name", ("Vela",), id="description"),
        pytest.param("As Vela", "name", ("Vela",), id="a word before it"),
        pytest.param(
            "a spokeswoman, Lena Rask,", "name", ("Lena", "Rask"), id="role, then name"
        ),
        pytest.param(
            "the Bank of Dravia", "name", ("Bank", "of", "Dravia"), id="of in a name"
        ),
        pytest.param(
            "the Anglers' Alliance", "name", ("Anglers", "'", "Alliance"), id="plural"
        ),
        pytest.param(
            "The Dale County Sheriff’s Office",
            "name",
            ("Dale", "County", "Sheriff", "’s", "Office"),
            id="somebody's office",
        ),
        pytest.param(
            "Vela's Labour Department",
            "name",
            ("Labour", "Department"),
            id="an office with a name of its own",
        ),
        pytest.param("the official", "role", ("official",), id="role"),
        pytest.param(
            "an anonymous government official",
            "role",
            ("government", "official"),
            id="anonymous",
        ),
        pytest.param("officials at the port", "role", ("officials",), id="several"),
        pytest.param(
            "The Dravian army meanwhile",
            "group",
            ("Dravian", "army"),
            id="adverb at end",
        ),
        pytest.param("the news agency", "group", ("news", "agency"), id="group"),
        pytest.param(
            "the Vela campaign", "group", ("Vela", "campaign"), id="group with a name"
        ),
        pytest.param("a report by the auditor", "document", ("report",), id="document"),
        pytest.param(
            "a letter secretly sent to Vela", "document", ("letter",), id="sent letter"
        ),
        pytest.param(
            "a badly damaged pipe", "other", ("badly", "damaged", "pipe"), id="adverb"
        ),
        pytest.param("a ledger of fines", "document", ("ledger",), id="ledger"),
        pytest.param("The paper.", "group", ("paper",), id="stop at the end"),
        pytest.param("she", "pronoun", ("she",), id="pronoun"),
        pytest.param("he and his", "pronoun", ("he",), id="pronoun and more"),
        pytest.param("in English it", "pronoun", ("it",), id="pronoun at the end"),
        pytest.param("me fifty", "pronoun", ("me",), id="an object speaks not"),
        pytest.param("Nobody", "other", (), id="nobody"),
        pytest.param("Neither the letter", "other", (), id="denied"),
        pytest.param("people", "other", (), id="people in general"),
        pytest.param("people at the port", "role", ("people",), id="certain people"),
        pytest.param("Q", "other", (), id="who asks"),
        pytest.param("one of the clerks", "role", ("clerks",), id="one of several"),
        pytest.param("Mara Kelly", "name", ("Mara", "Kelly"), id="name in ly"),
        pytest.param("the family", "role", ("family",), id="noun in ly"),
        pytest.param("the clerk quietly", "role", ("clerk",), id="adverb"),
        pytest.param("clause 31 of the deed", "document", ("clause",), id="number"),
        pytest.param("Vela elsewhere", "name", ("Vela",), id="elsewhere"),
        pytest.param(
            "a video posted by Oram TV", "document", ("video",), id="participle"
        ),
        pytest.param(
            "the Children's Health Defense",
            "name",
            ("Children", "'s", "Health", "Defense"),
            id="name that ends like a title",
        ),
        pytest.param(
            "Oscar-winner Mara Vela", "name", ("Mara", "Vela"), id="compound before it"
        ),
        pytest.param("the clerk behind the study", "role", ("clerk",), id="behind"),
        pytest.param("The clerk. Oram said", "role", ("clerk",), id="two sentences"),
        pytest.param("Vela whether the lock", "name", ("Vela",), id="whether"),
        pytest.param("“", "other", (), id="only a mark"),
        pytest.param("", "other", (), id="empty"),
        pytest.param("\ud83d", "other", (), id="half a surrogate pair"),
        pytest.param(", ,", "other", (), id="commas"),
    ],
)
def test_a_phrase_is_read_for_what_it_is(phrase, sort, words) -> None:
    mention = read_mention(phrase)
    assert (mention.sort, mention.words) == (sort, words)


def test_the_first_word_of_a_sentence_is_no_name_for_its_capital_alone() -> None:
    assert read_mention("Organizers", opens_sentence=True).sort == "role"
    assert read_mention("Vela", opens_sentence=True).sort == "name"


def test_a_reader_is_shown_the_phrase_without_what_follows_it() -> None:
    assert read_mention("two diplomats who").phrase == "two diplomats"
    assert read_mention("a bookkeeper states that Starke").phrase == "a bookkeeper"
    assert read_mention("The clerk, tired,").phrase == "The clerk"
    assert read_mention("The clerk who alone").phrase == "The clerk"
    assert read_mention("A clerk stopped me in a hall").phrase == "A clerk"
    assert read_mention("A clerk close to him").phrase == "A clerk close to him"
    assert read_mention("One of the clerks who").phrase == "One of the clerks"
    assert read_mention("a poll by Gauge & Tally").phrase == "a poll by Gauge & Tally"


def test_the_definite_article_is_remembered() -> None:
    assert read_mention("the clerk").definite
    assert not read_mention("a clerk").definite


def test_a_pronoun_left_over_at_the_end_is_no_part_of_the_name() -> None:
    assert read_mention("he and his").sort == "pronoun"
    assert read_mention("The operator and she").words == ("operator",)
    assert read_mention("the US").words == ("US",)
    assert read_mention("Nobody").words == ()


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("House Majority Whip Steve Vela", ("Steve", "Vela")),
        ("Board Member Kimberly Vela", ("Kimberly", "Vela")),
        ("Labour MP David Vela", ("David", "Vela")),
        ("Dean Vela", ("Dean", "Vela")),
        ("Mary Kate Vela", ("Mary", "Kate", "Vela")),
        ("Ten-man Burrow Town", ("Burrow", "Town")),
        ("SEN. MARA VELA", ("MARA", "VELA")),
        ("J.D. Vela", ("J.D.", "Vela")),
        ("Vincent van der Vela", ("Vincent", "van", "der", "Vela")),
    ],
)
def test_a_person_is_known_by_the_name_alone(
    phrase: str, name: tuple[str, ...]
) -> None:
    mention = read_mention(phrase)
    assert (mention.sort, mention.words) == ("name", name)


def test_the_last_word_of_a_headline_is_a_text_or_people() -> None:
    assert read_mention("Report").sort == "document"
    assert read_mention("sources").sort == "role"


def test_a_day_and_a_preposition_at_the_end_are_not_shown() -> None:
    assert read_mention("court papers unsealed on Wednesday").phrase == (
        "court papers unsealed"
    )


def test_another_paper_is_the_one_that_is_named_behind_it() -> None:
    assert read_mention("A second paper, Novy List,").words == ("Novy", "List")
    assert read_mention("The paper, Novy List,").words != ("Novy", "List")


def test_a_panel_of_scientists_is_people_without_a_name() -> None:
    assert read_mention("a panel of marine scientists").sort == "role"
    assert read_mention("the panel of judges").sort == "group"
    assert read_mention("a United Nations panel of experts").sort == "group"


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Ana V.", ("Ana", "V.")),
        ("Otto v. V.", ("Otto", "v.", "V.")),
        ("Ana Vela.", ("Ana", "Vela")),
    ],
)
def test_a_name_may_end_in_an_initial(phrase: str, name: tuple[str, ...]) -> None:
    assert read_mention(phrase).words == name


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Representative Peter T. King of Dale", ("Peter", "T.", "King")),
        (
            "faction leader and former Oram Chief Minister Oommen Vela",
            ("Oommen", "Vela"),
        ),
        ("chief awards and industry officer Oommen Vela", ("Oommen", "Vela")),
        ("a chemist, Oommen Vela, who", ("Oommen", "Vela")),
    ],
)
def test_whoever_is_more_than_one_thing_is_known_by_the_name(
    phrase: str, name: tuple[str, ...]
) -> None:
    mention = read_mention(phrase)
    assert (mention.sort, mention.words) == ("name", name)


def test_a_spokesman_is_not_the_one_for_whom_he_speaks() -> None:
    mention = read_mention("a spokesman for Mayor Linda Thomas")
    assert (mention.sort, mention.words) == ("role", ("spokesman",))


def test_a_case_is_not_the_name_of_one_person() -> None:
    assert "v." not in read_mention("Pell v. Rao").words
