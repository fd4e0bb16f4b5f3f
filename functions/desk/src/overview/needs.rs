//! "Needs you": what no workflow can settle, each with the page that does.

use contract::desk::{NeedKind, NeedsYou};
use domain::overview::{has_few, is_soon};
use domain::role::{Role, RoleKind};
use messages::{Messages, Text};

use super::seen::{Seen, TrackSeen};

/// Names in one sentence; the sentence counts all.
const NAMED: usize = 3;

struct Needs<'s> {
    seen: &'s Seen<'s>,
    messages: Messages,
    found: Vec<NeedsYou>,
}

/// What needs the reader, most urgent first.
pub(super) fn needs(seen: &Seen<'_>, messages: Messages) -> Vec<NeedsYou> {
    let mut needs = Needs { seen, messages, found: Vec::new() };
    needs.broken();
    needs.own_reviews();
    for track in &seen.tracks {
        if seen.part.manages(&track.track.id) {
            needs.of_track(track);
        }
    }
    needs.allotments();
    needs.roles();
    needs.found
}

impl Needs<'_> {
    fn add(&mut self, kind: NeedKind, text: &Text<'_>, path: &str) {
        let link = format!("/conferences/{}{path}", self.seen.edition.id());
        self.found.push(NeedsYou { kind, text: text.to_string(), link });
    }

    /// Work and mails that failed, and figures that do not agree.
    fn broken(&mut self) {
        let (seen, messages) = (self.seen, self.messages);
        if seen.set_aside > 0 {
            let text = messages.t("need-set-aside").arg("count", seen.set_aside as u64);
            self.add(NeedKind::SetAside, &text, "/agenda#attention");
        }
        if seen.findings > 0 {
            let text = messages.t("need-consistency").arg("count", seen.findings as u64);
            self.add(NeedKind::Consistency, &text, "/audit");
        }
        let Some(mails) = seen.mails else { return };
        if mails.failed > 0 {
            let text = messages.t("need-mail-failed").arg("count", mails.failed);
            self.add(NeedKind::MailFailed, &text, "/mails?state=failed");
        }
        if mails.bounced > 0 {
            let text = messages.t("need-mail-bounced").arg("count", mails.bounced);
            self.add(NeedKind::MailBounced, &text, "/mails?state=bounced");
        }
    }

    fn own_reviews(&mut self) {
        let (seen, messages) = (self.seen, self.messages);
        if seen.mine == 0 {
            return;
        }
        let (kind, text) = match seen.mine_by {
            Some(by) if by <= seen.now => (NeedKind::ReviewsOverdue, messages.t("need-my-reviews-overdue")),
            Some(by) => {
                let by = messages.short_day_of(by, &seen.edition.conference.time_zone);
                (NeedKind::ReviewsDue, messages.t("need-my-reviews-by").arg("by", by))
            }
            None => (NeedKind::ReviewsDue, messages.t("need-my-reviews")),
        };
        self.add(kind, &text.arg("count", seen.mine), "/reviews");
    }

    fn of_track(&mut self, of: &TrackSeen<'_>) {
        let (seen, messages) = (self.seen, self.messages);
        let (id, name) = (&of.track.id, of.track.name.as_str());
        if of.reviews_due_by().is_some_and(|by| by <= seen.now) && of.owed() > 0 {
            let text = messages.t("need-reviews-overdue").arg("count", of.owed()).arg("track", name);
            self.add(NeedKind::ReviewsOverdue, &text, &format!("/tracks/{id}/selection"));
        }
        if of.decided() > 0 {
            let text = messages.t("need-decisions").arg("count", of.decided()).arg("track", name);
            self.add(NeedKind::DecisionsNotReleased, &text, &format!("/tracks/{id}/decisions/release"));
        }
        let Some(call) = of.call.as_ref().filter(|call| of.is_open(seen.now) && is_soon(call.closes.at, seen.now))
        else {
            return;
        };
        if has_few(of.submitted(), of.last_edition) {
            let text = match of.last_edition {
                Some(earlier) => messages.t("need-call-fewer").arg("earlier", earlier),
                None => messages.t("need-call-few"),
            };
            let left = messages.left(call.closes.at.duration_since(seen.now)).unwrap_or_default();
            let text = text.arg("track", name).arg("left", left).arg("count", of.submitted());
            self.add(NeedKind::CallClosing, &text, &format!("/tracks/{id}"));
        }
    }

    /// Unclaimed reserved passes, near the end of claiming.
    fn allotments(&mut self) {
        let (seen, messages) = (self.seen, self.messages);
        for figures in seen.own_pools() {
            let pool = seen.edition.conference.pool(&figures.pool);
            let Some(claim_by) = pool.and_then(|pool| pool.claim_by.as_ref()) else { continue };
            let unclaimed = figures.free + figures.returned;
            if unclaimed > 0 && is_soon(claim_by.at, seen.now) {
                let by = messages.deadline_day(claim_by, &seen.edition.conference.time_zone);
                let text = messages.t("need-allotment").arg("count", unclaimed).arg("pool", figures.pool.to_string());
                self.add(
                    NeedKind::AllotmentUnclaimed,
                    &text.arg("by", by),
                    &format!("/pools/{}/invitations", figures.pool),
                );
            }
        }
    }

    fn roles(&mut self) {
        let (seen, messages) = (self.seen, self.messages);
        if seen.offered.is_empty() {
            return;
        }
        let name = |role: &Role| match role.kind.track() {
            Some(track) => {
                let track = seen.edition.conference.track(track.as_str()).map_or(track.as_str(), |t| &t.name);
                messages.word("need-role", role.kind.as_str()).arg("track", track).to_string()
            }
            None => messages.word("need-role", RoleKind::Organizer.as_str()).to_string(),
        };
        let named: Vec<_> = seen.offered.iter().take(NAMED).map(name).collect();
        let more = if seen.offered.len() > NAMED { " …" } else { "" };
        let text = messages.t("need-roles").arg("count", seen.offered.len() as u64);
        self.add(NeedKind::RoleNotAccepted, &text.arg("roles", format!("{}{more}", named.join("; "))), "/roles");
    }
}
