"""The application: which commands there are, and in which module each is.

A command's module is imported when the command is run, not before, so that `anbao --help` stays fast.
Its help is given here for that reason, and stands in its function as the docstring.
"""

from __future__ import annotations

from typing import Literal

from cyclopts import App

__all__ = ["COMMANDS", "UNUSABLE", "Language", "app"]

UNUSABLE = 2
Language = Literal["zh", "en"]
COMMANDS = {
    "decide": "Decide disputes: which norms govern, what liability follows, and why.",
    "compare": "Compare positions on disputes: who answers what, on which premises, and where two differ.",
    "contradictions": "Find the positions whose premises cannot all hold, and which premises they are.",
    "classify": "Show the hierarchy of norms that the reasoner infers, beside what is only claimed.",
    "backtest": "Replay decided cases under positions and say where, and why, they differ from the courts.",
    "burden": "Say who bears the burden of proof of what, on whose authority, and what each side must still "
    "prove.",
    "flip": "Find the smallest changes of findings that alter the answers, and what open findings are worth.",
    "arguments": "Show the arguments in a dispute, or between positions: which attack, and which stand.",
    "query": "Ask the graph: run a query of the library or a file; without a name, list the library.",
    "find": "Find circumstances by words: which to name in a file, what turns on them, what excludes them.",
    "codebook": "List all circumstances with definition, authority, norms, exclusions, real cases.",
    "check": "Validate the graph, and files with it: shapes, queries, consistency. Exits 1 on violations.",
    "new": "Write a commented scaffold for a new case, position or statute, to be filled in.",
    "schema": "Print a JSON Schema: of disputes, of what a command gives, of what `anbao apportion` reads.",
    "apportion": "Work out who pays what of a loss, in what order and within what cap, and who recovers from "
    "whom.",
    "export": "Write the graph in every usual format, as asserted and with inferences, with its description.",
    "site": "Build the static site: a page for everything, the map, what-if and SPARQL in the browser.",
    "serve": "Answer SPARQL queries over HTTP, read-only, and lead to resources by their IRIs.",
    "push": "Load the graph into another store. ANBAO_ENDPOINT_USER, _PASSWORD or _TOKEN say who asks.",
}

app = App(
    name="anbao",
    help="Which provision governs a platform's safety-guarantee duty (安全保障义务), and why.",
    version_flags=["--version"],
    help_format="plaintext",  # Markdown would load a highlighter that nothing here needs
    result_action="return_value",
)
for _name, _help in COMMANDS.items():
    app.command(f"anbao.cli.{_name}:{_name}", help=_help)
