//! Makes a session from an accepted proposal.

use crate::conference::Conference;
use crate::person::{EmailAddress, PersonKey};
use crate::proposal::{Proposal, ProposalState, SpeakerState};
use crate::timetable::{Guid, Kind, Link, LinkKind, Participant, Period, Role, Session, State, Wishes};

/// The default length, in minutes.
const MINUTES: u32 = 30;

/// The session of a proposal that takes place; `None` for other proposals. `part` looks up a person in the edition.
pub fn talk(
    conference: &Conference,
    proposal: &Proposal,
    part: impl Fn(&EmailAddress) -> (PersonKey, Guid),
) -> Option<Session> {
    let state = match proposal.state {
        ProposalState::Accepted { .. } => State::Tentative,
        ProposalState::Confirmed { .. } => State::Confirmed,
        _ => return None,
    };
    let content = &proposal.content;
    let zone = &conference.time_zone;
    let unavailable: Vec<Period> = content
        .unavailable
        .iter()
        .filter_map(|a| a.instants(zone))
        .map(|(starts_at, ends_at)| Period { starts_at, ends_at })
        .collect();
    let speakers = proposal.speakers.iter().filter(|s| !matches!(s.state, SpeakerState::Declined { .. }));
    let people = speakers.map(|speaker| {
        let (key, guid) = part(&speaker.email);
        Participant {
            guid,
            key: Some(key),
            name: speaker.name.clone(),
            role: Role::Speaker,
            unavailable: unavailable.clone(),
            code: None,
            biography: None,
            carried: serde_json::Map::new(),
        }
    });
    let track = conference.track(proposal.track.as_str());
    let format = track.and_then(|track| track.formats.iter().find(|f| content.format.as_deref() == Some(&f.id)));
    let links = content.links.iter().map(|link| Link {
        kind: LinkKind::Web,
        url: link.url.clone(),
        title: Some(link.label.clone()),
        attached: false,
    });
    let files =
        content.files.iter().map(|url| Link { kind: LinkKind::Related, url: url.clone(), title: None, attached: true });
    Some(Session {
        id: proposal.id.as_str().parse().ok()?,
        number: u32::try_from(proposal.number).ok()?,
        code: proposal.code.parse().ok()?,
        guid: proposal.guid.parse().ok()?,
        kind: Kind::Talk,
        track: Some(proposal.track.clone()),
        title: content.title.clone(),
        subtitle: None,
        abstract_text: content.abstract_text.clone(),
        description: None,
        format: format.map(|format| format.label.clone()),
        language: None,
        people: people.collect(),
        minutes: content.minutes.and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or(MINUTES),
        not_recorded: false,
        recording_license: None,
        state,
        links: links.chain(files).collect(),
        logo: None,
        origin_url: None,
        wishes: Wishes::default(),
        carried: serde_json::Map::new(),
    })
}
