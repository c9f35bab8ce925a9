"""The one normaliser: what people write survives, what hides or covers it does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyapp.web.text import BIDI, MOST_MARKS, NotText, mended, normalise

NOT_TEXT = "\x00\ud800\udfff\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"
TROUBLE = "e\u0301\u0316\u0344\u0958\u1100\u1161\u11a8\u200c\u200d\u200e\u202e\u2066\u00ad\ufe0f\ufeff\x07\x85\r\n\t 👍"
anything = st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text(alphabet=TROUBLE, max_size=40)


def kept(text: str) -> str:
    """The text as it is kept, when it is one."""
    return mended(text) if any(letter in NOT_TEXT for letter in text) else normalise(text)


@given(anything)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = mended(text)
    assert mended(once) == once
    assert normalise(once) == once


@given(anything)
def test_what_is_kept_is_nfc_without_control_and_override(text: str) -> None:
    words = mended(text)
    assert unicodedata.is_normalized("NFC", words)
    assert not BIDI & set(words)
    assert {letter for letter in words if unicodedata.category(letter) == "Cc"} <= {"\n", "\t"}
    assert words == words.strip()
    words.encode()


@given(anything)
def test_a_text_is_either_kept_or_refused_as_a_whole(text: str) -> None:
    refused = any(0xFDD0 <= ord(x) <= 0xFDEF or ord(x) & 0xFFFE == 0xFFFE or x == "\x00" for x in text)
    if refused:
        with pytest.raises(NotText):
            normalise(text)
    else:
        assert normalise(text) == mended(text)


@given(st.text(alphabet=st.characters(categories=["L", "Nd", "P", "Zs", "So", "Sm"]), min_size=1))
def test_letters_digits_and_signs_are_never_lost(text: str) -> None:
    assert normalise(f"a{text}a") == unicodedata.normalize("NFC", f"a{text}a")


@given(st.text(alphabet="\u0301\u0316\u20e3\u0344\u200d\u200c", max_size=400))
def test_no_letter_carries_a_tower(marks: str) -> None:
    words = normalise(f"a{marks}b")
    assert sum(unicodedata.category(letter) in {"Mn", "Me"} for letter in words) <= MOST_MARKS
    assert (words[0], words[-1]) == (unicodedata.normalize("NFC", words)[0], "b")


@pytest.mark.parametrize("letter", NOT_TEXT)
def test_what_is_no_text_is_refused_wherever_it_stands(letter: str) -> None:
    for text in (letter, f"a{letter}", f"{letter}a", f"a\r\n{letter}b"):
        with pytest.raises(NotText):
            normalise(text)
        assert letter not in mended(text)


LIVING = [
    "👨‍👩‍👧‍👦 👩🏾‍🚀 👍🏽 ❤️‍🔥 🏳️‍🌈 1️⃣ 🧑🏿‍🤝‍🧑🏻",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧",
    "نامت هناء جيدًا هذا الأسبوع، والحمد لله. ٣ مرات!",
    "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
    "می‌خواهم با خانواده‌ام باشم",
    "ہم سب ساتھ ہیں",
    "שָׁלוֹם לְכֻלָּם",
    "เด็กๆ นอนหลับดีขึ้นแล้ว น้ำใจ กี้",
    "Mẹ nấu phở rất ngon, cả nhà đều vui ạ.",
    "हम सब खुश हैं। क्षत्रिय, कर्‍यात, ज़िंदगी",
    "আমরা সবাই ভালো আছি",
    "ਅਸੀਂ ਖੁਸ਼ ਹਾਂ",
    "நாங்கள் மகிழ்ச்சியாக இருக்கிறோம்",
    "བོད་སྐད།",
    "ሰላም ለሁሉም",
    "Żółw, ångström, naïve, Sığır, ſtraße, Ǆ, İ",
    "我们都很好。「日本語」か゚ 한국어 ",
    "Nan’s “words” – one… two—three 50% £5 ½ ™",
    "First line.\n\n\tThen another.",
]


@pytest.mark.parametrize("words", LIVING)
def test_what_people_write_survives_unchanged(words: str) -> None:
    nfc = unicodedata.normalize("NFC", words).strip()
    assert normalise(words) == nfc
    assert normalise(unicodedata.normalize("NFD", words)) == nfc


def test_a_sign_between_two_letters_never_leaves_them_apart() -> None:
    assert normalise("e\u200e\u0301") == "é"
    assert normalise("e\x07\u0301") == "é"


def test_line_ends_are_one_kind() -> None:
    assert normalise("a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize("blank", ["\u200b", "\u2060\ufeff", "\u00ad", "\u200d\u200c", "\u0301", "\ufe0f"])
def test_what_nobody_could_see_is_nothing(blank: str) -> None:
    assert normalise(f" {blank} ") == ""


def test_the_tallest_tower_that_fits_a_form_comes_down_at_once() -> None:
    # NFC alone takes the square of its height: half a second of a worker's time for one form.
    assert len(normalise("a" + "\u0301\u0316" * 5_000)) <= MOST_MARKS + 1
