"""Four words that two people compare by voice."""

from collections import Counter

from familyapp.network.spoken_words import WORDS, four_words


def test_there_are_128_words_all_different() -> None:
    assert len(WORDS) == len({*WORDS}) == 128


def test_each_is_short_and_plain() -> None:
    assert all(word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 8 for word in WORDS)


def test_no_word_begins_another() -> None:
    # Said slowly, "but" of "button" would already be a word of its own.
    assert [(one, two) for one in WORDS for two in WORDS if one != two and two.startswith(one)] == []


def test_no_two_differ_in_one_letter_alone() -> None:
    pairs = [(one, two) for one in WORDS for two in WORDS if one < two and len(one) == len(two)]
    near = [pair for pair in pairs if sum(a != b for a, b in zip(*pair, strict=True)) == 1]
    assert near == []


def test_four_of_them_none_twice_and_all_of_them_come() -> None:
    drawn = [four_words() for _ in range(1000)]
    assert all(len(set(four)) == 4 for four in drawn)
    assert Counter(word for four in drawn for word in four).keys() == {*WORDS}
    assert len(set(drawn)) > 990
