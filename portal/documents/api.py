"""What other rooms and commands may use of documents."""

from portal.documents.models import Document as Document
from portal.documents.models import DocumentFile as DocumentFile
from portal.documents.models import heading as heading
from portal.documents.models import terms_of as terms_of
from portal.documents.policy import Documents as Documents
from portal.documents.policy import readable as readable
from portal.documents.queries import HELD as HELD
from portal.documents.queries import get as get
from portal.documents.queries import newest as newest
from portal.documents.services import Fields as Fields
from portal.documents.services import confirm as confirm
from portal.documents.services import publish as publish
from portal.documents.services import receive as receive
from portal.documents.services import take_in as take_in
from portal.documents.services.keys import set_keys as set_keys
