"""What the form of "when it's better" asks besides: prompts, one at a time, and pictures for a child."""

from typing import Any

from starlette.datastructures import FormData

from familyapp.languages import gettext as _
from familyapp.plan import BoxKey, PlaceKey
from familyapp.plan.pictures import PICTURES, known_pictures
from familyapp.plan.prompts import MOST_IN_AN_ANSWER, PROMPTS, joined
from familyapp.web.forms import Form

CHILD = "child"
"""What the child's page calls itself in its form, to be given back when something is to be put right."""


def said_in(form: Form, box: PlaceKey) -> tuple[str, list[str]]:
    """The words of the form and the pictures chosen with them; a picture alone says enough."""
    if box is not BoxKey.BETTER:
        return form.text("text", required=_("Please write a few words first.")), []
    pictures = known_pictures(name for name in PICTURES if form.raw(f"picture_{name}"))
    answers = {prompt.name: form.text(prompt.field) for prompt in PROMPTS}
    text = form.text("text")
    for prompt in PROMPTS:
        if refusal := form.errors.pop(prompt.field, ""):
            form.errors["text"] = refusal
    whole = joined(text, answers, _)
    if whole != text:
        # Measured as one text, and given back as one.
        as_one = Form(FormData({"text": whole}))
        as_one.text("text")
        form.values["text"] = whole
        form.errors |= as_one.errors
    if not whole and not pictures:
        form.errors.setdefault("text", _("Please write a few words first, or choose a picture."))
    return whole, pictures


def form_of_child() -> Form:
    """The child's form with nothing in it yet."""
    return Form(FormData({"page": CHILD}))


def template_for(box: PlaceKey, form: Form) -> str:
    """The page on which this box is filled."""
    if box is not BoxKey.BETTER:
        return "plan/say.html"
    return "better/child.html" if form.raw("page") == CHILD else "better/say.html"


def asked_besides(form: Form) -> dict[str, Any]:
    """What those pages need more than the others."""
    return {
        "prompts": PROMPTS,
        "most_in_an_answer": MOST_IN_AN_ANSWER,
        "chosen_pictures": [name for name in PICTURES if form.raw(f"picture_{name}")],
    }
