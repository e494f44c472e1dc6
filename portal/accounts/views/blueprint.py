"""The room's blueprint."""

from portal.core.guard import GuardedBlueprint

bp = GuardedBlueprint("accounts", __name__)
