from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.annotate._codebook import Pattern, pattern_of
from corpuslib.annotate.frames import (
    SHIPPED,
    Codebook,
    CodebookError,
    Frame,
    FrameHit,
    Term,
    find_frames,
    frames,
    frames_present,
    load_codebook,
)
from corpuslib.document import as_document
from corpuslib.tables import to_arrow


def book(*terms: Term) -> Codebook:
    return Codebook("test", (Frame("f", "F", "", terms),))


def found(text: str, *terms: Term) -> list[str]:
    return [text[hit.start : hit.end] for hit in frames(text, book(*terms))]


def test_a_lemma_matches_its_regular_inflections():
    text = "A tariff, tariffs; ally, allies, allied; ban, bans, banned, banning; tax, taxes; accuse, accusing."
    terms = [Term(word, "lemma") for word in ("tariff", "ally", "ban", "tax", "accuse")]
    assert len(found(text, *terms)) == 13


def test_a_lemma_does_not_match_a_longer_word():
    assert found("The banner of an alloy taxi.", Term("ban", "lemma"), Term("tax", "lemma")) == []


def test_case_does_not_matter():
    assert found("TARIFF Tariff", Term("tariff", "lemma")) == ["TARIFF", "Tariff"]


def test_a_wildcard_matches_what_begins_like_it():
    assert found("economy economic uneconomic", Term("econom*", "wildcard")) == ["economy", "economic"]


def test_a_phrase_matches_as_it_stands_over_spaces_and_hyphens():
    phrase = Term("war of words", "phrase")
    assert found("A war of words; a war-of-words; wars of words.", phrase) == ["war of words", "war-of-words"]


def test_a_phrase_may_hold_wildcards():
    assert found("They lashed out and lash out.", Term("lash* out", "wildcard")) == ["lashed out", "lash out"]


def test_a_phrase_does_not_cross_a_mark():
    assert found("It ended in war. Of words there were few.", Term("war of", "phrase")) == []


def test_an_apostrophe_parts_no_phrase():
    assert found("The people’s court sat.", Term("people's court", "phrase")) == ["people’s court"]


def test_a_term_inside_one_of_its_not_in_phrases_does_not_count():
    term = Term("sanction*", "wildcard", not_in=("sanctions regime", "official sanction"))
    assert found("The sanctions regime and sanctions, with official sanction.", term) == ["sanctions"]


def test_a_negated_term_does_not_count_within_its_window():
    near, off = Term("crisis", "lemma", negation=3), Term("crisis", "lemma")
    assert found("There is no real crisis.", near) == []
    assert found("There is no real crisis.", off) == ["crisis"]
    assert found("No word was said of the crisis.", near) == ["crisis"]
    assert found("It isn't a crisis.", near) == []


def test_of_terms_that_share_a_word_in_one_frame_the_longer_counts():
    assert found("A trade war began.", Term("trade", "lemma"), Term("trade war", "phrase")) == ["trade war"]


def test_of_terms_that_overlap_the_longer_counts_wherever_it_begins():
    short, long = Term("trade war", "phrase", weight=3), Term("war of words", "phrase")
    assert found("A trade war of words.", short, long) == ["war of words"]


def test_of_overlapping_terms_of_one_length_the_heavier_counts():
    light, heavy = Term("trade war", "phrase"), Term("war zone", "phrase", weight=2)
    assert found("A trade war zone.", light, heavy) == ["war zone"]
    (hit,) = frames("A tariff.", book(Term("tariff", "lemma"), Term("tarif*", "wildcard", weight=2)))
    assert (hit.term, hit.weight) == ("tarif*", 2)


def test_a_term_counts_again_where_the_one_that_covered_it_gave_way():
    terms = Term("trade", "lemma"), Term("trade war", "phrase"), Term("war of words", "phrase")
    assert found("A trade war of words.", *terms) == ["trade", "war of words"]


def test_a_passage_may_speak_for_two_frames():
    one, two = Frame("a", "A", "", (Term("deal", "lemma"),)), Frame("b", "B", "", (Term("deal", "lemma"),))
    assert [hit.frame for hit in frames("A deal.", Codebook("two", (one, two)))] == ["a", "b"]


def test_a_frame_is_present_from_five_weighted_points_in_a_thousand_words_on():
    hits = frames("A tariff, a tariff.", book(Term("tariff", "lemma", weight=2.5)))
    assert frames_present(hits, words=1000) == {"f"}
    assert frames_present(hits, words=1001) == set()
    assert frames_present(hits, words=1001, points=4.5) == {"f"}


def test_no_hit_means_no_frame_however_short_the_text():
    assert frames_present([], words=0) == set()


def test_frames_of_several_codebooks_are_not_thrown_together():
    text = "It is a sin."
    with pytest.raises(ValueError, match="several codebooks \\(generic, policy\\)"):
        frames_present([*frames(text, "generic"), *frames(text, "policy")], words=4)


def test_another_language_gives_no_rows():
    document = as_document("a tariff")
    german = replace(document, metadata=replace(document.metadata, language="de"))
    assert find_frames(german, load_codebook("generic")) == []


def test_rows_fit_their_table():
    assert to_arrow(frames("Ministers clashed over tariffs and sanctions.", "policy"), FrameHit).num_rows >= 3


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_codebook_has_definitions_and_at_least_forty_terms_a_frame(name: str):
    codebook = load_codebook(name)
    assert codebook.source and codebook.licence == "MIT"
    for frame in codebook.frames:
        assert len(frame.terms) >= 40, frame.name
        assert all((frame.definition, frame.include, frame.exclude, frame.example)), frame.name
        assert len({term.weight for term in frame.terms}) > 1, frame.name


def test_the_shipped_codebooks_hold_the_published_frames():
    assert len(load_codebook("policy").frames) == 14
    assert [frame.name for frame in load_codebook("generic").frames] == [
        "conflict",
        "human_interest",
        "economic_consequences",
        "morality",
        "responsibility",
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_example_of_every_shipped_frame_speaks_for_the_frame(name: str):
    codebook = load_codebook(name)
    silent = [f.name for f in codebook.frames if f.name not in {h.frame for h in frames(f.example, codebook)}]
    assert silent == []


@pytest.mark.parametrize(
    ("codebook", "frame", "text"),
    [
        ("policy", "policy_evaluation", "Bill Clinton spoke; they were left to foot the bill."),
        ("policy", "legality", "His mother-in-law played on the clay court after the party convention."),
        ("policy", "political", "An advertising campaign for the office party, by a conservative estimate."),
        ("policy", "public_opinion", "A striking view, and the movement of the planets."),
        ("policy", "morality", "He gave it up by virtue of a vicious circle, thank God."),
        ("policy", "quality_of_life", "The minister stressed it as a last resort."),
        ("policy", "crime_punishment", "The app has a free trial; he spoke with strong conviction."),
        ("policy", "capacity_resources", "They know how to swim."),
        ("generic", "conflict", "They fight cancer, and a heart attack is a threat to health."),
        ("generic", "economic_consequences", "Pay attention, she said, at all costs; the company was named."),
        ("generic", "morality", "In principle the justice department is in good faith."),
        ("generic", "human_interest", "The founding fathers and the parent company."),
        ("generic", "responsibility", "He scored a field goal and must step down."),
    ],
)
def test_a_word_in_another_of_its_senses_does_not_speak_for_a_shipped_frame(codebook: str, frame: str, text: str):
    assert [hit.term for hit in frames(text, codebook) if hit.frame == frame] == []


@pytest.mark.parametrize(
    ("codebook", "frame", "text"),
    [
        ("policy", "policy_evaluation", "The bill would close the loophole."),
        ("policy", "legality", "The court held that the Geneva Convention applies."),
        ("policy", "political", "The party opened its campaign."),
        ("policy", "public_opinion", "Dockers are on strike."),
        ("generic", "conflict", "The unions fight the minister, who attacked them."),
        ("generic", "responsibility", "The fight against malaria needs urgent action."),
    ],
)
def test_the_sense_meant_still_does(codebook: str, frame: str, text: str):
    assert frame in {hit.frame for hit in frames(text, codebook)}


@pytest.mark.parametrize("name", SHIPPED)
def test_no_term_of_a_shipped_frame_stands_for_nothing_beside_a_wider_one(name: str):
    def covers(wide: Pattern, narrow: Pattern) -> bool:
        return len(wide) == len(narrow) and all(
            all(map(w.fits, n.forms)) if n.forms else bool(w.prefix) and n.prefix.startswith(w.prefix)
            for w, n in zip(wide, narrow, strict=True)
        )

    for frame in load_codebook(name).frames:
        patterns = {term.text: pattern_of(term.text, term.kind) for term in frame.terms}
        pairs = [(a, b) for a in patterns for b in patterns if a != b and covers(patterns[b], patterns[a])]
        assert pairs == [], frame.name


# A researcher's own codebook.

OWN = """
name = "fish"
[[frame]]
name = "catch"
definition = "what is caught"
not_in = ["cod liver oil"]
[[frame.terms]]
words = ["herring", "cod"]
[[frame.terms]]
weight = 2
words = ["trawl*", "fishing ban"]
"""


def own(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "fish.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_codebook_of_ones_own_works_like_a_shipped_one(tmp_path: Path):
    hits = frames("Trawlers landed cod, no cod liver oil, before the fishing ban.", own(tmp_path, OWN))
    assert [(h.codebook, h.frame, h.term, h.weight) for h in hits] == [
        ("fish", "catch", "trawl*", 2.0),
        ("fish", "catch", "cod", 1.0),
        ("fish", "catch", "fishing ban", 2.0),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"herring"', '"c*"', "fish.toml, line 8: frame 'catch', term 'c*'"),
        ('"herring"', '"cod"', "frame 'catch', term 'cod', stands twice"),
        ('"herring"', '"—"', "term '—', has no letter"),
        ("weight = 2", "weight = -1", "line 11: frame 'catch', term 'trawl*', weight -1 is not"),
        ("weight = 2", "wieght = 2", "frame 'catch', unknown key 'wieght'; known are"),
        ("weight = 2", "negation = 99", "negation 99"),
        ("weight = 2", 'kind = "stem"', "kind 'stem' is not one of lemma, phrase, wildcard"),
        ('"cod liver oil"', '"olive oil"', "line 6: frame 'catch', term 'olive oil', not_in phrase contains no term"),
        ('name = "catch"', 'title = "catch"', "[[frame]] number 1 has no name"),
        ('"what is caught"', "3", "frame 'catch', definition is not a text"),
        ('words = ["herring", "cod"]', "words = []", "needs words"),
        ("[[frame]]", "[[frame]", "not valid TOML"),
    ],
)
def test_a_fault_in_a_codebook_is_named_with_file_line_frame_and_term(tmp_path: Path, old: str, new: str, message: str):
    assert old in OWN
    with pytest.raises(CodebookError, match=re.escape(message)) as caught:
        load_codebook(own(tmp_path, OWN.replace(old, new, 1)))
    assert str(caught.value).startswith("fish.toml")


def test_a_codebook_that_does_not_exist_is_answered_with_the_names_of_those_that_do():
    with pytest.raises(CodebookError, match="generic, policy"):
        load_codebook("polcy")


def test_a_codebook_in_another_encoding_is_reported(tmp_path: Path):
    path = tmp_path / "x.toml"
    path.write_bytes('name = "Käse"'.encode("latin-1"))
    with pytest.raises(CodebookError, match=r"x\.toml.*UTF-8"):
        load_codebook(path)


@settings(deadline=None)  # the first call loads the codebooks
@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(["war", "trade", " ", "-", "’", "tariff", "\n", ".", "no"])).map("".join)
    )
)
def test_any_text_gives_hits_inside_it_that_do_not_overlap_within_a_frame(text: str):
    ends: dict[str, int] = {}
    for hit in frames(text, "policy"):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.start >= ends.get(hit.frame, 0)
        ends[hit.frame] = hit.end


def test_long_texts_take_linear_time():
    load_codebook("policy")
    for unit in ("The ministers spoke of many things in the long hall by the sea. ", "trade-", "x"):
        start = time.process_time()
        frames(unit * (300_000 // len(unit)), "policy")
        assert time.process_time() - start < 4
