"""Words and expressions that free reports use in turn, and those that only look alike."""

from __future__ import annotations

import pytest

from corpuslib.compare._meanings import by_meaning, retold
from corpuslib.compare._telling import Telling, Token
from corpuslib.compare.inflections import inflections
from corpuslib.compare.kinds import kinds_of, may_be
from corpuslib.compare.paraphrases import expressions, groups_of, meanings_of
from corpuslib.compare.words import fold, function_words, stem, words

RETOLD = """
the roof caved in / the roof collapsed
the bridge gave way / the bridge came down
gusts of 90 / winds of 90
the quake / the tremor / the earthquake / the shock
the streetcar / the tram
two were killed / two deaths / two lost their lives / two perished / two dead / she passed away
three were hurt / three injuries / three wounded / three casualties
the plane landed / the plane touched down
the ferry docked / the ferry entered port
they were trapped / they were buried
the match was called off / the match was cancelled / they scrapped the match
the vote was put off / the vote was postponed / the vote was delayed
the union demands / the union calls for / the union asks for
the drivers walked out / the drivers went on strike / they downed tools / industrial action
talks / negotiations
the deal / the agreement / the contract
he fell ill / he was infected / he came down with it
the blaze / the fire
the knifeman / the attacker / the assailant / the perpetrator
the guard / the officer
a girl / a child / a youngster
the head of state / the president
the boss / the chief executive / the director
the company / the firm / the operator / the manufacturer
the factory / the plant / the works
the lorry / the truck
a doctor / a physician / a medic
pay / wages / salaries
aid / relief
electricity / power / current
the epicentre / the epicenter
nine metres / nine meters
labour / labor
an announcement / they announced
the delivery / they delivered
its arrival / it arrived
the decision / they decided
the sale / they sell / they sold
his refusal / he refused
the failure / it failed
the growth / it grew
his wives / his wife
he rang him / he telephoned him
a blackout / a power cut
a landslip / a mudslide
he resigned / he stepped down / his resignation
they laid off 40 / they sacked 40 / 40 redundancies
""".strip().splitlines()

APART = """
the killed / the injured
the protesters / the protection
the suspect / the suspension
the police / the policy
the county / the country
the detail / the detained
the factory / the factors
the earth / the earthquake
the imports / the important
the secretary / the secret
the treaty / the treatment
the guard / the offices
the missile / the mission
the north / the south
they accepted / they rejected
it opened / it closed
they won / they lost
he arrived / he left
prices rose / prices fell
the guests / the hosts
""".strip().splitlines()


def _keys(told: str) -> set[str]:
    groups = set()
    own = words(told)
    wholes = {e.last: e.base for e in expressions(own)}
    for n, word in enumerate(own):
        form = wholes.get(n, word.form)
        if form not in function_words():
            groups |= {*meanings_of(form), f"stem {stem(form)}"}
    return groups


@pytest.mark.parametrize("line", RETOLD)
def test_what_reports_use_in_turn_shares_a_group_with_its_first_wording(line: str) -> None:
    first, *others = (_keys(told) - _keys(CONTEXT) for told in line.split(" / "))
    assert [other for other in others if first.isdisjoint(other)] == []


CONTEXT = "roof bridge ferry plane match vote union drivers 90 40 two three nine"


@pytest.mark.parametrize("line", APART)
def test_what_only_looks_alike_or_means_the_contrary_shares_none(line: str) -> None:
    first, other = (_keys(told) - _keys("prices") for told in line.split(" / "))
    assert not first & other


def test_a_word_may_stand_between_the_words_of_an_expression() -> None:
    told = words("They put the vote off, called it off, and he took his own life.")
    assert [e.base for e in expressions(told)] == ["put off", "call off", "take own life"]


def test_an_expression_that_is_broken_off_at_the_end_is_none() -> None:
    assert expressions(words("He was the head of")) == [] == expressions(words("They called it"))


def test_many_beginnings_of_expressions_are_read_in_linear_time() -> None:
    assert expressions(words("call it " * 50_000)) == []


def _told(*texts: str) -> list[Telling]:
    return [
        Telling(n, 0, len(text), tuple(Token(w.key, w.start, w.end, w.text) for w in words(text)))
        for n, text in enumerate(texts)
    ]


def test_the_word_that_is_said_most_lends_its_key_to_the_others() -> None:
    assert [s.tokens[0].key for s in by_meaning(_told("ship", "vessel", "vessel"))] == ["vesse"] * 3


def test_no_chain_leads_from_one_thing_to_another() -> None:
    texts = ["dismissed", "dismissed", "fire", "blaze"]
    keys = [s.tokens[0].key for s in retold(_told(*texts), texts)]
    assert keys[2] == keys[0] != keys[3]


def test_forms_of_one_stem_go_each_with_what_it_means() -> None:
    texts = ["companies", "companies", "firms", "report", "accounts"]
    first, _, third, *_ = [s.tokens[0].key for s in retold(_told(*texts), texts)]
    assert first == third


def test_names_numbers_and_days_keep_their_keys() -> None:
    tokens = (Token("name wolf", 0, 4, "Wolf"), Token("#300", 5, 8, "300"), Token("@2031-05-03", 9, 14, "3 May"))
    assert retold([Telling(0, 0, 14, tokens)], ["Wolf 300 3 May"])[0].tokens == tokens


def test_style_and_retelling_are_kept_apart() -> None:
    """A family and a retelling show that two reports may tell of one thing; only style says the same of it."""
    assert not set(groups_of("guard")) & set(groups_of("officer"))
    assert set(meanings_of("guard")) & set(meanings_of("officer"))


def test_irregular_plurals_are_inflections() -> None:
    assert {"wives", "children", "knives"} <= inflections("wife") | inflections("child") | inflections("knife")


def test_what_a_thing_is_a_kind_of_is_known_one_way() -> None:
    assert "vehicle" in kinds_of("lorries") and "lorry" not in kinds_of("vehicle")


def test_a_kind_of_a_kind_is_of_both() -> None:
    assert {"person", "worker"} <= kinds_of(fold("nurses"))


def test_a_word_with_its_own_row_is_no_inflection_of_another() -> None:
    assert "money" not in kinds_of("pensioner")


def test_two_words_of_which_one_is_the_wider_may_be_one_thing() -> None:
    assert may_be("guard", "person") and may_be("person", "guard") and not may_be("guard", "village")
