from __future__ import annotations

import tomllib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate.labels import Actor
from corpuslib.annotate.suggested_actors import SuggestedActor, actors_toml, suggest_actors
from corpuslib.document import as_document


def names(*texts: str, known: tuple[Actor, ...] = (), least: int = 1) -> list[str]:
    return [actor.name for actor in suggest_actors(texts, known, least_documents=least)]


def only(*texts: str) -> SuggestedActor:
    (actor,) = suggest_actors(texts, least_documents=1)
    return actor


def test_spellings_of_one_person_are_one_suggestion_with_aliases_by_frequency():
    actor = only("They met Odo Vell. Later Mr. Vell left. She saw Vell.")
    assert (actor.name, actor.aliases, actor.kind) == ("Odo Vell", ("Vell", "Odo Vell"), "person")


def test_a_state_is_suggested_by_its_name_with_its_capital_but_not_its_people_as_aliases():
    actor = only("They flew to Paris. The French stayed in France.")
    assert (actor.name, actor.aliases, actor.kind) == ("France", ("France", "Paris"), "state")


def test_an_organisation_is_told_by_its_words():
    assert only("She leads the Harbour Workers Union today.").kind == "organisation"


def test_a_name_without_a_title_has_no_kind():
    assert only("They sailed past Velkar at night.").kind is None


def test_a_word_that_the_corpus_also_writes_small_is_no_name():
    assert names("He saw Negotiators there. The negotiators left.") == []


def test_a_word_that_only_opens_sentences_is_no_name():
    assert names("Zwieback is dry. “Zwieback is dry.”") == []


def test_a_title_is_not_part_of_the_name():
    assert names("They met Foreign Minister Odo Vell.") == ["Odo Vell"]


def test_known_actors_are_not_suggested_again():
    text = "They met Odo Vell and Ada Brandt."
    assert names(text, known=(Actor("Vell", ("Odo Vell",)),)) == ["Ada Brandt"]


def test_news_media_are_not_suggested():
    assert names("He told Reuters and the BBC so.") == []


def test_what_few_documents_name_is_left_out():
    assert names("They met Odo Vell.", "They met Odo Vell.", "They met Ada Brandt.", least=2) == ["Odo Vell"]


def test_the_order_is_by_documents_then_mentions_then_name():
    texts = ("We saw Ada Brandt, Odo Vell and Una Marn. We saw Odo Vell.", "We saw Una Marn.")
    assert names(*texts) == ["Una Marn", "Odo Vell", "Ada Brandt"]


def test_evidence_points_at_the_name():
    text = "They met President Odo Vell there."
    (place,) = only(text).evidence
    assert text[place.raw_start : place.raw_end] == text[place.start : place.end] == "Odo Vell"


def test_other_languages_are_passed_over():
    document = as_document("Er traf Odo Vell.")
    assert suggest_actors([replace(document, metadata=replace(document.metadata, language="de"))]) == []


def test_the_text_for_the_corpus_file_reads_back_as_the_same_actors():
    actors = suggest_actors(["They met Odo Vell. We saw the Harbour Union and Paris."], least_documents=1)
    read = tomllib.loads(actors_toml(actors))["actor"]
    assert [(a["name"], a.get("kind"), tuple(a["aliases"])) for a in read] == [
        (a.name, a.kind, a.aliases) for a in actors
    ]


@given(st.text(), st.text())
def test_any_name_gives_a_corpus_file_that_can_be_read(name: str, alias: str):
    actor = SuggestedActor(name, (alias,), (), None, 1, 1, ())
    (read,) = tomllib.loads(actors_toml([actor]))["actor"]
    assert (read["name"], read["aliases"]) == (name, [alias])


WORDS = st.sampled_from(
    ["Odo", "Vell", "the", "Mr.", "Paris", "U.S.", "K.", "president", "Union", "’s", ".", ",", "\n", "-"]
)


@given(st.lists(st.one_of(st.text(), st.lists(WORDS).map(" ".join)), max_size=4))
def test_any_texts_give_suggestions_whose_evidence_lies_in_them(texts: list[str]):
    for actor in suggest_actors(texts, least_documents=1):
        assert actor.name and actor.mentions >= actor.documents >= 1
        assert all(0 <= row.start < row.end for row in actor.evidence)
