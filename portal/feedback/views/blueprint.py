"""The room's blueprint, its place in the menu, and the page of one opinion, which both sides share."""

from typing import Any

from flask import g
from werkzeug.wrappers import Response

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed
from portal.core.render import page
from portal.feedback import queries
from portal.feedback.forms import AnswerForm, ForwardForm, HandlerForm, NoteForm, ReopenForm
from portal.feedback.models import Opinion
from portal.feedback.policy import Feedback

bp = GuardedBlueprint("feedback", __name__)
navigation.add("feedback", _l("Góp ý"), "feedback.index", Feedback.OWN, 60)
navigation.beside("helping", _l("Gửi góp ý thay"), "feedback.new", Feedback.SEND, 10)


@bp.context_processor
def of_this_room() -> dict[str, Any]:
    """The room's rights, for `can(rights.ANSWER, opinion)`."""
    return {"rights": Feedback}


def opinion_page(opinion: Opinion, failed: HandlerForm | None = None, **context: Any) -> Response:
    """One opinion for whoever may read it; `failed` is the form that could not be carried out."""
    forms: dict[str, HandlerForm] = {
        "answer_form": AnswerForm.blank(), "note_form": NoteForm.blank(), "forward_form": ForwardForm.blank(),
        "reopen_form": ReopenForm.blank()}
    forms.update({name: failed for name, form in forms.items() if isinstance(failed, type(form))})
    if allowed(g.actor, Feedback.FORWARD, opinion) and isinstance(forms["forward_form"], ForwardForm):
        forms["forward_form"].offer(queries.forward_choices(g.actor, opinion))
    notes = queries.notes(opinion) if allowed(g.actor, Feedback.NOTE, opinion) else []
    return page("feedback/show.html", opinion=opinion, sender=queries.sender_of(g.actor, opinion),
                way=queries.way(opinion), answers=queries.answers(opinion), notes=notes, who=queries.who, failed=failed,
                has_errors=failed is not None, status=failed.meet(opinion) if failed else 200, **forms, **context)
