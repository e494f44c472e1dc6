"""Why a file or a row can't be used, or what is to be looked at: codes are stored, sentences shown."""

from enum import StrEnum

from portal.core.i18n import N_


class Problem(StrEnum):
    """Of a file, then of a cell or row, then what is only to be looked at."""

    EMPTY = "empty"
    KIND = "kind"
    WEB = "web"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    LARGE = "large"
    ROWS = "rows"
    COLUMNS = "columns"
    TIMEOUT = "timeout"

    NO_NAME = "no_name"
    NAME_SIGNS = "name_signs"
    NAME_LONG = "name_long"
    NO_KEY = "no_key"
    ID_FORM = "id_form"
    ID_OLD = "id_old"
    ID_ZERO = "id_zero"
    ID_SHORTENED = "id_shortened"
    ID_MASKED = "id_masked"
    CARD_FORM = "card_form"
    PHONE_FORM = "phone_form"
    PHONE_ZERO = "phone_zero"
    DATE_FORM = "date_form"
    DATE_YEAR = "date_year"
    DATE_MONTH = "date_month"
    DATE_SHORT = "date_short"
    DATE_NONE = "date_none"
    DATE_TURNED = "date_turned"
    DATE_RANGE = "date_range"
    DATE_ORDER = "date_order"
    VALUE_SEX = "value_sex"
    VALUE_STATE = "value_state"
    VALUE_CELL = "value_cell"
    NO_CELL = "no_cell"
    NO_STATE = "no_state"
    STATE_LEFT = "state_left"
    STATE_TRANSFER = "state_transfer"
    STATE_BACK = "state_back"
    STATE_DAY = "state_day"
    CELL_DAY = "cell_day"
    ELSEWHERE = "elsewhere"
    ACCOUNT = "account"
    TWICE = "twice"
    TWICE_PERSON = "twice_person"
    CARD_TAKEN = "card_taken"

    NAME_ONLY = "name_only"
    NAME_BIRTH = "name_birth"
    ID_OTHER_PERSON = "id_other_person"
    CARD_OTHER_ID = "card_other_id"
    RULE = "rule"

    REGISTER_MOVED = "register_moved"
    REGISTER_TAKEN = "register_taken"
    RIGHT_ENDED = "right_ended"
    NEW_ABOVE = "new_above"
    FIELD_ABOVE = "field_above"
    FIELD_OWN = "field_own"
    CLASH = "clash"

    TOUCHED = "touched"
    OPENED = "opened"
    STATE_KEPT = "state_kept"
    FIELD_SINCE = "field_since"
    NO_WAY_BACK = "no_way_back"
    ACCOUNT_CLOSED = "account_closed"
    GONE_AWAY = "gone_away"


SENTENCES: dict[str, str] = {
    Problem.EMPTY: N_("Tệp không có dòng nào. Chọn tệp khác."),
    Problem.KIND: N_("Tệp này không phải bảng tính. Cần tệp XLSX, XLS, ODS hoặc CSV."),
    Problem.WEB: N_("Tệp này là trang web được đặt tên như bảng tính. Mở bằng Excel hoặc LibreOffice, lưu thành "
                    "XLSX rồi tải lên."),
    Problem.BROKEN: N_("Tệp hỏng hoặc chưa tải lên hết. Mở thử trên máy, lưu lại thành XLSX rồi tải lên."),
    Problem.ENCRYPTED: N_("Tệp có mật khẩu. Bỏ mật khẩu rồi tải lên lại."),
    Problem.LARGE: N_("Tệp quá lớn sau khi mở nên không đọc được. Chép riêng các cột cần nhập sang một tệp mới."),
    Problem.ROWS: N_("Tệp có quá nhiều dòng (mỗi lần nhận không quá 150.000). Chia thành nhiều tệp."),
    Problem.COLUMNS: N_("Tệp có quá nhiều cột (mỗi lần nhận không quá 100). Bỏ bớt các cột không cần nhập."),
    Problem.TIMEOUT: N_("Đọc tệp mất quá nhiều thời gian nên đã dừng lại. Chép riêng bảng cần nhập sang một tệp mới."),
    Problem.NO_NAME: N_("Thiếu họ và tên."),
    Problem.NAME_SIGNS: N_("Họ và tên có ký hiệu lạ: %(signs)s. Chỉ ghi chữ."),
    Problem.NAME_LONG: N_("Họ và tên dài quá 120 ký tự."),
    Problem.NO_KEY: N_("Thiếu số định danh nên không thêm mới được."),
    Problem.ID_FORM: N_("Số định danh phải có đúng 12 chữ số; ô này có %(count)s ký tự."),
    Problem.ID_OLD: N_("Đây là số chứng minh nhân dân cũ (9 chữ số); cần số định danh 12 chữ số."),
    Problem.ID_ZERO: N_("Số định danh chỉ có 11 chữ số; có thể Excel đã bỏ số 0 ở đầu."),
    Problem.ID_SHORTENED: N_("Excel đã rút gọn số này thành dạng 8,7E+10. Đặt cột thành kiểu Văn bản, điền lại số."),
    Problem.ID_MASKED: N_("Số định danh bị che bằng dấu *. Cần số đầy đủ, hoặc cột Mã hồ sơ."),
    Problem.CARD_FORM: N_("Số thẻ đảng viên chỉ gồm chữ số, không quá 20."),
    Problem.PHONE_FORM: N_("Số điện thoại không đúng."),
    Problem.PHONE_ZERO: N_("Số điện thoại thiếu một chữ số; có thể Excel đã bỏ số 0 ở đầu."),
    Problem.DATE_FORM: N_("Không hiểu ngày này. Ghi ngày/tháng/năm, ví dụ 05/9/1985."),
    Problem.DATE_YEAR: N_("Chỉ có năm. Ghi đủ ngày/tháng/năm."),
    Problem.DATE_MONTH: N_("Chỉ có tháng và năm. Ghi đủ ngày/tháng/năm."),
    Problem.DATE_SHORT: N_("Năm chỉ có hai chữ số. Ghi đủ bốn chữ số."),
    Problem.DATE_NONE: N_("Không có ngày này trong lịch."),
    Problem.DATE_TURNED: N_("Có vẻ tháng đứng trước ngày. Ghi ngày/tháng/năm."),
    Problem.DATE_RANGE: N_("Ngày này không thể đúng: trước năm 1900 hoặc ở tương lai."),
    Problem.DATE_ORDER: N_("Ngày này phải sau ngày sinh."),
    Problem.VALUE_SEX: N_("Chưa rõ “%(value)s” là giới tính nào; chọn ở mục Giá trị chưa rõ."),
    Problem.VALUE_STATE: N_("Chưa rõ “%(value)s” là trạng thái nào; chọn ở mục Giá trị chưa rõ."),
    Problem.VALUE_CELL: N_("Chưa rõ “%(value)s” là chi bộ nào trong đơn vị bạn phụ trách; chọn ở mục Giá trị chưa "
                           "rõ."),
    Problem.NO_CELL: N_("Thiếu chi bộ của người mới. Điền cột chi bộ, hoặc chọn một chi bộ ở bước chọn cột."),
    Problem.NO_STATE: N_("Thiếu trạng thái của người mới (chính thức, dự bị…). Điền cột trạng thái, hoặc chọn một "
                         "trạng thái ở bước chọn cột."),
    Problem.STATE_LEFT: N_("Tệp ghi người này đã rời danh sách. Việc này cần quyết định nên không nhận từ tệp; ghi ở "
                           "hồ sơ đảng viên."),
    Problem.STATE_TRANSFER: N_("Chuyển sinh hoạt được làm ở mục Chuyển sinh hoạt, không nhận từ tệp."),
    Problem.STATE_BACK: N_("Người này đã là đảng viên chính thức; tệp ghi dự bị."),
    Problem.STATE_DAY: N_("Trạng thái hiện nay bắt đầu từ %(day)s; trạng thái mới phải bắt đầu sau ngày đó."),
    Problem.CELL_DAY: N_("Đang sinh hoạt ở chi bộ hiện nay từ %(day)s; ngày chuyển phải sau ngày đó."),
    Problem.ELSEWHERE: N_("Người có số này đã có ở đơn vị khác. Liên hệ ban tổ chức cấp trên."),
    Problem.ACCOUNT: N_("Số định danh này đã có tài khoản. Báo cho người quản trị hệ thống."),
    Problem.TWICE: N_("Cùng một số ở các dòng %(rows)s. Sửa tệp để mỗi người một dòng."),
    Problem.TWICE_PERSON: N_("Các dòng %(rows)s là cùng một người trong danh sách. Sửa tệp để mỗi người một dòng."),
    Problem.CARD_TAKEN: N_("Số thẻ này đã ghi cho một người khác."),
    Problem.NAME_ONLY: N_("Danh sách có người cùng họ tên, chưa đủ ngày sinh để phân biệt."),
    Problem.NAME_BIRTH: N_("Danh sách có người cùng họ tên và ngày sinh nhưng khác số định danh."),
    Problem.ID_OTHER_PERSON: N_("Số định danh trùng, nhưng họ tên và ngày sinh đều khác."),
    Problem.CARD_OTHER_ID: N_("Số thẻ trùng với một người có số định danh khác."),
    Problem.RULE: N_("Quy tắc của danh sách không cho phép: %(why)s"),
    Problem.REGISTER_MOVED: N_("Hồ sơ này đã được sửa sau khi xem trước."),
    Problem.REGISTER_TAKEN: N_("Số định danh này vừa được ghi vào danh sách sau khi xem trước."),
    Problem.RIGHT_ENDED: N_("Bạn không còn phụ trách chi bộ của dòng này."),
    Problem.NEW_ABOVE: N_("Người mới do cấp ủy cấp trên của chi bộ ghi vào danh sách. Gửi tệp lên cấp trên."),
    Problem.FIELD_ABOVE: N_("Mục này do cấp ủy cấp trên của chi bộ sửa. Gửi đề nghị lên cấp trên, hoặc bỏ cột này."),
    Problem.FIELD_OWN: N_("Không ai tự ghi mục này vào hồ sơ của mình. Người phụ trách khác ghi."),
    Problem.CLASH: N_("Số định danh của dòng này trùng với một người khác."),
    Problem.TOUCHED: N_("Hồ sơ đã được dùng hoặc sửa sau khi nhập nên được giữ lại."),
    Problem.OPENED: N_("Tài khoản đã được mở nên hồ sơ được giữ lại."),
    Problem.STATE_KEPT: N_("Trạng thái hiện nay được giữ; đổi trạng thái này ở hồ sơ đảng viên."),
    Problem.FIELD_SINCE: N_("Đã sửa tiếp sau khi nhập nên được giữ: %(fields)s."),
    Problem.NO_WAY_BACK: N_("Giữ như đã nhập, vì chi bộ cũ đã kết thúc hoặc số cũ nay đã ghi cho người khác: "
                            "%(fields)s."),
    Problem.ACCOUNT_CLOSED: N_("Tài khoản đã đóng khi được miễn sinh hoạt; trạng thái trở lại nhưng tài khoản phải "
                               "mở lại ở mục Tài khoản."),
    Problem.GONE_AWAY: N_("Người này không còn ở đơn vị bạn phụ trách nên hồ sơ được giữ nguyên."),
}
"""Values are put in when shown; none carries a number of a person."""
