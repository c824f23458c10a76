"""The reference of the Python package, as a page of the site: `python -m anbao.site.reference FOLDER`.

pdoc renders it from the docstrings. It has no language but English, stands apart from the tree of
pages, and keeps the site's policy: its styles are a file, and nothing comes from another origin.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files as files_of
from pathlib import Path

from pdoc import doc, render
from pygments.formatters import HtmlFormatter

from anbao.site.catalogue import site_folder

__all__ = ["FOLDER", "files"]

FOLDER = "docs/api"
STYLES = ("resources/bootstrap-reboot.min.css", "theme.css", "layout.css", "content.css")
LIGHT, DARK = "default", "github-dark"  # how Pygments colours code
REPEATED = re.compile(r'<h6 id="[^"]*">')  # pdoc names the parts of every docstring alike
DARK_THEME = """
:root { --pdoc-background: #1b1d21; }
.pdoc {
  --text: #dcdfe4; --muted: #9aa3ad; --link: #8ab4f8; --link-hover: #b3cdfb;
  --code: #24272c; --active: #3a3f47; --accent: #2b2f36; --accent2: #4a5059;
  --nav-hover: rgba(255, 255, 255, 0.08); --name: #8ab4f8; --def: #7ecb8f; --annotation: #9ccfa8;
}
"""


def files() -> Iterator[tuple[str, bytes]]:
    """Yield the page of the reference and its styles, by their paths in the site."""
    render.configure(
        docformat="google",
        show_source=False,
        search=False,
        footer_text=f"安保 Anbao {version('anbao')}",
        template_directory=site_folder() / FOLDER,
    )
    module = _module()
    with warnings.catch_warnings():
        # networkx takes type arguments in its stubs only: the annotation is then shown as it is written.
        warnings.filterwarnings("ignore", message="Error parsing type annotation nx.DiGraph")
        page = render.html_module(module, {"anbao": module})
    yield f"{FOLDER}/index.html", REPEATED.sub("<h6>", page).encode()
    yield f"{FOLDER}/reference.css", _styles().encode()


def _module() -> doc.Module:
    """Return the package as pdoc describes it: functions first, then classes, errors last."""
    module = doc.Module.from_name("anbao")
    for name in module.obj.__all__:
        getattr(module.obj, name)  # found on demand, which pdoc does not do
    module.members = dict(sorted(module.members.items(), key=lambda member: _rank(member[1])))
    return module


def _rank(member: doc.Doc[object]) -> int:
    if isinstance(member, doc.Class):
        return 2 if issubclass(member.obj, Exception) else 1
    return 0 if isinstance(member, doc.Function) else 3


def _styles() -> str:
    """Return pdoc's styles, with colours for the light and for the dark."""
    templates = files_of("pdoc") / "templates"
    parts = [(templates / name).read_text("utf-8") for name in STYLES]
    dark = ("@media (prefers-color-scheme: dark) {", DARK_THEME, _code(DARK), "}")
    return "\n".join([*parts, _code(LIGHT), *dark, ""])


def _code(style: str) -> str:
    return str(HtmlFormatter(style=style).get_style_defs(".pdoc-code"))  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    for path, content in files():
        target = Path(sys.argv[1]) / path.removeprefix(f"{FOLDER}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
