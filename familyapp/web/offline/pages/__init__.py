"""The doors that the phone's own small server (service_worker/) knocks at, and those for putting the app on a phone."""

from starlette.routing import Route

from familyapp.web.offline.pages import installing, keeping, sending, shell, worker

routes: list[Route] = [
    *sending.routes,
    *keeping.routes,
    *shell.routes,
    *worker.routes,
    *installing.routes,
]
