"""What accounts need not remember any longer."""

from portal.accounts.services import pins, sessions, throttle


def forget_old() -> None:
    """Delete counters, unanswered steps, browsers not seen and history beyond their time."""
    throttle.forget_old()
    sessions.forget_old()
    pins.forget_old_pins()
