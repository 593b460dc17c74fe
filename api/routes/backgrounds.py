"""The still background of a camera, without recognisable people: zones are shown and corrected on it."""

from fastapi import APIRouter, HTTPException, Response

from api.context import Parts
from api.evidence import show_background
from api.media_access import Asking
from api.routes.zones import find
from api.schemas import Id, refuses
from pipeline.clips.blurring import blurred_background

router = APIRouter(prefix="/cameras", tags=["site"])

KIND = "background"


@router.get(
    "/{camera_id}/background",
    summary="The still background of a camera",
    response_class=Response,
    responses={200: {"description": "a gray PNG", "content": {"image/png": {}}}, **refuses(404, 409)},
)
def background(camera_id: Id, parts: Parts, asking: Asking) -> Response:
    """A gray PNG, blurred, black where people were, for `<img>` by the address in the zones, or with a token.

    404 when there is no such camera, the caller may not see it, or it was not watched for long enough yet; 409 when
    the picture was changed after it was stored.
    """
    caller = asking(KIND, camera_id)
    picture = parts.store.backgrounds.get(camera_id, find(camera_id, caller, parts))
    if picture is None:
        raise HTTPException(404, f"camera {camera_id} has no background yet: it comes with the first footage")
    show_background(parts, caller, camera_id, picture)
    return Response(
        blurred_background(picture), media_type="image/png", headers={"Cache-Control": "private, max-age=600"}
    )
