"""The statutes in Akoma Ntoso 3.0 (OASIS LegalDocML), one document for each language.

A document holds the provisions that the graph holds, not the whole statute, and
each of them in every dated wording (`contains="multipleVersions"`, with a time
interval for each). The English one is marked as a translation without
authority. Sentences are left out: they stand in their paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from anbao.export.content import Content
from anbao.export.files import File, written
from anbao.export.lookup import Lookup
from anbao.graph.namespaces import ELI, SKOS, local_name
from anbao.graph.vocabulary import ANBAO
from anbao.wording import word

__all__ = ["NAMESPACE", "files"]

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MEDIA_TYPE = "application/akn+xml"
LANGUAGES = {"zh": "zho", "en": "eng"}
TEXT = {"zh": ANBAO.wording, "en": ANBAO.unofficialTranslation}
FROM, UNTIL = ELI + "first_date_entry_in_force", ELI + "date_no_longer_in_force"
EDITOR = "#anbao"
FOREVER = "9999"
IN_FORCE = "http://docs.oasis-open.org/legalruleml/ns/v1.0/vocab#InForce"
Period = tuple[str, str]  # first day in force, first day no longer in force or ""


def files(content: Content) -> Iterator[File]:
    """Yield each statute in Chinese, and in English as far as it is translated."""
    lookup = content.lookup
    for statute in lookup.instances(ANBAO.Statute):
        for language, code in LANGUAGES.items():
            root = _Writer(lookup, statute, language).document()
            if root is not None:
                yield File(f"akomantoso/{local_name(statute)}.{code}.xml", written(root), MEDIA_TYPE)


def _sub(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    found = SubElement(parent, tag, attributes)
    found.text = text
    return found


def _meet(one: Period, other: Period) -> bool:
    """Return whether there is a day in both periods."""
    return one[0] < (other[1] or FOREVER) and other[0] < (one[1] or FOREVER)


@dataclass
class _Writer:
    """Writes one statute in one language."""

    lookup: Lookup
    statute: str
    language: str
    periods: dict[Period, str] = field(default_factory=dict)

    def document(self) -> Element | None:
        """Return the document, or None if no provision has a text in the language."""
        root = Element("akomaNtoso", {"xmlns": NAMESPACE})
        act = _sub(root, "act", name=self._kind(), contains="multipleVersions")
        meta = _sub(act, "meta")
        preface = _sub(act, "preface")
        title = _sub(_sub(preface, "longTitle"), "p")
        _sub(title, "docTitle", self.lookup.label(self.statute, self.language))
        body = _sub(act, "body")
        for article in self._parts(self.statute, ANBAO.articleNumber):
            self._article(body, article)
        self._identification(meta)
        self._times(meta)
        return root if len(body) else None

    def _kind(self) -> str:
        return local_name(self.lookup.value(self.statute, ANBAO.rank) or "").removeprefix("rank-")

    def _parts(self, whole: str, number: str) -> list[str]:
        """Return the parts of a provision that bear a number of their own, in the order of the text."""
        inherited = self.lookup.number(whole, number)
        parts = self.lookup.pointing(ELI + "is_part_of", whole)
        own = [part for part in parts if self.lookup.number(part, number) not in {None, inherited}]

        def place(part: str) -> tuple[int, int]:
            return self.lookup.number(part, ANBAO.textOrder) or 0, self.lookup.number(part, number) or 0

        return sorted(own, key=place)

    def _article(self, body: Element, iri: str) -> None:
        number = self.lookup.number(iri, ANBAO.articleNumber)
        name = f"art_{number}"
        article = Element("article", {"eId": name, "refersTo": iri})
        _sub(article, "num", word("export.article", self.language, number=number))
        for paragraph in self._parts(iri, ANBAO.paragraphNumber):
            number = self.lookup.number(paragraph, ANBAO.paragraphNumber)
            self._versions(article, paragraph, f"{name}__para_{number}", "paragraph")
        if len(article) > 1:
            body.append(article)

    def _versions(self, parent: Element, iri: str, name: str, tag: str, within: Period = ("", "")) -> None:
        """Add each wording of a paragraph or item that stood in a period; the newest has the plain name."""
        for version, period, newest in self._dated(iri):
            if not _meet(period, within):
                continue
            words = self.lookup.spoken(version, TEXT[self.language], self.language)
            items = self._parts(iri, ANBAO.itemNumber) if tag == "paragraph" else []
            if words is None and self.language != "zh":
                continue
            here = name if newest else f"{name}_v{period[0]}"
            part = _sub(parent, tag, eId=here, wId=name, period=self._period(period), refersTo=version)
            if words is None:
                part.set("status", "unknown")
            if items:
                _sub(_sub(part, "intro"), "p", words)
                for item in items:
                    number = self.lookup.number(item, ANBAO.itemNumber)
                    self._versions(part, item, f"{here}__point_{number}", "point", period)
            else:
                _sub(_sub(part, "content"), "p", words)

    def _dated(self, iri: str) -> Iterator[tuple[str, Period, bool]]:
        """Yield the versions of a provision, each with its period and whether it is the newest."""
        versions = self.lookup.values(iri, ELI + "has_member")
        dated = sorted((self.lookup.value(v, FROM) or "", v) for v in versions)
        for begin, version in dated:
            yield version, (begin, self.lookup.value(version, UNTIL) or ""), version == dated[-1][1]

    def _period(self, period: Period) -> str:
        name = self.periods.setdefault(period, f"period_{len(self.periods) + 1}")
        return f"#{name}"

    def _identification(self, meta: Element) -> None:
        """Add the work, its expression in this language, this manifestation, and the publication."""
        promulgated = self.lookup.value(self.statute, ELI + "date_publication") or ""
        adopted = self.lookup.value(self.statute, ELI + "date_document")
        notation = (self.lookup.value(self.statute, SKOS + "notation") or "").lower()
        work = f"/akn/cn/act/{self._kind()}/{adopted or promulgated}/{notation}"
        latest = max((begin for begin, _ in self.periods), default=promulgated)
        code = LANGUAGES[self.language]
        expression = f"{work}/{code}@{latest}"
        issuer = f"#{local_name(self.lookup.value(self.statute, ANBAO.issuer) or '')}"
        made = {"date": adopted or promulgated, "name": "adoption" if adopted else "promulgation"}
        version = {"date": latest, "name": "version"}
        identification = _sub(meta, "identification", source=EDITOR)

        part = self._level(identification, "FRBRWork", work, made, issuer)
        _sub(part, "FRBRcountry", value="cn")
        _sub(part, "FRBRsubtype", value=self._kind())
        author = issuer if self.language == "zh" else EDITOR
        part = self._level(identification, "FRBRExpression", expression, version, author)
        _sub(part, "FRBRlanguage", language=code)
        if self.language != "zh":
            original = f"{work}/{LANGUAGES['zh']}@{latest}"
            about = {
                "href": original,
                "fromLanguage": LANGUAGES["zh"],
                "authoritative": "false",
                "by": EDITOR,
            }
            _sub(part, "FRBRtranslation", **about)
        self._level(identification, "FRBRManifestation", expression, version, EDITOR)

        title = self.lookup.label(self.statute, "zh")
        publication = _sub(meta, "publication", date=promulgated, name="promulgation", showAs=title)
        if number := self.lookup.value(self.statute, ANBAO.documentNumber):
            publication.set("number", number)

    def _level(self, parent: Element, tag: str, uri: str, dated: dict[str, str], author: str) -> Element:
        """Add one level of identification (FRBR) and return it."""
        part = _sub(parent, tag)
        ending = ".xml" if tag == "FRBRManifestation" else ""
        _sub(part, "FRBRthis", value=f"{uri}/!main{ending}")
        _sub(part, "FRBRuri", value=uri + ending)
        if tag == "FRBRWork":
            _sub(part, "FRBRalias", value=self.statute, name="iri")
        _sub(part, "FRBRdate", **dated)
        _sub(part, "FRBRauthor", href=author)
        return part

    def _times(self, meta: Element) -> None:
        """Add what happened when, the intervals of the wordings, who is meant, and what is left out."""
        begin = self.lookup.value(self.statute, FROM) or ""
        end = self.lookup.value(self.statute, UNTIL)
        days = {begin, *(day for period in self.periods for day in period if day)}
        events = {day: f"event_{number}" for number, day in enumerate(sorted(days | {end or begin}), 1)}
        lifecycle = _sub(meta, "lifecycle", source=EDITOR)
        for day, name in events.items():
            kind = "repeal" if day == end else "generation" if day == begin else "amendment"
            _sub(lifecycle, "eventRef", eId=name, date=day, source=EDITOR, type=kind)
        if self.periods:
            self._intervals(_sub(meta, "temporalData", source=EDITOR), events)
        references = _sub(meta, "references", source=EDITOR)
        _sub(references, "TLCOrganization", eId="anbao", href="https://w3id.org/anbao/", showAs="Anbao")
        for body in self.lookup.values(self.statute, ANBAO.issuer):
            label = self.lookup.label(body, self.language)
            _sub(references, "TLCOrganization", eId=local_name(body), href=body, showAs=label)
        _sub(
            references,
            "TLCConcept",
            eId="inForce",
            href=IN_FORCE,
            showAs=word("export.in force", self.language),
        )
        note = _sub(_sub(meta, "notes", source=EDITOR), "note", eId="note_1")
        notices = ("export.excerpt", "export.translation notice")
        _sub(note, "p", "".join(word(name, self.language) for name in notices))

    def _intervals(self, parent: Element, events: dict[str, str]) -> None:
        for period, name in self.periods.items():
            group = _sub(parent, "temporalGroup", eId=name)
            begin, end = (f"#{events[day]}" if day else "" for day in period)
            limits = {"refersTo": "#inForce", "start": begin} | ({"end": end} if end else {})
            _sub(group, "timeInterval", **limits)
