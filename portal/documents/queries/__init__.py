"""Reads of documents."""

from portal.documents.queries.lists import VIEWS as VIEWS
from portal.documents.queries.lists import Filters as Filters
from portal.documents.queries.lists import held_by as held_by
from portal.documents.queries.lists import listed as listed
from portal.documents.queries.lists import newest as newest
from portal.documents.queries.lists import waiting as waiting
from portal.documents.queries.single import Audience as Audience
from portal.documents.queries.single import Citation as Citation
from portal.documents.queries.single import audience as audience
from portal.documents.queries.single import citations as citations
from portal.documents.queries.single import citing as citing
from portal.documents.queries.single import copies as copies
from portal.documents.queries.single import get as get
from portal.documents.queries.single import get_with_file as get_with_file
from portal.documents.queries.single import names_file as names_file
from portal.documents.queries.single import part_asked as part_asked
from portal.documents.queries.single import part_html as part_html
from portal.documents.queries.single import proposal as proposal
from portal.documents.queries.single import unit_of_clerk as unit_of_clerk
