"""Synthetic papers: subjects and texts put together from small lists, so that search has something to find."""

from random import Random
from typing import NamedTuple

KINDS = [("CV", "công văn", 40), ("KH", "kế hoạch", 14), ("BC", "báo cáo", 12), ("TB", "thông báo", 12),
         ("NQ", "nghị quyết", 8), ("QĐ", "quyết định", 8), ("HD", "hướng dẫn", 6)]
TOPICS = [
    "an toàn chạy tàu mùa mưa bão", "sinh hoạt chi bộ thường kỳ", "chuyên đề học tập và làm theo tấm gương Bác",
    "bồi dưỡng đảng viên mới", "kết nạp đảng viên", "công nhận đảng viên chính thức", "thu nộp đảng phí",
    "kiểm tra, giám sát đầu năm", "đánh giá, xếp loại cuối năm", "làm sạch dữ liệu đảng viên", "chuyển đổi số",
    "cải tiến thủ tục bán vé", "bảo trì cầu đường", "sửa chữa đầu máy", "kiểm tra toa xe", "thông tin tín hiệu",
    "phòng cháy, chữa cháy tại ga", "vệ sinh lao động", "huấn luyện nghiệp vụ", "phân công cấp ủy viên",
    "tiếp nhận ý kiến đảng viên", "thi đua hoàn thành kế hoạch vận tải", "phục vụ hành khách dịp lễ", "đường ngang",
    "gác chắn ban đêm", "tiết kiệm nhiên liệu", "đối thoại với người lao động", "quy chế làm việc", "đại hội chi bộ",
    "trao Huy hiệu Đảng", "sinh hoạt hai chiều nơi cư trú", "tuyên truyền pháp luật",
]
LEADS = ["về việc triển khai {topic}", "tổ chức thực hiện {topic}", "kết quả {topic} tháng {month}",
         "nhiệm vụ {topic} quý {quarter}", "tăng cường {topic}", "phối hợp {topic} giữa các đơn vị"]
OPENINGS = [
    "Thực hiện nhiệm vụ được giao về {topic}, {unit} đề nghị các chi bộ trực thuộc thực hiện những nội dung sau.",
    "Căn cứ chương trình công tác tháng {month}, {unit} thông báo nội dung về {topic} để các chi bộ biết và thực hiện.",
    "Trên cơ sở ý kiến của các chi bộ, {unit} thống nhất một số việc về {topic}.",
]
SENTENCES = [
    "Bí thư chi bộ phổ biến nội dung này trong buổi sinh hoạt gần nhất và ghi vào biên bản.",
    "Mỗi đảng viên đăng ký một việc cụ thể gắn với {topic}, có thời hạn và người kiểm tra.",
    "Đơn vị có người đi ca, theo tàu gửi tài liệu trước ít nhất một ngày để đọc.",
    "Kết quả báo cáo về văn phòng cấp ủy trước ngày {day} tháng {month}.",
    "Cấp ủy phân công một đồng chí theo dõi, nhắc việc và tổng hợp vướng mắc.",
    "Việc nào vượt thẩm quyền của chi bộ thì báo cáo cấp trên trực tiếp, không để chậm.",
    "Các tổ sản xuất kiểm tra hiện trường, ghi sổ đầy đủ và báo trực ban khi có bất thường.",
    "Không tổ chức hình thức; chọn việc nhỏ, làm xong, rồi nhân rộng.",
    "Đoàn thanh niên và công đoàn phối hợp vận động người lao động cùng thực hiện.",
    "Kinh phí lấy trong kế hoạch đã duyệt, chi đúng mục đích, công khai tại chi bộ.",
    "Trường hợp đặc biệt do thời tiết, đơn vị chủ động điều chỉnh lịch và báo lại sau.",
    "Văn phòng tổng hợp ý kiến của đảng viên và trả lời trong thời hạn quy định.",
    "Cuộc kiểm tra lần trước nêu {number} tồn tại, đến nay đã khắc phục phần lớn.",
    "Chi bộ biểu dương đảng viên có sáng kiến về {topic} và giới thiệu cách làm.",
    "Hồ sơ lưu tại văn phòng, bản điện tử đăng trên Sổ tay để đảng viên tra cứu.",
    "Những đồng chí mới chuyển đến được hướng dẫn riêng trong tuần đầu.",
    "Tại các ga nhỏ, việc này giao cho trưởng ga là đảng viên phụ trách.",
    "Số liệu tháng {month} cho thấy {number} lượt thực hiện, tăng so với kỳ trước.",
    "Khi tàu chậm do nguyên nhân khách quan, nhân viên thông báo kịp thời cho hành khách.",
    "Cung đường bố trí thêm lượt tuần tra ban đêm ở những đoạn ta luy cao.",
    "Xưởng sắp xếp lại dụng cụ, ghi nhãn và bàn giao ca bằng sổ.",
    "Đảng viên nêu gương trước, quần chúng theo sau; không phê bình thay cho hướng dẫn.",
    "Nội dung chưa rõ, chi bộ trao đổi với văn phòng cấp ủy để được giải thích.",
    "Văn bản này thay thế các nội dung trước đây về {topic} có cùng phạm vi.",
]
CLOSING = "Đề nghị các chi bộ nghiêm túc thực hiện; quá trình thực hiện có vướng mắc, báo cáo {unit} để được hướng dẫn."


class Paper(NamedTuple):
    """Kind, its name, what it is about, and its paragraphs."""

    kind: str
    kind_name: str
    subject: str
    paragraphs: list[str]


def write(chance: Random, unit: str) -> Paper:
    """A paper of a unit, about 250 syllables."""
    kind, kind_name, _ = chance.choices(KINDS, weights=[weight for *_, weight in KINDS])[0]
    slots = {"topic": chance.choice(TOPICS), "unit": unit, "month": chance.randint(1, 12),
             "quarter": chance.randint(1, 4), "day": chance.randint(5, 25), "number": chance.randint(2, 40)}
    body = [chance.choice(OPENINGS), *chance.sample(SENTENCES, chance.randint(8, 14)), CLOSING]
    return Paper(kind, kind_name, chance.choice(LEADS).format(**slots), [one.format(**slots) for one in body])
