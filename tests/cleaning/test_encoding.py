"""Damage is undone where it can be proved, flagged where it cannot, and real text stays."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslib.cleaning.encoding import repair, repair_changes
from corpuslib.cleaning.encoding_ftfy import _maybe_bad
from corpuslib.text import Draft, Ledger


def misread(text: str, codec: str) -> str:
    """Return what UTF-8 looks like when it is read in another encoding; unused bytes pass as their own number."""
    data = text.encode("utf-8")
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        chars = [bytes([byte]).decode(codec, "replace") for byte in data]
        return "".join(chr(byte) if char == "\ufffd" else char for byte, char in zip(data, chars, strict=True))


SENTENCE = "The café at Orvesund’s harbour was “full”, as Zoë said."
GERMAN = "Die Zölle auf Äpfel „bleiben“ vorerst – so sagte es der Minister Müller."
RUSSIAN = "Министр сказал об этом вчера вечером, и переговоры продолжатся."
CHINESE = "外交部长昨天说会谈将继续。双方没有达成协议。"
KOREAN = "장관은 어제 회담이 계속될 것이라고 말했다."
ARABIC = "قال الوزير إن المحادثات ستستمر يوم الأربعاء المقبل"

SINGLE = ["latin-1", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256"]
SINGLE += ["cp437", "cp850", "cp852", "cp866", "cp874", "mac_roman", "koi8_r", "koi8_u"]


@pytest.mark.parametrize("codec", SINGLE)
def test_a_sentence_read_in_a_single_byte_encoding_comes_back(codec: str) -> None:
    assert repair(misread(SENTENCE, codec)).text == SENTENCE


@pytest.mark.parametrize("codec", ["gb18030", "cp949", "cp932", "cp950", "euc_jp"])
def test_a_letter_and_a_no_break_space_read_in_an_east_asian_encoding_come_back(codec: str) -> None:
    readable = [c for c in "éüñ" if "\ufffd" not in c.encode().decode(codec, "replace")]
    for char in readable:
        text = f"The words caf{char}s and n{char}e are foreign."
        assert repair(misread(text, codec)).text == text


@pytest.mark.parametrize(
    ("text", "codec"),
    list(itertools.product([RUSSIAN, ARABIC], ["cp437", "koi8_r", "mac_roman", "cp1252", "cp1256", "cp874"]))
    + list(itertools.product([CHINESE, KOREAN], ["cp437", "koi8_r", "mac_roman", "latin-1", "cp1250", "cp1251"])),
)
def test_another_script_comes_back(text: str, codec: str) -> None:
    assert repair(misread(text, codec)).text == text


def test_russian_read_as_gbk_comes_back() -> None:
    text = "Министр сказал об этом вчера вечером"
    assert repair(misread(text, "gb18030")).text == text


def test_an_apostrophe_read_as_gbk_gives_back_the_letter_that_it_swallowed() -> None:
    assert repair(misread("They don’t agree", "gb18030")).text == "They don’t agree"


@pytest.mark.parametrize("codec", ["gb18030", "cp949", "cp932", "cp1251", "cp1252", "koi8_r", "cp437", "mac_roman"])
def test_a_no_break_space_becomes_a_space_and_glues_no_words(codec: str) -> None:
    assert repair("the minister" + misread("\xa0", codec) + "and his aide").text == "the minister and his aide"


@pytest.mark.parametrize("before", ["ministr", "9/11", "aide,", "VI", "Česká"])
def test_what_is_left_before_a_space_goes_and_the_space_stays(before: str) -> None:
    assert repair(f"The {before}Â removed it").text == f"The {before} removed it"


def test_repairs_that_stand_side_by_side_do_not_overlap() -> None:
    assert repair("Â \xa0").text == "\xa0\xa0"


@pytest.mark.parametrize("codec", ["cp1252", "cp1250", "cp1251", "cp437", "koi8_r", "mac_roman"])
def test_text_misread_twice_or_three_times_comes_back(codec: str) -> None:
    twice = misread(misread(SENTENCE, codec), codec)
    assert repair(twice).text == SENTENCE
    assert repair(misread(misread(misread(SENTENCE, "cp1252"), "cp1252"), "cp1252")).text == SENTENCE


def test_text_misread_in_two_encodings_one_after_the_other_comes_back() -> None:
    assert repair(misread(misread("Orvesund’s café", "cp1252"), "gb18030")).text == "Orvesund’s café"


def test_several_damages_in_one_text_are_each_undone() -> None:
    lines = [SENTENCE, misread(GERMAN, "cp1252"), misread("a café’s", "gb18030"), misread(RUSSIAN, "cp437"), CHINESE]
    assert repair("\n".join(lines)).text == "\n".join([SENTENCE, GERMAN, "a café’s", RUSSIAN, CHINESE])


def test_one_damaged_word_among_sound_ones_comes_back() -> None:
    assert repair("Zoë and Müller met at the cafÃ© – “soon”.").text == "Zoë and Müller met at the café – “soon”."
    assert repair("Różański oświadczył, że nie chce być¬†sprzedany.").text.endswith("być sprzedany.")
    assert repair("La poblaciĂłn de Orvesund").text == "La población de Orvesund"


def test_a_damaged_passage_in_a_line_of_the_same_script_comes_back() -> None:
    assert repair(RUSSIAN + " " + misread(RUSSIAN, "gb18030")[:-1]).text.startswith(RUSSIAN + " Министр сказал об")


def test_one_certain_case_licenses_the_doubtful_ones() -> None:
    text = "Une fête à Orvesund : c’est l’été"
    assert repair(misread(text, "gb18030")).text == text


def test_an_edit_is_no_longer_than_the_damage() -> None:
    result = repair("In Orvesund the cafÃ© closed; the talks wonâ€™t.")
    assert [(e.before, e.after) for e in result.edits] == [("Ã©", "é"), ("â€™", "’")]
    assert {e.kind for e in result.edits} == {"mojibake"}


GENUINE = [
    "“聽說” is Chinese for hearsay, “聽” means to listen.",
    "Kanji such as 脙 or 脗 are rare, she wrote.",
    "The firm Maotai (茅台) fell; Mr Mao (茅) left.",
    "The writer Mo Yan (莫言) and 王小明 met in Zürich.",
    "A sign next to the café read 漏电; another said 拢共.",
    "T恤、A股、B站、卡拉OK、3D打印、iPhone茅台APP聽听。",
    CHINESE,
    "鬱蒼たる森。薔薇、檸檬、蜜柑、躊躇、憂鬱、魑魅魍魎。",
    "鼋鼍、蝤蛴、魍魉、魑魅、鹡鸰、鸂鶒、饕餮、蹀躞、踟蹰、嵯峨。",
    "外務大臣は昨日、会談を続けると述べた。ﾊﾝｶｸ ｶﾀｶﾅ ﾃｽﾄ ﾄ ﾃｰﾌﾞﾙ.",
    KOREAN,
    "The Korean word 챕터 means chapter, 쩔어 is slang; 뷁 is a joke.",
    RUSSIAN,
    "“Я устал”, he said, using the Russian word for tired – «устал».",
    "Їжак і ґава з’їли її їжу; Ґанок, Європа, Відень, Рівне.",
    "Љубљана, Њујорк, Ђоковић, Џорџ, Ћуприја и ђаци.",
    "Ο υπουργός είπε ότι οι συνομιλίες θα συνεχιστούν· «δεν αλλάζει τίποτα».",
    "Bakan dün görüşmelerin süreceğini söyledi; şimdi İzmir’e dönüyor.",
    "Chính phủ Việt Nam hôm nay công bố kế hoạch; ông Nguyễn Văn Đường phát biểu.",
    ARABIC,
    "وزیر امور خارجه گفت که گفت‌وگوها ادامه خواهد یافت؛ پنج‌شنبه‌ها.",
    "รัฐมนตรีกล่าวว่าการเจรจาจะดำเนินต่อไปในสัปดาห์หน้า",
    "רה״מ אמר אתמול כי השיחות יימשכו בשבוע הבא.",
    "தமிழ்நாடு அரசு இன்று புதிய திட்டத்தை அறிவித்தது.",
    "საქართველოს მთავრობამ განაცხადა, რომ მოლაპარაკებები გაგრძელდება.",
    "Wisława Szymborska, Łódź, Świętochłowice, ŁÓDŹ, ŻÓŁĆ.",
    "Ministři Šťastný a Říha odmítli Ďáblice; Ľubomír šel do Žďáru.",
    "ROMÂNIA: ORĂŞELUL ŞI ŢARA; Iaşi, oraşul, CĂLUGĂRENI.",
    "«\xa0Bonjour\xa0», dit-il. «\xa0Ça va\xa0? C’est l’été\xa0!\xa0»",
    "∀x ∈ ℝ: x² ≥ 0, √2 ≈ 1.414, π²/6, ∂f/∂x ≠ ∞, ±5 µm, 30 °C.",
    "He paid €5, £3 and ¥100; §12, ©2019, ¼-inch; Ångström Å.",
    "Ḥamās, al-Qāʿida, Ṣanʿāʾ; Ngā Pāpāho; Siôn; IPA /ˈɛŋɡlɪʃ/.",
    "┌──────┐ │ table │ └──────┘ ▒▒▒ ¯\\_(ツ)_/¯ (╯°□°）╯︵ ┻━┻",
    "SÃO TOMÉ É LINDA; NÃO, PÃO, IRMÃ.",
    "“ﬁne” – ‘so’ … ①",
]


@pytest.mark.parametrize("text", GENUINE)
def test_genuine_text_is_not_touched(text: str) -> None:
    assert repair(text).text == text


def test_genuine_texts_do_not_license_each_other() -> None:
    text = "\n".join(GENUINE)
    assert repair(text).edits == ()


def test_a_lost_byte_is_flagged_with_its_likely_reading_and_not_changed() -> None:
    text = "He said the talks don\ufffdt matter, doesn?t he? Caf\ufffd."
    result = repair(text)
    assert (result.text, result.edits) == (text, ())
    assert [(text[s.start - 1], s.reading) for s in result.suspects] == [("n", "’"), ("n", "’"), ("f", None)]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("“We agree,鈥\ufffd she said.", "”"),
        ("„Wir gehen,鈥\ufffd sagte sie.", "“"),
        ("the river 鈥? and the dam — stays", "—"),
        ("der Fluss 鈥? für Orvesund – bleibt", "–"),
        ("It isn鈥\ufffdt so.", "’"),
        ("She said \ufffdno to it", "“"),
        ("pokaza??a", None),
    ],
)
def test_the_likely_reading_follows_from_what_stands_around(text: str, reading: str | None) -> None:
    assert [suspect.reading for suspect in repair(text).suspects] == [reading]


def test_a_question_mark_in_an_address_is_not_damage() -> None:
    assert repair("See orvesund.example/page?te=1 for more. Why? Nobody knows. Really?! No??").suspects == ()


def test_changes_can_be_made_on_a_draft() -> None:
    text = "cafÃ©"
    assert Draft.of(text).apply(repair_changes(text)).text == "café"


TRACES = st.text(
    st.sampled_from("ÂÃ©â€™“ă ĂłÅ‚ƒ聽茅鈥淪脙кириРёСЃвЂ√¬†‚Äô┬á├ΓÇÖБ─≥\x80\x9d\xa0\ufffd? aeT.\n١ط§เธ하혻"), max_size=40
)


@given(TRACES)
def test_the_text_as_found_can_be_rebuilt(text: str) -> None:
    result = repair(text)
    assert Ledger(result.edits).rebuild(result.text) == text


@given(TRACES)
def test_what_is_repaired_needs_no_further_repair(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@given(TRACES)
@settings(max_examples=300)
def test_what_ftfy_calls_bad_passes_the_quicker_test_before_it(text: str) -> None:
    from ftfy.badness import is_bad

    for line in text.split("\n"):
        assert not is_bad(line) or _maybe_bad().search(line)


@pytest.mark.parametrize("unit", ["Ã", "â€", "聽", "鈥", "–", "Рё", "?", "\ufffd", "┬", "ط§ ", "茅a", "\x80", "ÃƒÂ"])
def test_a_line_without_end_is_read_to_its_end(unit: str) -> None:
    text = unit * (30_000 // len(unit)) + " cafÃ©"
    result = repair(text)
    assert Ledger(result.edits).rebuild(result.text) == text
