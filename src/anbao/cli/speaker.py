"""What all printers say alike: words, labels, norms, the heading of a dispute."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from anbao.cli.words import WORDS
from anbao.disputes.disputes import Dispute
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law

__all__ = ["Speaker"]


class Speaker:
    """Speaks one language on one console."""

    words: Mapping[str, Mapping[str, str]] = {}  # those of a printer of its own go before those of all

    def __init__(self, law: Law, console: Console, language: str) -> None:
        """Take the law for its labels."""
        self.law, self.console, self.language = law, console, language

    def word(self, name: str) -> str:
        """Return a word of the interface."""
        return (self.words.get(name) or WORDS[name])[self.language]

    def label(self, iri: str) -> str:
        """Return the label of a resource."""
        return self.law.label(iri, self.language)

    def term(self, name: str) -> str:
        """Return the label of a term of the ontology."""
        return self.law.label(f"{ANBAO._NS}{name}", self.language)

    def norm(self, iri: str) -> str:
        """Return a norm as its provision and what it is about."""
        colon = "：" if self.language == "zh" else ": "
        provision = self.law.norms[iri].provision
        return f"{self.law.label(provision, self.language)}{colon}{self.law.label(iri, self.language)}"

    def head(self, dispute: Dispute) -> None:
        """Print which dispute, of which case, and under which date it is replayed."""
        case = f"{self.label(dispute.case)} · " if dispute.case else ""
        self.console.rule()
        self.console.print(Text(case + dispute.label[self.language], style="bold"))
        if dispute.counterfactual:
            told = f"{self.word('counterfactual')} {dispute.counterfactual}"
            self.console.print(Text(told, style="magenta"))
