"""What other rooms may use of news."""

from portal.news.models import Article as Article
from portal.news.policy import News as News
from portal.news.queries import HELD as HELD
from portal.news.queries import newest as newest
from portal.news.services import add_picture as add_picture
from portal.news.services import publish as publish
from portal.news.services import withdraw as withdraw
from portal.news.services import write as write
