"""Which encoding bytes are read with, and why."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.read.bytes import Decoded, binary_reason, declared_charset, decode, without_surrogates

SENTENCE = "Die Zölle auf Äpfel „bleiben“ vorerst – so sagte es der Minister. "
RUSSIAN = "Переговоры о реке продолжались до позднего вечера, сообщил представитель министерства. "
CHINESE = "双方代表周三在河边举行会谈，但没有就水坝问题达成协议。发言人说，谈判将于下月继续。"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert decode(mark + SENTENCE.encode(encoding)) == Decoded(SENTENCE, encoding, "byte order mark")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_recognised_without_a_mark(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding))[:2] == (SENTENCE, encoding)


def test_a_wide_text_cut_in_the_middle_of_a_character_keeps_what_is_there() -> None:
    text, _, reason = decode(codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le") + b"x")
    assert text == SENTENCE + "\ufffd" and "U+FFFD" in reason


def test_valid_utf8_wins_over_another_declared_charset_and_the_reason_says_so() -> None:
    text, encoding, reason = decode(SENTENCE.encode(), "iso-8859-1")
    assert (text, encoding) == (SENTENCE, "utf-8") and "iso-8859-1" in reason


def test_a_declared_charset_is_used_where_the_bytes_are_not_utf8() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "windows-1251") == Decoded(RUSSIAN, "cp1251", "declared as windows-1251")


def test_latin_1_declared_means_cp1252_as_on_the_web() -> None:
    assert decode(SENTENCE.encode("cp1252"), "ISO-8859-1")[:2] == (SENTENCE, "cp1252")


@pytest.mark.parametrize("label", ["utf-7", "rot13", "base64", "no such", "utf-16", "\x00", "zip", "idna"])
def test_a_label_that_no_page_can_mean_is_ignored(label: str) -> None:
    assert decode(SENTENCE.encode("cp1252"), label)[:2] == (SENTENCE, "cp1252")


def test_western_bytes_without_declaration_are_cp1252() -> None:
    text, encoding, reason = decode(SENTENCE.encode("cp1252"))
    assert (text, encoding) == (SENTENCE, "cp1252") and "not UTF-8" in reason


POLISH = "Minister Wałęsa powiedział, że są to piękne dni dla łódzkich żołnierzy. "
CZECH = "Ministr řekl, že žádné změny příští týden nebudou a čeká na výsledek. "
TURKISH = "Bakan dün görüşmelerin süreceğini söyledi; şimdi başkente dönüyor. "
ICELANDIC = "Ráðherrann sagði að viðræðurnar hæfust á ný í þessari viku. "
GREEK = "Η κυβέρνηση ανακοίνωσε χθες νέα μέτρα για την οικονομία. "
ARABIC = "قال الوزير إن المحادثات ستستمر يوم الأربعاء المقبل. "
JAPANESE = "外務大臣は昨日、会談を続けると述べた。協議は来月も続く見通しだ。"
KOREAN = "장관은 어제 회담이 계속될 것이라고 말했다. 양측은 합의에 이르지 못했다. "
TAIWANESE = "外交部長昨天說會談將繼續。雙方代表週三舉行會談，但沒有達成協議。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RUSSIAN, name) for name in ("cp1251", "koi8_r", "cp866", "iso8859_5")),
        *((JAPANESE, name) for name in ("cp932", "euc_jp", "iso2022_jp")),
        *((text, name) for text in (POLISH, CZECH) for name in ("cp1250", "iso8859_2")),
        *((CHINESE, name) for name in ("gb18030", "utf-16-le", "utf-16-be")),
        *((SENTENCE, name) for name in ("cp1252", "mac_roman")),
        (TAIWANESE, "big5hkscs"),
        (KOREAN, "cp949"),
        (TURKISH, "cp1254"),
        (ICELANDIC, "cp1252"),
        (GREEK, "cp1253"),
        (ARABIC, "cp1256"),
    ],
)
def test_an_encoding_is_detected_by_the_letters_of_the_language(text: str, encoding: str) -> None:
    assert decode((text * 2).encode(encoding)).text == text * 2


@pytest.mark.parametrize("data", [b"caf\xe9", b"it\x92s", b"20\xb0C", b"\x93Yes\x94", b"\xd6", b"\xa3 5 m"])
def test_a_few_bytes_are_cp1252_and_not_some_rare_encoding(data: bytes) -> None:
    assert decode(data)[:2] == (data.decode("cp1252"), "cp1252")


@pytest.mark.parametrize("text", [RUSSIAN, GREEK, ARABIC])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_of_another_alphabet_is_recognised_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[:2] == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (SENTENCE, "cp1252", "windows-1251"),
        (SENTENCE, "cp1252", "utf-8"),
        (SENTENCE, "cp1252", "gbk"),
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (CHINESE, "gb18030", "utf-8"),
        (JAPANESE, "cp932", "iso-8859-1"),
    ],
)
def test_a_charset_declared_wrongly_is_not_believed(text: str, encoding: str, declared: str) -> None:
    result = decode((text * 3).encode(encoding), declared)
    assert result.text == text * 3
    assert result.encoding == encoding


def test_the_reason_names_the_declaration_that_does_not_fit() -> None:
    assert (
        "windows-1251 is declared, which does not fit" in decode((SENTENCE * 3).encode("cp1252"), "windows-1251").reason
    )


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (JAPANESE, "cp932", "x-sjis"),
        (CHINESE, "gb18030", "x-gbk"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        (RUSSIAN, "mac-cyrillic", "x-mac-cyrillic"),
    ],
)
def test_labels_of_the_web_that_python_does_not_know_are_understood(text: str, encoding: str, label: str) -> None:
    assert decode(text.encode(encoding), label)[1:] == (encoding, f"declared as {label}")


@pytest.mark.parametrize("bytes_lost", [1, 2])
def test_utf8_cut_at_its_end_keeps_the_rest_and_shows_the_cut(bytes_lost: int) -> None:
    text, encoding, reason = decode(CHINESE.encode()[:-bytes_lost])
    assert (text, encoding) == (CHINESE[:-1] + "\ufffd", "utf-8") and "cut" in reason


def test_utf8_cut_at_its_beginning_keeps_the_rest_and_shows_the_cut() -> None:
    assert decode(CHINESE.encode()[1:]).text == "\ufffd" + CHINESE[1:]


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (CHINESE, "gb18030"), (SENTENCE, "cp1252")])
def test_lines_in_another_encoding_among_lines_of_utf8_are_read_in_theirs(text: str, encoding: str) -> None:
    data = b"\n".join([text.encode(), text.encode(encoding), text.encode()])
    result = decode(data)
    assert result.text == "\n".join([text] * 3)
    assert "line 2" in result.reason and encoding in result.reason


def test_one_line_of_utf8_among_many_of_cp1252_is_read_as_utf8() -> None:
    data = b"\n".join([SENTENCE.encode("cp1252")] * 5 + [SENTENCE.encode()])
    assert decode(data).text == "\n".join([SENTENCE] * 6)


def test_lines_that_are_not_utf8_are_in_the_declared_charset() -> None:
    data = b"\n".join([RUSSIAN.encode(), "Привет".encode("koi8_r"), RUSSIAN.encode()])
    result = decode(data, "koi8-r")
    assert result.text == f"{RUSSIAN}\nПривет\n{RUSSIAN}" and "koi8-r" in result.reason


def test_islands_of_cp1252_in_utf8_are_read_line_by_line_and_the_reason_names_the_first() -> None:
    data = SENTENCE.encode() + b"\n" + SENTENCE.encode("cp1252") + b"\n" + SENTENCE.encode()
    text, encoding, reason = decode(data)
    assert (text, encoding) == ("\n".join([SENTENCE] * 3), "utf-8")
    assert "line 2" in reason and "cp1252" in reason


def test_an_island_inside_a_line_of_utf8_keeps_both_readings() -> None:
    assert decode("“Ja”, so Müller, ".encode() + b"it\x92s").text == "“Ja”, so Müller, it’s"


def test_bytes_that_cp1252_leaves_open_are_kept() -> None:
    assert decode("naïve “x” – ".encode() * 3 + b"\x81").text.endswith("\x81")


def test_nul_bytes_in_good_text_are_kept() -> None:
    data = b"The talks\x00 resume in the capital on Friday."
    assert binary_reason(data) is None and decode(data).text == data.decode()


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"PK\x03\x04abc", b"\x1f\x8b\x08", bytes(1000), bytes(range(1, 9)) * 50]
)
def test_binary_content_is_recognised(data: bytes) -> None:
    assert binary_reason(data)


def test_the_charset_of_a_page_is_read_from_either_form_of_meta() -> None:
    assert declared_charset(b'<meta charset="koi8-r">') == "koi8-r"
    assert declared_charset(b'<META http-equiv=x content="text/html; charset=windows-1252">') == "windows-1252"
    assert declared_charset(b" " * 5000 + b'<meta charset="koi8-r">') is None


def test_lone_surrogates_become_replacement_characters_and_the_reason_says_how_many() -> None:
    text, _, reason = without_surrogates(Decoded("a\ud800b\udfff", "utf-8", "valid UTF-8"))
    assert text == "a\ufffdb\ufffd" and "2 lone surrogates" in reason


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gbk", "shift_jis", "latin-1", "utf-16", "hz"]))
def test_any_bytes_decode_to_text_that_can_be_written(data: bytes, declared: str | None) -> None:
    without_surrogates(decode(data, declared)).text.encode()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t\r"), max_size=200))
def test_utf8_is_read_as_it_was_written(text: str) -> None:
    data = text.encode()
    if not text.startswith("\ufeff"):
        assert decode(data).text == text


@given(st.binary(max_size=40).map(lambda data: b"\x1b$" + bytes(byte & 127 for byte in data)))
def test_an_escape_sequence_that_leads_nowhere_stays_in_the_text(data: bytes) -> None:
    assert decode(data).text
