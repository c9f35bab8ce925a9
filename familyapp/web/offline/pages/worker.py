"""The worker's script, put together from service_worker/."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act
from familyapp.web.offline.public_file import PublicFile
from familyapp.web.routes import page


def show_worker_script(request: Request, session: Session) -> Response:
    """The phones' own small server. At the root, or it would serve no page; nobody needs to be signed in."""
    script: PublicFile = request.app.state.worker_script
    return script.answer(request)


routes: list[Route] = [
    page("/sw.js", show_worker_script, act=Act.LOOK),
]
