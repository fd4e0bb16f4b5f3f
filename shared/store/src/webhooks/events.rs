//! The event that an act writes in its transaction.

use context::Context;
use domain::conference::ConferenceId;
use domain::webhook::{Event, EventKind, KEPT_FOR};
use jiff::Timestamp;

use crate::table::{Write, due_at, item, number};
use crate::{Edition, Store, keys};

/// The event of an act, for its transaction; `None` if no endpoint of the edition wants it. `change` is the object's new
/// version. It needs no guard of its own: the act's own guards let it happen once.
pub(crate) fn event_write(
    edition: &Edition,
    kind: EventKind,
    (object, state, change): (&str, &str, u64),
    now: Timestamp,
) -> Option<Write> {
    let wants = edition.webhooks.contains(&kind);
    wants.then(|| {
        let event = Event::new(edition.id(), kind, object, state, change, now);
        let mut put = item(&keys::event(edition.id(), &event.id), &event);
        due_at(&mut put, keys::DELIVER_WEBHOOKS, now);
        put.insert("expires".into(), number((now + KEPT_FOR).as_second()));
        Write::Put { item: put, guards: Vec::new() }
    })
}

impl Store {
    /// The same where only the edition's id is known: by the edition that this request has read.
    pub(crate) fn event_write_in(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        kind: EventKind,
        about: (&str, &str, u64),
    ) -> Option<Write> {
        event_write(&self.known(c)?, kind, about, ctx.now())
    }
}
