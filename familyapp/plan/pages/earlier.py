"""Earlier plans: the list of them, one as this reader may read it, and two beside one another."""

from datetime import date

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act, children_of
from familyapp.plan import (
    AnswerOf,
    Standing,
    Version,
    agreement_now,
    asked_for,
    may_make_version,
    stands_now,
    stood_in,
    version_called,
    versions_of,
)
from familyapp.plan.pages.versions_shown import about_in_words, answers_in_words, by_columns, in_words
from familyapp.web.answers import not_found, render
from familyapp.web.dates import day_in_words, today, zone
from familyapp.web.forms import Form
from familyapp.web.names import in_a_row
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def zone_of(request: Request) -> str:
    """The council's time zone."""
    name: str = request.app.state.settings.time_zone
    return name


def _day_of(request: Request, version: Version) -> date:
    return version.made_at.astimezone(zone(zone_of(request))).date()


def show_versions(request: Request, session: Session) -> Response:
    """Every version of the plan, the newest first."""
    visit = enter(request, session)
    versions = versions_of(session, visit.reader)
    asked = {version.id: _asked(session, visit, version, version is versions[0]) for version in versions}
    return render(
        request,
        "agreement/versions.html",
        place="plan",
        versions=[
            (version, day_in_words(version.made_at, zone_of(request)), answers_in_words(asked[version.id]))
            for version in versions
        ],
        may_make_version=may_make_version(visit.reader),
    )


def _asked(session: Session, visit: Visit, version: Version, is_newest: bool) -> list[AnswerOf]:
    """Who was asked about it; about the newest also those who came into the circle since."""
    asked = asked_for(session, version)
    agreement = agreement_now(session, visit.reader) if is_newest else None
    known = {each.person_id for each in asked}
    return asked + [each for each in agreement.asked if each.person_id not in known] if agreement else asked


def _version(request: Request, session: Session, visit: Visit, name: str = "version") -> Version:
    return version_called(session, visit.reader, request.path_params[name]) or not_found()


def show_version(request: Request, session: Session) -> Response:
    """One version as this reader may read it, with what changed, who agreed, and one's own answer."""
    visit = enter(request, session)
    return version_page(request, session, visit, _version(request, session, visit), Form())


def version_page(
    request: Request, session: Session, visit: Visit, version: Version, form: Form, status: int = 200
) -> Response:
    """The page of one version, with what its reader has to put right."""
    versions = versions_of(session, visit.reader)
    at = [each.id for each in versions].index(version.id)
    before = versions[at + 1] if at + 1 < len(versions) else None
    standing, beside = stood_in(session, visit.reader, version), _day_of(request, version)
    asked = _asked(session, visit, version, at == 0)
    days = {each.id: day_in_words(each.made_at, zone_of(request)) for each in versions}
    return render(
        request,
        "agreement/version.html",
        status=status,
        place="plan",
        form=form,
        version=version,
        day=days[version.id],
        children=in_a_row(version.children),
        answers=answers_in_words(asked),
        is_newest=at == 0,
        is_open=visit.family.closed_at is None,
        mine=next((each.agrees for each in asked if each.person_id == visit.person.id), None),
        since=days[before.id] if before else "",
        changes=in_words(stood_in(session, visit.reader, before), standing, beside) if before else [],
        about=about_in_words(before, version.name, version.children) if before else [],
        columns=by_columns(standing, beside),
        others=[(each.id, days[each.id]) for each in versions if each.id != version.id],
    )


def compare_versions(request: Request, session: Session) -> Response:
    """Two versions beside one another, whichever was named first: what was changed from the earlier to the later."""
    visit = enter(request, session)
    both = (_version(request, session, visit, name) for name in ("version", "other"))
    before, now = sorted(both, key=lambda version: version.number)
    standing = stood_in(session, visit.reader, now)
    later = (now.name, now.children, standing, _day_of(request, now))
    return _comparing(request, session, visit, before, later, day_in_words(now.made_at, zone_of(request)))


def compare_with_today(request: Request, session: Session) -> Response:
    """A version beside what stands in the plan today for everyone."""
    visit = enter(request, session)
    version = _version(request, session, visit)
    children = [child.called for child in children_of(session, visit.family.id)]
    later = (visit.family.name, children, stands_now(session, visit.reader), today(zone_of(request)))
    return _comparing(request, session, visit, version, later, "")


def _comparing(
    request: Request,
    session: Session,
    visit: Visit,
    before: Version,
    later: tuple[str, list[str], list[Standing], date],
    day: str,
) -> Response:
    name, children, standing, beside = later
    return render(
        request,
        "agreement/compare.html",
        place="plan",
        before=before,
        before_day=day_in_words(before.made_at, zone_of(request)),
        now_day=day,
        about=about_in_words(before, name, children),
        changes=in_words(stood_in(session, visit.reader, before), standing, beside),
    )


_versions = "/families/{family:uuid}/plan/versions"
_one = f"{_versions}/{{version:uuid}}"
routes: list[Route] = [
    page(_versions, show_versions, act=Act.READ),
    page(_one, show_version, act=Act.READ),
    page(f"{_one}/since", compare_with_today, act=Act.READ),
    page(f"{_one}/beside/{{other:uuid}}", compare_versions, act=Act.READ),
]
