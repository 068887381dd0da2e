"""What sentences must share to be about one matter: a denial and what it denies, a forecast and its outcome, a day."""

from __future__ import annotations

import pytest
from compare.made_up_stories import article, verdicts

from corpuslib.annotate.sentences import find_sentences
from corpuslib.compare._claim_matter import matter
from corpuslib.compare._claim_story import story_of


def test_a_title_before_a_name_is_no_matter() -> None:
    document = article("a", "It rained when senior adviser Hald left the burning ferry.")
    story = story_of([document], [{"sentences": find_sentences(document)}], ())
    assert [t.text for t in matter(story, 0)] == ["rained", "Hald", "burning", "ferry"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(
            "Orvar denied that this was so, and he and Brannick still meet at the ferry, where she asks his advice.",
            "Brannick now asks for advice at the ferry before she meets anybody.",
            id="what follows the clause that is denied",
        ),
        pytest.param(
            "Brannick wrongly suggested that Judge Corvand belongs to a group that organises protests at ferry rallies.",
            "Brannick organises rallies and protests at the ferry.",
            id="the verb and the object with another subject",
        ),
        pytest.param(
            "The report said that Brannick blamed the captain for the fire. She denied the report.",
            "Brannick denied that she had blamed the captain for the fire.",
            id="the denial in both",
        ),
        pytest.param(
            "Brannick went on to dispute a story about her offer to leave the ferry company of Lorme.",
            "The paper had a story about her offer to leave the ferry company of Lorme. Brannick called the story a lie.",
            id="a denial as what is denied",
        ),
        pytest.param(
            "Prosecutors in Lorme dropped an inquiry into a theft allegation made against Hald.",
            "Lorme has dropped its inquiry into a theft allegation against Hald. Hald, who denies the accusation, fled.",
            id="an inquiry that is reported, and an allegation that is denied",
        ),
    ],
)
def test_a_denial_is_no_conflict_with_what_does_not_say_the_clause_it_denies(a: str, b: str) -> None:
    assert "conflict" not in verdicts(a, b)


def test_a_denial_conflicts_with_who_says_the_clause_with_a_pronoun_for_its_subject() -> None:
    a = "Brannick said that Ilse Strell is wrong for saying Brannick lied to her about the video of the fire."
    b = "She lied to me about the video, Strell said."
    assert "conflict" in verdicts(a, b)


PLAN = "Chancellor Brannick is expected to meet Governor Orvar next week."


@pytest.mark.parametrize(
    "report",
    [
        pytest.param("Ferry owner Hald met Governor Orvar in Lorme on Monday.", id="one other party"),
        pytest.param("Halden donor Corvand met Chancellor Brannick on Monday.", id="one other party, first"),
    ],
)
def test_a_forecast_comes_true_only_with_both_who_were_to_take_part(report: str) -> None:
    assert "confirmed" in verdicts(PLAN, "Chancellor Brannick met Governor Orvar on Monday.", later=7)
    assert "confirmed" not in verdicts(PLAN, report, later=7)


def test_what_one_says_will_not_take_place_and_another_reports_is_refuted() -> None:
    a = "Halden says Chancellor Brannick has no plans to meet with Lorme Sen. Ivo Strell when he speaks on Friday."
    assert "refuted" in verdicts(a, "Strell met privately with Chancellor Brannick on Saturday.", later=4)


def test_a_forecast_of_a_second_meeting_is_not_borne_out_by_a_third() -> None:
    plan = "Chancellor Brannick and Governor Orvar will hold a second meeting in May."
    assert "confirmed" in verdicts(plan, "Brannick and Orvar ended their second meeting without a deal.", later=7)
    assert "confirmed" not in verdicts(plan, "Brannick and Orvar ended their third meeting without a deal.", later=7)


def test_a_counted_meeting_that_is_called_off_did_not_come_true() -> None:
    plan = "The third meeting between Brannick and Orvar will be held in Lorme."
    off = "The third meeting between Brannick and Orvar in Lorme was cancelled."
    assert "confirmed" not in verdicts(plan, off, later=7)


def test_a_day_and_its_morning_are_one_day_more_and_less_exactly() -> None:
    a = "Brannick opened the northern herring pier of Halden on 4 May 2031."
    b = "On the morning of 4 May 2031 Brannick opened the northern herring pier of Halden."
    assert verdicts(a, b) & {"agree", "wording"}


@pytest.mark.parametrize("coarse", ["this year", "this month"])
def test_a_day_is_not_the_year_or_month_of_another_act(coarse: str) -> None:
    a = f"Young fishermen of Halden look for a herring candidate {coarse}."
    b = "Brannick courted young fishermen of Halden on Sunday as a herring candidate."
    assert "wording" not in verdicts(a, b)


def test_two_people_of_one_house_are_not_one_thing_named_more_closely() -> None:
    a = "Grey House officials called it a shooting."
    b = "The man had a visa, the Grey House spokesman said."
    assert "specificity" not in verdicts(a, b)
