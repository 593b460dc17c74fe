"""What a camera shows, nobody to be recognised, for a signed address: zones are shown and corrected on it."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from api.context import Credentials, Parts, signed_in
from api.permissions import Permission
from api.routes.media import by_pass
from api.routes.zones import find
from api.tokens import MediaPass
from pipeline.hidden import hidden

router = APIRouter(prefix="/cameras", tags=["site"])

KIND = "background"


@router.get("/{camera_id}/background", summary="The still background of a camera", response_class=Response)
def background(  # noqa: PLR0913, PLR0917 - the parts of the address
    camera_id: int,
    request: Request,
    parts: Parts,
    credentials: Credentials,
    user: Annotated[int | None, Query()] = None,
    expires: Annotated[int | None, Query()] = None,
    signature: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """A gray PNG, blurred, black where people were, for `<img>` by the address in the zones, or with a token.

    404 when there is no such camera, the caller may not see it, or it was not watched for long enough yet.
    """
    if user is not None and expires is not None and signature is not None:
        caller = by_pass(request, parts, MediaPass(KIND, camera_id, user, expires, signature))
    else:
        caller = signed_in(request, parts, credentials)
    if not caller.may(Permission.READ):
        raise HTTPException(403, "your role lacks the permission to read")
    picture = parts.store.backgrounds.get(camera_id, find(camera_id, caller, parts))
    if picture is None:
        raise HTTPException(404, f"camera {camera_id} has no background yet: it comes with the first footage")
    return Response(
        hidden(picture), media_type="image/png", headers={"Cache-Control": "private, max-age=600"}
    )
