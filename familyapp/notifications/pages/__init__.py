"""Updates and Families: what is new for a person."""

from starlette.routing import Route

from familyapp.notifications.pages import families, updates

routes: list[Route] = [*updates.routes, *families.routes]
