"""Formatted texts that hypothesis makes up."""

from hypothesis import strategies as st

from bot.domain.rich_text import Block, BlockKind, Span

TEXT = st.one_of(
    st.text(max_size=12),
    st.text("ab *_~`[]()<>#+-=!&.:1\\\n|\"'", max_size=14),
    st.sampled_from(["# a", "1. b", "- c", "---", "===", "[1]: x", "&amp;", "<b>"]),
)
SPANS = st.lists(
    st.builds(
        Span,
        TEXT,
        bold=st.booleans(),
        italic=st.booleans(),
        strike=st.booleans(),
        code=st.booleans(),
        url=st.sampled_from(
            [None, None, "https://example.org/a_(b)?c=1&d=2", "javascript:alert(1)"]
        ),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
BLOCKS = st.lists(
    st.builds(
        Block,
        kind=st.sampled_from(BlockKind),
        spans=SPANS,
        level=st.integers(0, 4),
        number=st.none() | st.integers(0, 12),
    ),
    max_size=5,
)
