"""Who gets what: every endpoint × method × person → status.

200 a page · 303 done, or sent on · 401 sign in first · 403 seen but not allowed · 404 does not exist for them ·
400/409/422 let in by right, and told what is missing in the (empty) form.
"""

from tests.security.rooms import modules

PERSONS = ["stranger", "member", "probationary", "secretary", "member_elsewhere", "secretary_elsewhere", "neighbour",
           "committee_secretary", "office_staff", "corporation_staff", "administrator", "delegate", "lapsed_delegate",
           "suspended_account"]
"""The columns, in order (tests/people.py)."""

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  accounts.sign_in_form         -                   200 303 303 303 303 303 303 303 303 303 303 303 303 200
POST accounts.sign_in              -                   422 422 422 422 422 422 422 422 422 422 422 422 422 422
POST accounts.sign_out             -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
GET  accounts.first_password       -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST accounts.change_password      -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
POST accounts.resume               -                   401 400 400 400 400 400 400 400 400 400 400 400 400 401
GET  accounts.me                   -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST accounts.end_session          own session         401 303 404 404 404 404 404 404 404 404 404 404 404 401
GET  documents.index               -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  documents.show                document            401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.show                document draft      401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.show                document trashed    401 404 404 404 404 404 404 200 200 404 404 200 404 401
GET  documents.show                document of cell    401 200 200 200 404 404 404 404 404 404 404 200 200 401
POST documents.publish             document draft      401 404 404 404 404 404 404 422 403 404 404 403 404 401
POST documents.publish             document            401 403 403 403 404 404 403 403 403 403 403 403 403 401
POST documents.restore             document trashed    401 404 404 404 404 404 404 303 303 404 404 303 404 401
GET  documents.edit                document draft      401 404 404 404 404 404 404 200 200 404 404 200 404 401
POST documents.save                document draft      401 404 404 404 404 404 404 409 409 404 404 409 404 401
GET  documents.download            document file       401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  documents.withdraw_form       document            401 403 403 403 404 404 403 200 200 403 403 200 403 401
POST documents.withdraw            document            401 403 403 403 404 404 403 422 422 403 403 422 403 401
POST documents.trash               document            401 403 403 403 404 404 403 303 303 403 403 303 403 401
GET  documents.new                 -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
POST documents.upload              -                   401 403 403 422 403 422 403 422 422 422 403 422 403 401
GET  feedback.index                -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  feedback.show                 opinion             401 200 404 404 404 404 404 200 200 404 404 200 404 401
GET  feedback.show                 opinion of cell     401 200 200 200 404 404 404 200 200 404 404 200 200 401
GET  feedback.show                 opinion hidden      401 200 404 404 404 404 404 200 200 404 404 200 404 401
GET  feedback.show                 opinion answered    401 200 404 404 404 404 404 200 200 404 404 200 404 401
GET  feedback.receipt              opinion             401 200 404 404 404 404 404 403 403 404 404 403 404 401
POST feedback.forward              opinion taken       401 403 404 404 404 404 404 409 409 404 404 409 404 401
POST feedback.mark_read            opinion answered    401 303 404 404 404 404 404 403 403 404 404 403 404 401
POST feedback.note                 opinion taken       401 403 404 404 404 404 404 409 409 404 404 409 404 401
POST feedback.reopen               opinion answered    401 409 404 404 404 404 404 403 403 404 404 403 404 401
GET  feedback.download             opinion file        401 200 404 404 404 404 404 200 200 404 404 200 404 401
POST feedback.take                 opinion             401 403 404 404 404 404 404 409 409 404 404 409 404 401
POST feedback.answer               opinion taken       401 403 404 404 404 404 404 409 409 404 404 409 404 401
GET  feedback.new                  -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST feedback.send                 -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
GET  feedback.inbox                -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
GET  home.index                    -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST home.text_size                -                   303 303 303 303 303 303 303 303 303 303 303 303 303 303
GET  home.language                 -                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST home.save_language            -                   303 303 303 303 303 303 303 303 303 303 303 303 303 303
GET  home.operations               -                   401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST home.rebuild_index            -                   401 403 403 403 403 403 403 403 403 403 303 403 403 401
POST home.retry_jobs               -                   401 403 403 403 403 403 403 403 403 403 303 403 403 401
GET  home.health                   -                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET  home.search                   -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  meetings.index                -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  meetings.show                 meeting draft       401 404 404 200 404 404 404 404 404 404 404 404 404 401
GET  meetings.show                 meeting open        401 200 200 200 404 404 404 404 404 404 404 200 200 401
GET  meetings.show                 meeting closed      401 200 200 200 404 404 404 404 404 404 404 200 200 401
GET  meetings.roll_call            meeting open        401 403 403 200 404 404 404 404 404 404 404 403 403 401
POST meetings.mark                 meeting open        401 403 403 422 404 404 404 404 404 404 404 403 403 401
GET  meetings.ask_cancel           meeting open        401 403 403 200 404 404 404 404 404 404 404 403 403 401
POST meetings.cancel               meeting open        401 403 403 422 404 404 404 404 404 404 404 403 403 401
GET  meetings.print_page           meeting open        401 403 403 200 404 404 404 404 404 404 404 403 403 401
GET  meetings.print_page           meeting closed      401 200 200 200 404 404 404 404 404 404 404 200 200 401
GET  meetings.minutes              meeting running     401 403 403 200 404 404 404 404 404 404 404 403 403 401
POST meetings.conclude             meeting running     401 403 403 422 404 404 404 404 404 404 404 403 403 401
GET  meetings.revisions            meeting revision    401 403 403 200 404 404 404 404 404 404 404 403 403 401
POST meetings.restore              meeting revision    401 403 403 303 404 404 404 404 404 404 404 403 403 401
POST meetings.lock                 meeting running     401 403 403 422 404 404 404 404 404 404 404 403 403 401
POST meetings.open_meeting         meeting draft       401 404 404 303 404 404 404 404 404 404 404 404 404 401
GET  meetings.ask_reopen           meeting closed      401 403 403 200 404 404 404 404 404 404 404 403 403 401
POST meetings.reopen               meeting closed      401 403 403 422 404 404 404 404 404 404 404 403 403 401
POST meetings.summon               meeting open        401 403 403 303 404 404 404 404 404 404 404 403 403 401
GET  meetings.edit                 meeting open        401 403 403 200 404 404 404 404 404 404 404 403 403 401
POST meetings.save                 meeting open        401 403 403 422 404 404 404 404 404 404 404 403 403 401
POST meetings.attach               meeting open        401 403 403 422 404 404 404 404 404 404 404 403 403 401
GET  meetings.paper                meeting paper       401 200 200 200 404 404 404 404 404 404 404 200 200 401
POST meetings.put_back             meeting open        401 403 403 422 404 404 404 404 404 404 404 403 403 401
POST meetings.detach               meeting paper       401 403 403 303 404 404 404 404 404 404 404 403 403 401
POST meetings.answer               meeting open        401 422 422 422 404 404 404 404 404 404 404 422 422 401
POST meetings.speak                meeting open        401 422 422 422 404 404 404 404 404 404 404 422 422 401
GET  meetings.new                  -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
POST meetings.create               -                   401 403 403 422 403 422 403 422 422 422 403 422 403 401
GET  members.index                 -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  members.show                  member here         401 404 200 200 404 404 404 404 404 404 404 200 404 401
GET  members.mine                  -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
GET  news.index                    -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  news.show                     article             401 200 200 200 404 404 200 200 200 200 200 200 200 401
GET  news.show                     article draft       401 404 404 404 404 404 404 303 303 404 404 303 404 401
GET  news.show                     article of cell     401 200 200 200 404 404 404 404 404 404 404 200 200 401
POST news.publish                  article draft       401 404 404 404 404 404 404 409 409 404 404 409 404 401
GET  news.withdraw_form            article             401 403 403 403 404 404 403 200 200 403 403 200 403 401
POST news.withdraw                 article             401 403 403 403 404 404 403 303 303 403 403 303 403 401
GET  news.edit_form                article             401 403 403 403 404 404 403 200 200 403 403 200 403 401
POST news.edit                     article             401 403 403 403 404 404 403 409 409 403 403 409 403 401
GET  news.preview                  article             401 403 403 403 404 404 403 200 200 403 403 200 403 401
GET  news.picture                  picture of cell     401 200 200 200 404 404 404 404 404 404 404 200 200 401
GET  news.new                      -                   401 403 403 200 403 200 403 200 200 200 403 200 403 401
POST news.create                   -                   401 403 403 422 403 422 403 422 422 422 403 422 403 401
GET  organizations.index           -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  organizations.show            unit                401 200 200 200 200 200 200 200 200 200 200 200 200 401
"""


def rows() -> list[tuple[str, str, str, list[int]]]:
    """(method, endpoint, target, statuses) of each line, here and in tests/security/rooms."""
    found = []
    for table in (TABLE, *(str(module.TABLE) for module in modules())):
        for line in table.strip("\n").splitlines()[1:]:
            words = line.split()
            statuses = [int(word) for word in words[-len(PERSONS):]]
            method, endpoint, *target = words[:-len(PERSONS)]
            found.append((method, endpoint, " ".join(target), statuses))
    return found
