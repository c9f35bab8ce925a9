"""The plan's doors to the street."""

from starlette.routing import Route

from familyapp.plan.pages import agreed_words, own, reading, saying

routes: list[Route] = [*agreed_words.routes, *reading.routes, *saying.routes, *own.routes]
