"""The plan's doors to the street."""

from starlette.routing import Route

from familyapp.plan.pages import about, agreed_words, agreement, own, reading, saying, stepping, steps

routes: list[Route] = [*agreed_words.routes, *agreement.routes, *about.routes, *stepping.routes, *steps.routes, *reading.routes, *saying.routes, *own.routes]
