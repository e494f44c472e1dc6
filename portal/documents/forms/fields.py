"""Kinds of fields that several forms of documents use, and who may read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import DateTimeField, SelectField, SelectMultipleField, TextAreaField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from portal.core.actor import GROUPS, Actor, audience_of_token, audience_token, is_audience
from portal.core.clock import from_local
from portal.core.forms import HouseForm, InCalendar, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.organizations.api import Organization, audience_choices, named

MOMENTS = ["%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
GROUP_LABELS: dict[str, Any] = {
    "": _l("Mọi đảng viên"), "committee": _l("Chỉ cấp ủy viên"), "heads": _l("Chỉ bí thư, phó bí thư")}


class TicksField(SelectMultipleField):  # type: ignore[misc]
    """A list of checkboxes."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class LinesField(TextAreaField):  # type: ignore[misc]
    """A list of texts, one a line."""

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = "\n".join(value or ())

    @property
    def lines(self) -> list[str]:
        """The texts, without empty ones."""
        return [line for line in map(squeeze, (self.data or "").split("\n")) if line]


class MomentField(InCalendar, DateTimeField):  # type: ignore[misc]
    """A day and time typed as `05/9/2026 19:30`, by the clock in Hà Nội; `moment` is the same in UTC."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators or [Optional()], **{"format": MOMENTS, **options})

    @property
    def moment(self) -> datetime | None:
        """UTC of what was typed, or None."""
        return from_local(self.data) if self.data else None


class AudienceForm(HouseForm):
    """Who may read: units, and in them everybody or only a group."""

    readers = TicksField(_l("Ai được đọc"), [required(_l("Chọn ít nhất một đơn vị được đọc."))])
    group = SelectField(_l("Trong các đơn vị đó"), default="",
                        choices=[SelectChoice(group, label) for group, label in GROUP_LABELS.items()])

    def offer(self, actor: Actor, unit: Organization, kept: Sequence[str] = ()) -> None:
        """Fill the choices: the unit with what is below it, itself alone, each unit just below; and what is kept."""
        rows = audience_choices(actor, unit)
        whole, alone, *below = rows
        choices = [(whole[0], gettext("%(unit)s và các đơn vị trực thuộc", unit=whole[1]) if below else whole[1])]
        if below:
            choices.append((alone[0], gettext("Chỉ %(unit)s", unit=alone[1])))
        choices += below
        known = {token for token, _ in choices}
        more = [token for token in self._ticks(kept) if token not in known]
        names = named([audience_of_token(token)[0] for token in more])
        self.readers.choices = choices + [(token, self._called(token, names)) for token in more]

    def show_readers(self, tokens: Sequence[str]) -> None:
        """Tick what stands."""
        groups = {audience_of_token(token)[2] for token in tokens}
        self.group.data = next(iter(groups)) if len(groups) == 1 else ""
        self.readers.data = self._ticks(tokens)

    @property
    def chosen(self) -> list[str]:
        """The audience tokens of what was ticked, for the group chosen; one that says its group already keeps it."""
        return tokens_for(self.readers.data or (), self.group.data or "")

    def words_of(self, tokens: Sequence[str]) -> str:
        """An audience as one text, in a fixed order."""
        names = {token: str(label) for token, label in self.readers.choices}
        rows = [(audience_of_token(token), token) for token in sorted(tokens)]
        plain = [(audience_token(unit_id, subtree=subtree), token, group) for (unit_id, subtree, group), token in rows]
        return ", ".join(f"{names.get(one, names.get(token, token))} ({GROUP_LABELS[group]})" if group
                         else names.get(one, token) for one, token, group in plain)

    @staticmethod
    def _ticks(tokens: Sequence[str]) -> list[str]:
        """Without their group where all have the same, else as they are."""
        same = len({audience_of_token(token)[2] for token in tokens}) < 2
        return [with_group(token, "", always=True) if same else token for token in tokens]

    @staticmethod
    def _called(token: str, names: dict[int, str]) -> str:
        unit_id, _, group = audience_of_token(token)
        name = names.get(unit_id, token)
        return f"{name} ({GROUP_LABELS[group]})" if group else name


def with_group(token: str, group: str, *, always: bool = False) -> str:
    """The token for a group of the same unit; one that has a group is left alone unless `always`."""
    unit_id, subtree, own = audience_of_token(token)
    return token if own and not always else audience_token(unit_id, subtree=subtree, group=group)


def tokens_for(ticked: Sequence[str], group: str) -> list[str]:
    """The tokens of what was ticked for a group; what is no token is passed over."""
    return [with_group(token, group if group in GROUPS else "") for token in ticked if is_audience(token)]
