from hypothesis import given
from hypothesis import strategies as st

from anbao.pages import drawing


@given(st.text(max_size=60), st.floats(2, 30))
def test_clipped_text_is_never_wider_than_asked(text: str, em: float) -> None:
    """A clipped text fits, and one that fits is left as it is."""
    clipped = drawing.clipped(text, em)
    assert drawing.width(clipped) <= em
    assert clipped == text or drawing.width(text) > em
