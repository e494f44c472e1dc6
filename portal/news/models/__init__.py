"""Tables of news, and how the text of an article becomes HTML."""

from portal.news.models.markdown import as_html as as_html
from portal.news.models.markdown import as_plain as as_plain
from portal.news.models.tables import Article as Article
from portal.news.models.tables import ArticleReader as ArticleReader
from portal.news.models.tables import Picture as Picture
from portal.news.models.tables import PictureState as PictureState
from portal.news.models.tables import State as State
