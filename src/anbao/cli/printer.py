"""What every printer needs: words, labels, norms, the heading of a dispute."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from anbao.disputes.disputes import Dispute
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import Law, Position
from anbao.wording import word

__all__ = ["Printer"]


class Printer:
    """Prints in one language on one console."""

    def __init__(self, law: Law, console: Console, language: str) -> None:
        """Take the law for its labels."""
        self.law, self.console, self.language = law, console, language

    @property
    def comma(self) -> str:
        """The comma between the members of a list."""
        return "、" if self.language == "zh" else ", "

    @property
    def semicolon(self) -> str:
        """The semicolon between clauses."""
        return "；" if self.language == "zh" else "; "

    def pair(self, name: str, value: str) -> str:
        """Return a name with what stands behind its colon."""
        return f"{name}：{value}" if self.language == "zh" else f"{name}: {value}"

    def bracket(self, text: str) -> str:
        """Return a text in brackets, after a space where the language has spaces."""
        return f"（{text}）" if self.language == "zh" else f" ({text})"

    def position(self, position: Position) -> str:
        """Return a position by its identifier, the bare statutes in words."""
        return self.word("answers.bare statutes") if position.bare else position.identifier

    def under(self, position: Position) -> str:
        """Return a heading that names a position: its identifier and whose it is."""
        name = self.position(position)
        if position.bare:
            return name[:1].upper() + name[1:]
        return f"{self.word('answers.under')} {name} · {self.label(position.iri)}"

    def word(self, name: str, **values: object) -> str:
        """Return the entry `topic.name` of the words, its `{places}` filled in."""
        return word(name, self.language, **values)

    def label(self, iri: str) -> str:
        """Return the label of a resource."""
        return self.law.label(iri, self.language)

    def term(self, name: str) -> str:
        """Return the label of a term of the ontology."""
        return self.law.label(f"{ANBAO._NS}{name}", self.language)

    def norm(self, iri: str) -> str:
        """Return the label of a norm after that of its provision."""
        return self.law.norm_label(iri, self.language)

    def head(self, dispute: Dispute) -> None:
        """Print a heading: the case, the dispute, and the declared date if it is replayed under one."""
        case = f"{self.label(dispute.case)} · " if dispute.case else ""
        self.console.rule()
        self.console.print(Text(case + dispute.label[self.language], style="bold"))
        if dispute.counterfactual:
            line = self.word("answers.counterfactual") + f" {dispute.counterfactual}"
            self.console.print(Text(line, style="magenta"))
