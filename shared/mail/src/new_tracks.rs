//! The letters to the leads of a new track.

use crate::calls::{its_track, track_url};
use crate::writer::{Letter, Writer};

/// Describes the new track and the next steps.
pub(crate) fn track_made(to: Writer<'_>) -> Result<Letter, String> {
    let track = its_track(to)?;
    let pool = to.conference.pools.iter().find(|pool| pool.track.as_ref() == Some(&track.id));
    let mut letter = to.letter("track-made", track_url(to, track));
    let mut facts = vec![to.line("conference", &to.conference.name), to.line("track", &track.name)];
    if to.get("title") != track.name {
        facts.push(to.line("proposed-as", to.get("title")));
    }
    if let Some(minutes) = track.block_minutes {
        let id = if track.recorded { "block-recorded" } else { "block-not-recorded" };
        facts.push(to.line("block", to.t(id).arg("count", minutes)));
    }
    if let Some(cfp) = &track.cfp {
        facts.push(to.line("call-opens", to.deadline(&cfp.window.opens)));
        facts.push(to.line("call-closes", to.deadline(&cfp.window.closes)));
    }
    if let Some((pool, claim_by)) = pool.and_then(|pool| Some((pool, pool.claim_by.as_ref()?))) {
        let passes = to.t("passes-to-give").arg("count", pool.capacity).arg("by", to.deadline(claim_by));
        facts.push(to.line("passes", passes));
        letter.closing.push(to.t("track-made-passes").to_string());
    }
    Ok(Letter { facts, ..letter })
}
