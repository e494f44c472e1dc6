"""The rights and their rules."""

from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, anyone, signed_in
from portal.transfers.policy.facts import (
    acts_for_a_unit,
    acts_for_the_members_cell,
    acts_for_the_new_cell,
    acts_for_the_old_cell,
    acts_for_units_below,
    administers,
    belongs_to_a_cell,
    goes_outside,
    has_a_slip,
    is_asked,
    is_its_asker,
    is_of_somebody_else,
    is_on,
    is_oneself,
    is_released,
    is_the_member,
    keeps_a_unit,
    keeps_the_members_cell,
    keeps_the_new_cell,
    keeps_the_old_cell,
    was_released_or_called,
)


class Transfers(Right):
    """Rights over transfers."""

    LIST = ("transfers:list", _l("Xem các hồ sơ chuyển sinh hoạt"),
            _l("Xem các hồ sơ đi và đến của đơn vị mình phụ trách."))
    EXPORT = ("transfers:export", _l("Xuất danh sách chuyển sinh hoạt"),
              _l("In hoặc tải danh sách chuyển sinh hoạt của đơn vị mình phụ trách."))
    READ = ("transfers:read", _l("Xem một hồ sơ chuyển sinh hoạt"),
            _l("Xem hồ sơ đang ở bước nào và còn bao nhiêu ngày."))
    DETAIL = ("transfers:detail", _l("Xem đủ hồ sơ chuyển sinh hoạt"),
              _l("Xem lý do, quyết định và nơi đi; nơi đến chỉ xem được sau khi chi bộ cũ đã giới thiệu."))
    HISTORY = ("transfers:history", _l("Xem các lần chuyển sinh hoạt của một đảng viên"),
               _l("Xem các lần chuyển trước đây và hồ sơ đang chạy."))
    ASK = ("transfers:ask", _l("Đề nghị chuyển sinh hoạt"),
           _l("Đề nghị cho chính mình, hoặc cho đảng viên của chi bộ mình phụ trách."))
    CALL = ("transfers:call", _l("Đề nghị chuyển đến"),
            _l("Đề nghị chi bộ khác giới thiệu một đảng viên về chi bộ mình."))
    ARRIVE = ("transfers:arrive", _l("Tiếp nhận từ ngoài hệ thống"),
              _l("Ghi người mang giấy giới thiệu từ ngoài hệ thống vào danh sách của chi bộ bên dưới."))
    RELEASE = ("transfers:release", _l("Giới thiệu chuyển đi"),
               _l("Chi bộ cũ xác nhận đảng phí và giới thiệu chuyển đi."))
    DECLINE = "transfers:decline", _l("Không đồng ý cho chuyển"), _l("Chi bộ cũ không đồng ý, có ghi lý do.")
    ACCEPT = ("transfers:accept", _l("Tiếp nhận"),
              _l("Chi bộ mới tiếp nhận; nơi đến ngoài hệ thống thì chi bộ cũ ghi theo giấy báo."))
    RETURN = "transfers:return", _l("Trả lại hồ sơ"), _l("Nơi đến trả lại hồ sơ cho chi bộ cũ, có ghi lý do.")
    WITHDRAW = "transfers:withdraw", _l("Rút đề nghị"), _l("Bên đã đề nghị rút lại khi chi bộ cũ chưa giới thiệu.")
    END = "transfers:end", _l("Kết thúc sớm sinh hoạt tạm thời"), _l("Ghi ngày cuối sớm hơn ngày đã định.")
    PRINT = ("transfers:print", _l("In giấy giới thiệu"),
             _l("In giấy giới thiệu sinh hoạt đảng; mỗi lần in được ghi lại."))


class Residence(Right):
    """Rights over the contact with the place of residence."""

    LIST = ("residence:list", _l("Xem danh sách sinh hoạt hai chiều"),
            _l("Xem ai đã giới thiệu về nơi cư trú, ai chưa, ai quá hạn nhận xét."))
    READ = ("residence:read", _l("Xem sinh hoạt hai chiều của một đảng viên"),
            _l("Xem nơi cư trú, giấy giới thiệu và nhận xét; đảng viên xem của mình."))
    KEEP = ("residence:keep", _l("Ghi sinh hoạt hai chiều"),
            _l("Ghi nơi cư trú, giấy giới thiệu, lý do miễn và nhận xét của nơi cư trú."))
    REMARK = ("residence:remark", _l("Ghi nhận xét của nơi cư trú bằng mã"),
              _l("Cấp ủy nơi cư trú, không có tài khoản, ghi nhận xét bằng mã trên giấy giới thiệu."))


class Calendar(Right):
    """Rights over the working calendar."""

    READ = "calendar:read", _l("Xem lịch làm việc"), _l("Xem ngày nghỉ lễ, Tết và cách tính các thời hạn.")
    EDIT = ("calendar:edit", _l("Sửa lịch làm việc"),
            _l("Thêm, bỏ ngày nghỉ hoặc ngày làm bù; các thời hạn đang chạy tính lại ngay."))


ABOUT = [[is_the_member], [keeps_the_old_cell], [keeps_the_new_cell]]
FULL = [[is_the_member], [keeps_the_old_cell], [keeps_the_new_cell, was_released_or_called]]
ANSWERS = [[acts_for_the_new_cell, is_of_somebody_else, is_released],
           [acts_for_the_old_cell, is_of_somebody_else, goes_outside, is_released]]
DECIDES = [[acts_for_the_old_cell, is_of_somebody_else, is_asked]]
OF_MEMBER = [[is_oneself], [keeps_the_members_cell]]
RULES |= {
    Transfers.LIST: [[keeps_a_unit]],
    Transfers.EXPORT: [[keeps_a_unit]],
    Transfers.READ: ABOUT,
    Transfers.DETAIL: FULL,
    Transfers.HISTORY: OF_MEMBER,
    Transfers.ASK: [[is_oneself, belongs_to_a_cell], [acts_for_the_members_cell]],
    Transfers.CALL: [[acts_for_a_unit]],
    Transfers.ARRIVE: [[acts_for_units_below]],
    Transfers.RELEASE: DECIDES,
    Transfers.DECLINE: DECIDES,
    Transfers.ACCEPT: ANSWERS,
    Transfers.RETURN: ANSWERS,
    Transfers.WITHDRAW: [[is_its_asker, is_asked]],
    Transfers.END: [[acts_for_the_old_cell, is_on], [acts_for_the_new_cell, is_on]],
    Transfers.PRINT: [[acts_for_the_old_cell, has_a_slip], [acts_for_the_new_cell, has_a_slip]],
    Residence.LIST: [[keeps_a_unit]],
    Residence.READ: OF_MEMBER,
    Residence.KEEP: [[acts_for_the_members_cell]],
    Residence.REMARK: [[anyone]],
    Calendar.READ: [[signed_in]],
    Calendar.EDIT: [[administers]],
}
