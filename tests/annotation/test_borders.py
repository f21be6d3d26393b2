"""The frame round a culprit tells which border it covers."""

from copies import COLOURS, SIDES
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.styles import Border, Side
from openpyxl.styles.colors import Color

from sipipeline.annotation.borders import framed, unframed


@given(st.lists(SIDES, min_size=4, max_size=4), COLOURS)
def test_a_frame_tells_the_border_it_covers(styles: list[str | None], colour: Color | None) -> None:
    sides = [Side(style=style, color=colour if style else None) for style in styles]
    border = etree.fromstring(
        etree.tostring(
            Border(left=sides[0], right=sides[1], top=sides[2], bottom=sides[3]).to_tree("border")
        )
    )
    frame = framed(border, border)
    assert frame is not None
    assert unframed(border) is None
    restored = unframed(frame)
    assert restored is not None
    assert [side.get("style") for side in restored][:4] == [side.get("style") for side in border][
        :4
    ]
    assert [[tuple(c.attrib.keys()) for c in s] for s in restored] == [
        [tuple(c.attrib.keys()) for c in s] for s in border
    ]
