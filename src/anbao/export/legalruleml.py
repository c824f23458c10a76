"""The norms in LegalRuleML 1.0 (OASIS), in its compact serialization.

A claim norm is a prescriptive statement: if its elements hold of a dispute, the
liability is owed. A conduct norm forbids the circumstance that breaches it. An
auxiliary norm is constitutive: it establishes or excludes a circumstance. A
defence has its effect; a referring norm and an exception have no conclusion of
their own. An exception, and a defence that excludes liability, is a defeater and
overrides the norms that it is raised against. All other statements are
defeasible: which of two conflicting norms prevails is for the rules to decide,
and is not written down as an override here. Circumstances are predicates of the
dispute, by their IRIs.

Associations tie each statement to the provision that lays it down, to the body
that issued it, and to the days from and until which its wording is in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from anbao.export.content import Content
from anbao.export.files import File, written
from anbao.export.lookup import Lookup
from anbao.graph.namespaces import ELI, local_name
from anbao.graph.vocabulary import ANBAO
from anbao.law.norms import ELEMENT_KINDS

__all__ = ["LRML", "RULEML", "files"]

LRML = "http://docs.oasis-open.org/legalruleml/ns/v1.0/"
RULEML = "http://ruleml.org/spec"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
SPACES = {"xmlns:lrml": LRML, "xmlns:ruleml": RULEML, "xmlns:xsi": XSI, "xmlns:xs": XSD}
VOCABULARY = LRML + "vocab#"
CHINA = "http://publications.europa.eu/resource/authority/country/CHN"
MEDIA_TYPE = "application/xml"
FROM, UNTIL = ELI + "first_date_entry_in_force", ELI + "date_no_longer_in_force"
KINDS = (
    ANBAO.ClaimNorm,
    ANBAO.ReferringNorm,
    ANBAO.ConductNorm,
    ANBAO.DefenceNorm,
    ANBAO.AuxiliaryNorm,
    ANBAO.Exception,
)


def files(content: Content) -> Iterator[File]:
    """Yield the norms as one document."""
    yield File("anbao.lrml", written(_Writer(content.lookup).document()), MEDIA_TYPE)


def _lrml(parent: Element, tag: str, /, **attributes: str) -> Element:
    return SubElement(parent, f"lrml:{tag}", attributes)


def _ruleml(parent: Element, tag: str, /, **attributes: str) -> Element:
    return SubElement(parent, f"ruleml:{tag}", attributes)


def _atoms(parent: Element, predicates: Sequence[str], connective: str = "And") -> None:
    """Add that predicates hold of the dispute, several under a connective."""
    inside = parent if len(predicates) == 1 else _ruleml(parent, connective)
    for iri in predicates:
        atom = _ruleml(inside, "Atom")
        _ruleml(atom, "Rel", iri=iri)
        _ruleml(atom, "Var").text = "dispute"


class _Writer:
    """Writes the document part by part."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.statements = {
            norm: str(kind) for kind in KINDS for norm in lookup.instances(kind) if self._provision(norm)
        }
        self.provisions = sorted({self._provision(norm) for norm in self.statements})
        self.versions = {provision: self._versions(provision) for provision in self.provisions}

    def _provision(self, norm: str) -> str:
        laid_down = self.lookup.value(norm, ANBAO.laidDownIn)
        return laid_down or self.lookup.value(norm, ANBAO.authority) or ""

    def _versions(self, provision: str) -> list[str]:
        return self.lookup.values(provision, ELI + "has_member") or [provision]

    def _statute(self, provision: str) -> str:
        whole = self.lookup.value(provision, ELI + "is_part_of")
        if whole is None:
            owners = self.lookup.pointing(ELI + "has_member", provision)
            whole = owners[0] if owners else None
        return self._statute(whole) if whole else provision

    def document(self) -> Element:
        """Return the document, its parts in the order that the specification asks for (section 5.16)."""
        root = Element("lrml:LegalRuleML", SPACES)
        self._sources(_lrml(root, "LegalSources"))
        self._times(root)
        bodies = sorted({body for provision in self.provisions for body in self._issuers(provision)})
        authorities = _lrml(root, "Authorities")
        for body in bodies:
            _lrml(authorities, "Authority", key=local_name(body), sameAs=body)
        _lrml(_lrml(root, "Jurisdictions"), "Jurisdiction", key="china", sameAs=CHINA)
        self._associations(_lrml(root, "Associations"))
        statements = _lrml(root, "Statements", key="norms")
        for norm, kind in sorted(self.statements.items()):
            self._statement(statements, norm, kind)
        self._overrides(statements)
        return root

    def _issuers(self, provision: str) -> list[str]:
        return self.lookup.values(self._statute(provision), ANBAO.issuer)

    def _sources(self, parent: Element) -> None:
        for provision in self.provisions:
            _lrml(parent, "LegalSource", key=f"source-{local_name(provision)}", sameAs=provision)

    def _days(self) -> list[str]:
        versions = {version for found in self.versions.values() for version in found}
        return sorted({day for v in versions for p in (FROM, UNTIL) for day in self.lookup.values(v, p)})

    def _times(self, root: Element) -> None:
        """Add each day, and that something begins or ends to be in force on it."""
        times = _lrml(root, "Times")
        changes = _lrml(root, "TemporalCharacteristics")
        for day in self._days():
            time = _ruleml(times, "Time", key=f":day-{day}")
            _ruleml(time, "Data", **{"xsi:type": "xs:date"}).text = day
            for name, development in (("from", "Starts"), ("until", "Ends")):
                change = _lrml(changes, "TemporalCharacteristic", key=f"{name}-{day}")
                _lrml(change, "forStatus", iri=VOCABULARY + "InForce")
                _lrml(change, "hasStatusDevelopment", iri=VOCABULARY + development)
                _lrml(change, "atTime", keyref=f"#day-{day}")

    def _associations(self, parent: Element) -> None:
        """Tie the statements of each provision to it, its issuers and its times; tell their strength."""
        for provision in self.provisions:
            association = _lrml(parent, "Association", key=f"about-{local_name(provision)}")
            _lrml(association, "appliesSource", keyref=f"#source-{local_name(provision)}")
            for version in self.versions[provision]:
                for name, predicate in (("from", FROM), ("until", UNTIL)):
                    for day in self.lookup.values(version, predicate):
                        _lrml(association, "appliesTemporalCharacteristic", keyref=f"#{name}-{day}")
            for body in self._issuers(provision):
                _lrml(association, "appliesAuthority", keyref=f"#{local_name(body)}")
            _lrml(association, "appliesJurisdiction", keyref="#china")
            self._target(association, (n for n in self.statements if self._provision(n) == provision))
        for strength, defeating in (("DefeasibleStrength", False), ("Defeater", True)):
            association = _lrml(parent, "Association", key=strength)
            _lrml(_lrml(association, "appliesStrength"), strength)
            self._target(association, (n for n in self.statements if self._defeats(n) == defeating))

    def _target(self, association: Element, norms: Iterable[str]) -> None:
        for norm in sorted(norms):
            _lrml(association, "toTarget", keyref=f"#{local_name(norm)}")

    def _statement(self, parent: Element, norm: str, kind: str) -> None:
        """Add a norm: its labels, its kind, and its rule."""
        constitutive = kind == str(ANBAO.AuxiliaryNorm)
        tag = "ConstitutiveStatement" if constitutive else "PrescriptiveStatement"
        statement = _lrml(parent, tag, key=local_name(norm))
        labels = " / ".join(self.lookup.label(norm, language) for language in ("zh", "en"))
        _lrml(statement, "Comment", iri=norm).text = labels
        _lrml(statement, "hasType", iri=kind)
        rule = _ruleml(statement, "Rule", key=f":rule-{local_name(norm)}", closure="universal")
        parts = (*ELEMENT_KINDS, str(ANBAO.condition))
        _atoms(_ruleml(rule, "if"), [value for part in parts for value in self.lookup.values(norm, part)])
        self._head(rule, norm, kind)

    def _head(self, rule: Element, norm: str, kind: str) -> None:
        """Add what follows if the elements hold, where something does."""
        look = self.lookup.values
        if kind == str(ANBAO.ClaimNorm):
            _atoms(_lrml(_ruleml(rule, "then"), "Obligation"), look(norm, ANBAO.consequence))
        elif kind == str(ANBAO.ConductNorm):
            _atoms(_lrml(_ruleml(rule, "then"), "Prohibition"), look(norm, ANBAO.breachedBy), "Or")
        elif kind == str(ANBAO.DefenceNorm):
            _atoms(_ruleml(rule, "then"), look(norm, ANBAO.defenceEffect))
        elif kind == str(ANBAO.AuxiliaryNorm):
            head = _ruleml(rule, "then")
            if established := look(norm, ANBAO.establishes):
                _atoms(head, established)
            else:
                _atoms(_ruleml(head, "Neg"), look(norm, ANBAO.excludes), "Or")

    def _defeats(self, norm: str) -> bool:
        """Return whether a norm is an exception, or a defence that excludes liability."""
        effects = self.lookup.values(norm, ANBAO.defenceEffect)
        return self.statements[norm] == str(ANBAO.Exception) or str(ANBAO.ExcludesLiability) in effects

    def _overrides(self, parent: Element) -> None:
        """Add that each defeater overrides the norms that it is raised against."""
        for defeater in sorted(self.statements):
            if self._defeats(defeater):
                for norm in sorted(self._against(defeater)):
                    statement = _lrml(
                        parent, "OverrideStatement", key=f"{local_name(defeater)}-over-{local_name(norm)}"
                    )
                    _lrml(
                        statement, "Override", over=f"#{local_name(defeater)}", under=f"#{local_name(norm)}"
                    )

    def _against(self, defeater: str) -> set[str]:
        """Return the norms that a defeater is raised against: by name, statute or question."""
        look = self.lookup.values
        named = {*look(defeater, ANBAO.against), *look(defeater, ANBAO.exceptsNorm)}
        named |= set(look(defeater, ANBAO.exceptsNormsOf))
        spared = set(look(defeater, ANBAO.notAgainst))
        return {
            norm
            for norm, kind in self.statements.items()
            if kind not in {str(ANBAO.Exception), str(ANBAO.DefenceNorm)}
            and norm not in spared
            and named & {norm, self._statute(self._provision(norm)), *look(norm, ANBAO.question)}
        }
