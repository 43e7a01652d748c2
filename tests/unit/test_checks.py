"""The checks of what callers give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbia_core.checks import are_uids, is_uid

TEXTS = st.text("0.\n٣a", max_size=5) | st.sampled_from(["1.2", "1.2.3", "1." + "2" * 62, "1." + "2" * 63])


@given(texts=st.lists(TEXTS, max_size=4))
def test_many_texts_are_uids_if_each_is_one(texts: list[str]) -> None:
    assert are_uids(texts) == all(map(is_uid, texts))
