"""Words: each stands once, in both languages, and every name in the code is one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from anbao import wording
from anbao.wording import Label, phrase, word

ROOT = Path(__file__).parents[2]
NAME = r"[a-z]+\.[^\"'{}]+"
# A name given as a literal to `word`, `say` or `phrase`, or in a table of names beside it.
CALL = re.compile(rf"\b(?:word|say|phrase|known|tell)\(\s*(?:\w+ \? )?([\"'])({NAME})\1")
ENTRIES = {
    f"{topic}.{name}": label for topic in wording.topics() for name, label in wording.topic(topic).items()
}


def literals() -> Iterator[tuple[str, str]]:
    """Yield each name that a source or template gives as a literal, with the file."""
    sources = (
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "src").rglob("*.jinja"),
        *(ROOT / "site" / "templates").glob("*.jinja"),
        *(ROOT / "site" / "src").rglob("*.js"),
    )
    for path in sources:
        for found in CALL.finditer(path.read_text("utf-8")):
            yield str(path.relative_to(ROOT)), found[2]


def places(text: str) -> set[str]:
    """Return the names of the places that a text leaves to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_text_stands_twice() -> None:
    """What is said in English stands in one entry, so that it has one Chinese text."""
    said = defaultdict(list)
    for name, label in ENTRIES.items():
        if label.en and name != "terms.dcterms:isPartOf":  # an alias of the other `part of` in the file
            said[label.en].append(name)
    assert {text: names for text, names in said.items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", ENTRIES)
def test_both_languages_leave_the_same_places(name: str) -> None:
    """Both texts of an entry leave the same places to be filled in, and neither is missing alone."""
    label = ENTRIES[name]
    spare = {"mend"} if name == "check.no member" else set()  # the reasoner speaks English only
    assert places(label.zh) | spare == places(label.en) | spare
    assert bool(label.zh) == bool(label.en) or name == "export.translation notice"


def test_every_name_in_the_code_is_an_entry() -> None:
    """A literal name leads to an entry; there are hundreds of them."""
    found = list(literals())
    assert len(found) > 300
    assert [(path, name) for path, name in found if name not in ENTRIES] == []


def test_every_topic_is_spoken() -> None:
    """No topic lies there unused."""
    spoken = "\n".join(
        path.read_text("utf-8")
        for folder in ("src", "site/src", "site/templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".js", ".jinja") and path.name != "generated.js"
    )
    assert [topic for topic in wording.topics() if f"{topic}." not in spoken] == []


def test_values_are_filled_in() -> None:
    """A value fills its place in either language; a label fills it with its text in that language."""
    assert word("common.show more", "en", count=3) == "Show 3 more"
    assert word("common.show more", "zh", count=3) == "再显示 3 项"
    assert phrase("arguments.not so", fact=Label("有过失", "fault")) == Label("并非：有过失", "not so: fault")


def test_an_unknown_name_says_so() -> None:
    """A name without an entry is an error that names it."""
    with pytest.raises(KeyError, match=r"answers\.nothing of this"):
        word("answers.nothing of this", "en")


def test_no_chinese_stands_in_scripts_or_modules() -> None:
    """Chinese words stand in the files of topics, and nowhere in Python or JavaScript."""
    chinese = re.compile("[\u4e00-\u9fff]")
    allowed = {
        "src/anbao/__init__.py": "安保",  # the name
        "src/anbao/cli/app.py": "安全保障义务",  # English help that names the duty
        "src/anbao/site/citations.py": "电子商务评论",  # an example in a docstring
        "src/anbao/site/reference.py": "安保",  # the name
        "site/src/find.js": "零一二三四五六七八九十百千",  # numerals
    }
    found = {}
    for folder, suffix in (("src/anbao", ".py"), ("site/src", ".js")):
        for path in (ROOT / folder).rglob(f"*{suffix}"):
            name = str(path.relative_to(ROOT))
            if path.name != "generated.js" and chinese.search(path.read_text("utf-8")):
                found[name] = True
    assert set(found) == set(allowed)
