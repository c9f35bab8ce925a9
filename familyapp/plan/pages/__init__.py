"""The plan's doors to the street."""

from starlette.routing import Route

from familyapp.plan.pages import (
    about,
    agreed_words,
    agreement,
    earlier,
    giving,
    head,
    own,
    reading,
    saying,
    scales,
    stepping,
    steps,
)

# What has an address of its own comes first: to the others its name is a box that is not there.
routes: list[Route] = [
    *agreed_words.routes,
    *head.routes,
    *agreement.routes,
    *earlier.routes,
    *about.routes,
    *scales.routes,
    *giving.routes,
    *stepping.routes,
    *steps.routes,
    *reading.routes,
    *saying.routes,
    *own.routes,
]
