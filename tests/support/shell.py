"""A small site to try the browser's scripts in: real data, pages with nothing on them but the scripts."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from anbao.engine.engine import Engine
from anbao.site import library_data, whatif_data
from anbao.site.names import pack

HOME = Path(__file__).parents[2]
ASSETS = HOME / "build" / "assets"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src http: https:; worker-src blob:; base-uri 'none'; form-action 'none'"
)
PAGE = """<!doctype html>
<html lang="{lang}" data-root="{root}" data-tree="../">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{app} · Anbao</title>
<link rel="icon" href="data:,">{styles}
<script src="{root}assets/anbao.js"></script><script src="{root}assets/{app}.js" defer></script></head>
<body><header class="top"><div class="tools">
<form id="search" role="search" data-scripted hidden><input type="search" name="q" aria-label="search"></form>
<button id="theme" type="button" data-scripted hidden>theme</button>
<a id="language" href="{other}">other</a></div></header>
<main id="main"><h1>{app}</h1><div id="app" data-app="{app}"></div><div id="found"></div></main></body></html>
"""
HOSTILE = "<img src=x onerror=\"document.title='run'\"></script><script>document.title='run'</script>"


def build(folder: Path, engine: Engine) -> None:
    """Write the site: scripts, styles, data of the whole graph, and an empty page for each application."""
    shutil.copytree(ASSETS, folder / "assets")
    for style in sorted((HOME / "site" / "styles").glob("*.css")):
        shutil.copy(style, folder / "assets")
    (folder / "data").mkdir()
    store, law = engine.store, engine.law
    files = {
        **whatif_data.data_files(engine),
        "library": library_data.build_library(store, law),
        "graph-nq": pack((store.dump(format=ox.RdfFormat.N_QUADS) or b"").decode("utf-8")),
        "search": search(engine),
        "graph": graph(300),
    }
    for name, value in files.items():
        write(folder, name, value)
    for app in ("whatif", "sparql", "graph", "search"):
        for tree, lang, other in (("", "zh-Hans", "../en/"), ("en/", "en", "../../")):
            _page(folder / tree / app, app, lang, "../" * (2 if tree else 1), f"{other}{app}/index.html")


def write(folder: Path, name: str, value: Any) -> None:
    """Write a data file."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (folder / "data" / f"{name}.js").write_text(f"anbaoData({json.dumps(name)}, {text});\n", "utf-8")


def _page(folder: Path, app: str, lang: str, root: str, other: str) -> None:
    folder.mkdir(parents=True)
    named = [f"{name}.css" for name in ("anbao", app) if (HOME / "site" / "styles" / f"{name}.css").exists()]
    styles = "".join(f'<link rel="stylesheet" href="{root}assets/{name}">' for name in named)
    text = PAGE.format(app=app, lang=lang, root=root, policy=POLICY, styles=styles, other=other)
    (folder / "index.html").write_text(text, "utf-8")


def search(engine: Engine) -> list[list[str]]:
    """Return norms, provisions and positions as the search page takes them, and one with a hostile label."""
    law = engine.law
    names = {iri: [law.label(iri, "zh"), law.label(iri, "en")] for iri in law.norms}
    names |= {
        n.provision: [law.label(n.provision, "zh"), law.label(n.provision, "en")] for n in law.norms.values()
    }
    names |= {
        p.iri: [f"{p.identifier} {p.label.zh}", f"{p.identifier} {p.label.en}"]
        for p in law.positions.values()
    }
    found = [
        [f"id/{iri.rsplit('/', 1)[-1]}/index.html", "norm", *both, "\n".join(both)]
        for iri, both in names.items()
    ]
    return [*found, ["id/hostile/index.html", "norm", f"恶意 {HOSTILE}", f"hostile {HOSTILE}", HOSTILE]]


def graph(count: int) -> dict[str, Any]:
    """Return a made-up graph of so many nodes, about 1.7 edges a node, one with a hostile label."""
    chance = random.Random(count)
    kinds = {
        name: {"zh": zh, "en": name, "shape": shape}
        for name, zh, shape in (
            ("provision", "条文", "square"),
            ("norm", "规范", "diamond"),
            ("position", "学说", "circle"),
            ("case", "案件", "triangle"),
        )
    }
    nodes = [
        {
            "id": f"node-{place}",
            "label": HOSTILE if place == 7 else f"资源第{place}号",
            "label_en": HOSTILE if place == 7 else f"resource number {place}",
            "group": [*kinds][place % len(kinds)],
            "shape": "dot",
            "x": round(chance.uniform(-1000, 1000)),
            "y": round(chance.uniform(-1000, 1000)),
            "page": f"id/node-{place}/index.html",
            "statute": f"node-{place % 8 * 4}",
            "year": str(2015 + place % 9),
        }
        for place in range(count)
    ]
    claims = ("", "", "", "statute", "inferred", "author")
    pairs = {tuple(chance.sample(range(count), 2)) for _ in range(round(count * 1.7))}
    edges = [
        {
            "from": f"node-{a}",
            "to": f"node-{b}",
            "kind": "relates",
            "label_zh": "关联",
            "label_en": "relates to",
            "claimed": claims[(a + b) % len(claims)],
        }
        for a, b in sorted(pairs)
    ]
    first = [f"node-{place}" for place in range(min(count, 60))]
    return {"nodes": nodes, "edges": edges, "kinds": kinds, "first": first, "options": {}}
