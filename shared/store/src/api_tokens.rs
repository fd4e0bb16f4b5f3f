//! Named API tokens, one partition per address.

use context::Context;
use domain::api_token::{ApiToken, DEFAULT_VALID, NewToken, Parts, hash};
use domain::person::{EmailAddress, base32};

use crate::table::{Cancelled, Guard, Write, item, number, text, typed};
use crate::{Store, StoreError, keys};

/// The outcome of a request for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenOutcome {
    /// The token's item, and the token itself, which is shown now and never again. A repeat gets the same.
    Created(ApiToken, String),
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
}

impl Store {
    /// Creates a token. Its id and its secret are keyed hashes of the `Idempotency-Key`, so that a repeat has the same;
    /// without one, of a nonce. Guarded by the absence of its id.
    pub async fn create_api_token(
        &self,
        ctx: &Context,
        email: &EmailAddress,
        requested: &NewToken,
        key: Option<&str>,
    ) -> Result<TokenOutcome, StoreError> {
        let owner = self.address_id(email).await?;
        let seed = key.map_or_else(|| ctx.nonce(), str::to_owned);
        let derive = |key_id: &str| {
            let id = ctx.keys().hash(key_id, "api-token-id", &[&owner, &seed]).expect("the key is in the ring");
            let secret = ctx.keys().token(key_id, "api-token", &[&owner, &seed]).expect("the key is in the ring");
            (base32(&id[..10]), secret)
        };
        // The repeat may come after a rotation of the keys.
        for key_id in ctx.keys().ids().filter(|_| key.is_some()) {
            let (id, secret) = derive(key_id);
            if let Some(token) = self.api_token(&owner, &id).await? {
                return Ok(repeated(token, requested, &secret));
            }
        }
        let (id, secret) = derive(ctx.keys().current());
        let token = ApiToken {
            id,
            owner,
            email: email.clone(),
            name: requested.name.clone(),
            scope: requested.scope,
            conference: requested.conference.clone(),
            hash: hash(&secret),
            request: requested.mark(),
            created_at: ctx.now(),
            expires_at: requested.expires_at.unwrap_or(ctx.now() + DEFAULT_VALID),
            last_used_at: None,
        };
        let mut put = item(&keys::api_token(&token.owner, &token.id), &token);
        put.insert("expires".into(), number(token.expires_at.as_second() + 3600));
        let write = Write::Put { item: put, guards: vec![Guard::Absent] };
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) => {
                let text = Parts { owner: &token.owner, id: &token.id, secret: &secret }.text();
                Ok(TokenOutcome::Created(token, text))
            }
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => match self.api_token(&token.owner, &token.id).await? {
                Some(first) => Ok(repeated(first, requested, &secret)),
                None => Err(StoreError::Busy("a token is written just now".into())),
            },
        }
    }

    pub async fn api_token(&self, owner: &str, id: &str) -> Result<Option<ApiToken>, StoreError> {
        self.table.get(&keys::api_token(owner, id)).await?.map(typed).transpose()
    }

    /// The tokens of these addresses, latest first, including expired ones that are still stored.
    pub async fn api_tokens(&self, addresses: &[EmailAddress]) -> Result<Vec<ApiToken>, StoreError> {
        let mut tokens: Vec<ApiToken> = Vec::new();
        for address in addresses {
            let owner = self.address_id(address).await?;
            tokens.extend(self.readable(self.table.query(&keys::api_tokens(&owner)).await?));
        }
        tokens.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
        Ok(tokens)
    }

    /// Revokes a token. A repeat changes nothing.
    pub async fn revoke_api_token(&self, ctx: &Context, token: &ApiToken) -> Result<(), StoreError> {
        let write = Write::Delete { key: keys::api_token(&token.owner, &token.id), guards: vec![Guard::Exists] };
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Notes a use. Guarded by the last one: of concurrent requests, one writes, and a revoked token stays revoked.
    pub async fn note_token_use(&self, ctx: &Context, token: &ApiToken) -> Result<(), StoreError> {
        let before = match token.last_used_at {
            Some(at) => Guard::Equals("last_used_at", text(at.to_string())),
            None => Guard::Unset("last_used_at"),
        };
        let write = Write::Set {
            key: keys::api_token(&token.owner, &token.id),
            set: vec![("last_used_at", text(ctx.now().to_string()))],
            remove: Vec::new(),
            guards: vec![Guard::Exists, before],
        };
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

fn repeated(token: ApiToken, requested: &NewToken, secret: &str) -> TokenOutcome {
    if token.request != requested.mark() {
        return TokenOutcome::KeyReused;
    }
    let text = Parts { owner: &token.owner, id: &token.id, secret }.text();
    TokenOutcome::Created(token, text)
}
