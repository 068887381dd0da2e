"""What documents of one story say about the same thing: who agrees, who does not, and what only looks alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from compare.made_up_stories import article, claims
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.compare.claims import Claim


def told(rows: list[Claim], verdict: str) -> set[tuple[str, str]]:
    return {(row.doc_id, row.value) for row in rows if row.verdict == verdict}


def conflicting(rows: list[Claim]) -> set[str]:
    return {row.doc_id for row in rows if row.verdict == "conflict"}


SHOTS = "The guards of Halden fired three warning shots at the barge."
SHOTS_TOO = "Officials say three warning shots were fired at the barge."


def test_a_statement_of_two_voices_and_its_denial_are_in_conflict() -> None:
    rows = claims(article("a", SHOTS, "The governor denied that any weapon had been used."), article("b", SHOTS_TOO))
    assert conflicting(rows) == {"a", "b"}
    assert {("a", "said"), ("a", "denied"), ("b", "said")} == told(rows, "conflict")
    assert {row.reason for row in rows if row.verdict == "conflict"} == {"denied by a source: “denied”"}


def test_what_one_document_alone_says_and_denies_is_left_out() -> None:
    other = article("b", "Herring sold briskly in the market hall.")
    assert claims(article("a", SHOTS, "The governor denied that any weapon had been used."), other) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Entry to the lock was denied.",
        "The governor denied Ilse Brannick a hearing.",
        "Shots were heard, as the navy maintains and the fleet denies.",
        "The mayor called it a mistake to leave, but she denied that she had fled.",
    ],
)
def test_not_every_word_for_denial_denies_what_was_said_before(sentence: str) -> None:
    assert conflicting(claims(article("a", SHOTS, sentence), article("b", SHOTS_TOO))) == set()


@pytest.mark.parametrize(
    ("before", "denial"),
    [
        ("The navy said that three warning shots were fired at the barge.", "The governor denied the claims."),
        ("The navy said that three warning shots were fired at the barge.", "Orvar remembers nothing of the kind."),
        ("It rained.", "Orvar denied that three warning shots had been fired at the barge."),
        ("It rained.", "Orvar said the fishermen were wrong in saying three warning shots were fired at the barge."),
        ("It rained.", "The guards dismissed rumours that three warning shots were fired at the barge."),
    ],
)
def test_a_denial_tells_what_it_denies_or_points_back_at_what_was_said(before: str, denial: str) -> None:
    assert conflicting(claims(article("a", before, denial), article("b", SHOTS_TOO))) == {"a", "b"}


def test_a_denial_that_names_what_it_denies_does_not_deny_the_sentence_before_it_too() -> None:
    before = "The harbour office said three warning shots were fired at the barge."
    own = claims(article("a", before, "It denied having known of the debts of the yard."), article("b", SHOTS_TOO))
    bare = claims(article("a", before, "Orvar denied any of it."), article("b", SHOTS_TOO))
    assert (conflicting(own), conflicting(bare)) == (set(), {"a", "b"})


@pytest.mark.parametrize(
    "denial",
    [
        "The committee denied the change being sought.",
        "The paper denies the premises of the fleet.",
        "There is no such overlap with the mayor.",
        "Orvar denied the accusations.",
    ],
)
def test_a_denial_after_something_that_nobody_is_reported_to_say_is_left_out(denial: str) -> None:
    before = "Three warning shots at the barge mark the harbour feast of Halden."
    assert conflicting(claims(article("a", before, denial), article("b", SHOTS_TOO))) == set()


def test_who_speaks_of_one_thing_without_what_was_denied_is_no_witness() -> None:
    said = "Ilse Strell, who has two class action suits before the Tessel court, said that the college cheated pupils."
    rows = claims(
        article("a", said, "Orvar denied the charges."),
        article("b", "Two class action suits are before the Tessel court in Lorme."),
    )
    assert conflicting(rows) == set()


def test_an_account_that_one_finds_contradicted_and_another_confirmed_is_a_conflict() -> None:
    rows = claims(
        article("a", "The inquiry contradicts the account of the Tesseler guards."),
        article("b", "In this way the position that Tesseler holds has been confirmed, the mayor said."),
    )
    assert told(rows, "conflict") == {("a", "contradicted"), ("b", "confirmed")}


def test_an_allegation_that_is_found_to_be_nothing_conflicts_with_who_makes_it() -> None:
    rows = claims(
        article("a", "A second cutter, the Gull, lurked near the lock with her lamp switched off, the mayor said."),
        article(
            "b", "On the allegation that a second cutter, the Gull, lurked near the lock, the inquiry found nothing."
        ),
    )
    assert conflicting(rows) == {"a", "b"}


def rendered(a: str, b: str) -> list[Claim]:
    return claims(article("a", a), article("b", b), one_voice=(("a", "b"),))


def test_two_renderings_conflict_where_who_acts_is_acted_on() -> None:
    rows = rendered(
        "Minister Orvar Hald refused to meet Ambassador Ilse Brannick in Lorme.",
        "Ambassador Ilse Brannick refused to meet Minister Orvar Hald in Lorme.",
    )
    assert conflicting(rows) == {"a", "b"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("In Lorme the old roof was destroyed in a fire.", "In Lorme a fire destroyed the old roof."),
        (
            "Hald opened the Lorme pier through a speech by Brannick.",
            "Hald opened the Lorme pier through a speech from Brannick.",
        ),
        ("Hald travelled at 21:30 from Lorme to Varn.", "Hald travelled at 9:30 p.m. from Lorme to Varn."),
        ("Hald asked whether or not the Lorme talks had begun.", "Hald asked whether the Lorme talks had begun."),
    ],
)
def test_what_two_translators_put_in_two_ways_is_no_conflict(a: str, b: str) -> None:
    assert conflicting(rendered(a, b)) == set()


def test_a_number_and_the_same_as_a_bound_is_one_said_more_exactly() -> None:
    rows = rendered("More than 388 envoys from Lorme came to the hall.", "The 388 envoys from Lorme came to the hall.")
    assert told(rows, "specificity") == {("a", "More than 388"), ("b", "388")}


def test_one_amount_in_the_singular_and_the_plural_is_no_conflict() -> None:
    rows = claims(
        article("a", "The Lorme harbour strike ended after a 10 day blockade of the Hesk pier by dockers."),
        article("b", "The Lorme harbour strike ended after 10 days of blockade of the Hesk pier by dockers."),
    )
    assert conflicting(rows) == set()


def test_two_renderings_of_one_original_conflict_where_one_denies() -> None:
    rows = claims(
        article("a", "Everybody knew in the evening that the meeting in Lorme could fail."),
        article("b", "Nobody knew in the evening that the meeting in Lorme could fail."),
        one_voice=(("a", "b"),),
    )
    assert told(rows, "conflict") == {("a", "knew"), ("b", "Nobody knew")}


def test_copies_of_one_text_make_no_claim() -> None:
    text = ("The barge carried 40 tonnes of salt to Lorme.", "The crew of the barge slept.", "It rained in Halden.")
    copy = ("The barge carried 50 tonnes of salt to Lorme.", *text[1:])
    assert claims(article("a", *text), article("b", *copy), one_voice=(("a", "b"),)) == []


def test_a_narrower_word_for_one_thing_is_more_specific() -> None:
    rows = claims(
        article("a", "Halden tested a new tactical guided weapon."),
        article("b", "Halden showed off its new tactical guided missile."),
    )
    assert told(rows, "specificity") == {("a", "weapon"), ("b", "missile")}


def test_a_thing_that_one_leaves_open_and_another_states_is_a_conflict() -> None:
    rows = claims(
        article("a", "Halden tested a new tactical guided weapon.", "It did not say whether it was a missile."),
        article("b", "Halden showed off its new tactical guided missile."),
    )
    assert told(rows, "conflict") == {("a", "weapon"), ("a", "not said whether missile"), ("b", "missile")}


def test_other_things_of_no_common_kind_are_not_compared() -> None:
    rows = claims(
        article("a", "Halden tested a new tactical guided missile."),
        article("b", "Halden showed off its new tactical guided torpedo."),
    )
    assert rows == []


LAUNCH = "Halden test-fired a tactical guided rocket over the Tessel canal."


def test_two_days_of_one_event_are_in_conflict() -> None:
    rows = claims(
        article("a", LAUNCH, "Thursday's launch angered fishermen.", day=9),
        article("b", "On Wednesday Halden tested a tactical guided rocket over the Tessel canal.", day=9),
    )
    assert conflicting(rows) == {"a", "b"}


def test_two_words_for_one_kind_of_event_in_one_report_are_two_events() -> None:
    strike = "Lecturers of the Tessel canal college in Halden began a long strike on Monday."
    raid = "The strike of lecturers at the Tessel canal college in Halden goes on."
    assert conflicting(claims(article("a", strike), article("b", raid, "Sunday's raid on them caused anger."))) == set()


def test_days_that_lie_far_apart_are_of_two_events() -> None:
    rows = claims(
        article("a", LAUNCH, "Thursday's launch angered fishermen.", day=9),
        article("b", "On Wednesday Halden tested a tactical guided rocket over the Tessel canal.", day=29),
    )
    assert conflicting(rows) == set()


PLAN = "Chancellor Brannick is expected to meet Governor Orvar next week; the meeting could take place in Lorme."
DONE = "Chancellor Brannick has met Governor Orvar for the first time."


def test_what_one_expects_and_another_reports_is_confirmed() -> None:
    rows = claims(article("a", PLAN), article("b", DONE, "Brannick had arrived in Lorme a day earlier.", day=12))
    assert {row.doc_id for row in rows if row.verdict == "confirmed"} == {"a", "b"}
    assert any("Lorme" in row.reason for row in rows)


def test_what_one_did_not_expect_and_another_reports_is_refuted() -> None:
    rows = claims(article("a", "Brannick has no plans to meet Governor Orvar."), article("b", DONE, day=12))
    assert {row.doc_id for row in rows if row.verdict == "refuted"} == {"a", "b"}


def test_what_one_expects_and_another_reports_called_off_is_refuted() -> None:
    off = "Chancellor Brannick and Governor Orvar cancelled their meeting."
    rows = claims(article("a", PLAN), article("b", off, day=12))
    assert told(rows, "refuted") == {("a", "expected"), ("b", "called off")}
    assert "confirmed" not in {row.verdict for row in rows}


def test_a_first_meeting_that_one_foretells_and_another_reports_is_confirmed() -> None:
    rows = claims(
        article("a", "It will be the first meeting between Brannick and Orvar in Lorme."),
        article("b", "Brannick and Orvar shook hands in Lorme at their first meeting.", day=12),
    )
    assert told(rows, "confirmed") >= {("a", "first"), ("b", "first")}


def test_a_report_older_than_the_forecast_is_no_outcome() -> None:
    rows = claims(article("a", PLAN, day=20), article("b", DONE, day=12))
    assert "confirmed" not in {row.verdict for row in rows}


def test_two_sources_that_count_a_crowd_otherwise_are_in_conflict() -> None:
    text = "In Halden 3,000 people marched, police said.", "The dockers' union says 5,000."
    rows = claims(article("a", *text), article("b", "It rained."))
    assert told(rows, "conflict") == {("a", "3000 people"), ("a", "5000 people")}


def test_shares_that_change_hands_are_in_conflict() -> None:
    rows = claims(
        article("a", "Halden will take 58 per cent and Lorme 42 per cent of the herring in the Tessel canal."),
        article("b", "Lorme won 58 percent of the Tessel canal herring and Halden 42 on Thursday."),
    )
    assert {("a", "Halden: 58 %"), ("b", "Halden: 42 %")} <= told(rows, "conflict")


def test_a_document_with_two_values_of_its_own_is_in_no_conflict() -> None:
    rows = claims(
        article("a", "The poll of likely voters in Halden has an error of 3 points and 5 points, the institute said."),
        article("b", "The poll of likely voters in Halden has an error of 4 points, the institute said."),
    )
    assert conflicting(rows) == set()


TOLL = "Rescuers said {} fishermen died when the ferry sank near the northern lock of Halden."


def test_a_higher_count_of_a_later_day_may_have_grown() -> None:
    rows = claims(article("a", TOLL.format(14)), article("b", TOLL.format(19), day=7))
    assert told(rows, "compatible") == {("a", "14 fishermen"), ("b", "19 fishermen")}
    assert conflicting(rows) == set()


def test_two_counts_of_one_day_are_in_conflict() -> None:
    assert conflicting(claims(article("a", TOLL.format(14)), article("b", TOLL.format(19)))) == {"a", "b"}


def test_days_of_two_acts_in_like_sentences_are_no_conflict() -> None:
    rows = claims(
        article("a", "Brannick on Tuesday became the first woman to win the chancellor's seat of Halden.", day=9),
        article(
            "b",
            "Brannick spoke on Thursday after becoming the first woman to win the chancellor's seat of Halden.",
            day=9,
        ),
    )
    assert conflicting(rows) == set()


def test_one_word_for_a_day_in_like_sentences_names_no_two_days() -> None:
    text = "Smoke is the largest cause of premature death in Halden today, the Tessel study found."
    assert conflicting(claims(article("a", text, day=9), article("b", text[:-1] + " out.", day=11))) == set()


def test_a_number_too_exact_for_chance_is_an_agreement() -> None:
    rows = claims(
        article("a", "The herring quota of Lorme is 48,720 tonnes."),
        article("b", "It rained.", "Fishermen from Lorme may land 48,720 tonnes."),
    )
    assert told(rows, "agree") == {("a", "48720 tonnes"), ("b", "48720 tonnes")}


@pytest.mark.parametrize("number", ["500", "2031", "46 per cent"])
def test_a_round_number_a_year_or_a_share_alone_is_no_agreement(number: str) -> None:
    rows = claims(
        article("a", f"Lorme counted {number} of herring."), article("b", f"Brannick wanted {number} in taxes.")
    )
    assert rows == []


def test_the_same_words_quoted_by_two_voices_are_an_agreement() -> None:
    rows = claims(
        article("a", "She called the deal “thin, real and reversible”."),
        article("b", "It rained.", "A deal „thin, real and reversible“, in the words of Hallowen."),
    )
    assert told(rows, "agree") == {("a", "thin, real and reversible"), ("b", "thin, real and reversible")}


def test_an_apostrophe_opens_no_quotation() -> None:
    text = "Halden's released reports were redacted in all parts, Orvar's office said."
    assert not any("quoted" in row.reason for row in claims(article("a", text), article("b", text)))


def test_a_claim_names_who_vouches_for_it_and_on_how_many_voices_it_rests() -> None:
    rows = claims(article("a", NAVY), article("b", NAVY_TOO), article("c", NAVY_TOO), one_voice=(("b", "c"),))
    assert {(row.doc_id, row.voice, row.voices) for row in rows} == {("a", "a", 2), ("b", "b", 2), ("c", "b", 2)}
    assert {row.speaker for row in rows} == {"Ilse Brannick"}


NAVY = "The herring quota is 48,720 tonnes, Ilse Brannick said."
NAVY_TOO = "Ilse Brannick told reporters that fishermen may land 48,720 tonnes."


def test_what_two_voices_state_in_like_words_is_an_agreement() -> None:
    rows = claims(
        article("a", "Brannick demanded that the governor withdraw armed guards from the northern lock."),
        article(
            "b", "It rained.", "Brannick again demanded that Orvar withdraw his armed guards from the northern lock."
        ),
    )
    assert {(row.doc_id, row.verdict) for row in rows} == {("a", "agree"), ("b", "agree")}


def test_what_two_voices_state_in_other_words_that_mean_the_same_is_put_otherwise() -> None:
    rows = claims(
        article("a", "Brannick demanded that the governor withdraw armed guards from the narrow lock."),
        article("b", "It rained.", "Brannick requested that Orvar withdraw his armed guards from the narrow lock."),
    )
    assert {(row.doc_id, row.verdict) for row in rows} == {("a", "wording"), ("b", "wording")}


def test_a_thing_that_two_voices_only_name_is_no_agreement() -> None:
    rows = claims(
        article("a", "The northern herring fishery ministry inspector Brannick slept."),
        article("b", "It rained.", "They elected the northern herring fishery ministry inspector Brannick."),
    )
    assert rows == []


def test_like_words_of_other_people_are_no_agreement() -> None:
    rows = claims(
        article("a", "After all Brannick is losing a difficult and expensive struggle for the vacant seat."),
        article(
            "b", "It rained.", "After all Corvand is losing a difficult and expensive struggle for the vacant seat."
        ),
    )
    assert rows == []


def test_part_of_a_longer_quotation_is_quoted_alike() -> None:
    rows = claims(
        article("a", "“I want a partner who is more careful and mature with all of us,” she said."),
        article("b", "It rained.", "Halden wants somebody „more cautious and mature“."),
    )
    assert {(row.doc_id, row.verdict) for row in rows} == {("a", "wording"), ("b", "wording")}


def test_quoted_words_that_stand_far_apart_in_another_quotation_are_not_the_same() -> None:
    rows = claims(
        article("a", "“The evidence of the long inquest into seized barges appears directly opposed,” she said."),
        article("b", "It rained.", "There was no “direct evidence” in Halden."),
    )
    assert rows == []


def test_a_day_of_one_event_beside_a_rare_name_is_an_agreement() -> None:
    rows = claims(
        article("a", "The second meeting with Corvand ended without a deal on 12 March 2031."),
        article("b", "It rained.", "Fishermen remember the meeting with Corvand of 12 March 2031 well."),
    )
    assert told(rows, "agree") == {("a", "2031-03-12"), ("b", "2031-03-12")}


def test_like_words_of_which_one_denies_are_no_agreement() -> None:
    rows = claims(
        article("a", "Brannick demanded that the governor withdraw armed guards from the northern lock."),
        article("b", "Brannick never demanded that Orvar withdraw his armed guards from the northern lock."),
    )
    assert "agree" not in {row.verdict for row in rows}


WORDS = [
    "denied",
    "No",
    "weapon",
    "was",
    "the",
    "Halden",
    "missile",
    "whether it",
    "did not say",
    "3,000",
    "people",
    "“",
]


def documents() -> Iterator[st.SearchStrategy[str]]:
    yield st.text(max_size=80)
    yield st.lists(st.sampled_from([*WORDS, ".", "\n", "on Thursday", "turned", "58 per cent"]), max_size=30).map(
        " ".join
    )


@settings(max_examples=40)
@given(*[st.one_of(*documents())] * 2)
def test_every_claim_points_at_its_passage(first: str, second: str) -> None:
    found = article("a", first), article("b", second)
    by_id = {d.doc_id: d for d in found}
    for row in claims(*found):
        assert 0 <= row.start < row.end <= len(by_id[row.doc_id].text)
        assert row.reason
        assert 0 <= row.confidence <= 1


def test_a_long_run_of_one_word_is_read_in_linear_time() -> None:
    text = "the report that the report that " * 600 + "den " * 2000 + "A" * 4000 + " 1,000" * 500
    assert {row.verdict for row in claims(article("a", text), article("b", text[7:]))} <= {
        "agree",
        "wording",
        "compatible",
    }


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The port of Lorme sold 203 million crates.", "Crates: the port of Lorme sold 2030 million crates."),
        ("It had 4,6 billion clients in Lorme in March.", "In March it had 4.6 million clients in Lorme."),
        ("Hald welcomed the 21st congress in Lorme.", "Hald welcomed the 20th congress in Lorme."),
        ("Between 15 and 25 degrees it sleeps in Lorme.", "Between 150 and 250 degrees it sleeps in Lorme."),
        ("On Sunday Hald came home to Lorme.", "Hald came home to Lorme on Saturday."),
        ("Hald said he does not plan to leave Lorme.", "Hald said he was planning to leave Lorme."),
        ("The lock that could save Lorme was shut.", "The lock which couldn’t save Lorme was shut."),
        ("The deal is controversial in Lorme.", "The deal is uncontroversial in Lorme."),
        ("A failure in Lorme could not be ruled out.", "A failure is not possible in Lorme."),
        ("Hald says his child likes Ana Teck of Lorme.", "Hald says Ana Teck of Lorme likes his child."),
    ],
)
def test_two_renderings_conflict_where_the_same_words_say_the_contrary(a: str, b: str) -> None:
    assert conflicting(rendered(a, b)) == {"a", "b"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # numbers: written by other rules, cut off, another unit, a name, a part, others left out, only about right
        ("Lorme has spent 2,626 billion crowns.", "Lorme has spent 2.626 billion crowns."),
        ("Lorme gave 6 billon crowns to Varn.", "Lorme gave 6 billion crowns to Varn."),
        ("Of these 64.4% work in Lorme.", "4% work in Lorme."),
        ("The Lorme bag weighed 23 kilograms.", "The Lorme bag weighed 50 pounds."),
        ("For three decades Hald led Lorme.", "For 30 years Hald led Lorme."),
        ("Lorme and two other ports complained to Hald.", "3 ports complained to Hald, Lorme among them."),
        ("The union came in October 2030 to Lorme.", "The union came in October 2030.3 to Lorme."),
        ("Hald named more than 10 firms in Lorme.", "Hald named more than a dozen firms in Lorme."),
        ("The exercise in Lorme is on 5-13 May.", "The exercise in Lorme is on 5-l3 May."),
        # denials: a question, another subject, one negation for a list, a negative word, an afterthought
        ("Did you manage to call Lorme today?", "Did you not manage to call Lorme today?"),
        ("We do not know where Hald of Lorme is.", "Who knows where Hald of Lorme is."),
        ("It does not burn, smell or poison Lorme.", "It does not burn, does not smell, does not poison Lorme."),
        ("Lorme was not prepared for Hald.", "Lorme was ill-prepared for Hald."),
        ("The lock in Lorme did not open until Monday.", "The lock in Lorme opened on Monday."),
        ("Hald named the risks imposed on Lorme harbour.", "Hald named the risks posed to Lorme harbour."),
        ("Nine of them in Lorme were not yet ten years old.", "Nine of them in Lorme were under ten years old."),
        # what is possible in passing
        ("Hald may use it as soon as possible in Lorme.", "It is impossible to use it sooner, Hald of Lorme says."),
        ("It will help Lorme prevent possible fires.", "It will not hinder Lorme and prevent possible fires."),
        # things that change their places
        ("Lorme counted 16 infection-related deaths.", "Lorme counted 16 deaths related to infection."),
        ("The tickets secured Hald and Teck of Lorme.", "The tickets were secured by Hald and Teck of Lorme."),
        (
            "According to Varnia’s report, the model expects rain.",
            "Varnia reports that according to a model rain is due.",
        ),
        ("From the win over Orvar benefited Lorme.", "Lorme benefited from the win over Orvar."),
    ],
)
def test_what_does_not_answer_word_by_word_in_two_renderings_is_no_conflict(a: str, b: str) -> None:
    assert conflicting(rendered(a, b)) == set()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The rate in Lorme rose to 6.3%.", "The rate in Lorme rose to 6 percent."),
        ("15,000 men and 250 ships left Lorme.", "15,000 men and over 250 ships left Lorme."),
    ],
)
def test_a_number_without_its_decimals_or_bound_is_less_specific(a: str, b: str) -> None:
    assert {row.verdict for row in rendered(a, b)} == {"specificity"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("It should not exceed 102 crates in Lorme.", "It should be no more than 102 crates in Lorme."),
        ("Hald spent it in 12 days in Lorme.", "Hald spent it over 12 days in Lorme."),
        ("The flood in Lorme crossed the 200 mark.", "The flood in Lorme was over 200."),
        (
            "Over 90 bridges, 17 locks and 24 dams were seen in Lorme.",
            "Over 90 bridges, over 17 locks and 24 dams in Lorme.",
        ),
        ("Lorme showed two hundred-plus films.", "Lorme showed more than two hundred films."),
        ("Hald called Lorme at 7 o’clock.", "Hald called Lorme after more than 7 o’clock."),
    ],
)
def test_a_number_that_is_bounded_by_other_words_is_said_as_exactly(a: str, b: str) -> None:
    assert told(rendered(a, b), "specificity") == set()


@settings(max_examples=30)
@given(st.text(max_size=60), st.text(max_size=60))
def test_two_renderings_of_any_text_are_read_without_an_error(first: str, second: str) -> None:
    for row in rendered(f"Hald of Lorme {first}.", f"Hald of Lorme {second}."):
        assert row.reason
