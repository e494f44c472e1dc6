"""The blueprint of the house."""

from portal.core.guard import GuardedBlueprint

bp = GuardedBlueprint("home", __name__)
