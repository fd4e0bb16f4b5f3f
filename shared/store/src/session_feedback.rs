//! Feedback on sessions. An item's key is a hash, under a secret key, of the session and the pass: it makes the feedback
//! one per pass and changeable, and no one with the table alone can tell whose it is. There is no entry of the activity
//! log, which would name the person.

use context::Context;
use domain::conference::ConferenceId;
use domain::feedback::Feedback;
use domain::registration::Registration;
use domain::timetable::SessionId;
use serde::{Deserialize, Serialize};

use crate::table::{Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Store, StoreError, keys};

/// Feedback, as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    feedback: Feedback,
    /// Counts the changes: guards concurrent writes.
    revision: u64,
}

/// `None` if the key of the pass has been retired.
fn giver(ctx: &Context, session: &SessionId, pass: &Registration) -> Option<String> {
    ctx.keys().token(&pass.key_id, "session-feedback", &[session.as_str(), pass.id.as_str()])
}

impl Store {
    /// All feedback on a session, in no order that means anything.
    pub async fn session_feedback(&self, c: &ConferenceId, session: &SessionId) -> Result<Vec<Feedback>, StoreError> {
        let found: Vec<Stored> = self.readable(self.table.query(&keys::session_feedback(c, session)).await?);
        Ok(found.into_iter().map(|stored| stored.feedback).collect())
    }

    /// The feedback that was given with a pass.
    pub async fn own_session_feedback(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        session: &SessionId,
        pass: &Registration,
    ) -> Result<Option<Feedback>, StoreError> {
        let Some(giver) = giver(ctx, session, pass) else { return Ok(None) };
        let found = self.table.get(&keys::session_feedback_of(c, session, &giver)).await?;
        let stored: Option<Stored> = found.map(typed).transpose()?;
        Ok(stored.map(|stored| stored.feedback))
    }

    /// Gives feedback with a pass, or changes it; `false` if many changes come at once. Guarded by the revision that was
    /// read; a repeat changes nothing.
    pub async fn give_session_feedback(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        session: &SessionId,
        pass: &Registration,
        feedback: &Feedback,
    ) -> Result<bool, StoreError> {
        let giver = giver(ctx, session, pass)
            .ok_or_else(|| StoreError::Broken("the signing key of this pass has been retired".into()))?;
        let key = keys::session_feedback_of(c, session, &giver);
        for attempt in 0..TRIES {
            let before: Option<Stored> = self.table.get(&key).await?.map(typed).transpose()?;
            if before.as_ref().is_some_and(|before| before.feedback == *feedback) {
                return Ok(true);
            }
            let revision = before.as_ref().map_or(0, |before| before.revision) + 1;
            let guard = before.map_or(Guard::Absent, |before| Guard::Equals("revision", number(before.revision)));
            let after = Stored { feedback: feedback.clone(), revision };
            let writes = vec![Write::Put { item: item(&key, &after), guards: vec![guard] }];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(true),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(false)
    }
}
