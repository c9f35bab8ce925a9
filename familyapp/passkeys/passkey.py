"""A passkey: the key pair of one phone, of which only the public half is kept here."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp import clock
from familyapp.network import Person
from familyapp.passkeys.ceremony import NewPasskey


class Passkey(SQLModel, table=True):
    """One phone or computer of one person. It is revoked, never deleted: a revoked one must stay refused."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    credential_id: bytes = Field(sa_type=LargeBinary, unique=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    sign_count: int = 0
    backed_up: bool = False
    label: str = Field(max_length=60)
    added_at: datetime = Field(default_factory=clock.now)
    last_used_at: datetime = Field(default_factory=clock.now)
    went_back_at: datetime | None = None
    """When its counter went back, as a copied passkey's does. Its person is told beside the phone's name."""
    revoked_at: datetime | None = None


def add_passkey(session: Session, person_id: UUID, new: NewPasskey, label: str) -> Passkey:
    """The phone's passkey is the person's from now on. IntegrityError when it is somebody's already."""
    passkey = Passkey(
        person_id=person_id,
        credential_id=new.credential_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
        backed_up=new.backed_up,
        label=label,
    )
    session.add(passkey)
    session.flush()
    return passkey


def passkeys_of(session: Session, person_id: UUID) -> list[Passkey]:
    """The person's phones that can sign in now, the oldest first."""
    return list(
        session.exec(
            select(Passkey)
            .where(col(Passkey.person_id) == person_id, col(Passkey.revoked_at).is_(None))
            .order_by(col(Passkey.added_at), col(Passkey.id))
        ).all()
    )


def has_passkey(session: Session, person_id: UUID) -> bool:
    """Whether the person has any phone that can sign in now."""
    found = (
        select(Passkey.id)
        .where(col(Passkey.person_id) == person_id, col(Passkey.revoked_at).is_(None))
        .limit(1)
    )
    return session.exec(found).first() is not None


def passkey_with(session: Session, credential_id: bytes) -> tuple[Passkey, Person] | None:
    """The passkey and its person, locked until the transaction ends: its counter moves one way only."""
    return session.exec(
        select(Passkey, Person)
        .join(Person, col(Person.id) == col(Passkey.person_id))
        .where(col(Passkey.credential_id) == credential_id, col(Passkey.revoked_at).is_(None))
        .with_for_update(of=Passkey)
    ).one_or_none()


def passkey_of(session: Session, person_id: UUID, passkey_id: UUID) -> Passkey | None:
    """This person's own passkey with that id, unless it is revoked."""
    return session.exec(
        select(Passkey).where(
            col(Passkey.id) == passkey_id,
            col(Passkey.person_id) == person_id,
            col(Passkey.revoked_at).is_(None),
        )
    ).one_or_none()


def revoke(session: Session, passkey: Passkey) -> bool:
    """This passkey opens nothing any more, nor do its sign-ins (`who_is`). False when it was revoked."""
    revoked = session.exec(
        update(Passkey)
        .where(col(Passkey.id) == passkey.id, col(Passkey.revoked_at).is_(None))
        .values(revoked_at=clock.now())
        .returning(col(Passkey.id))
    ).first()
    return revoked is not None
