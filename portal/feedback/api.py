"""What other rooms may use of feedback."""

from portal.feedback.models import FeedbackCategory as FeedbackCategory
from portal.feedback.models import Opinion as Opinion
from portal.feedback.models import Visibility as Visibility
from portal.feedback.policy import Feedback as Feedback
from portal.feedback.queries import HELD as HELD
from portal.feedback.queries import own as own
from portal.feedback.queries import routes as routes
from portal.feedback.services import answer as answer
from portal.feedback.services import forward as forward
from portal.feedback.services import note as note
from portal.feedback.services import reopen as reopen
from portal.feedback.services import send as send
from portal.feedback.services import take as take
