"""The plan's doors to the street."""

from starlette.routing import Route

from familyapp.plan.pages import reading, saying

routes: list[Route] = [*reading.routes, *saying.routes]
