"""The commands, grouped by topic: each parses, calls one function, and prints.

They are gathered here and not in `anbao.cli`, where a group would hide the
module that prints for it.
"""

from anbao.cli.commands import argument, deciding, doctrine, evidence, graph, money, publishing

__all__ = ["argument", "deciding", "doctrine", "evidence", "graph", "money", "publishing"]
