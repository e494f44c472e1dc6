"""A file was refused for a secrecy mark: who must know is told, without a word of what it said (N36)."""

from portal.core.i18n import N_
from portal.core.notices import tell
from portal.delegation.api import holders_over
from portal.organizations.api import HEADS, Organization


def tell_of_mark(unit: Organization, uploader: int | None, url: str) -> None:
    """Tell the heads of the unit and whoever sent the file. Neither its name nor its text is said."""
    heads = {one.account_id for one in holders_over(unit.path, HEADS)}
    tell(heads | {uploader}, N_("Một tệp gửi vào %(unit)s mang dấu chỉ độ mật đã bị từ chối và không được lưu. Xử lý "
                                "văn bản theo quy định về bảo vệ bí mật nhà nước."), url, unit=unit.name[:120])
