"""The calls of the API about channels for notices, and the outbox."""

from api.schemas import (
    ChannelChange,
    ChannelIn,
    ChannelMade,
    ChannelOut,
    ChannelPage,
    DeliveryOut,
    OutboxPage,
    RulesIn,
    TrialOut,
)
from dashboard.api_connection import ApiConnection, Query, parsed

TRIAL_TIMEOUT_S = 65.0
"""A test message waits for the server of a channel, which may be slow."""


class ChannelCalls(ApiConnection):
    """API calls of administrators."""

    async def channels(self) -> list[ChannelOut]:
        """All channels by name, with their rules and counts."""
        page = await self.get("/api/v1/channels", ChannelPage, {"limit": 200})
        return page.items

    async def add_channel(self, channel: ChannelIn) -> ChannelMade:
        """Add a channel; a webhook's signing secret is given only here."""
        return await self.send("POST", "/api/v1/channels", ChannelMade, channel)

    async def change_channel(self, channel_id: int, change: ChannelChange) -> ChannelOut:
        """Change a channel."""
        return await self.send("PATCH", f"/api/v1/channels/{channel_id}", ChannelOut, change)

    async def remove_channel(self, channel_id: int) -> None:
        """Remove a channel."""
        await self.ask("DELETE", f"/api/v1/channels/{channel_id}")

    async def set_rules(self, channel_id: int, rules: RulesIn) -> ChannelOut:
        """Set the rules of a channel."""
        return await self.send("PUT", f"/api/v1/channels/{channel_id}/rules", ChannelOut, rules)

    async def rotate_channel(self, channel_id: int) -> ChannelMade:
        """Make a new signing secret of a webhook."""
        return parsed(await self.ask("POST", f"/api/v1/channels/{channel_id}/secret"), ChannelMade)

    async def test_channel(self, channel_id: int) -> TrialOut:
        """Send a test message, and wait for what the channel's server says."""
        path = f"/api/v1/channels/{channel_id}/test"
        return parsed(await self.ask("POST", path, timeout=TRIAL_TIMEOUT_S), TrialOut)

    async def outbox(self, query: Query) -> OutboxPage:
        """A page of the outbox, newest first."""
        return await self.get("/api/v1/outbox", OutboxPage, query)

    async def resend(self, delivery_id: int) -> list[DeliveryOut]:
        """Send a dead delivery again."""
        answer = await self.ask("POST", f"/api/v1/outbox/{delivery_id}/resend")
        return parsed(answer, list[DeliveryOut])
