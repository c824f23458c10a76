"""The codebook of circumstances as Markdown, as a page and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import jinja2
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from anbao.analysis.codebook.entries import Entry, grouped
from anbao.disputes.status import Status
from anbao.errors import OutputError
from anbao.graph.namespaces import local_name
from anbao.law.norms import Law
from anbao.wording import word

__all__ = ["Description", "describe", "to_html", "to_markdown", "write_xlsx"]

TEMPLATES = Path(__file__).parent / "templates"
WIDE, NARROW = 44, 24  # characters
COLUMNS = {
    "name": NARROW,
    "fact or concept": NARROW,
    "group": NARROW,
    "Chinese label": WIDE,
    "English label": WIDE,
    "Chinese definition": WIDE,
    "English definition": WIDE,
    "falls under": WIDE,
    "norms": WIDE,
    "exclusions": WIDE,
    "cases": NARROW,
    "aliases": NARROW,
    "words": WIDE,
}


@dataclass(frozen=True)
class Description:
    """An entry in words of one language; each list holds one line for each thing."""

    name: str
    factual: bool
    label: Mapping[str, str]
    definition: Mapping[str, str]
    within: tuple[str, ...]
    norms: tuple[str, ...]
    exclusions: tuple[str, ...]
    cases: tuple[str, ...]
    aliases: tuple[str, ...]
    words: tuple[str, ...]


def describe(entry: Entry, law: Law, language: str) -> Description:
    """Return an entry in words."""
    one, show = entry.circumstance, partial(law.label, language=language)
    colon, comma = ("：", "、") if language == "zh" else (": ", ", ")

    def by(sources: Iterable[str]) -> str:
        authority = comma.join(map(show, sources)) or word("codebook.no authority", language)
        return f"（{authority}）" if language == "zh" else f" ({authority})"

    def named(iri: str) -> str:
        return f"{local_name(iri)} {show(iri)}" if iri in law.circumstances else show(iri)

    def using(kind: str, norm: str, provision: str) -> str:
        return f"{show(provision)}{colon}{show(norm)} [{show(kind)}]"

    return Description(
        local_name(one.iri),
        one.factual,
        {"zh": one.label.zh, "en": one.label.en},
        {"zh": one.definition.zh, "en": one.definition.en},
        tuple(named(axiom.right[0]) + by(axiom.sources) for axiom in entry.within),
        tuple(dict.fromkeys(using(use.kind, use.norm, use.provision) for use in entry.uses)),
        tuple(named(other) + by(sources) for other, sources in entry.excluded(law)),
        tuple(_cases(entry, law)),
        tuple(alias for alias in one.aliases if ":" not in alias),
        one.words,
    )


def _cases(entry: Entry, law: Law) -> Iterable[str]:
    """Yield each case that finds the circumstance, with the marks of its statuses."""
    by_case = groupby(entry.examples, key=lambda example: example.dispute.case)
    for case, several in by_case:
        marks = dict.fromkeys(example.status.mark for example in several)
        identifier = local_name(case or "").removeprefix("case-").upper()
        yield f"{identifier} {''.join(marks)}"


def to_markdown(found: Sequence[Entry], law: Law, language: str) -> str:
    """Return the codebook in Markdown, its headings in `zh` or `en`, labels and definitions in both."""
    page = _environment(autoescape=False).get_template("codebook.md.jinja")
    return page.render(**_context(found, law, language))


def to_html(found: Sequence[Entry], law: Law, language: str) -> str:
    """Return the codebook as one self-contained page."""
    page = _environment(autoescape=True).get_template("codebook.html.jinja")
    return page.render(**_context(found, law, language))


def _environment(*, autoescape: bool) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def _context(found: Sequence[Entry], law: Law, language: str) -> dict[str, object]:
    say = partial(word, language=language)
    groups = [
        (law.label(group, language), [describe(entry, law, language) for entry in members])
        for group, members in grouped(found).items()
    ]
    marks = [(status.mark, law.label(status.term, language)) for status in Status if status.mark.strip()]
    return {"groups": groups, "word": say, "lang": language, "marks": marks}


def write_xlsx(found: Sequence[Entry], law: Law, language: str, path: Path) -> None:
    """Write the codebook as a spreadsheet, one circumstance a row.

    Raises:
        OutputError: the file cannot be written.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = word("codebook.title", language)
    sheet.append([word(f"codebook.{column}", language) for column in COLUMNS])
    for entry in sorted(found, key=lambda entry: entry.circumstance.group):
        sheet.append(_row(entry, law, language))
    for number, width in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    try:
        book.save(path)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}.", where=path) from None


def _row(entry: Entry, law: Law, language: str) -> list[str]:
    """Return the cells of an entry, in the order of the columns."""
    said, say = describe(entry, law, language), partial(word, language=language)
    return [
        said.name,
        say("codebook.fact" if said.factual else "codebook.concept"),
        law.label(entry.circumstance.group, language),
        said.label["zh"],
        said.label["en"],
        said.definition["zh"],
        said.definition["en"],
        *(
            "\n".join(lines)
            for lines in (said.within, said.norms, said.exclusions, said.cases, said.aliases, said.words)
        ),
    ]
