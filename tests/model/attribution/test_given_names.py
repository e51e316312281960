from ascribe.attribution.given_names import FEMALE_NAMES, MALE_NAMES


def test_a_name_goes_with_one_pronoun_only() -> None:
    assert not FEMALE_NAMES & MALE_NAMES


def test_names_are_in_lower_case() -> None:
    assert all(name == name.lower() for name in FEMALE_NAMES | MALE_NAMES)
