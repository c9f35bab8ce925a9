"""The plan's doors to the street."""

from starlette.routing import Route

from familyapp.plan.pages import own, reading, saying

routes: list[Route] = [*reading.routes, *saying.routes, *own.routes]
