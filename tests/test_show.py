"""One document, shown: safe, and readable without colour."""

from __future__ import annotations

from dataclasses import replace

from corpuslib.document import as_document
from corpuslib.show import document_html, document_text
from corpuslib.text import Change, Draft


def damaged():  # type: ignore[no-untyped-def]
    draft = Draft.of("The cafÃ© <script>alert(1)</script> reopened.").apply([Change(7, 9, "é", "mojibake", "rule")])
    document = as_document(draft.text)
    return replace(document, raw=draft.raw, ledger=draft.ledger)


def test_html_escapes_the_text() -> None:
    html = document_html(damaged())
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_html_marks_an_edit_with_what_was_found() -> None:
    assert "<mark title='found: &#x27;Ã©&#x27; · mojibake · rule'>é</mark>" in document_html(damaged())


def test_a_terminal_gets_both_sides_of_an_edit() -> None:
    assert "caf⟦Ã©→é⟧ <script>" in document_text(damaged())


def test_control_characters_cannot_reach_the_terminal() -> None:
    assert "\x1b" not in document_text(as_document("red \x1b[31m alert"))


def test_the_kind_of_a_block_is_written_and_not_only_coloured() -> None:
    assert "paragraph │" in document_text(as_document("Talks go on."))
