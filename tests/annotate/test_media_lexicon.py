"""The lexicon of cited media: what every row must be, and what must be in it."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from corpuslib.lexicon import rows
from corpuslib.ratings.domains import registered_domain

ROWS = rows("media.tsv")
KINDS = ("agency", "broadcaster", "paper", "magazine", "online")
OWNERSHIP = {"", "state", "public", "private", "party", "cooperative"}
# ISO 3166-1 alpha-2 as of 2024, and XK, which the standard leaves to its users and Kosovo goes by
COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
# words of everyday English that name a paper, a station or a site
COMMON = """
    age app atlantic beta blaze bund business capital chronicle citizen conversation courier dawn diplomat economist
    express federalist focus fortune forbes freitag globe globes graphic guardian herald hill independent information
    insider intercept island journal libero map metro mint mirror nation national news observer onion people point post
    presse print prime punch quartz record reporter salon scroll semana slate spectator sputnik standard star stern sun
    tap telegraph telex tempo time times today trend tribune union vanguard verge vox welt wire wired world zeit
"""


def names(row: dict[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def other_meanings(row: dict[str, str]) -> dict[str, list[str]]:
    entries = (entry.partition("=") for entry in filter(None, row["also"].split("|")))
    return {name: things.split("; ") for name, _, things in entries}


def bearers() -> dict[str, list[dict[str, str]]]:
    table = defaultdict(list)
    for row in ROWS:
        for name in names(row):
            table[name].append(row)
    return table


def row_of(name: str) -> dict[str, str]:
    (row,) = (row for row in ROWS if row["name"] == name)
    return row


def test_every_row_has_all_columns_and_no_stray_spaces() -> None:
    for row in ROWS:
        assert None not in row and None not in row.values(), row
        assert all(value == value.strip() and "  " not in value for value in row.values()), row
        assert row["name"] and row["source"], row


def test_country_kind_and_ownership_are_of_closed_lists() -> None:
    countries = COUNTRIES.split()
    for row in ROWS:
        assert row["country"] in countries, row
        assert row["kind"] in KINDS, row
        assert row["ownership"] in OWNERSHIP, row


def test_rows_stand_in_the_order_of_country_kind_and_name_and_no_name_twice() -> None:
    keys = [(row["country"], KINDS.index(row["kind"]), row["name"]) for row in ROWS]
    assert keys == sorted(keys)
    assert len({row["name"] for row in ROWS}) == len(ROWS)
    assert all(len(set(names(row))) == len(names(row)) for row in ROWS)


def test_a_domain_is_a_registered_domain_without_scheme_host_or_path() -> None:
    for row in ROWS:
        assert not row["domain"] or registered_domain(row["domain"]) == row["domain"], row


def test_a_name_is_ambiguous_where_it_is_said_what_else_it_names() -> None:
    for row in ROWS:
        assert row["ambiguous"] == ("yes" if row["also"] else "no"), row
        for name, things in other_meanings(row).items():
            assert name in names(row) and all(thing.strip() for thing in things), row


def test_a_name_of_several_outlets_is_ambiguous_in_the_row_of_each() -> None:
    shared = {name: held for name, held in bearers().items() if len(held) > 1}
    assert {"ABC", "CNA", "MBC", "The Guardian", "The Nation"} <= shared.keys()
    for name, held in shared.items():
        assert all(name in other_meanings(row) for row in held), name


def test_a_common_english_word_or_first_name_is_never_a_name_without_doubt() -> None:
    doubtful = (
        set(COMMON.split())
        | {row["name"] for row in rows("first_names.tsv")}
        | {row["word"].casefold() for file in ("lowercase_words.tsv", "source_types.tsv") for row in rows(file)}
    )
    for row in ROWS:
        for name in names(row):
            bare = name.casefold().removeprefix("the ")
            assert bare not in doubtful or name in other_meanings(row), (name, row["name"])


def test_no_alias_is_shorter_than_two_characters() -> None:
    assert all(len(name) >= 2 for row in ROWS for name in names(row))


def test_a_source_is_a_page_or_says_that_nobody_looked_it_up() -> None:
    for row in ROWS:
        for source in filter(None, [*row["source"].split("|"), row["ownership_source"]]):
            assert source == "common knowledge" or re.fullmatch(r"https?://[\w.-]+/[^\s|]*", source), row
        assert bool(row["ownership"]) == bool(row["ownership_source"]), row


def test_most_agencies_and_state_media_have_a_page_as_their_source() -> None:
    for chosen in (
        [row for row in ROWS if row["kind"] == "agency"],
        [row for row in ROWS if row["ownership"] in ("state", "public")],
    ):
        looked_up = sum(row["source"].startswith("http") for row in chosen)
        print(f"{looked_up} of {len(chosen)} looked up")
        assert looked_up >= 0.7 * len(chosen)


def test_the_lexicon_spans_the_world() -> None:
    assert len(ROWS) >= 1000
    assert len({row["country"] for row in ROWS}) >= 180
    assert len({row["country"] for row in ROWS if row["kind"] == "agency"}) >= 130


AGENCIES = """
    AE WAM, AF Bakhtar, AL ATA, AM Armenpress, AO ANGOP, AR Télam, AT Austria Presse Agentur,
    AU Australian Associated Press, AZ Azertac, BA FENA, BD BSS, BE Belga, BG BTA, BH BNA, BO ABI, BR Agência Brasil,
    BY BelTA, CA Canadian Press, CH Keystone-SDA, CI AIP, CN Xinhua; China News Service, CU Prensa Latina,
    CY Cyprus News Agency, CZ CTK, DE dpa, DK Ritzau, DZ APS, EG MENA, ES EFE, ET ENA, FI STT, FR AFP, GB Reuters,
    GH Ghana News Agency, GR AMNA, HR HINA, HU MTI, ID Antara, IN PTI; ANI, IQ Iraqi News Agency,
    IR IRNA; Fars; Tasnim; ISNA, IT ANSA, JO Petra, JP Kyodo; Jiji, KE Kenya News Agency, KG Kabar, KH Agence Kampuchea Presse, KP KCNA,
    KR Yonhap, KW KUNA, KZ Kazinform, LA KPL, LB NNA, LT ELTA; BNS, LV LETA, LY LANA, MA MAP, MD Moldpres, MK MIA,
    MN Montsame, MX Notimex, MY Bernama, NA NAMPA, NG News Agency of Nigeria, NL ANP, NO NTB, NP Rastriya Samachar Samiti, OM ONA,
    PE Andina, PH Philippine News Agency, PK APP, PL PAP, PS Wafa, PT Lusa, QA QNA, RO Agerpres, RS Tanjug,
    RU TASS; Interfax; Sputnik, SA SPA, SD SUNA, SE TT, SI STA, SK TASR, SN APS, SY SANA, TH Thai News Agency,
    TJ Khovar, TM TDH, TN TAP, TR Anadolu, TW CNA, UA Ukrinform; UNIAN, US AP; UPI, UZ UzA, VE AVN, VN VNA,
    YE Saba News Agency, ZW New Ziana
"""


@pytest.mark.parametrize("entry", [entry.strip() for entry in AGENCIES.split(",")])
def test_the_large_news_agencies_of_a_country_are_known(entry: str) -> None:
    country, agencies = entry.split(" ", 1)
    known = {name for row in ROWS if row["country"] == country and row["kind"] == "agency" for name in names(row)}
    assert known.issuperset(agencies.split("; "))


@pytest.mark.parametrize(
    "medium",
    [
        *("KCNA", "Korean Central Television", "Voice of Korea", "Uriminzokkiri", "Xinhua", "China Daily", "CCTV"),
        *("CGTN", "China News Service", "TASS", "RIA Novosti", "Sputnik", "RT", "Rossiya Segodnya", "Russia-1"),
        *("Rossiyskaya Gazeta", "BelTA", "IRNA", "Press TV", "IRIB", "SANA", "Saudi Press Agency", "WAM", "QNA"),
        *("KUNA", "Al-Ahram", "Anadolu", "TRT", "TeleSUR", "Prensa Latina", "Vietnam News Agency", "Voice of Vietnam"),
        *("Kazinform", "Azertac", "UzA", "Global New Light of Myanmar", "Bernama", "ANGOP", "ENA", "SUNA", "NAN"),
    ],
)
def test_the_large_state_media_are_known_as_such(medium: str) -> None:
    assert [row["ownership"] for row in bearers()[medium]] == ["state"]


@pytest.mark.parametrize("medium", ["Rodong Sinmun", "People's Daily", "Global Times", "Nhan Dan", "Granma"])
def test_the_organs_of_a_ruling_party_are_party_papers(medium: str) -> None:
    assert row_of(medium)["ownership"] == "party"


@pytest.mark.parametrize("medium", ["BBC", "ARD", "ZDF", "NHK", "CBC", "SVT", "NRK", "KBS", "NPR", "Deutsche Welle"])
def test_the_large_public_broadcasters_are_known_as_such(medium: str) -> None:
    row = row_of(medium)
    assert (row["kind"], row["ownership"]) == ("broadcaster", "public")


@pytest.mark.parametrize(
    ("name", "countries"),
    [("ABC", {"AU", "US"}), ("CNA", {"CY", "SG", "TW", "US"}), ("The Times", {"GB"}), ("The Star", {"KE", "MY", "ZA"})],
)
def test_an_ambiguous_name_is_given_to_each_outlet_that_bears_it(name: str, countries: set[str]) -> None:
    held = bearers()[name]
    assert {row["country"] for row in held} == countries
    assert all(name in other_meanings(row) for row in held)


@pytest.mark.parametrize("name", ["RT", "Standard", "Sputnik", "Channel One", "The Mirror", "Bloomberg", "Dawn", "WAM"])
def test_a_name_that_also_means_something_else_says_so(name: str) -> None:
    held = bearers()[name]
    assert held and all(name in other_meanings(row) for row in held)
