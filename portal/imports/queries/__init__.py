"""Reads of imports, of their rows, and of the register they are compared with."""

from portal.imports.queries.imports import LEFT as LEFT
from portal.imports.queries.imports import RowOf as RowOf
from portal.imports.queries.imports import absent as absent
from portal.imports.queries.imports import beside as beside
from portal.imports.queries.imports import counted as counted
from portal.imports.queries.imports import first_rows as first_rows
from portal.imports.queries.imports import get as get
from portal.imports.queries.imports import get_row as get_row
from portal.imports.queries.imports import in_parts as in_parts
from portal.imports.queries.imports import kept_mapping as kept_mapping
from portal.imports.queries.imports import left_behind as left_behind
from portal.imports.queries.imports import listed as listed
from portal.imports.queries.imports import names_file as names_file
from portal.imports.queries.imports import rows as rows
from portal.imports.queries.imports import rows_after as rows_after
from portal.imports.queries.imports import unit_of_writer as unit_of_writer
from portal.imports.queries.imports import units_of_writer as units_of_writer
from portal.imports.queries.register import Person as Person
from portal.imports.queries.register import Register as Register
from portal.imports.queries.register import cells_of as cells_of
from portal.imports.queries.register import look_up as look_up
from portal.imports.queries.register import people as people
from portal.imports.queries.touched import barred as barred
from portal.imports.queries.touched import derived as derived
from portal.imports.queries.touched import touched as touched
