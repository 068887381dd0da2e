from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.mentions_grouping import group_mentions


def together(first: str, second: str, *others: str) -> bool:
    groups = group_mentions([first, second, *others])
    return groups[0] == groups[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Odo Vell", "Vell"),
        ("Odo Vell", "Odo"),
        ("Odo Vell", "Mr. Vell"),
        ("Odo Vell", "President Odo Vell of France"),
        ("Robert S. Marn", "Robert Marn"),
        ("Kim Bo-ra", "Kim Bo Ra"),
        ("Kim Bo-ra", "Kim"),
    ],
)
def test_spellings_of_a_name_are_one_person(first: str, second: str):
    assert together(first, second)


def test_a_shared_family_name_does_not_make_two_people_one():
    assert not together("Odo Vell", "Una Vell")


def test_a_son_is_not_the_father_he_is_named_after():
    assert not together("Odo Vell", "Odo Vell Jr.")


def test_a_single_name_goes_to_the_person_named_most():
    groups = group_mentions(["Vell", "Odo Vell", "Una Vell", "Una Vell"])
    assert groups[0] == groups[2] != groups[1]


def test_a_title_means_the_person_beside_whose_name_it_stands():
    assert together("the president", "Odo Vell", "President Odo Vell", "Chancellor Ada Brandt")
    assert together("the special counsel", "Una Marn", "Special counsel Una Marn")


def test_a_title_with_a_state_means_the_person_of_that_state():
    evidence = ("French President Odo Vell", "Polish President Una Marn", "Una Marn")
    assert together("the French leader", "Odo Vell", *evidence)
    assert together("the president of Poland", "Una Marn", *evidence)


def test_a_title_of_another_state_means_nobody_named():
    assert not together("the Swedish president", "Odo Vell", "French President Odo Vell")


def test_a_title_that_nobody_bears_stands_for_itself():
    assert not together("the president", "Odo Vell")


@pytest.mark.parametrize(
    "mention", ["Paris", "the French", "the Élysée", "the French government", "officials from France"]
)
def test_a_state_is_meant_by_people_capital_organ_and_government(mention: str):
    assert together("France", mention)


def test_the_government_of_a_person_is_the_state_beside_the_persons_title():
    assert together("the Vell administration", "France", "French President Odo Vell")


def test_a_point_of_the_compass_means_the_state_that_the_story_is_about():
    assert together("the North", "North Korea")
    assert not together("the North", "Poland")


def test_us_is_the_pronoun_unless_written_in_capitals():
    assert together("the US", "America")
    assert not together("us", "America")


def test_synonyms_of_a_thing_are_one_and_the_word_most_share_decides():
    assert together("the nuclear accord", "the deal", "a deal", "nuclear tests")
    assert not together("the harbour", "the deal")


def test_a_capital_in_a_headline_makes_no_name():
    assert together("Harbour", "the harbour")


def test_equal_mentions_are_together_even_if_no_word_means_anything():
    assert group_mentions(["it", "", "it", ""]) == [0, 1, 0, 1]


MENTIONS = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            ["Odo Vell", "Vell", "Una Vell", "the president", "President Odo Vell", "Paris", "the deal", "talks"]
        ),
    ),
    max_size=12,
)


@given(MENTIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_mentions_does_not_matter(mentions: list[str], random):  # type: ignore[no-untyped-def]
    order = list(range(len(mentions)))
    random.shuffle(order)
    groups, shuffled = group_mentions(mentions), group_mentions([mentions[i] for i in order])
    renamed: dict[int, int] = {}
    assert all(renamed.setdefault(groups[i], group) == group for i, group in zip(order, shuffled, strict=True))
    assert len(set(renamed.values())) == len(renamed)


@pytest.mark.parametrize("mention", ["A" * 100_000, "Vell " * 50_000, "’s" * 50_000, "U.S." * 50_000, "((((" * 50_000])
def test_a_mention_as_long_as_a_book_is_grouped(mention: str):
    assert group_mentions([mention, mention]) == [0, 0]
