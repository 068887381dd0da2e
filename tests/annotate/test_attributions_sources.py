"""Attributions: who the source is, of what kind, and through whom the words came."""

from __future__ import annotations

import pytest

from corpuslib.annotate._source_types import media, source_type
from corpuslib.annotate.attributions import attributions
from corpuslib.lexicon import rows


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Joren Vane, the foreign minister, left. “We will sign it,” the foreign minister said.", "Joren Vane"),
        ("The foreign minister, Joren Vane, met Mira Olm, the mayor. The mayor said that it rains.", "Mira Olm"),
        ("The Harbour Guard said that it rains. Then the Harbour Guard left.", "Harbour Guard"),
        ("The office of Mayor Mira Olm said that it rains.", "office of Mayor Mira Olm"),
        ("The state agency Ulin said that it rains.", "Ulin"),
        ("Gro Vane of the Skippers’ League said that it rains.", "Gro Vane"),
        ("Nobody knew Vane. “We will sign it,” Vane said. “It is done.”", "Vane"),
    ],
)
def test_a_mention_is_resolved_to_the_name_it_stands_for(text: str, speaker: str) -> None:
    assert attributions(text)[-1].speaker == speaker


def test_a_name_that_something_lies_in_is_a_state_actor() -> None:
    assert attributions("Ships lay in Kelmark. Kelmark said that it rains.")[0].source_type == "state_actor"


def test_a_name_inside_a_quotation_is_not_whom_a_pronoun_means() -> None:
    text = "Viktor Olm met the press. “Boris Vane will sign it,” he said."
    assert attributions(text)[0].speaker == "Viktor Olm"


def test_a_pronoun_is_resolved_to_the_last_compatible_name() -> None:
    text = "Minister Ana Kelm met Viktor Olm in Aln. “We will sign,” she said. “I hope so,” he said."
    assert [row.speaker for row in attributions(text) if row.kind == "direct"] == ["Ana Kelm", "Viktor Olm"]


def test_a_surname_is_resolved_to_the_full_name() -> None:
    text = "The mayor, Ana Kelm, arrived. “We will sign,” Kelm said."
    assert attributions(text)[0].speaker == "Ana Kelm"


def test_a_description_is_resolved_to_the_name_with_that_role() -> None:
    text = "Foreign Minister Ana Kelm met Viktor Olm in Aln. “We will sign the pact,” the minister said."
    assert attributions(text)[0].speaker == "Ana Kelm"


def test_the_owner_of_an_adviser_is_not_the_source() -> None:
    text = "Ana Kelm’s adviser, Boris Vane, said the pact would hold. Ana Kelm left."
    row = attributions(text)[0]
    assert (row.mention, row.speaker) == ("Ana Kelm’s adviser", "Boris Vane")


@pytest.mark.parametrize(
    ("mention", "name", "role", "expected"),
    [
        ("Foreign Minister Ana Kelm", "Ana Kelm", "minister", "named_official"),
        ("a senior official", None, "", "unnamed_official"),
        ("Ana Kelm", "Ana Kelm", "", "named_person"),
        ("a source close to the talks", None, "", "unnamed_person"),
        ("a spokeswoman for the ministry", None, "", "spokesperson"),
        ("the foreign ministry", None, "", "government_body"),
        ("Pyongyang", None, "", "state_actor"),
        ("state media", None, "", "state_media"),
        ("KCNA", None, "", "state_media"),
        ("Reuters", None, "", "news_agency"),
        ("the newspaper", None, "", "other_media"),
        ("the report", None, "", "document"),
        ("analysts", None, "", "expert"),
        ("the spy agency", None, "", "intelligence"),
        ("an envoy", None, "", "diplomat"),
        ("a resident", None, "", "witness"),
        ("the party", None, "", "organisation"),
        ("the blue horse", None, "", None),
    ],
)
def test_words_of_a_mention_tell_its_type(mention: str, name: str | None, role: str, expected: str | None) -> None:
    assert source_type(mention, name, role) == expected


def test_an_unnamed_source_is_anonymous_with_the_reason_given() -> None:
    text = "“The pact is dead,” said an official, who spoke on condition of anonymity because talks go on."
    row = attributions(text)[0]
    assert row.anonymous and row.speaker is None
    assert row.anonymity_reason is not None and row.anonymity_reason.startswith("on condition of anonymity")


def test_a_passive_without_source_is_unattributed() -> None:
    row = attributions("It was said that the port is lost.")[0]
    assert (row.source_type, row.mention) == ("unattributed", None)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("The agency quoted Ana Kelm as saying the pact was dead.", ("The agency", "Ana Kelm")),
        ("Ana Kelm was quoted as saying by Reuters the pact was dead.", ("Reuters", "Ana Kelm")),
        ("The pact was dead, Reuters said, citing a lawmaker.", ("Reuters", "a lawmaker")),
        ("Ana Kelm told Reuters that the pact was dead.", ("Reuters", "Ana Kelm")),
        (
            "Ana Kelm told the Ulin newspaper, citing the ministry, that it rains.",
            ("the Ulin newspaper", "Ana Kelm", "the ministry"),
        ),
        ("Ana Kelm told reporters that the pact was dead.", ("Ana Kelm",)),
        ("Ana Kelm said that Viktor Olm believed the pact was dead.", ("Ana Kelm", "Viktor Olm")),
    ],
)
def test_a_chain_names_its_sources_outermost_first(text: str, chain: tuple[str, ...]) -> None:
    assert chain in [row.chain for row in attributions(text)]


def test_the_one_cited_last_is_the_source() -> None:
    row = attributions("The pact was dead, Reuters said, citing a lawmaker.")[0]
    assert (row.mention, row.source_type, row.anonymous) == ("a lawmaker", "unnamed_official", True)


def test_what_a_medium_says_a_person_said_is_carried_on_as_the_persons() -> None:
    text = "Viktor Olm met Ana Kelm and criticised the pact, according to Reuters.\n\nIt was a “most dreadful and sad state”."
    row = attributions(text)[1]
    assert (row.speaker, row.chain) == ("Viktor Olm", ("Reuters", "Viktor Olm"))


def test_hedges_beside_cue_and_content_are_listed() -> None:
    assert attributions("Ana Kelm claimed that the pact may fail.")[0].hedges == ("claimed", "may")


def test_a_name_that_means_other_things_is_a_medium_only_when_it_stands_alone() -> None:
    assert source_type("ABC", None, "") == "other_media"
    assert source_type("the ABC islands group", None, "") != "other_media"


def test_the_media_lexicon_is_complete_in_every_row() -> None:
    table = rows("media.tsv")
    assert len(table) >= 150 and len({row["name"] for row in table}) == len(table)
    for row in table:
        assert row["kind"] in {"agency", "paper", "broadcaster", "magazine", "online"}, row
        assert row["ownership"] in {"", "state", "public", "private", "party", "cooperative"}, row
        assert len(row["country"]) == 2 and row["source"], row
    assert media()["KCNA"].ownership == "state"
