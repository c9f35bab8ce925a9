"""Four words that two people compare by voice.

128 plain words, four of them: 2^28 combinations. Short, unlike one another to the ear (no two differ in one letter
alone), kind, and nothing that would frighten or embarrass in a hallway.
"""

import secrets

WORDS = (
    "acorn anchor apple autumn badger balloon banana basket beach bicycle biscuit blanket blossom bottle bridge "
    "brother bucket butter button cabin candle canoe carpet carrot castle cheese cherry cinema circle clover coffee "
    "copper corner cotton cricket crystal curtain daisy diamond dolphin donkey dragon drummer eagle elbow engine "
    "evening falcon farmer feather ferry fiddle flower forest fountain garden ginger giraffe glove grandad guitar "
    "hammer harbour hazel hedgehog helmet honey island ivory jacket jigsaw jumper kettle kitten ladder lantern lemon "
    "library lion lizard magnet mango marble meadow melon mirror muffin mushroom nutmeg orange orchard "
    "otter oven paddle panda paper peacock pebble pencil penguin pepper piano pillow planet pocket pony pumpkin puzzle "
    "rabbit rainbow ribbon river robin sailor salmon sandal scarf seven silver spider spoon sugar summer sunday tiger "
    "toast tomato tulip"
).split()


def four_words() -> tuple[str, str, str, str]:
    """Four words drawn by the operating system's random source, none of them twice."""
    drawn: list[str] = []
    while len(drawn) < 4:
        word = secrets.choice(WORDS)
        if word not in drawn:
            drawn.append(word)
    return drawn[0], drawn[1], drawn[2], drawn[3]
