"""Builders of privacy for tests."""

from io import BytesIO

from portal.core import clock, files
from portal.core.db import db
from portal.members.api import Member
from portal.privacy.models import FileState, MemberFile
from tests.factories.members import record
from tests.people import person


def kept_file(of: str | Member = "member", *, by: str = "secretary", title: str = "Quyết định kết nạp",
              state: FileState = FileState.READY) -> MemberFile:
    """A file beside a record, committed."""
    digest, size = files.store().put(BytesIO(title.encode()))
    made = MemberFile(member_id=(of if isinstance(of, Member) else record(of)).id, title=title, name="quyet-dinh.txt",
                      media_type="text/plain", digest=digest, size=size, state=state,
                      added_by=person(by).account_id, at=clock.now())
    db.session.add(made)
    db.session.commit()
    return made
