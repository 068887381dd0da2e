from __future__ import annotations

import re
import time
import typing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.translation import Category, Severity, TranslationIssue, assess_translation, find_issues
from corpuslib.document import as_document
from corpuslib.lexicon import rows
from corpuslib.tables import to_arrow


def rules(text: str) -> list[str]:
    return [issue.rule for issue in find_issues(text)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("ordinal_point", "The ferry sails on 3. or 4. June to the islands."),
        ("ordinal_point_day", "It was closed on 3. June by the council."),
        ("ordinal_point_noun", "It is the 20. anniversary of the strike."),
        ("ordinal_hyphen", "They met for the 5-th time in the town."),
        ("decade_ending", "In the 1990-ies the port was the pride of the town."),
        ("year_after_number", "The bridge was built in 2011 year by the army."),
        ("clock_24h_word", "The vote is at 19:30 o'clock in the hall."),
        ("clock_late_hour", "The vote is at 21 o'clock in the hall."),
        ("decimal_comma", "The price rose by 4,7 percent in the year."),
        ("thousands_point", "In the square were 12.000 people with flags."),
        ("numero_sign", "The pupils of School № 7 were sent home."),
        ("milliard", "The fund holds two milliards of the debt."),
        ("low_opening_mark", "She called it a „bad joke“ in the hall."),
        ("guillemets", "He called it « a bad joke » in the hall."),
        ("title_brackets", "It was in the 《Harbour Times》 of the day."),
        ("left_in_german", "The union wants talks und nicht the end of it all."),
        ("left_in_script", "It is a question of честь for the old guard."),
        ("mixed_scripts", "It was said in the Hаll of the town."),
        ("according_to_own", "According to own figures the firm lost half of it."),
        ("said_from", "There was no deal, it said from the Interior Ministry."),
        ("said_on_request", "A spokeswoman said on request that the ship was safe."),
        ("adjective_for_adverb", "The crew must act more careful, the owner said."),
        ("clause_names_only", "It would be the first time that Vell and Brandt personally."),
        ("plural_between_singular_verb", "The tensions between Velia and Norland is growing."),
        ("numeral_singular", "The two summit between the rivals were short."),
        ("since_duration", "The mine is closed and he is waiting since three years."),
        ("against_time", "The fire broke out against 8 pm in the harbour."),
        ("all_what", "That is all what he said of it."),
        ("depends_from", "It depends from the weather in the bay."),
        ("grew_on_percent", "The catch fell on 12 percent in the year."),
        ("the_both", "The both sides are to meet in the spring."),
        ("prenominal_participle", "The in Norland based firm has been sold."),
        ("adverb_then_auxiliary", "The port is shut. Nevertheless has the crew sailed to the south."),
        ("place_then_auxiliary", "In the capital Kel had already met the envoys of both states."),
        ("noun_but_remained", "The exact date of the talks, but remained open."),
        ("came_to_clashes", "In the evening it came to clashes in the old town."),
        ("lets_itself", "The fault lets itself explain by the weather."),
        ("from_the_side_of", "There was no answer from the side of the ministry."),
        ("in_the_frame_of", "She was there in the frame of a state visit."),
        ("mr_the_president", "Thank you, Mr. the President, for the answer."),
        ("assist_to", "He assisted to the ceremony in the old church."),
        ("number_by_scores", "The fleet has four-twenty-two ships in the bay."),
        ("ancient_office", "The ancient president of the club was there."),
        ("inverted_mark", "The crowd in the square sang: ¡Viva the port!"),
        ("relevant_person_in_charge", "The relevant person in charge of the port was silent."),
        ("hundred_million", "The port cost 3.5 hundred million crowns to build."),
        ("capital_inside_sentence", "It was the last Meeting between the rivals in the spring."),
    ],
)
def test_a_trace_of_translation_is_found(rule: str, text: str):
    assert rules(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "The talks begin on April 3 or 4 at 7.30 pm, the ministry said on Monday.",
        "On the 3rd and 4th of June the ferry does not sail.",
        "“We will act more carefully,” she said, “and the others will, too.”",
        'He said: "It is the end," and left the hall.',
        "When it comes to clashes in the old town, the police are quick.",
        "It depends, of course, on the weather, and it depends on the crew.",
        "They have been waiting for three years, since two years before the flood.",
        "Now is the time to act. Gone are the days of easy money. Never has the bay been so calm.",
        "The Ministry of Foreign Affairs and Prime Minister Brandt were told. The prime minister and the foreign minister met.",
        "The Respected Leader gave on-the-spot guidance to the machine plant and said the enemy forces will be made to see.",
        "PM slams port deal. Union boss hits back over pay. Ferry strike latest: what we know.",
        "The New Dialogue Between the Rivals: A Question of Time and Reason",
        "She paid 1,200 euros, 3.5 percent more, in 2,011 cases and 4,700 others.",
        "The men, 34 and 35, own goals and own brands; to own a house is a dream. He has his own data.",
        "The café's protégé was naïve, and the communiqué of the soirée said as much.",
        "The company Velmark (Russian: Вельмарк) is based in the town.",
        "O'Neill said the '90s were the best of times, rock 'n' roll and all.",
        "He made the most of the people's trust. Both sides, the two sides and all of the parties agreed.",
        "All he knew was that what he said was true. This is how it looks. What does it look like?",
        "The question of whether they were told is open. The talks between the two, which have failed, were long.",
    ],
)
def test_native_english_is_left_alone(text: str):
    assert rules(text) == []


def test_a_word_that_the_text_capitalises_throughout_is_its_own_term():
    text = "By the Proposal the port is to be sold. Of the Proposal nothing is known so far. The clauses are in the Proposal."
    assert rules(text) == []


def test_another_language_gives_no_rows_whether_declared_or_seen():
    german = "Die Gespräche beginnen am 23. oder 24. April um 20:00 Uhr, „sicher“ ist das nicht."
    assert rules(german) == []
    document = as_document("It was a „joke“ in the hall.")
    assert find_issues(replace(document, metadata=replace(document.metadata, language="de"))) == []


def test_the_passage_category_and_suggestion_are_given():
    text = "The vote is at 19:30 o'clock in the hall."
    (issue,) = find_issues(text)
    assert text[issue.start : issue.end] == "19:30 o'clock"
    assert (issue.category, issue.severity, issue.source_language) == ("locale/time-format", "minor", "de")
    assert issue.suggestion and issue.note


def test_the_score_falls_with_damage_and_rises_with_length():
    fault, clean = "He called it « a joke » in the hall. ", "She said that the port of the town was to be sold. "
    one, diluted, two = (assess_translation(text).score for text in (fault, fault + clean * 5, fault * 2 + clean))
    assert one < diluted < 100
    assert two < diluted
    assert assess_translation(clean).score == 100


def test_an_empty_text_has_nothing_to_see():
    result = assess_translation("")
    assert (result.score, result.issues, result.is_translation) == (100.0, (), None)


def test_translation_stays_undetermined_without_strong_traces():
    assert assess_translation("The ferry was late, and the crew was tired of it.").is_translation is None
    assert assess_translation("They discussed about the future of the port in the hall.").is_translation is None


def test_repeating_one_house_habit_proves_nothing():
    assert assess_translation("He called it « a joke » in the hall.\n" * 9).is_translation is None


def test_several_traces_of_one_language_speak_for_a_translation_from_it():
    result = assess_translation(
        "According to own figures it was « a joke » and it came to clashes in the town against 8 pm."
    )
    assert result.is_translation is not None and result.is_translation >= 0.9
    assert result.source_language == "de"


def test_every_rule_of_the_lexicon_is_whole():
    names = [row["rule"] for row in rows("translationese.tsv")]
    assert len(names) == len(set(names))
    for row in rows("translationese.tsv"):
        pattern = re.compile(row["pattern"])
        assert not pattern.match(""), row["rule"]
        assert not re.search(r"(?<!\\)\.\*|\*\)\*|\+\)\+|\+\)\*|\*\)\+", row["pattern"]), row["rule"]
        assert row["category"] in typing.get_args(Category), row["rule"]
        assert row["severity"] in typing.get_args(Severity), row["rule"]
        assert 0 < float(row["evidence"]) < 1, row["rule"]
        assert row["note"], row["rule"]


def test_rows_fit_their_table():
    assert (
        to_arrow(
            find_issues("After the „joke“ at the last Meeting the rivals never spoke again."), TranslationIssue
        ).num_rows
        == 2
    )


PIECES = st.sampled_from(
    [
        "„",
        "“",
        "”",
        "the ",
        "The ",
        "Meeting ",
        "23. ",
        "or ",
        "April",
        "o'clock ",
        "it said from ",
        "own ",
        "of ",
        "Ж",
        "a",
        "«",
        "\n",
        ", ",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_gives_disjoint_spans_inside_it(text: str):
    reached = 0
    for issue in assess_translation(text).issues:
        assert reached <= issue.start < issue.end <= len(text)
        reached = issue.end


@pytest.mark.parametrize(
    "unit",
    ["„", "“a ", "« the ", "the first time that A ", "23. or ", "The of ", "Aa ", "in the and ", "1.", "who took "],
)
def test_time_is_linear_on_hostile_input(unit: str):
    start = time.process_time()
    find_issues(unit * 20_000)
    assert time.process_time() - start < 8
