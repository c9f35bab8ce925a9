"""The photos' doors to the street."""

from starlette.routing import Route

from familyapp.photos.pages import adding, looking, own, typing_up

routes: list[Route] = [*adding.routes, *looking.routes, *own.routes, *typing_up.routes]
