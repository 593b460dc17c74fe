"""Calls of the API about accounts: signing in, one's own account, all accounts, and service tokens."""

from http import HTTPStatus
from typing import Self

from pydantic import BaseModel

from api.schemas import (
    BACKGROUND,
    AccountMade,
    AccountOut,
    AccountPage,
    CodeIn,
    CodeNeeded,
    FactorConfirm,
    FactorSetup,
    Me,
    MeChange,
    PresentPassword,
    ProviderAnswer,
    ProviderOut,
    ProviderStart,
    RecoveryCodes,
    SignIn,
    Token,
    TokenAdd,
    TokenMade,
    TokenOut,
    TokenPage,
    UserAdd,
    UserChange,
)
from dashboard.api_connection import ApiConnection, ApiError, SignedOutError, parsed


class AccountClient(ApiConnection):
    """API calls about accounts in the name of one person. Calls raise ApiError or SignedOutError."""

    async def sign_in(self, name: str, password: str, device: str | None = None) -> Token | CodeNeeded:
        """A token for this account, or a challenge for a code; `device` is that of an earlier token in this browser.

        Raises ApiError 401 when the name or the password is wrong.
        """
        body = SignIn(name=name, password=password, device=device)
        return await self._token("/api/v1/sign-in", body)

    async def sign_in_with_code(self, challenge: str, code: str) -> Token | CodeNeeded:
        """A token for a challenge. Raises ApiError 401 when the code is wrong or was used before."""
        return await self._token("/api/v1/sign-in/code", CodeIn(challenge=challenge, code=code))

    async def provider(self) -> ProviderOut:
        """The provider by which people may sign in beside their password."""
        return await self.get("/api/v1/sign-in/provider", ProviderOut)

    async def begin_at_provider(self) -> ProviderStart:
        """The address to send a browser to. Raises ApiError when the provider does not answer."""
        return parsed(await self.ask("POST", "/api/v1/sign-in/provider"), ProviderStart)

    async def sign_in_by_provider(self, answer: ProviderAnswer) -> Token | CodeNeeded:
        """A token for the answer of the provider. Raises ApiError 401 or 403 when it gives none."""
        return await self._token("/api/v1/sign-in/provider/code", answer)

    async def bind(self, user_id: int, subject: str) -> None:
        """Let somebody at the provider sign in as an account."""
        await self.ask("PUT", f"/api/v1/users/{user_id}/identity", json={"subject": subject})

    async def unbind(self, user_id: int) -> None:
        """Let nobody at the provider sign in as an account."""
        await self.ask("DELETE", f"/api/v1/users/{user_id}/identity")

    async def _token(self, path: str, body: BaseModel) -> Token | CodeNeeded:
        try:
            answer = await self.ask("POST", path, json=body.model_dump(mode="json"))
        except SignedOutError as refused:
            raise ApiError(HTTPStatus.UNAUTHORIZED, str(refused)) from refused
        return parsed(answer, CodeNeeded) if "challenge" in answer.json() else parsed(answer, Token)

    async def begin_factor(self, password: str) -> FactorSetup:
        """A secret for a second factor, to be confirmed with a code."""
        body = PresentPassword(present_password=password)
        return await self.send("POST", "/api/v1/me/second-factor", FactorSetup, body)

    async def confirm_factor(self, code: str) -> RecoveryCodes:
        """Confirm the second factor; the recovery codes are given only here."""
        return await self.send("PUT", "/api/v1/me/second-factor", RecoveryCodes, FactorConfirm(code=code))

    async def remove_factor(self, password: str) -> None:
        """Remove the second factor of the signed-in account."""
        await self.ask("DELETE", "/api/v1/me/second-factor", json={"present_password": password})

    async def reset_factor(self, user_id: int) -> None:
        """Reset the second factor of an account that lost it."""
        await self.ask("DELETE", f"/api/v1/users/{user_id}/second-factor")

    async def sign_out(self) -> None:
        """End the session of the token on the server."""
        await self.ask("DELETE", "/api/v1/sign-in")

    def by_itself(self) -> Self:
        """This client, for requests that the page sends without its reader; they keep no session alive."""
        self._http.headers[BACKGROUND] = "1"
        return self

    async def me(self) -> Me:
        """The signed-in account with its permissions."""
        return await self.get("/api/v1/me", Me)

    async def change_language(self, language: str) -> Me:
        """Change the language of the signed-in account."""
        return await self.send("PATCH", "/api/v1/me", Me, MeChange(language=language))

    async def change_password(self, present: str, new: str) -> Me:
        """Change the password of the signed-in account; its sessions end."""
        return await self.send("PATCH", "/api/v1/me", Me, MeChange(password=new, present_password=present))

    async def users(self) -> list[AccountOut]:
        """All accounts."""
        return await self.whole("/api/v1/users", AccountPage)

    async def add_user(self, user: UserAdd) -> AccountMade:
        """Add an account; a random first password is given only here."""
        return await self.send("POST", "/api/v1/users", AccountMade, user)

    async def change_user(self, user_id: int, change: UserChange) -> AccountMade:
        """Change an account; a random first password is given only here."""
        return await self.send("PATCH", f"/api/v1/users/{user_id}", AccountMade, change)

    async def tokens(self) -> list[TokenOut]:
        """All service tokens, without their secrets."""
        return await self.whole("/api/v1/tokens", TokenPage)

    async def add_token(self, token: TokenAdd) -> TokenMade:
        """Make a service token; the secret is given only here."""
        return await self.send("POST", "/api/v1/tokens", TokenMade, token)

    async def revoke_token(self, token_id: int) -> None:
        """Revoke a service token."""
        await self.ask("DELETE", f"/api/v1/tokens/{token_id}")
