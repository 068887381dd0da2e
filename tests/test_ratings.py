"""Ratings of news sites: the user's tables, read row by row, joined by registered domain, never filled in."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from corpuslib import lexicon
from corpuslib.build import build
from corpuslib.cli import main
from corpuslib.corpus import Corpus, CorpusError
from corpuslib.document import Document, Metadata
from corpuslib.ratings import (
    LAYOUTS,
    Rating,
    RatingTable,
    Scale,
    ScaleError,
    add_table,
    correlations,
    disagreements,
    host_of,
    rate,
    read_table,
    registered_domain,
    rejected,
    site_of,
)
from corpuslib.ratings.join import outlet_domains

PLAIN = {"layout": "plain", "version": "1", "domain_column": "domain"}
SCORE = {"score": "0 .. 10"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path


def add(root: Path, text: str, settings: dict[str, str] = PLAIN, raters: dict[str, str] = SCORE) -> RatingTable:
    """Bring a table with this text in as `desk`, and read it from disk."""
    file = root / "given.csv"
    file.write_text(text, encoding="utf-8")
    add_table(root, "desk", file, settings, raters)
    return read_table(root, "desk")


def layout(root: Path, name: str, text: str) -> RatingTable:
    return add(root, text, {"layout": name, "version": "1"}, {})


def document(url: str | None = None, outlet: str | None = None) -> Document:
    return Document("", "", metadata=Metadata(url=url, outlet=outlet), doc_id="001")


def ratings(table: RatingTable, url: str | None = None, outlet: str | None = None) -> list[Rating]:
    return list(rate([document(url, outlet)], [table]))


def reasons(table: RatingTable) -> list[tuple[int, str]]:
    return [(row.record, row.reason) for row in table.unread]


# Hosts and registered domains


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.gull.example/news/1?x=2#y", "gull.example"),
        ("HTTP://NEWS.GULL.EXAMPLE.:8080/", "gull.example"),
        ("gull.co.uk/path", "gull.co.uk"),
        ("https://a.b.gull.co.uk", "gull.co.uk"),
        ("https://reader:secret@gull.example/", "gull.example"),
        ("//gull.example", "gull.example"),
        ("notes.github.io", "notes.github.io"),
        ("https://www.möwe.example/", "xn--mwe-sna.example"),
        ("https://XN--MWE-SNA.example/", "xn--mwe-sna.example"),
        ("https://www.gov.uk/news", "www.gov.uk"),
    ],
)
def test_an_address_leads_to_the_registered_domain_of_the_public_suffix_list(address: str, domain: str) -> None:
    host = host_of(address)
    assert host is not None and registered_domain(host) == domain


@pytest.mark.parametrize(
    "address",
    ["", "co.uk", "github.io", "localhost", "192.0.2.7", "http://192.0.2.7:80/", "http://[2001:db8::1]/", "a..b", ".",
     "The Morning Gull", "mailto:desk@gull.example", "javascript:alert(1)", "http://", "gull.example:port", "x" * 300 + ".example"],
)  # fmt: skip
def test_what_names_no_site_has_no_host(address: str) -> None:
    assert host_of(address) is None


@given(st.text())
def test_any_text_has_a_host_with_a_registered_domain_or_none(text: str) -> None:
    host = host_of(text)
    assert host is None or host.endswith(registered_domain(host) or "nothing")


def test_a_host_is_found_in_linear_time_in_a_hostile_address() -> None:
    for text in ("a." * 200_000, "a:" * 200_000, "@" * 400_000, "http:" + "/" * 400_000, "-" * 400_000):
        assert host_of(text) is None


# Scales


@pytest.mark.parametrize(
    ("scale", "value", "position"),
    [
        ("0 .. 100", "40", 0.4),
        ("-1 .. 1", "0.5", 0.75),
        ("7 .. 1", "7", 0.0),
        ("7 .. 1", "1", 1.0),
        ("poor < fair < good", " FAIR ", 0.5),
        ("poor < fair < good | satire", "satire", None),
        ("state | public", "public", None),
    ],
)
def test_a_scale_gives_a_value_its_place_between_worst_and_best(scale: str, value: str, position: float | None) -> None:
    assert Scale.read(scale).position(value) == position


@pytest.mark.parametrize(
    ("scale", "value"),
    [("0 .. 1", "1.01"), ("0 .. 1", "nan"), ("0 .. 1", "high"), ("0 .. 9", "1_0"), ("a < b", "c"), ("a | b", "")],
)
def test_a_value_that_is_not_on_the_scale_has_no_place(scale: str, value: str) -> None:
    with pytest.raises(ScaleError, match=r"scale|number"):
        Scale.read(scale).position(value)


@pytest.mark.parametrize("scale", ["", "good", "1 .. 1", "0 .. inf", "a .. b", "a < a", "a < < b", "a | b < c"])
def test_a_scale_that_says_nothing_is_refused(scale: str) -> None:
    with pytest.raises(ScaleError):
        Scale.read(scale)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_every_position_lies_between_0_and_1(worst: float, best: float, value: float) -> None:
    try:
        position = Scale.read(f"{worst} .. {best}").position(str(value))
    except ScaleError:
        return
    assert position is not None and 0 <= position <= 1


# Joining


def test_a_rating_of_the_registered_domain_counts_for_every_host_of_it(root: Path) -> None:
    table = add(root, "domain,score\ngull.co.uk,8\n")
    [row] = ratings(table, "https://news.gull.co.uk/a")
    assert (row.status, row.value, row.position, row.record) == ("rated", "8", 0.8, 2)
    assert (row.domain, row.domain_from, row.joined_by) == ("gull.co.uk", "url", "host")


def test_the_nearest_host_above_the_documents_counts(root: Path) -> None:
    table = add(root, "domain,score\ngull.example,8\nblogs.gull.example,2\n")
    assert [ratings(table, f"https://{host}/")[0].value for host in ("blogs.gull.example", "www.gull.example")] == [
        "2",
        "8",
    ]


def test_a_rating_of_another_host_of_the_domain_counts_and_says_so(root: Path) -> None:
    table = add(root, "domain,score\narabic.gull.example,3\n")
    [row] = ratings(table, "https://www.gull.example/")
    assert (row.value, row.joined_by, row.entry) == ("3", "domain", "arabic.gull.example")


def test_two_sites_under_one_host_of_weblogs_are_two_sites(root: Path) -> None:
    table = add(root, "domain,score\nnotes.github.io,8\n")
    assert [row.status for row in ratings(table, "https://other.github.io/")] == ["unrated"]


def test_a_site_that_is_not_in_the_table_is_unrated_and_has_no_value(root: Path) -> None:
    [row] = ratings(add(root, "domain,score\ngull.example,8\n"), "https://tern.example/")
    assert (row.status, row.value, row.position, row.record, row.joined_by) == ("unrated", None, None, None, None)


def test_a_site_that_only_one_of_two_raters_knows_is_unrated_by_the_other(root: Path) -> None:
    table = add(root, "domain,score,care\ngull.example,8,NA\n", raters={**SCORE, "care": "no < yes"})
    assert [(row.rater, row.status) for row in ratings(table, "gull.example")] == [
        ("score", "rated"),
        ("care", "unrated"),
    ]
    assert table.unread == ()


def test_a_document_without_domain_and_outlet_is_unidentified(root: Path) -> None:
    [row] = ratings(add(root, "domain,score\ngull.example,8\n"))
    assert (row.status, row.site, row.domain, row.domain_from) == ("unidentified", None, None, None)


def test_different_judgements_of_one_site_are_all_given(root: Path) -> None:
    table = add(root, "domain,score\ngull.example,8\ngull.example,2\nwww.gull.example,8\n")
    assert [(row.value, row.record) for row in ratings(table, "gull.example")] == [("8", 2), ("2", 3)]


def test_an_outlet_is_found_by_its_name_whatever_its_case(root: Path) -> None:
    table = add(root, "paper,score\nThe  Gull,8\n", {"layout": "plain", "version": "1", "outlet_column": "paper"})
    [row] = ratings(table, None, "THE GULL")
    assert (row.status, row.joined_by, row.site, row.domain) == ("rated", "outlet", "THE GULL", None)
    assert ratings(table, None, "The Gulls")[0].status == "unrated"


def test_a_name_does_not_join_what_two_domains_tell_apart(root: Path) -> None:
    table = add(root, "domain,paper,score\ngull.example,The Gull,8\n", {**PLAIN, "outlet_column": "paper"})
    assert ratings(table, "https://gull.test/", "The Gull")[0].status == "unrated"
    assert ratings(table, "https://gull.example/", "Something else")[0].status == "rated"
    [row] = ratings(table, None, "The Gull")
    assert (row.status, row.domain, row.domain_from) == ("rated", "gull.example", "table")


def test_an_outlet_to_which_the_tables_give_two_domains_is_joined_by_name(root: Path) -> None:
    text = "domain,paper,score\ngull.example,The Gull,8\ngull.test,The Gull,3\n"
    found = ratings(add(root, text, {**PLAIN, "outlet_column": "paper"}), None, "The Gull")
    assert [(row.value, row.domain, row.joined_by) for row in found] == [("8", None, "outlet"), ("3", None, "outlet")]


@pytest.mark.parametrize(
    ("url", "outlet", "expected"),
    [
        ("https://gull.example/1", "Tern.com", ("gull.example", "url")),
        ("http://192.0.2.1/1", "Tern.com", ("tern.com", "outlet")),
        (None, "The Gull", ("gull.com", "lexicon")),
        (None, "U.S.", (None, None)),
        (None, "", (None, None)),
    ],
)
def test_a_domain_comes_from_the_url_then_the_outlet_then_the_lexicon(
    url: str | None, outlet: str, expected: tuple[str | None, str | None]
) -> None:
    site = site_of(url, outlet, {"the gull": ("gull.com", "lexicon")})
    assert (site.domain, site.domain_from) == expected


MEDIA = (
    {"name": "Gull", "aliases": "The Gull|GBC", "domain": "www.gull.example"},
    {"name": "Gannet Broadcasting", "aliases": "GBC", "domain": "gannet.example"},
    {"name": "Tern", "aliases": "", "domain": ""},
)


def test_a_name_that_two_outlets_of_the_lexicon_share_gives_no_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "rows", lambda name: MEDIA)
    found = outlet_domains([])
    assert found["the gull"] == ("gull.example", "lexicon") and found["gannet broadcasting"][0] == "gannet.example"
    assert "gbc" not in found and "tern" not in found


def test_a_table_that_lists_an_outlet_with_its_domain_gives_the_domain(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "rows", lambda name: MEDIA)
    text = "domain,paper,score\ntern.example,Tern,1\nnews.gull.example,Gull,2\ngannet.test,Gannet Broadcasting,3\n"
    found = outlet_domains([add(root, text, {**PLAIN, "outlet_column": "paper"})])
    assert (found["tern"], found["gull"]) == (("tern.example", "table"), ("gull.example", "table"))
    assert "gannet broadcasting" not in found


def test_a_lexicon_without_domains_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "rows", lambda name: ({"name": "Gull", "aliases": ""},))
    assert outlet_domains([]) == {}


# What cannot be read


def test_a_bad_row_is_kept_with_its_number_and_what_is_wrong(root: Path) -> None:
    table = add(root, "domain,score\ngull.example,11\n\nno site,5\n192.0.2.1,5\ntern.example,5,6\n,4\nauk.example,5\n")
    assert [judgement.record for judgement in table.judgements] == [8]
    wrong = reasons(table)
    assert [record for record, _ in wrong] == [2, 4, 5, 6, 7]
    assert [
        word in reason
        for (_, reason), word in zip(wrong, ["outside", "no domain", "IP", "3 cells", "nothing says"], strict=True)
    ] == [True] * 5
    assert [(row.rating_table, row.record) for row in rejected([table])] == [("desk", record) for record, _ in wrong]


def test_a_quotation_mark_that_is_not_closed_is_reported(root: Path) -> None:
    table = add(root, 'domain,score\ngull.example,5\n"tern.example,5\nauk.example,5\n')
    assert len(table.judgements) == 1 and "not closed" in table.unread[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "domain;score\ngull.example;7,5\n".replace(",", "."),
        "domain\tscore\ngull.example\t7.5\n",
        "\ufeffdomain,score\r\ngull.example,7.5\r\n",
    ],
)
def test_semicolons_tabs_and_a_byte_order_mark_are_read(root: Path, text: str) -> None:
    assert [judgement.position for judgement in add(root, text).judgements] == [0.75]


@pytest.mark.parametrize(
    ("text", "settings", "raters", "message"),
    [
        ("site,score\ngull.example,1\n", PLAIN, SCORE, "no column 'domain'; the columns are: site, score"),
        ("domain,score,score\ngull.example,1,2\n", PLAIN, SCORE, "two columns are called 'score'"),
        ("domain,score\nx,1\n", PLAIN, SCORE, "no row of it could be read as plain; the first: row 2"),
        ("domain,score\ngull.example,1\n", {**PLAIN, "layout": "fancy"}, SCORE, "layout is 'fancy'; known are: plain"),
        ("domain,score\ngull.example,1\n", {**PLAIN, "version": ""}, SCORE, "version is missing"),
        ("domain,score\ngull.example,1\n", {"layout": "plain", "version": "1"}, SCORE, "needs domain_column"),
        ("domain,score\ngull.example,1\n", PLAIN, {}, r"needs \[raters\]"),
        ("domain,score\ngull.example,1\n", PLAIN, {"score": "lots"}, r"\[raters\] score: the scale 'lots'"),
        ("domain,pc1\ngull.example,1\n", {"layout": "lin-2023", "version": "1"}, SCORE, "layout has its own"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused_with_what_to_do(
    root: Path, text: str, settings: dict[str, str], raters: dict[str, str], message: str
) -> None:
    with pytest.raises(CorpusError, match=message):
        add(root, text, settings, raters)
    assert not (root / "data" / "raw" / "ratings").exists()


def test_a_file_in_another_encoding_is_refused(root: Path) -> None:
    (root / "given.csv").write_bytes("domain,score\nmöwe.example,1\n".encode("latin-1"))
    with pytest.raises(CorpusError, match="not UTF-8"):
        add_table(root, "desk", root / "given.csv", PLAIN, SCORE)


def test_a_table_whose_file_was_changed_is_refused_until_it_is_added_again(root: Path) -> None:
    add(root, "domain,score\ngull.example,1\n")
    (root / "data" / "raw" / "ratings" / "desk.csv").write_text("domain,score\ngull.example,9\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="SHA-256"):
        read_table(root, "desk")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('file = "../corpus.toml"', "must lie beside"),
        ('file = "desk.other"', "no file 'desk.other'"),
        ("version = 3", "version must be a text in quotes"),
        ('colour = "red"', "unknown key 'colour'"),
        ("= 1", "not valid TOML"),
    ],
)
def test_a_toml_that_is_wrong_is_named_with_what_is_wrong(root: Path, line: str, message: str) -> None:
    add(root, "domain,score\ngull.example,1\n")
    path = root / "data" / "raw" / "ratings" / "desk.toml"
    kept = [old for old in path.read_text(encoding="utf-8").splitlines() if old.split(" =")[0] != line.split(" =")[0]]
    path.write_text("\n".join([line, *kept]) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        read_table(root, "desk")


def test_an_unknown_table_lists_those_there_are(root: Path) -> None:
    add(root, "domain,score\ngull.example,1\n")
    with pytest.raises(CorpusError, match=r"no rating table .bench.*there are: desk"):
        read_table(root, "bench")


@given(st.text(max_size=200), st.sampled_from(sorted(LAYOUTS)))
def test_any_text_is_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    root = tmp_path_factory.mktemp("ratings")
    (root / "given.csv").write_bytes(("domain,score,name,status,typology\n" + text).encode("utf-8", "replace"))
    settings = {**PLAIN, "layout": name} if name == "plain" else {"layout": name, "version": "1"}
    try:
        table = add_table(root, "desk", root / "given.csv", settings, SCORE if name == "plain" else {})
    except CorpusError:
        return
    assert table.judgements


# Layouts of published tables, with invented rows


def test_of_the_list_of_lin_and_others_only_the_first_component_is_read(root: Path) -> None:
    table = layout(
        root,
        "lin-2023",
        "domain,pc1,afm,mbfc\ngull.example,0.75,0.9,1\nnews.tern.example,0.1,0.2,0\nauk.example,1.2,1,1\n",
    )
    assert [(j.rater, j.entry, j.position) for j in table.judgements] == [
        ("pc1", "gull.example", 0.75),
        ("pc1", "news.tern.example", 0.1),
    ]
    assert reasons(table) == [(4, "pc1: '1.2' is outside the scale 0 .. 1")]


MATRIX = (
    "Region,Country,Media company,Main assets,URL,Typology,Status\n"
    "Strait,Velushia,Velinform Group,Radio Razhny,http://www.radio.velinform.example/en/,SC,\n"
    "Strait,Velushia,Velinform Group,Razhny Evening,,CaPu,\n"
    "Strait,Wallenau,WRF,WRF 1,https://wrf.example/,Independent public media (IP),\n"
    "Strait,Ardmark,Kestholm Post,Kestholm Post,kestholm-post.example,XX,\n"
)


def test_the_state_media_matrix_is_a_typology_without_order(root: Path) -> None:
    table = layout(root, "state-media-monitor", MATRIX)
    [row] = ratings(table, "https://wrf.example/1")
    assert (row.rater, row.value, row.position) == ("typology", "Independent public media (IP)", None)
    assert row.scale == "SC | CaPu | CaPr | ISFM | ISF | ISM | IP"
    assert reasons(table) == [(5, "typology: 'XX' is not on the scale SC | CaPu | CaPr | ISFM | ISF | ISM | IP")]


def test_an_outlet_of_the_state_media_matrix_without_address_is_found_by_name(root: Path) -> None:
    table = layout(root, "state-media-monitor", MATRIX)
    assert [(r.value, r.entry) for r in ratings(table, None, "Razhny Evening")] == [
        ("CaPu", "Velinform Group · Razhny Evening")
    ]


def test_a_matrix_with_two_columns_of_types_asks_for_one(root: Path) -> None:
    with pytest.raises(CorpusError, match="several columns could hold the typology: Typology 2023, Typology 2024"):
        layout(root, "state-media-monitor", "Media company,Typology 2023,Typology 2024\nWRF,SC,IP\n")


PERENNIAL = """{| class="wikitable"
! Source !! Status !! Discussions !! Last !! Summary
|- class="s-gr" id="Halyard"
| [[Halyard (agency)|Halyard]]
| {{WP:RSPSTATUS|gr}}
| [[WP:x|1]]
| {{WP:RSPLAST|2020}}
| Sober.
| {{WP:RSPUSES|halyard.example|1=halyard.test}}
|- class="s-nc" id="The Gull (sport)"
| [[The Gull]]
| {{WP:RSPSTATUS|mr}}
| {{WP:RSPUSES|gull.example}}
|- class="s-gu" id="The Gull (politics)"
| [[The Gull]]
| {{WP:RSPSTATUS|gu|b=y}}
| {{WP:RSPUSES|gull.example}}
|- class="s-x" id="Tern"
| [[Tern]]
| {{WP:RSPSTATUS|zz}}
| {{WP:RSPUSES|tern.example}}
|}
"""


def test_the_wikitext_of_the_perennial_sources_is_read_by_its_templates(root: Path) -> None:
    table = layout(root, "wikipedia-perennial", PERENNIAL)
    assert [r.value for r in ratings(table, "https://www.halyard.test/1")] == ["generally reliable"]
    assert [(record, "'zz' is not on the scale" in reason) for record, reason in reasons(table)] == [(4, True)]


def test_where_the_wikitext_has_no_status_template_the_class_of_the_row_says_the_status(root: Path) -> None:
    text = '{|\n|- class="s-d" id="Tern"\n| [[Tern]]\n| {{x}}\n| {{WP:RSPUSES|tern.example}}\n'
    text += '|- class="s-gr" id="Auk"\n| [[Auk]]\n| {{WP:RSPUSES|—}}\n|}'
    table = layout(root, "wikipedia-perennial", text)
    assert [(j.hosts, j.names, j.value) for j in table.judgements] == [
        (("tern.example",), ("tern",), "deprecated"),
        ((), ("auk",), "generally reliable"),
    ]
    assert table.unread == ()


def test_a_source_that_is_judged_by_topic_keeps_both_judgements_and_its_blacklisting_has_no_place(root: Path) -> None:
    found = ratings(layout(root, "wikipedia-perennial", PERENNIAL), "https://gull.example/")
    assert [(r.entry, r.value, r.position) for r in found] == [
        ("The Gull (sport)", "marginally reliable", 0.666667),
        ("The Gull (politics)", "blacklisted", None),
        ("The Gull (politics)", "generally unreliable", 0.333333),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "source,status,domains\nThe Gull,Deprecated; Blacklisted,gull.example news.gull.test\n",
        'id,name,status,status_n,wiki_url,urls,urls_n\n1,The Gull,"[""Blacklisted"", ""Deprecated""]",2,x,"[""www.gull.example/en"", ""gull.test""]",2\n',
        "Source,Status,Uses\nThe Gull,d|b,gull.example|gull.test\n",
    ],
)
def test_a_csv_of_the_perennial_sources_may_list_statuses_and_domains_in_several_ways(root: Path, text: str) -> None:
    table = layout(root, "wikipedia-perennial", text)
    for url in ("http://gull.example/", "http://gull.test/"):
        assert {(r.value.casefold(), r.position) for r in ratings(table, url) if r.value} == {
            ("deprecated", 0.0),
            ("blacklisted", None),
        }


def test_a_hostile_wikitext_is_read_in_linear_time(root: Path) -> None:
    for text in ("[[" * 50_000, "{{WP:RSPUSES|" * 20_000, "|-" * 50_000, "\n|- {{" * 20_000, "[[a|" * 30_000):
        with pytest.raises(CorpusError):
            layout(root, "wikipedia-perennial", "{|\n|- id=\n" + text)


# Where raters disagree


def frame(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [(site, "t", rater, p) for site, rater, p in rows], columns=["site", "rating_table", "rater", "position"]
    )


def test_the_widest_disagreement_comes_first_with_who_says_what() -> None:
    found = disagreements(
        frame(
            ("a", "x", 0.5),
            ("a", "y", 0.6),
            ("b", "x", 1.0),
            ("b", "y", 0.0),
            ("b", "z", 0.0),
            ("c", "x", 0.1),
            ("d", "y", None),
        )
    )
    assert found.to_dict("records")[0] == {
        "site": "b", "raters": 3, "spread": 1.0, "lowest": 0.0, "lowest_raters": "t/y, t/z", "highest": 1.0, "highest_raters": "t/x",
    }  # fmt: skip
    assert list(found["site"]) == ["b", "a"]


def test_a_rater_who_judges_a_site_by_topic_has_no_one_position_there() -> None:
    assert disagreements(frame(("a", "x", 0.1), ("a", "x", 0.9), ("a", "y", 0.5))).empty


def test_rank_correlation_is_spearmans() -> None:
    from scipy.stats import spearmanr

    x, y = [0.1, 0.4, 0.4, 0.9, 0.8, 0.2], [0.3, 0.2, 0.5, 0.7, 0.7, 0.1]
    rows = [
        (f"s{n}", rater, p)
        for n, pair in enumerate(zip(x, y, strict=True))
        for rater, p in zip("xy", pair, strict=True)
    ]
    [row] = correlations(frame(*rows)).to_dict("records")
    assert row["sites"] == 6 and row["correlation"] == pytest.approx(spearmanr(x, y).statistic, abs=1e-6)
    assert -1 < row["low"] < row["correlation"] < row["high"] < 1


@pytest.mark.parametrize("y", [[0.1, 0.2, 0.3], [0.5, 0.5, 0.5], [0.1, 0.2, 0.3, 0.4]])
def test_too_few_sites_or_no_variation_give_no_interval(y: list[float]) -> None:
    rows = [(f"s{n}", rater, p) for n, v in enumerate(y) for rater, p in (("x", n / 10), ("y", v))]
    [row] = correlations(frame(*rows)).to_dict("records")
    assert math.isnan(row["low"]) and math.isnan(row["high"])
    assert math.isnan(row["correlation"]) == (len(set(y)) == 1)


def test_raters_without_a_common_site_are_not_compared() -> None:
    assert correlations(frame(("a", "x", 0.1), ("b", "y", 0.2))).empty
    assert correlations(frame()).empty and disagreements(frame()).empty


def test_whole_tables_can_be_compared_without_a_corpus(root: Path) -> None:
    text = "domain,score,care\n" + "".join(
        f"www.s{n}.example,{n},{c}\n" for n, c in enumerate(["no", "no", "yes", "no", "yes"])
    )
    [row] = correlations(add(root, text, raters={**SCORE, "care": "no < yes"}).places).to_dict("records")
    assert (row["rater_a"], row["rater_b"], row["sites"]) == ("desk/care", "desk/score", 5)


# In a corpus


@pytest.fixture
def corpus(root: Path) -> Corpus:
    add(root, "domain,score\ngull.com,8\nbad one,1\n")
    articles = root / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("Talks go on in Sellbruck. The mayor said so.\n", encoding="utf-8")
    from corpuslib import intake

    made, _ = intake.create("harbour", articles, root, (".txt",))
    path = made.folder / "corpus.toml"
    path.write_text(
        'ratings = ["desk"]\n' + path.read_text(encoding="utf-8") + 'outlet = "Gull.com"\n', encoding="utf-8"
    )
    return made


def test_a_build_writes_what_the_tables_say_and_what_could_not_be_read(corpus: Corpus) -> None:
    build(corpus, workers=1)
    assert corpus.table("ratings")[["status", "domain_from", "value"]].values.tolist() == [["rated", "outlet", "8"]]
    assert corpus.table("rating_rejects")[["record", "text"]].values.tolist() == [[3, "bad one"]]


def test_a_new_version_of_a_table_is_joined_again(corpus: Corpus) -> None:
    build(corpus, workers=1)
    assert build(Corpus.open("harbour", corpus.root), workers=1).unchanged
    add(corpus.root, "domain,score\ngull.com,3\n", {**PLAIN, "version": "2"})
    assert not build(Corpus.open("harbour", corpus.root), workers=1).unchanged
    assert corpus.table("ratings")[["version", "value"]].values.tolist() == [["2", "3"]]


def test_a_corpus_that_names_a_table_that_is_not_there_is_told_so_before_it_is_built(corpus: Corpus) -> None:
    shutil.rmtree(corpus.root / "data" / "raw" / "ratings")
    with pytest.raises(CorpusError, match="no rating table 'desk'"):
        build(Corpus.open("harbour", corpus.root), workers=1)


@pytest.mark.parametrize("names", ['["desk", "desk"]', '["../desk"]', "[1]"])
def test_ratings_in_corpus_toml_are_names_each_once(corpus: Corpus, names: str) -> None:
    path = corpus.folder / "corpus.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('["desk"]', names), encoding="utf-8")
    with pytest.raises(CorpusError, match="ratings must be names"):
        _ = Corpus.open("harbour", corpus.root).spec


def test_a_corpus_without_rating_tables_has_no_ratings(corpus: Corpus) -> None:
    path = corpus.folder / "corpus.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('ratings = ["desk"]\n', ""), encoding="utf-8")
    build(Corpus.open("harbour", corpus.root), workers=1)
    assert corpus.table("ratings").empty and corpus.table("rating_rejects").empty


def test_the_demo_shows_agreement_disagreement_gaps_and_what_was_rejected(demo: Corpus) -> None:
    rated = demo.table("ratings")
    assert len(rated) == 53 * 4
    assert set(rated["status"]) == {"rated", "unrated"}
    assert rated[rated["rater"] == "ownership"]["position"].isna().all()
    assert set(rated[rated["site"] == "wrf.example"]["domain_from"]) == {"url", "table"}
    assert disagreements(rated)["spread"].iloc[0] > 0.5 and disagreements(rated)["spread"].iloc[-1] < 0.2
    assert sorted(demo.table("rating_rejects")["record"]) == [12, 13]


# The command


def run(root: Path, *arguments: str) -> Result:
    return CliRunner(env={"CORPUSLIB_ROOT": str(root)}).invoke(main, ["ratings", *arguments])


def test_the_command_adds_a_table_and_lists_it_with_what_could_not_be_used(root: Path) -> None:
    file = root / "desk.csv"
    file.write_text("domain,score\ngull.example,8\n" + "no site,1\n" * 12, encoding="utf-8")
    options = ["--version", "2024", "--domain-column", "domain", "--rater", "score", "0 .. 10"]
    assert run(root, "add", "desk", str(file), *options).exit_code == 0
    listed = run(root).output
    assert "score: 1 ratings on the scale 0 .. 10" in listed
    assert "not used: row 3: names no site" in listed and "and 2 more" in listed
    assert run(root, "--all").output.count("not used: row") == 12


def test_the_command_says_where_raters_disagree(root: Path) -> None:
    rows = "".join(f"s{n}.example,{n},{value}\n" for n, value in enumerate(["yes", "no", "no", "yes", "yes"]))
    add(root, "domain,score,care\n" + rows, raters={**SCORE, "care": "no < yes"})
    listed = run(root).output
    assert "desk/care and desk/score: rank correlation 0.29 over 5 sites, 95 % interval" in listed
    assert "s0.example: 1.00 apart; 0.00 by desk/score, 1.00 by desk/care" in listed


def test_a_mistake_in_a_table_gives_a_message_and_exit_code_3(root: Path) -> None:
    file = root / "desk.csv"
    file.write_text("site,score\ngull.example,8\n", encoding="utf-8")
    done = run(
        root, "add", "desk", str(file), "--version", "1", "--domain-column", "domain", "--rater", "score", "0 .. 9"
    )
    assert done.exit_code == 3 and "no column 'domain'" in done.output
