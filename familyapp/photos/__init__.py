"""Photos of the paper: the plan as it stands on a sheet or a whiteboard, seen by those for whom it is."""

from familyapp.photos.developing import Busy, Developed, Refused, develop
from familyapp.photos.invented import invent_photo, invented_photo
from familyapp.photos.photo import (
    MOST_LETTERS,
    MOST_PAGES,
    READERS,
    Photo,
    PhotoImage,
    PhotoOk,
    Size,
    add_photo,
    put_back_photo,
    say_ours,
    take_back_ours,
    withdraw_photo,
)
from familyapp.photos.seen import Seen, count_photos, image_of, one_photo, photos_seen

__all__ = [
    "MOST_LETTERS",
    "MOST_PAGES",
    "READERS",
    "Busy",
    "Developed",
    "Photo",
    "PhotoImage",
    "PhotoOk",
    "Refused",
    "Seen",
    "Size",
    "add_photo",
    "count_photos",
    "develop",
    "image_of",
    "invent_photo",
    "invented_photo",
    "one_photo",
    "photos_seen",
    "put_back_photo",
    "say_ours",
    "take_back_ours",
    "withdraw_photo",
]
