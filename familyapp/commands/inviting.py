"""Inviting the council's first workers and its administrators, from the terminal of the machine that serves the app."""

import argparse
import sys

import segno

from familyapp.commands.sentences import opened, settings
from familyapp.network import CouncilRole
from familyapp.network.invitation import FOR_A_WORKER
from familyapp.network.invitation import invite as make_invitation


def invite(arguments: argparse.Namespace) -> None:
    """Prints the link and the QR code of an invitation to work for the council."""
    here = settings()
    role = CouncilRole.WORKER if arguments.worker is not None else CouncilRole.ADMINISTRATOR
    name = " ".join((arguments.worker or arguments.administrator or "").split())
    if not 0 < len(name) <= 80 or not name.isprintable():
        sys.exit(f"Please give the {role}'s name, at most 80 letters.")
    with opened(here.database_url) as database, database.writing() as session:
        _, secret = make_invitation(session, name=name, council_role=role, lasts=FOR_A_WORKER)
    link = f"{here.origin}/invitation#{secret}"
    print(f"\nAn invitation for {name}. It works once, on one phone, for 24 hours.\n")
    segno.make(link, error="m").terminal(compact=True)
    print(f"\n{link}\n\nHand it over in person, or send it by a way that only {name} reads.")
