"""An attribution that another rendering of the same text does not bear out is marked as suspect."""

from __future__ import annotations

from dataclasses import dataclass

from corpuslib.annotate.attributions import find_attributions
from corpuslib.compare import compare_renderings
from corpuslib.compare.divergences import Divergence
from corpuslib.compare.pairs import Pair, Relation
from corpuslib.compare.suspects import mark_suspects, suspect_attributions
from corpuslib.document import Document, Metadata, as_document


@dataclass(frozen=True)
class Rendering:
    """Two renderings of one text with what was found to differ."""

    a: Document
    b: Document

    def divergences(self) -> tuple[Divergence, ...]:
        return tuple(d for d in compare_renderings(self.a, self.b).divergences if d.kind == "attribution")

    def suspects(
        self, relation: Relation = "parallel_rendering", earlier: str | None = None
    ) -> dict[tuple[str, int], str]:
        documents = [self.a, self.b]
        found = {d.doc_id: {"attributions": find_attributions(d)} for d in documents}
        pair = Pair(
            doc_a="1", doc_b="2", relation=relation, probability=0.9, containment_a=0.5, containment_b=0.5,
            earlier=earlier, evidence="",
        )  # fmt: skip
        return suspect_attributions(documents, found, self.divergences(), [pair])


def document(name: str, text: str, outlet: str | None = None, agencies: tuple[str, ...] = ()) -> Document:
    plain = as_document(text).with_id(name)
    return Document(
        raw=text,
        text=text,
        blocks=plain.blocks,
        metadata=Metadata(outlet=outlet, agencies=agencies, language="en"),
        doc_id=name,
    )


PLAIN = "The harbour master said on Monday that the ferry would stay moored at the quay until the lanterns work."
TOLD = PLAIN.replace("said", "told Quick Feed")


def test_a_listener_that_only_one_rendering_has_makes_the_attribution_suspect() -> None:
    reasons = Rendering(document("1", PLAIN), document("2", TOLD)).suspects()
    assert reasons == {("2", 0): "1 (parallel rendering) does not have “told Quick Feed” here"}


def test_attributions_that_both_renderings_have_are_not_suspect() -> None:
    assert Rendering(document("1", TOLD), document("2", TOLD)).suspects() == {}


def test_a_copy_that_puts_its_own_name_in_for_the_agencys_is_suspect() -> None:
    wire = PLAIN.replace("said", "told Halyard")
    copied = Rendering(document("1", wire, "Halyard", ("Halyard",)), document("2", TOLD, "Quick Feed", ("Halyard",)))
    assert list(copied.suspects("republication")) == [("2", 0)]


def test_an_outlet_that_names_itself_is_found_behind_any_verb() -> None:
    confided = PLAIN.replace("The harbour master said", "That confided the harbour master to Quick Feed")
    [row] = Rendering(document("1", PLAIN), document("2", confided, "Quick Feed")).divergences()
    assert (row.a, row.likely_right) == (None, "a")


def test_of_two_listeners_the_later_documents_is_suspect_where_nothing_else_decides() -> None:
    other = Rendering(document("1", PLAIN.replace("said", "told Halyard")), document("2", TOLD))
    assert list(other.suspects(earlier="1")) == [("2", 0)]
    assert sorted(other.suspects()) == [("1", 0), ("2", 0)]


def test_what_the_evidence_favours_is_not_suspect() -> None:
    credited = Rendering(document("1", PLAIN.replace("said", "told Halyard"), None, ("Halyard",)), document("2", PLAIN))
    assert [row.likely_right for row in credited.divergences()] == ["a"]
    assert credited.suspects() == {}


def test_the_columns_say_why() -> None:
    rows = find_attributions(document("2", TOLD))
    [marked] = mark_suspects(rows, {("2", 0): "1 has none"})
    assert (marked.suspect, marked.suspect_reason) == (True, "1 has none")
    [plain] = mark_suspects(rows, {})
    assert (plain.suspect, plain.suspect_reason) == (False, None)
