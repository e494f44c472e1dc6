"""Reads of shared machines and their PINs."""

from sqlalchemy import func, select

from portal.accounts.models import ACTIVE, Account, DevicePin, SharedDevice
from portal.core import clock, seal
from portal.core.actor import Actor
from portal.core.db import db

MOST_NAMES = 12
TRIES = 3
"""How many names the sign-in page of a machine shows; how many wrong tries end a PIN."""


def station_digest(name: str) -> str:
    """What is stored of the random name of a shared machine."""
    return seal.digest("shared-device", name)


def station(name: str) -> SharedDevice | None:
    """The shared machine of this random name."""
    if not name:
        return None
    found = select(SharedDevice).where(SharedDevice.digest == station_digest(name))
    return db.session.execute(found).scalar_one_or_none()


def pins_on(device: SharedDevice | None) -> list[tuple[int, str]]:
    """(PIN, name) to choose from on a machine, in the order of names."""
    if device is None:
        return []
    found = (select(DevicePin.id, DevicePin.name).join(Account, Account.id == DevicePin.account_id)
             .where(DevicePin.device_id == device.id, DevicePin.until > clock.now(), DevicePin.tries < TRIES,
                    Account.state == ACTIVE).order_by(DevicePin.name, DevicePin.id).limit(MOST_NAMES))
    return [(pin, name) for pin, name in db.session.execute(found)]


def others_on(device: SharedDevice, account_id: int | None) -> int:
    """How many other accounts have a PIN on this machine."""
    found = select(func.count()).select_from(DevicePin).where(
        DevicePin.device_id == device.id, DevicePin.until > clock.now(), DevicePin.account_id != account_id)
    return db.session.execute(found).scalar_one()


def own_pin(actor: Actor, device: SharedDevice | None) -> DevicePin | None:
    """The PIN of the actor on this machine, while it is good."""
    if device is None:
        return None
    found = select(DevicePin).where(DevicePin.device_id == device.id, DevicePin.account_id == actor.account_id,
                                    DevicePin.until > clock.now(), DevicePin.tries < TRIES)
    return db.session.execute(found).scalar_one_or_none()


def pin_of(device: SharedDevice, pin_id: int) -> DevicePin | None:
    """A PIN of this machine, and of no other."""
    found = select(DevicePin).where(DevicePin.id == pin_id, DevicePin.device_id == device.id)
    return db.session.execute(found).scalar_one_or_none()
