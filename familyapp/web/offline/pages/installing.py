"""Putting the app on the phone's screen: the web manifest, and a page for each kind of phone."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import speaking
from familyapp.network import Act
from familyapp.web.answers import render
from familyapp.web.offline.public_file import PublicFile
from familyapp.web.routes import page
from familyapp.web.visit import look_in

HOW_TO = {
    "iphone": "offline/install_iphone.html",
    "android": "offline/install_android.html",
    "computer": "offline/install_computer.html",
}


def show_manifest(request: Request, _session: Session) -> Response:
    """What a phone asks before it puts the app on its screen. Nobody needs to be signed in."""
    manifest: PublicFile = request.app.state.manifest_in(speaking())
    return manifest.answer(request)


def show_install(request: Request, session: Session) -> Response:
    """How to put the app on this phone, as far as the browser says which it is."""
    return _how_to(request, session, _kind_of(request.headers.get("user-agent", "")))


def show_install_iphone(request: Request, session: Session) -> Response:
    """By Safari's Share button."""
    return _how_to(request, session, "iphone")


def show_install_android(request: Request, session: Session) -> Response:
    """By a button of ours, or the browser's own menu."""
    return _how_to(request, session, "android")


def show_install_computer(request: Request, session: Session) -> Response:
    """By a button of ours, or the end of the address bar."""
    return _how_to(request, session, "computer")


def _how_to(request: Request, session: Session, kind: str) -> Response:
    look_in(request, session)
    return render(request, HOW_TO[kind], kind=kind)


def _kind_of(user_agent: str) -> str:
    # An iPad says that it is a Mac; the page for computers leads on to the right one.
    if any(name in user_agent for name in ("iPhone", "iPad", "iPod")):
        return "iphone"
    return "android" if "Android" in user_agent else "computer"


routes: list[Route] = [
    page("/manifest.webmanifest", show_manifest, act=Act.LOOK),
    page("/install", show_install, act=Act.LOOK),
    page("/install/iphone", show_install_iphone, act=Act.LOOK),
    page("/install/android", show_install_android, act=Act.LOOK),
    page("/install/computer", show_install_computer, act=Act.LOOK),
]
