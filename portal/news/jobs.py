"""What the worker does for news: light sizes of pictures."""

from typing import Any

from portal.jobs.registry import job
from portal.news import queries, services
from portal.news.models import PictureState


@job("news.shrink")
def shrink(batch: list[dict[str, Any]]) -> None:
    """Make the light sizes of the picture, if it still waits."""
    for payload in batch:
        picture = queries.picture_to_shrink(payload["picture_id"])
        if picture is not None and picture.state == PictureState.WAITING:
            services.shrink(picture)


@job("news.forget_original")
def forget_original(batch: list[dict[str, Any]]) -> None:
    """Drop the camera's file, in a transaction after the one that made the sizes."""
    for payload in batch:
        services.forget_original(payload["digest"])
