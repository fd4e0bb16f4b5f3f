//! Who may see a proposal, and in which role (promise 9).

use domain::conference::Track;
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use store::{Actor, Edition};
use web::{App, Kind, Problem, Request};

/// A proposal, and the caller's relation to it.
pub(crate) struct Seen<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) proposal: Proposal,
    /// The caller's addresses, primary first.
    pub(crate) addresses: Vec<EmailAddress>,
    /// The caller owns it or is one of its speakers.
    pub(crate) own: bool,
    /// The caller leads its track or is an organizer.
    pub(crate) leads: bool,
    /// The caller leads the track that it is to move to, or is an organizer.
    pub(crate) receives: bool,
}

/// The caller's addresses, primary first.
pub(crate) fn addresses(request: &Request) -> Vec<EmailAddress> {
    request.caller.addresses.clone()
}

/// Finds the proposal and decides whether the caller may see it. Only callers who may see it find out that it exists:
/// its people, the leads of its track and of the track it is to move to, and organizers. Only its own people see a
/// draft.
pub(crate) async fn seen<'a>(app: &App, request: &'a Request) -> Result<Seen<'a>, Problem> {
    let edition = request.edition()?;
    let caller = &request.caller;
    let organizes = caller.organizes(Some(edition));
    let forbidden = || Problem::new(Kind::Forbidden, Phrase::of("proposal-private"));
    let unknown = || if organizes { Problem::not_found("no-such-proposal") } else { forbidden() };
    let id = request.parameter("id").and_then(ProposalId::parse).ok_or_else(unknown)?;
    let proposal = app.store.proposal(edition.id(), &id).await?.ok_or_else(unknown)?;
    let addresses = addresses(request);
    let led = caller.leads(edition);
    let is_draft = proposal.state == ProposalState::Draft;
    let own = proposal.is_seen_by(&addresses);
    let leads = !is_draft && (organizes || led.contains(&&proposal.track));
    // A lead with a declared conflict does not see it as a lead.
    let leads = leads && (own || !app.store.has_conflict(edition, &proposal, &addresses).await?);
    let receives = proposal.moving.as_ref().is_some_and(|moving| organizes || led.contains(&&moving.to));
    if own || leads || receives {
        Ok(Seen { edition, proposal, addresses, own, leads, receives })
    } else {
        Err(forbidden())
    }
}

impl Seen<'_> {
    /// Its track; `None` if the edition no longer has it.
    pub(crate) fn track(&self) -> Option<&Track> {
        self.edition.conference.track(self.proposal.track.as_str())
    }

    /// The caller, as the author of a change.
    pub(crate) fn actor(&self) -> Actor<'_> {
        Actor { addresses: &self.addresses, as_lead: self.leads }
    }

    /// Whether they may change its content.
    pub(crate) fn edits(&self) -> bool {
        self.leads || self.proposal.is_edited_by(&self.addresses)
    }

    /// Refuses callers who may see it but may not change it.
    pub(crate) fn may_edit(&self) -> Result<(), Problem> {
        if self.edits() {
            return Ok(());
        }
        Err(Problem::new(Kind::Forbidden, Phrase::of("confirm-you-speak")).way(
            "proposal",
            Phrase::of("way-proposal"),
            self.path(),
        ))
    }

    /// Refuses callers who are not its people: a lead cannot submit for them.
    pub(crate) fn may_submit(&self) -> Result<(), Problem> {
        if self.proposal.is_edited_by(&self.addresses) {
            return Ok(());
        }
        Err(Problem::new(Kind::Forbidden, Phrase::of("submit-owner")))
    }

    /// Refuses callers who do not lead its track.
    pub(crate) fn may_lead(&self) -> Result<(), Problem> {
        if self.leads { Ok(()) } else { Err(Problem::new(Kind::Forbidden, Phrase::of("for-leads"))) }
    }

    pub(crate) fn path(&self) -> String {
        path(self.edition, &self.proposal)
    }
}

/// A proposal's page.
pub(crate) fn path(edition: &Edition, proposal: &Proposal) -> String {
    format!("/conferences/{}/proposals/{}", edition.id(), proposal.id)
}

/// The revision that a change is based on, from `If-Match` (RFC 9110, section 13.1.1); `*` matches any.
pub(crate) fn if_match(request: &Request) -> Result<Option<u64>, Problem> {
    let Some(given) = request.header("if-match") else { return Ok(None) };
    if given.trim() == "*" {
        return Ok(None);
    }
    let revision = given.trim().trim_start_matches("W/").trim_matches('"').parse();
    revision.map(Some).map_err(|_| Problem::new(Kind::BadRequest, Phrase::of("if-match-etag")))
}

/// The `ETag` of a revision.
pub(crate) fn etag(proposal: &Proposal) -> String {
    format!("\"{}\"", proposal.revision)
}

/// The track in the path.
pub(crate) fn track<'e>(request: &Request, edition: &'e Edition) -> Result<&'e Track, Problem> {
    let track = request.parameter("track").and_then(|id| edition.conference.track(id));
    track.ok_or_else(|| Problem::not_found("no-such-track-page"))
}
