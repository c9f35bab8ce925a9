"""Updates and Families: what is new for a person. How they are told of it elsewhere, and where such a link leads."""

from starlette.routing import Route

from familyapp.notifications.pages import (
    addresses,
    away,
    council,
    families,
    links,
    muting,
    phone,
    updates,
    wishes,
)

routes: list[Route] = [
    *updates.routes,
    *families.routes,
    *away.routes,
    *wishes.routes,
    *addresses.routes,
    *phone.routes,
    *muting.routes,
    *links.routes,
    *council.routes,
]
