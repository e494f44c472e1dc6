"""Verbs of imports: take in, map, preview, decide, commit, undo, drop, purge."""

from portal.imports.services.cells import Cell as Cell
from portal.imports.services.cells import CellBook as CellBook
from portal.imports.services.committing import check_piece as check_piece
from portal.imports.services.committing import write_all as write_all
from portal.imports.services.committing import write_down as write_down
from portal.imports.services.judging import NEW as NEW
from portal.imports.services.judging import SKIP as SKIP
from portal.imports.services.mapping import look_at_heading as look_at_heading
from portal.imports.services.mapping import save_columns as save_columns
from portal.imports.services.mapping import save_values as save_values
from portal.imports.services.previewing import again as again
from portal.imports.services.previewing import decide as decide
from portal.imports.services.previewing import preview_piece as preview_piece
from portal.imports.services.previewing import start_preview as start_preview
from portal.imports.services.reading import read_sheet as read_sheet
from portal.imports.services.steps import book as book
from portal.imports.services.undoing import FROM_ABOVE as FROM_ABOVE
from portal.imports.services.undoing import is_from_above as is_from_above
from portal.imports.services.undoing import reasons as reasons
from portal.imports.services.undoing import take_back as take_back
from portal.imports.services.undoing import undo as undo
from portal.imports.services.uploading import drop as drop
from portal.imports.services.uploading import purge as purge
from portal.imports.services.uploading import take_in as take_in
from portal.imports.services.uploading import was_read as was_read
