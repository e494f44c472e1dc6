"""Rights over accounts."""

from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, acts_for_oneself, anyone, signed_in


class Accounts(Right):
    """Rights over accounts."""

    SIGN_IN = "accounts:sign_in", _l("Đăng nhập"), _l("Mở trang đăng nhập và đăng nhập.")
    OWN = "accounts:own", _l("Tài khoản của tôi"), _l("Đổi mật khẩu, xem và kết thúc các phiên đăng nhập của mình.")
    SIGN_OUT = "accounts:sign_out", _l("Đăng xuất"), _l("Kết thúc phiên đăng nhập trên máy này.")


RULES |= {Accounts.SIGN_IN: [[anyone]], Accounts.OWN: [[signed_in, acts_for_oneself]],
          Accounts.SIGN_OUT: [[signed_in]]}
