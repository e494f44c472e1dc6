"""What a person likes: language and text size."""

from portal.accounts import queries
from portal.core.actor import Actor


def save_preferences(actor: Actor, *, language: str | None = None, text_size: str | None = None) -> None:
    """Keep the person's language and text size."""
    account = queries.own_account(actor)
    if language is not None:
        account.language = language
    if text_size is not None:
        account.text_size = text_size
