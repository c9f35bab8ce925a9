"""The network's doors to the street."""

from starlette.routing import Route

from familyapp.network.pages import circle, families, inviting, me, removing

routes: list[Route] = [*circle.routes, *families.routes, *inviting.routes, *me.routes, *removing.routes]
