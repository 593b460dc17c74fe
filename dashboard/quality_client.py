"""API calls about quality audits, over the connection of a page."""

from dataclasses import dataclass

import httpx

from api.schemas import (
    AuditResultOut,
    AuditWishIn,
    BlindItemOut,
    DoubtedKindOut,
    InspectionIn,
    InspectionOut,
    InspectionPage,
    JudgementIn,
    QualityAuditDetail,
    QualityAuditOut,
    QualityAuditPage,
)
from dashboard.api_connection import ApiConnection

POPULATION_TIMEOUT_S = 65.0
"""A draw reads every event and every observed minute of up to a quarter."""


@dataclass(frozen=True, slots=True)
class QualityClient:
    """Typed calls; they raise ApiError or SignedOutError."""

    api: ApiConnection

    async def all(self) -> list[QualityAuditOut]:
        """Audits, newest first."""
        return await self.api.whole("/api/v1/quality-audits", QualityAuditPage)

    async def doubted(self) -> list[DoubtedKindOut]:
        """The kinds that audits doubt."""
        return (await self.api.get("/api/v1/quality-audits", QualityAuditPage, {"limit": 1})).doubted

    async def inspections(self) -> list[InspectionOut]:
        """Signed checklists, newest first."""
        return await self.api.whole("/api/v1/inspections", InspectionPage)

    async def sign(self, wish: InspectionIn) -> InspectionOut:
        """Sign a checklist."""
        return await self.api.send("POST", "/api/v1/inspections", InspectionOut, wish)

    async def draw(self, wish: AuditWishIn) -> QualityAuditDetail:
        """Draw a new audit."""
        answer = await self.api.ask(
            "POST", "/api/v1/quality-audits", json=wish.model_dump(mode="json"), timeout=POPULATION_TIMEOUT_S
        )
        return QualityAuditDetail.model_validate_json(answer.content)

    async def audit(self, audit_id: int) -> QualityAuditDetail:
        """An audit with its blind items."""
        return await self.api.get(f"/api/v1/quality-audits/{audit_id}", QualityAuditDetail)

    async def judge(self, audit_id: int, position: int, said: JudgementIn) -> BlindItemOut:
        """Say what an item is."""
        path = f"/api/v1/quality-audits/{audit_id}/items/{position}"
        return await self.api.send("PUT", path, BlindItemOut, said)

    async def settle(self, audit_id: int, position: int, said: JudgementIn) -> AuditResultOut:
        """Settle an item on which the auditors differ."""
        path = f"/api/v1/quality-audits/{audit_id}/items/{position}/settled"
        return await self.api.send("PUT", path, AuditResultOut, said)

    async def close(self, audit_id: int) -> AuditResultOut:
        """Close an audit."""
        answer = await self.api.ask("POST", f"/api/v1/quality-audits/{audit_id}/close")
        return AuditResultOut.model_validate_json(answer.content)

    async def results(self, audit_id: int) -> AuditResultOut:
        """The figures of a closed audit."""
        return await self.api.get(f"/api/v1/quality-audits/{audit_id}/results", AuditResultOut)

    async def document(self, audit_id: int, form: str) -> httpx.Response:
        """A closed audit as a file; the headers give its type and name."""
        query = {"format": form, "language": self.api.language}
        return await self.api.ask("GET", f"/api/v1/quality-audits/{audit_id}/document", params=query)
