"""`anbao apportion`: from a decision under each position, or from liabilities that are typed in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.command import Run, flat


def test_a_decision_is_apportioned_under_each_position(run: Run) -> None:
    """C01 for all positions: what each liability leaves whom to pay, the positions alike named together."""
    code, shown, _ = run("apportion", "C02", "--loss", "100", "--shares", "defendant=30%", "--under", "all")
    assert code == 0
    told = flat(shown)
    assert "Under P01 joint and several liability if the defendant acted with intent" in told
    assert "Under P24 several liability" in told
    assert "The statute leaves the form open" in told
    assert "the defendant may recover 70.00 from third party; 70.00 can be collected." in told


def test_in_chinese_and_as_json(run: Run) -> None:
    """The same figures in Chinese words and in JSON, in fen."""
    arguments = ("apportion", "C19", "--loss", "1000", "--shares", "defendant=1/4", "--under", "P03")
    _, shown, _ = run(*arguments, "--lang", "zh")
    assert "被告可以向平台内经营者或者为其履行的人追偿750.00元，可得750.00元。" in shown
    _, printed, _ = run(*arguments, "--format", "json")
    [outcome] = json.loads(printed)
    joint = next(one for one in outcome["liabilities"] if one["liability"]["zh"] == "连带责任")
    assert joint["apportionment"]["burdens"] == {"defendant": 25_000, "injurer": 75_000}
    assert joint["parties"]["injurer"]["zh"] == "连带责任"
    promised = next(one for one in outcome["liabilities"] if one["fault"])
    assert promised["fault"] == "amount missing"


def test_liabilities_typed_in_stay_possible(run: Run, tmp_path: Path) -> None:
    """Parties on the command line, and a file of a loss, need no dispute."""
    parties = ("--party", "seller=liability-joint,share=70%", "--party", "platform=liability-joint,share=30%")
    code, shown, _ = run("apportion", "--loss", "100000", *parties)
    assert code == 0
    assert "seller may recover 30,000.00 from platform" in flat(shown)
    path = tmp_path / "loss.yaml"
    path.write_text("loss: 100\nparties:\n  - {name: platform, liability: liability-own}\n", "utf-8")
    code, shown, _ = run("apportion", str(path))
    assert code == 0
    assert "Of a loss of 100.00 the claimant may recover 100.00" in flat(shown)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing to apportion."),
        (("C19",), "C19: a dispute says who is liable, not for how much."),
        (("C19", "--loss", "1", "--party", "a=liability-own"), "and no --party."),
        (("C19", "--loss", "ten"), "--loss: 'ten' is no amount of money."),
        (
            ("C19", "--loss", "1", "--shares", "platform=1"),
            "--shares: 'platform' is none of defendant, injurer",
        ),
        (("C19", "--loss", "1", "--shares", "defendant=2"), "--shares: '2' is no part of a whole."),
        (("C19", "--loss", "1", "--shares", "defendant=60%,injurer=60%"), "the shares come to 120.00%"),
        (("C999", "--loss", "1"), "no file and no case is called 'C999'."),
        (("--loss", "1", "--party", "own"), "does not say who is liable for what."),
    ],
)
def test_bad_input_has_one_message(run: Run, arguments: tuple[str, ...], message: str) -> None:
    """What is missing or wrong is said once, with how to mend it."""
    code, _, err = run("apportion", *arguments)
    assert code == 2
    assert message in err
    assert err.count("\n") == 1
