"""A translation beside its source: alignment, and what of numbers, dates, names, quotations and denials arrived."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from compare.parallel_texts import ENGLISH, SOURCES
from hypothesis import given, settings
from hypothesis import strategies as st

import corpuslib
from corpuslib.compare.source_alignment import align_source
from corpuslib.compare.source_cues import denials, denies, quoted
from corpuslib.compare.source_names import counterparts, names_in
from corpuslib.compare.source_values import LANGUAGES, Value, same_value, values_in
from corpuslib.compare.with_source import SourceAssessment, SourceCoverage, assess_against_source
from corpuslib.document import Document, as_document

OTHERS = sorted(SOURCES)


class Sentence:
    """A row as table `sentences` has it."""

    def __init__(self, number: int, start: int, end: int) -> None:
        self.sentence_id, self.block_id, self.start, self.end = number, number, start, end


def lines(texts: list[str]) -> tuple[Document, list[Sentence]]:
    document = as_document("\n".join(texts))
    return document, [Sentence(n, b.start, b.end) for n, b in enumerate(document.blocks)]


def assessed(language: str, english: list[str]) -> tuple[SourceAssessment, Document, Document]:
    source, rows = lines([sentence for sentence, _ in SOURCES[language]])
    target, target_rows = lines(english)
    result = assess_against_source(source, target, lang=language, sentences_source=rows, sentences_text=target_rows)
    return result, source, target


def gaps(language: str, old: str, new: str) -> list[tuple[str, str]]:
    """Return the gaps that a fault makes: those of the translation with it that the good one has not."""
    assert sum(old in sentence for sentence in ENGLISH) == 1
    faulty = [sentence.replace(old, new) for sentence in ENGLISH]
    good = [(g.kind, g.status) for g in assessed(language, ENGLISH)[0].gaps]
    found = [(g.kind, g.status) for g in assessed(language, faulty)[0].gaps]
    for gap in good:
        if gap in found:
            found.remove(gap)
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_aligned_m_to_n_and_what_was_left_out_is_found(language: str) -> None:
    beads = align_source([sentence for sentence, _ in SOURCES[language]], ENGLISH, language)
    links = {(i, j) for bead in beads for i in bead.a for j in bead.b}
    assert links == {(i, j) for i, (_, rendered) in enumerate(SOURCES[language]) for j in rendered}


@pytest.mark.parametrize("language", OTHERS)
def test_a_good_translation_has_no_gaps_but_what_it_left_out(language: str) -> None:
    left_out = sum(not rendered for _, rendered in SOURCES[language])
    assert [(g.kind, g.status) for g in assessed(language, ENGLISH)[0].gaps] == [("sentence", "missing")] * left_out


@pytest.mark.parametrize("language", OTHERS)
def test_a_wrong_number_is_told_with_both_places(language: str) -> None:
    faulty = [sentence.replace("118", "181") for sentence in ENGLISH]
    result, source, target = assessed(language, faulty)
    row = next(g for g in result.gaps if g.kind == "number")
    assert (row.status, row.severity) == ("differs", "major")
    assert row.source is not None
    assert row.target is not None
    assert source.text[row.source.slice] in ("118", "cent dix-huit", "ciento dieciocho", "一百一十八")
    assert target.text[row.target.slice] == "181"


@pytest.mark.parametrize("language", OTHERS)
def test_a_wrong_scale_is_told(language: str) -> None:
    assert gaps(language, "1.2 billion", "1.2 million") == [("number", "differs")]


@pytest.mark.parametrize("language", OTHERS)
def test_a_wrong_month_or_day_of_the_week_is_told(language: str) -> None:
    assert gaps(language, "May 6", "June 6") == [("date", "differs")]
    assert gaps(language, "Thursday", "Tuesday") == [("date", "differs")]


@pytest.mark.parametrize("language", OTHERS)
def test_a_lost_denial_is_told(language: str) -> None:
    assert gaps(language, "has not commented", "has commented") == [("negation", "missing")]


@pytest.mark.parametrize("language", OTHERS)
def test_a_quotation_that_lost_its_marks_is_told(language: str) -> None:
    told = "Morgulov told reporters on the quay that they had not come to sell their sea."
    assert gaps(language, ENGLISH[2], told) == [("quotation", "missing")]


@pytest.mark.parametrize("language", OTHERS)
def test_a_quotation_that_the_source_does_not_have_is_told(language: str) -> None:
    quote = "Foreign minister Anna Kelm said: “I have not seen the offer.”"
    assert ("quotation", "added") in gaps(language, ENGLISH[4], quote)


@pytest.mark.parametrize("language", [language for language in OTHERS if language not in ("ko", "zh")])
def test_a_name_that_is_replaced_is_told(language: str) -> None:
    found = gaps(language, "Morgulov told", "Kelm told")
    assert ("name", "differs") in found


@pytest.mark.parametrize("language", ["ko", "zh"])
def test_names_in_signs_are_unknown_and_never_missing(language: str) -> None:
    rows = [row for row in assessed(language, ENGLISH)[0].coverage if row.kind == "name"]
    assert {row.status for row in rows} == {"unknown"}


def test_a_sentence_that_was_put_in_is_told() -> None:
    added = [*ENGLISH[:3], "Observers from Halmar spoke of a great and historic victory for peace.", *ENGLISH[3:]]
    assert ("sentence", "added") in [(g.kind, g.status) for g in assessed("pl", added)[0].gaps]


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "dreihundertfünfundzwanzig", [325]),
        ("de", "eine Million, 1.500 und 3,4", [1e6, 1500, 3.4]),
        ("fr", "quatre-vingt-dix jours, vingt et un, mille deux cents", [90, 21, 1200]),
        ("es", "dos millones trescientos mil, treinta y uno", [2.3e6, 31]),
        ("ru", "двадцать пять тысяч, сто двадцать, 1,5 млн", [25000, 120, 1.5e6]),
        ("uk", "п'ятнадцять осіб, 2 тис. людей", [15, 2000]),
        ("pl", "dwadzieścia pięć osób, 2,5 mln", [25, 2.5e6]),
        ("zh", "一万五千人，三十二名，1.2亿，二〇一九年", [15000, 32, 1.2e8, 2019]),
        ("ko", "3만5천 명, 1억 2000만 달러, 세 차례", [35000, 1.2e8, 3]),
        ("en", "1.2 billion, two dozen", [1.2e9, 24]),
    ],
)
def test_numbers_are_read_in_digits_and_words(language: str, text: str, values: list[float]) -> None:
    assert [v.value for v in values_in(text, language) if v.kind == "number"] == values


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "十分重要，万一失败，千万不要，一个问题"),
        ("ko", "한 번"),
        ("de", "ein Mann, eine Frau"),
        ("fr", "une heure"),
    ],
)
def test_words_that_only_look_like_numbers_are_none(language: str, text: str) -> None:
    assert values_in(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "um 17 Uhr"),
        ("fr", "à dix-sept heures"),
        ("fr", "à 17 h"),
        ("zh", "下午5点"),
        ("en", "at 5 p.m."),
        ("ru", "в 17:00"),
    ],
)
def test_a_time_of_day_is_one_by_either_clock(language: str, text: str) -> None:
    assert [(v.kind, v.value) for v in values_in(text, language)] == [("clock", 300.0)]


@pytest.mark.parametrize(
    ("x", "y", "same"), [(84312, 84000, True), (84312, 84310, True), (84000, 85000, False), (84312, 80000, False)]
)
def test_a_number_may_be_rounded_to_two_figures_or_more(x: float, y: float, same: bool) -> None:
    assert same_value(Value("number", float(x), 0, 1, True), Value("number", float(y), 0, 1, True)) is same


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Das ist alles andere als sicher, nicht nur hier.", 1),
        ("fr", "Elle n’en est sortie qu’à midi et n’a pas parlé.", 1),
        ("ru", "Не только он, тем не менее, ничего", 1),
        ("zh", "不仅如此，没有评论", 1),
        ("ko", "뿐만 아니라 논평하지 않았다", 1),
        ("pl", "nie tylko tu", 0),
    ],
)
def test_denials_are_told_from_phrases_that_deny_nothing(language: str, text: str, count: int) -> None:
    assert len(denials(text, language)) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [("He declined.", True), ("It is unlawful.", True), ("The United Nations met in the interest of unity.", False)],
)
def test_an_english_denial_may_be_in_any_negative_word(text: str, expected: bool) -> None:
    assert denies(text) is expected


def test_quotations_are_read_in_the_marks_of_every_language() -> None:
    text = '„Eins“ «deux» »drei« “four” 「五」 『六』 "seven" „osiem” 《书》'
    assert [text[s.slice] for s in quoted(text)] == ["Eins", "deux", "drei", "four", "五", "六", "seven", "osiem"]


def test_names_are_known_in_other_scripts_and_cases() -> None:
    same = counterparts(
        ["моргулова", "ильин", "гамбурге", "шевцову"], ["morgulov", "ilyin", "hamburg", "shevtsov"], "ru"
    )
    assert {name: set(forms) for name, forms in same.items()} == {
        "моргулова": {"morgulov"}, "ильин": {"ilyin"}, "гамбурге": {"hamburg"}, "шевцову": {"shevtsov"},
    }  # fmt: skip


def test_a_language_that_cannot_be_read_is_an_error_if_given_and_silence_if_detected() -> None:
    with pytest.raises(ValueError, match="known are de, en"):
        assess_against_source("Quem?", "Who?", lang="pt")
    assert assess_against_source("x", "y") == SourceAssessment()


def test_the_source_language_is_detected() -> None:
    source = " ".join(sentence for sentence, _ in SOURCES["pl"])
    assert assess_against_source(source, " ".join(ENGLISH)).language == "pl"


def test_spans_point_into_the_text_as_found() -> None:
    result, source, target = assessed("fr", ENGLISH)
    for row in result.coverage:
        for span, start, end, document in (
            (row.a, row.a_raw_start, row.a_raw_end, source),
            (row.b, row.b_raw_start, row.b_raw_end, target),
        ):
            assert span is None or document.raw[start:end] == document.text[span.slice]


def test_coverage_is_a_table() -> None:
    from corpuslib.tables import to_arrow

    assert to_arrow(assessed("ru", ENGLISH)[0].coverage, SourceCoverage).num_rows > 20


@settings(max_examples=40)
@given(st.sampled_from(LANGUAGES), st.text(max_size=200), st.text(max_size=200))
def test_no_text_raises_and_every_sentence_is_in_one_bead(language: str, source: str, target: str) -> None:
    assess_against_source(source, target, lang=language)
    a, b = source.split("\n"), target.split("\n")
    beads = align_source(a, b, language)
    assert [i for bead in beads for i in bead.a] == list(range(len(a)))
    assert [j for bead in beads for j in bead.b] == list(range(len(b)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece", ["hundert", "1.000.", "12 ", "«", "一二三", "万", "nicht ", "A-b'", "n'", "3만", "17:3", "„“", "quatre-"]
)
def test_hostile_repetition_is_read_in_linear_time(language: str, piece: str) -> None:
    text = piece * 3000
    for reader in (values_in, denials, names_in):
        reader(text, language)
    quoted(text)


DEMO = Path(__file__).parents[2] / "data" / "raw" / "demo"


def demo(name: str, encoding: str = "utf-8") -> Document:
    (path,) = DEMO.glob(f"{name}_*")
    return corpuslib.clean(path.read_bytes().decode(encoding))


@pytest.mark.parametrize(
    ("source", "encoding", "text", "expected"),
    [
        ("034", "utf-16", "035", {("number", "differs")}),
        ("034", "utf-16", "036", {("negation", "missing")}),
        ("003", "utf-8", "004", set()),
        ("003", "utf-8", "005", set()),
        ("026", "cp1252", "027", set()),
        ("026", "cp1252", "028", {("number", "differs"), ("number", "added"), ("sentence", "added")}),
    ],
)
def test_gaps_of_the_translations_in_the_demo_corpus(
    source: str, encoding: str, text: str, expected: set[tuple[str, str]]
) -> None:
    gaps_found = corpuslib.assess_against_source(demo(source, encoding), demo(text)).gaps
    assert {(gap.kind, gap.status) for gap in gaps_found} == expected


def test_a_sentence_aligner_for_two_languages_does_on_one_too() -> None:
    path = Path(__file__).parents[3] / "shared" / "bench" / "translation" / "data" / "align.jsonl.gz"
    if not path.is_file():
        pytest.skip("the benchmark data are not here")
    with gzip.open(path, "rt", encoding="utf-8") as lines_of:
        passages = [json.loads(line) for line in lines_of][::6]
    right = found = gold = 0
    for passage in passages:
        wanted = {(i, j) for i, j in passage["gold"]}
        links = {(i, j) for bead in align_source(passage["a"], passage["b"], "en") for i in bead.a for j in bead.b}
        right, found, gold = right + len(wanted & links), found + len(links), gold + len(wanted)
    f1 = 2 * right / (found + gold)
    print(f"F1 of links between two English renderings: {f1:.3f}")
    assert f1 > 0.95
