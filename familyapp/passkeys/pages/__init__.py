"""The room's doors to the street: signing in, arriving by a link, one's phones, and a fresh passkey."""

from familyapp.network import Act
from familyapp.passkeys.pages.fresh import accept_fresh, offer_fresh
from familyapp.passkeys.pages.invited import claim_invitation, offer_claim, show_invitation
from familyapp.passkeys.pages.leaving import leave_now, show_leaving, sign_out
from familyapp.passkeys.pages.new_phone import add_this_phone, offer_new_phone, show_new_phone
from familyapp.passkeys.pages.phones import (
    add_phone,
    show_adding_phone,
    show_phone_sign_out,
    show_phones,
    sign_out_phone,
)
from familyapp.passkeys.pages.signing_in import continue_as, offer_sign_in, show_sign_in, sign_in
from familyapp.passkeys.pages.waiting import show_waiting, show_waiting_state
from familyapp.web.routes import page

POST = ["POST"]
routes = [
    page("/sign-in", show_sign_in, act=Act.LOOK),
    page("/sign-in/options", offer_sign_in, act=Act.SIGN_IN, methods=POST),
    page("/sign-in", sign_in, act=Act.SIGN_IN, methods=POST),
    page("/demo/sign-in", continue_as, act=Act.SIGN_IN, methods=POST),
    page("/sign-out", sign_out, act=Act.SIGN_IN, methods=POST),
    page("/leave", show_leaving, act=Act.LOOK),
    page("/leave", leave_now, act=Act.SIGN_IN, methods=POST),
    page("/invitation", show_invitation, act=Act.LOOK),
    page("/invitation/options", offer_claim, act=Act.SIGN_IN, methods=POST),
    page("/invitation/claim", claim_invitation, act=Act.SIGN_IN, methods=POST),
    page("/waiting", show_waiting, act=Act.LOOK),
    page("/waiting/state", show_waiting_state, act=Act.LOOK),
    page("/me/phones", show_phones, act=Act.LOOK),
    page("/me/phones/add", show_adding_phone, act=Act.LOOK),
    page("/me/phones/add", add_phone, act=Act.SELF, methods=POST),
    page("/me/phones/{passkey:uuid}/sign-out", show_phone_sign_out, act=Act.LOOK),
    page("/me/phones/{passkey:uuid}/sign-out", sign_out_phone, act=Act.SELF, methods=POST),
    page("/add-phone", show_new_phone, act=Act.LOOK),
    page("/add-phone/options", offer_new_phone, act=Act.SIGN_IN, methods=POST),
    page("/add-phone", add_this_phone, act=Act.SIGN_IN, methods=POST),
    page("/passkeys/fresh/options", offer_fresh, act=Act.SELF, methods=POST),
    page("/passkeys/fresh", accept_fresh, act=Act.SELF, methods=POST),
]
