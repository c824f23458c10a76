"""Labels under grounded semantics: the arguments that a sceptical reasoner accepts.

An argument is *in* if all its attackers are out, *out* if some attacker is in,
*undecided* otherwise; of all labellings with that property (the complete ones)
the grounded has the fewest arguments in, and there is exactly one.

Source: P. M. Dung, "On the acceptability of arguments", Artificial Intelligence
77 (1995), 321-357; labellings: M. Caminada, JELIA 2006. Small enough to be our
own: the packages for it on PyPI are without a licence, or unmaintained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

__all__ = ["Label", "grounded"]

Label = Literal["in", "out", "undecided"]


def grounded(arguments: Iterable[str], attacks: Iterable[tuple[str, str]]) -> dict[str, Label]:
    """Return the grounded label of each argument, in time linear in the attacks.

    Args:
        arguments: the names of the arguments.
        attacks: pairs of names of which the first attacks the second.
    """
    labels: dict[str, Label] = dict.fromkeys(arguments, "undecided")
    targets: dict[str, set[str]] = defaultdict(set)
    for attacker, target in attacks:
        targets[attacker].add(target)
    standing = dict.fromkeys(labels, 0)  # attackers that are not out
    for attacked in targets.values():
        for target in attacked:
            standing[target] += 1
    waiting = [argument for argument, count in standing.items() if not count]
    while waiting:
        accepted = waiting.pop()
        labels[accepted] = "in"
        for target in targets[accepted]:
            if labels[target] == "undecided":
                labels[target] = "out"
                for defended in targets[target]:
                    standing[defended] -= 1
                    if not standing[defended] and labels[defended] == "undecided":
                        waiting.append(defended)
    return labels
