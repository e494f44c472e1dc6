"""What stands in addresses and in the log of lists: there and back again."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.members.models import EXPORT_COLUMNS, STATE_LABELS, Filters, State
from portal.members.models.columns import SEX_WORDS
from portal.members.models.filters import ADDRESS
from portal.members.models.lists import BLOCK, blocks_of, ids_of
from portal.members.models.words import LABELS, PURPOSES
from portal.members.services.people import FIELDS

WORDS = st.text("abc ảệ'\"&", max_size=8)
NUMBERS = st.none() | st.integers(0, 10**8)


@given(st.sets(st.integers(1, 200_000), max_size=300))
def test_blocks_hold_exactly_the_people_of_a_list(ids: set[int]) -> None:
    blocks = blocks_of(ids)
    assert ids_of(blocks) == sorted(ids)
    assert all(len(signs) == BLOCK for signs in blocks.values())


def test_the_whole_register_takes_few_blocks() -> None:
    assert len(blocks_of(range(1, 130_001))) == 254


@given(st.builds(Filters, text=WORDS, unit_id=NUMBERS, state=st.sampled_from(["", "official"]), role=WORDS, sex=WORDS,
                 joined_from=NUMBERS, joined_to=NUMBERS, age_from=NUMBERS, age_to=NUMBERS, party_from=NUMBERS,
                 party_to=NUMBERS, missing=WORDS, overdue=st.booleans(), day=st.none() | st.dates(), sort=WORDS))
def test_filters_come_back_from_their_address(filters: Filters) -> None:
    assert Filters.of(filters.address) == filters
    for name in ADDRESS:
        assert ADDRESS[name] not in filters.without(name).address


@given(st.dictionaries(st.sampled_from(sorted(ADDRESS.values())), st.text(max_size=12)))
def test_any_address_can_be_read(address: dict[str, str]) -> None:
    filters = Filters.of(address)
    assert Filters.of(filters.address) == filters


def test_every_field_has_a_name_and_a_purpose() -> None:
    assert set(FIELDS) <= set(LABELS) and set(FIELDS) <= set(PURPOSES)
    assert set(FIELDS) <= {column.key for column in EXPORT_COLUMNS}
    assert len({column.heading for column in EXPORT_COLUMNS}) == len(EXPORT_COLUMNS)
    assert {column.key for column in EXPORT_COLUMNS if column.digits} >= {"citizen_id", "card_number", "phone"}
    assert set(STATE_LABELS) == set(State) and set(SEX_WORDS) == {"male", "female"}


def test_a_past_day_is_a_day() -> None:
    assert Filters.of({"ngay": "2025-12-31"}).day == date(2025, 12, 31)
    assert Filters.of({"ngay": "31-31-2025"}).day is None
