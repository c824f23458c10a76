import re

from hypothesis import given
from hypothesis import strategies as st

from anbao.site import drawing


@given(st.text(max_size=60), st.floats(2, 30))
def test_clipped_text_is_never_wider_than_asked(text: str, em: float) -> None:
    """A clipped text fits, and one that fits is left as it is."""
    clipped = drawing.clipped(text, em)
    assert drawing.width(clipped) <= em
    assert clipped == text or drawing.width(text) > em


@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.integers(0, 99_999)), min_size=1, max_size=8))
def test_numbers_of_bars_stay_inside(values: list[tuple[str, int]]) -> None:
    """The number beside the longest bar ends inside the drawing."""
    drawn = drawing.bars(values, "title", "decisions")
    ends = re.findall(r'class="n" x="([\d.]+)" y="\d+">(\d+)<', drawn)
    assert [int(number) for _, number in ends] == [count for _, count in values]
    assert all(float(x) + 7 * len(number) <= drawing.BARS_WIDTH for x, number in ends)
