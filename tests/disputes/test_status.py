"""The status of a circumstance: its IRI, its words, and what is none."""

from pathlib import Path

import pytest

from anbao.disputes.documents import read_file
from anbao.disputes.status import FOUND, Status
from anbao.engine.engine import Engine
from anbao.errors import DataError


def test_a_status_is_its_iri_and_has_its_words() -> None:
    """A status is equal to its IRI, and known by the term and by the word of a dispute's file."""
    assert str(Status.LEFT_OPEN) == "https://w3id.org/anbao/ontology#LeftOpen"
    assert Status("https://w3id.org/anbao/ontology#Refuted") is Status.REFUTED
    assert [status.term for status in Status] == ["Established", "Refuted", "LeftOpen", "NotShown", "Silent"]
    assert [status.word for status in FOUND] == ["established", "refuted", "open"]
    assert [Status.of_term(status.term) for status in Status] == list(Status)


def test_an_unknown_status_is_one_clear_message(tmp_path: Path, engine: Engine) -> None:
    """A finding of a status that there is not is refused with the dispute and what there is."""
    path = tmp_path / "odd.ttl"
    path.write_text(
        "PREFIX anbao: <https://w3id.org/anbao/ontology#>\n"
        "PREFIX circ: <https://w3id.org/anbao/circumstance#>\n"
        "<urn:d> a anbao:Dispute ; anbao:finding [\n"
        "    anbao:circumstance circ:DefendantKnew ; anbao:findingStatus anbao:Perhaps ] .\n",
        "utf-8",
    )
    with pytest.raises(DataError, match=r"urn:d: .*#Perhaps is no status of a finding\. Use anbao:Est"):
        read_file(path, engine.law)
