"""Tables of the ward: itself, its units with the spellings of their names, its leaders."""

from django.db.models import QuerySet

from units.columns import Column, Linked, Pick, as_text, day, whole_number, words
from units.dates import short_date
from units.models import Leader, Unit, UnitAlias, UnitKind, Ward
from units.sheets import SheetResource
from units.text import clean_text, normalise_alias

ALIAS_JOINT = " | "


class WardResource(SheetResource):
    sheet, kind = "phuong", "ward"
    code = Column("code", "ma", "Mã", words(40))
    name = Column("name", "ten", "Tên", words(120))
    city = Column("city", "thanh_pho", "Thành phố", words(120))
    authority = Column("authority", "co_quan", "Cơ quan ban hành, dòng 1", words(120))
    letterhead = Column("letterhead", "ten_co_quan", "Cơ quan ban hành, dòng 2", words(120))
    place = Column("place", "dia_danh", "Địa danh", words(120))
    report_recipient = Column("report_recipient", "noi_gui", "Nơi nhận báo cáo", words(200))

    class Meta:
        model = Ward
        import_id_fields = ("code",)

    def get_queryset(self) -> QuerySet[Ward]:
        wards = Ward.objects.all()
        return wards.filter(pk=self.errand.ward.pk) if self.errand.ward else wards

    def init_instance(self, row: object = None) -> Ward:
        return Ward()

    def ward_of(self, instance: Ward) -> Ward:
        return instance


def read_aliases(cell: object) -> list[str]:
    """Spellings in the order of the file; of two that compare as equal the first."""
    found: dict[str, str] = {}
    for part in as_text(cell).split(ALIAS_JOINT.strip()):
        spelling = clean_text(part, max_length=160)
        if spelling:
            found.setdefault(normalise_alias(spelling), spelling)
    return list(found.values())


def aliases_of(unit: Unit) -> list[str]:
    return [alias.spelling for alias in unit.aliases.order_by("pk")]


def store_aliases(unit: Unit, spellings: list[str]) -> None:
    unit.aliases.all().delete()
    for spelling in spellings:
        UnitAlias.objects.create(unit=unit, spelling=spelling)


class UnitResource(SheetResource):
    sheet, kind = "don-vi", "unit"
    code = Column("code", "ma", "Mã", words(20))
    name = Column("name", "ten", "Tên", words(160))
    short_name = Column("short_name", "ten_ngan", "Tên ngắn", words(40))
    unit_kind = Pick("kind", "loai", "Loại", UnitKind.choices)
    order = Column("order", "thu_tu", "Thứ tự", whole_number)
    aliases = Linked(
        "aliases",
        "ten_khac",
        "Cách viết khác",
        load=aliases_of,
        store=store_aliases,
        read=read_aliases,
        show=ALIAS_JOINT.join,
    )
    note = Column("note", "ghi_chu", "Ghi chú", words(300))

    class Meta:
        model = Unit
        import_id_fields = ("code",)


class LeaderResource(SheetResource):
    sheet, kind = "lanh-dao", "leader"
    code = Column("code", "ma", "Mã", words(20))
    full_name = Column("full_name", "ho_ten", "Họ và tên", words(80))
    short_name = Column("short_name", "ten_ngan", "Tên ngắn", words(40))
    title = Column("title", "chuc_danh", "Chức danh", words(120))
    party_title = Column("party_title", "chuc_vu_dang", "Chức vụ Đảng", words(40))
    starts_on = Column("starts_on", "tu_ngay", "Từ ngày", day, short_date)
    ends_on = Column("ends_on", "den_ngay", "Đến ngày", day, short_date)
    signs_as = Column("signs_as", "the_thuc_ky", "Thể thức ký", words(120))

    class Meta:
        model = Leader
        import_id_fields = ("code",)
