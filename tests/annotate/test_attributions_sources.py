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


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Ana Kelm, 22, of Velm, Ohio, said the port would close.", "Ana Kelm"),
        ("Kelm, during a meeting in Velm, Ohio, said the port would close.", "Kelm"),
        ("Another official speaking to Ulin News said the port would close.", "Another official"),
        ("Ana Kelm had a blunt message for Olm: “It is time to go home now.”", "Ana Kelm"),
        ("“The port is closed for good,” read the statement, which Olm had signed.", "the statement"),
        ("“We fight on,” Ana Kelm wrote. Another wrote, “She should rather rest.”", "Another"),
        ("“We cannot go on like this,” fumed Ana Kelm.", "Ana Kelm"),
    ],
)
def test_the_source_is_the_subject_and_no_name_beside_it(text: str, mention: str) -> None:
    assert attributions(text)[-1].mention == mention


@pytest.mark.parametrize(
    "text",
    ["Meanwhile: “The port has been closed for years.”", "We’ve seen this kind of “harbour in plain sight” before."],
)
def test_a_word_that_cannot_speak_is_no_source(text: str) -> None:
    assert [row.mention for row in attributions(text)] == [None]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Ulin said citing a lawmaker that the port was closed.", ("Ulin", "a lawmaker")),
        ("The port was closed, Ulin said citing a lawmaker.", ("Ulin", "a lawmaker")),
        ("The port was closed, Ulin said, quoting a source who cited a letter.", ("Ulin", "a source", "a letter")),
        ("According to Ulin, citing a lawmaker, the port was closed.", ("Ulin", "a lawmaker")),
    ],
)
def test_whom_a_source_cites_is_a_link_with_or_without_a_comma(text: str, chain: tuple[str, ...]) -> None:
    (row,) = attributions(text)
    assert row.chain == chain
    assert text[row.start : row.end].lower() == "the port was closed"


def test_the_turns_of_an_interview_are_told_by_the_surname_after_the_full_name() -> None:
    text = "Ana Kelm: Yes, we will close it in May.\n\nThe Daily: Why?\n\nKelm: Because nobody pays."
    spoken = [(row.speaker, text[row.start : row.end]) for row in attributions(text) if row.speaker]
    assert spoken == [("Ana Kelm", "Yes, we will close it in May."), ("Ana Kelm", "Because nobody pays.")]


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
    assert row.anonymity_reason == "because talks go on"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "“It is dead,” said an official, who asked not to be named as the talks are private.",
            "as the talks are private",
        ),
        ("“It is dead,” said an official who was not authorised to speak.", "not authorised to speak"),
        (
            "“It is dead,” said a resident, who declined to give his name for fear of reprisals.",
            "for fear of reprisals",
        ),
        ("“It is dead,” an official said. She spoke on condition of anonymity.", "on condition of anonymity"),
        ("“It is dead,” an official said. It was raining.", None),
    ],
)
def test_the_reason_for_anonymity_is_given_in_the_words_of_the_text(text: str, reason: str | None) -> None:
    assert attributions(text)[0].anonymity_reason == reason


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


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "Olm Kelm, a lawmaker citing the spy agency told the agency Ulin that it rains.",
            ("Ulin", "Olm Kelm", "the spy agency"),
        ),
        (
            "Aln’s spy agency has observed a ship, Ulin News said, citing a lawmaker.",
            ("Ulin News", "a lawmaker", "Aln’s spy agency"),
        ),
        ("Reuters learned from Ana Kelm that the pact was dead.", ("Reuters", "Ana Kelm")),
        ("An officer, quoted by Reuters, says the pact is dead.", ("Reuters", "An officer")),
        ("The ship was lost, quoted by the state agency Ulin, an officer.", ("the state agency Ulin", "an officer")),
        ("The ship was lost, the state agency Ulin quoted an officer.", ("the state agency Ulin", "an officer")),
        ("“I listened,” Ana Kelm confided to Reuters.", ("Reuters", "Ana Kelm")),
        ("Ana Kelm said in an interview with Reuters that the pact was dead.", ("Reuters", "Ana Kelm")),
        ("As carried by Reuters, Ana Kelm said the pact was dead.", ("Reuters", "Ana Kelm")),
        ("According to Reuters, Ana Kelm said the pact was dead.", ("Reuters", "Ana Kelm")),
        ("Ana Kelm told Reuters that the ministry had confirmed the attack.", ("Reuters", "Ana Kelm", "the ministry")),
    ],
)
def test_a_chain_holds_every_link_whatever_the_construction(text: str, chain: tuple[str, ...]) -> None:
    found = [tuple(link.removeprefix("the agency ") for link in row.chain) for row in attributions(text)]
    assert chain in found


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ana Kelm met Viktor Olm. Then Tilde Vane spoke. “It rains,” she said.", "Tilde Vane"),
        ("Joren Vane took his boat. Ana Kelm took hers. “It rains,” he said.", "Joren Vane"),
        ("The trawler Maren Lys sank. Ana Kelm was there. “It rains,” she said.", "Ana Kelm"),
        ("Viktor Olm left. A voter stayed. A voter said it was wet. “It rains,” he said.", None),
        ("Urs Olm, who speaks for the mayor, Ana Kelm, said that it rains.", "Urs Olm"),
        ("Ana Kelm, 49, who lives there, said that it rains.", "Ana Kelm"),
        ("Judge A. Kelm said that it rains.", "A. Kelm"),
        ("Although Moscow was silent, Moscow said that it rains.", "Moscow"),
        ("A deputy who serves the coast, Ana Kelm, said that it rains.", "Ana Kelm"),
        ("Urs Olm met the mayor, Ana Kelm. “It rains,” said the former judge, and she left.", "Ana Kelm"),
        ("The media speculated that it rains.", None),
        ("When Olm left, Ana Kelm released this statement:\n\n“It rains. It will rain more.”", "Ana Kelm"),
    ],
)
def test_the_speaker_is_the_last_who_can_be_meant(text: str, speaker: str | None) -> None:
    assert attributions(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Kelm of the Institute for Tides said that it rains.", "expert"),
        ("Ana Kelm of the Coast Party said that it rains.", "named_official"),
        ("Ana Kelm, who leads the council, said that it rains.", "named_official"),
        ("Ana Kelm, who speaks for the family, said that it rains.", "spokesperson"),
        ("Its operator, Northern Packet, said that it rains.", "organisation"),
        ("Brannex, the pipeline group, said that it rains.", "organisation"),
        ("“I saw three lights,” said Ana Kelm.", "witness"),
        ("“It rains,” said a man who identified himself as an adviser.", "unnamed_official"),
        ("“It rains,” said one of the rescued.", "witness"),
        ("Both capitals said that it rains.", "state_actor"),
    ],
)
def test_what_the_text_says_of_a_name_tells_its_type(text: str, expected: str) -> None:
    assert attributions(text)[0].source_type == expected


def test_an_unnamed_spokesperson_speaks_for_an_institution_and_is_not_anonymous() -> None:
    row = attributions("A spokeswoman for the ministry said that it rains.")[0]
    assert (row.source_type, row.anonymous) == ("spokesperson", False)


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
