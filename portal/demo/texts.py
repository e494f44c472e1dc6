"""What sample news, meetings and opinions say. Invented; no event, person or number is real."""

from typing import NamedTuple


class Story(NamedTuple):
    """An article: name of the unit that writes it, days ago, title, summary, text, whether it stands first."""

    unit: str
    days: int
    title: str
    summary: str
    text: str
    pinned: bool = False


TOP = "Đảng bộ Tổng công ty Đường sắt Việt Nam"
STORIES = [
    Story(TOP, 80, "Sổ tay điện tử của Đảng bộ Tổng công ty bắt đầu hoạt động",
          "Đảng viên đọc văn bản, nhận giấy mời họp và gửi ý kiến trên một trang nhẹ, mở được cả khi mạng yếu.",
          "Từ tuần này, các chi bộ dùng Sổ tay để nhận văn bản và chuẩn bị sinh hoạt.\n\n## Đảng viên làm gì\n\n"
          "- Nhận phiếu có mã một lần từ bí thư chi bộ và đặt mật khẩu riêng.\n- Đọc văn bản ở mục **Văn bản**; "
          "văn bản có bản chữ, không cần tải tệp.\n- Trả lời giấy mời họp ngay trên trang.\n\n## Khi gặp "
          "khó khăn\n\n"
          "Hỏi bí thư chi bộ hoặc người giúp việc văn phòng cấp ủy. Số hỗ trợ ở cuối mỗi trang."),
    Story(TOP, 72, "Chuẩn bị nội dung sinh hoạt chi bộ quý tới",
          "Các chi bộ chọn một chuyên đề gắn với an toàn chạy tàu và tiết kiệm chi phí.",
          "Văn phòng Đảng ủy đề nghị mỗi chi bộ chọn một chuyên đề sát với việc của mình, không chọn chuyên "
          "đề chung "
          "chung.\n\nTài liệu cần có trên Sổ tay trước ngày họp ít nhất một ngày để đồng chí đi ca đọc "
          "trước. Đồng chí "
          "không dự được ghi ý kiến bằng văn bản vào nội dung tương ứng.\n\n> Họp ngắn, rõ việc, rõ người, "
          "rõ hạn."),
    Story("Đảng bộ Công ty Vận tải Đường sắt", 66, "Chi bộ tổ tàu thống nhất giờ họp theo vòng quay ban máy",
          "Lịch họp xếp theo lịch lên ban để nhiều đồng chí dự được nhất.",
          "Ba chi bộ có đảng viên đi tàu đã thử xếp lịch họp theo vòng quay. Buổi họp chuyển sang chiều "
          "ngày các tổ cùng "
          "nghỉ ban.\n\nKết quả sau hai tháng: số đồng chí dự họp tăng, ý kiến gửi trước nhiều hơn. Kinh "
          "nghiệm được gửi "
          "đến các chi bộ khác để tham khảo."),
    Story("Đảng bộ Chi nhánh Khai thác đường sắt Hà Nội", 58, "Ra quân dọn vệ sinh khu ga cuối tuần",
          "Đảng viên và đoàn viên cùng dọn ke ga, phòng chờ và bồn hoa.",
          "Sáng thứ bảy, bốn chi bộ cùng đoàn thanh niên dọn ke ga và phòng chờ. Công việc xong trước giờ "
          "đón tàu trưa.\n\n"
          "Chi bộ Văn phòng phân công trực bồn hoa theo tuần; danh sách treo tại phòng trực ban."),
    Story("Đảng bộ Công ty CP Đường sắt Thanh Hóa", 51, "Tuần tra đường mùa mưa: đi sớm hơn, ghi rõ hơn",
          "Các cung đường bổ sung lượt tuần tra ban đêm khi mưa to.",
          "Đảng ủy nhắc các chi bộ cung đường ba việc:\n\n1. Kiểm tra rãnh thoát nước trước mỗi đợt "
          "mưa.\n2. Tăng lượt "
          "tuần tra khi có cảnh báo mưa to.\n3. Ghi sổ ngay tại chỗ, báo trực ban khi thấy đất đá dịch "
          "chuyển.\n\nBí thư "
          "chi bộ nêu kết quả trong phần nhiệm vụ chính trị của buổi họp thường kỳ."),
    Story(TOP, 44, "Tập huấn sử dụng Sổ tay cho bí thư chi bộ",
          "Bốn buổi trực tuyến, mỗi buổi một giờ; tài liệu gửi trước.",
          "Văn phòng Đảng ủy mở bốn buổi tập huấn cho bí thư và chi ủy viên: tạo cuộc họp, điểm danh, ghi "
          "kết luận và trả "
          "lời ý kiến đảng viên.\n\nĐồng chí bận ca xem lại hướng dẫn trong mục trợ giúp. Câu hỏi thường "
          "gặp được bổ sung "
          "sau mỗi buổi."),
    Story("Đảng bộ Xí nghiệp Đầu máy Vinh", 37, "Sáng kiến giảm thời gian kiểm tra đầu máy",
          "Tổ sửa chữa sắp xếp lại bước kiểm tra, tiết kiệm gần nửa giờ mỗi lượt.",
          "Một nhóm đảng viên của phân xưởng sửa chữa vẽ lại trình tự kiểm tra, gom các việc cùng phía đầu "
          "máy vào một "
          "lượt đi.\n\nSau một tháng thử, thời gian mỗi lượt giảm mà không bỏ bước nào. Chi bộ đề nghị hội "
          "đồng sáng kiến "
          "xem xét để áp dụng ở các phân xưởng khác."),
    Story("Đảng bộ Công ty CP Xe lửa Gia Lâm", 30, "Chi bộ phân xưởng kèm thợ trẻ",
          "Mỗi đảng viên lành nghề nhận kèm một thợ mới trong sáu tháng.",
          "Nghị quyết tháng trước của chi bộ giao mỗi đảng viên bậc thợ cao kèm một thợ mới. Nội dung kèm "
          "ghi thành ba "
          "mốc, có người xác nhận ở từng mốc.\n\nĐây cũng là dịp tìm quần chúng ưu tú để giới thiệu bồi dưỡng."),
    Story(TOP, 24, "Làm sạch dữ liệu đảng viên: việc còn lại của mỗi người",
          "Mở hồ sơ của mình, đọc lại từng dòng, báo chi bộ chỗ sai.",
          "Phần lớn chi bộ đã đối chiếu xong danh sách. Việc còn lại thuộc về từng đảng viên:\n\n- mở **Hồ "
          "sơ đảng viên "
          "của tôi** trong trang tài khoản;\n- đọc lại họ tên, ngày sinh, ngày vào Đảng, ngày chính "
          "thức;\n- báo bí thư "
          "chi bộ chỗ chưa đúng.\n\nSố định danh và điện thoại luôn được che trên màn hình.", pinned=True),
    Story("Đảng bộ Công ty CP Đường sắt Bình Trị Thiên", 17, "Diễn tập ứng phó sạt lở trên khu gian",
          "Các tổ phối hợp phong tỏa, báo tin và sửa tạm trong thời gian quy định.",
          "Buổi diễn tập có ba tình huống: đất đá lấp ray, hỏng cột tín hiệu và người dân báo tin. Mỗi tổ "
          "rút kinh nghiệm "
          "ngay sau tình huống của mình.\n\nĐảng ủy giao hai chi bộ cung đường viết lại bảng phân công cho "
          "gọn trong một "
          "trang giấy."),
    Story("Đảng bộ Công ty Vận tải Đường sắt", 10, "Phục vụ tàu khách dịp cuối năm: ba điều đảng viên làm trước",
          "Đúng giờ, sạch toa, hỏi khách bằng lời nhẹ nhàng.",
          "Đảng ủy Công ty đề nghị đảng viên ở ga và trên tàu nêu gương ba việc: đúng giờ, sạch toa, lời "
          "nói nhẹ nhàng.\n\n"
          "Chi bộ ghi nhận việc tốt của đảng viên và quần chúng trong phần biểu dương của buổi họp."),
    Story("Đảng bộ Chi nhánh Khai thác đường sắt Hà Nội", 4, "Lịch trực và nơi họp của các chi bộ trong tháng tới",
          "Phòng họp tầng hai sửa điện; ba chi bộ chuyển sang phòng truyền thống.",
          "Phòng họp tầng hai sửa điện trong hai tuần đầu tháng. Ba chi bộ chuyển sang phòng truyền thống, "
          "giờ họp giữ "
          "nguyên.\n\nBí thư chi bộ kiểm tra nơi họp đã ghi trên giấy mời trước khi gửi."),
]

PLACES = ["Phòng họp đơn vị", "Phòng truyền thống", "Hội trường nhỏ"]
NOTES = ("Bí thư chi bộ báo cáo kết quả tháng trước: các nhiệm vụ được giao đã làm xong, còn một việc "
         "chuyển sang tháng sau. "
         "Đảng viên phát biểu về an toàn lao động, về việc đọc văn bản trên Sổ tay và về người đi ca dự họp.")
CONCLUSIONS = [
    "1. Giữ vững an toàn chạy tàu và an toàn lao động; mỗi đảng viên nhận một việc cụ thể.\n"
    "2. Đọc và trao đổi văn bản mới của Đảng ủy trước buổi họp sau.\n3. Biểu quyết thông qua với 100 % đảng "
    "viên dự họp.",
    "1. Hoàn thành đối chiếu hồ sơ đảng viên trước ngày 20.\n2. Phân công kèm một quần chúng ưu tú.\n"
    "3. Đồng chí đi ca gửi ý kiến bằng văn bản trước buổi họp.",
]
FEE_NOTE = "Đảng viên đã đóng đảng phí đủ đến hết tháng trước."
SPOKEN = [
    "Đề nghị gửi tài liệu sớm hơn một ngày để anh em theo tàu kịp đọc.",
    "Tôi đồng ý với dự thảo. Đề nghị ghi rõ người chịu trách nhiệm ở việc thứ hai.",
    "Tôi đi ca hôm họp; ý kiến của tôi: ưu tiên sửa đèn chiếu sáng ở bãi dồn.",
]


class Opinion(NamedTuple):
    """An opinion of a member: days ago, category, what it says, the answer where there is one, whether it was
    taken up, why the sender opened it again."""

    days: int
    category: str
    text: str
    answer: str = ""
    taken: bool = True
    reopened: str = ""


OPINIONS = [
    Opinion(70, "cell_life", "Đề nghị đăng lịch họp cả quý để anh em theo tàu xếp ca.",
            "Chi ủy đã xếp lịch cả quý, đăng trong mục Sinh hoạt từ tháng này."),
    Opinion(64, "portal", "Chữ trong một số văn bản quét khó đọc trên điện thoại cũ.",
            "Văn phòng đã đề nghị nơi gửi gửi kèm tệp chữ. Bản đọc trên Sổ tay phóng to được."),
    Opinion(57, "work_and_life", "Phòng chờ tàu của nhân viên thiếu nước uống vào ca đêm.",
            "Đã chuyển công đoàn; bình nước được bổ sung từ tuần sau."),
    Opinion(52, "cell_life", "Nên có mẫu ngắn cho báo cáo kết quả của từng đảng viên.",
            "Chi ủy thống nhất mẫu ba dòng: việc được giao, kết quả, vướng mắc."),
    Opinion(46, "party_building", "Đề nghị tổ chức tham quan nhà truyền thống cho đảng viên dự bị.",
            "Đảng ủy đưa vào kế hoạch quý sau."),
    Opinion(41, "portal", "Nhờ hướng dẫn cách đổi mật khẩu trên máy dùng chung ở ga.",
            "Vào Tài khoản của tôi, chọn Đổi mật khẩu, rồi Đăng xuất khi xong việc."),
    Opinion(35, "party_building", "Đề nghị giảm số báo cáo trùng nội dung giữa chuyên môn và chi bộ.",
            "Đã gom hai báo cáo tháng làm một từ kỳ này."),
    Opinion(29, "work_and_life", "Đường vào cung gác bị ngập khi mưa, đi tuần đêm khó.",
            "Đơn vị đã khảo sát, đắp lối đi tạm; phần lâu dài đưa vào kế hoạch sửa chữa.",
            reopened="Lối tạm đã trôi sau trận mưa tuần trước, đề nghị xem lại."),
    Opinion(24, "cell_life", "Nên ghi rõ thời hạn trong kết luận họp để dễ theo dõi."),
    Opinion(20, "cell_life", "Đề nghị chi bộ bạn chia sẻ cách tổ chức sinh hoạt chuyên đề."),
    Opinion(15, "work_and_life", "Loa phòng họp rè, người dự từ xa nghe không rõ."),
    Opinion(11, "party_building", "Đề nghị cấp ủy trả lời ý kiến trong thời hạn và báo lý do khi chậm."),
    Opinion(7, "cell_life", "Xin bổ sung sách tham khảo vào tủ sách chi bộ.", taken=False),
    Opinion(3, "work_and_life", "Đề nghị bố trí người trực thay để hai đồng chí dự lớp bồi dưỡng.", taken=False),
    Opinion(1, "portal", "Trang mở được cả khi sóng yếu; mong giữ gọn như vậy.", taken=False),
]
