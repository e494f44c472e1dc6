"""Forms of things that two may edit at once."""

from collections.abc import Callable
from typing import TypeVar

from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from portal.core.errors import Conflict
from portal.core.forms import HouseForm, required
from portal.core.i18n import lazy_gettext as _l

T = TypeVar("T")


class VersionedForm(HouseForm):
    """A form that remembers which version its writer started from; `conflict` is set when a newer one stands."""

    version = IntegerField(_l("Phiên bản"), [required()], widget=HiddenInput())
    conflict: Conflict | None = None

    def attempt(self, act: Callable[[], T]) -> T | None:
        """As every form, but a Conflict is kept for the view, which shows both texts."""

        def noticing() -> T:
            try:
                return act()
            except Conflict as error:
                self.conflict = error
                raise

        return super().attempt(noticing)

    def renew(self, version: int) -> None:
        """After a conflict: saving again is saving over what is shown beside."""
        self.version.raw_data, self.version.data = None, version

    @property
    def status(self) -> int:
        """409 for a conflict, else 422."""
        return 409 if self.conflict else 422
