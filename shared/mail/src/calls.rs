//! The letters about calls for proposals, and the reminders of deadlines.

use domain::conference::Track;
use domain::instant::Deadline;
use domain::reminder::{Line, ReminderKind};

use crate::writer::{Letter, Writer};

/// The mail's track, which must still be there.
pub(crate) fn its_track(to: Writer<'_>) -> Result<&Track, String> {
    to.track().ok_or_else(|| "its track is no more".to_owned())
}

pub(crate) fn track_url(to: Writer<'_>, track: &Track) -> String {
    to.page(&format!("/tracks/{}", track.id))
}

fn track_facts(to: Writer<'_>, track: &Track) -> Vec<(String, String)> {
    vec![to.line("conference", &to.conference.name), to.line("track", &track.name)]
}

/// Reads two facts as a deadline, and spells it out.
fn deadline(to: Writer<'_>, at: &str, announced: &str) -> Result<String, String> {
    let at = to.get(at).parse().map_err(|_| format!("its {at} is no instant"))?;
    Ok(to.deadline(&Deadline { at, announced: to.get(announced).to_owned() }))
}

pub(crate) fn late_link(to: Writer<'_>) -> Result<Letter, String> {
    let track = its_track(to)?;
    let mut facts = track_facts(to, track);
    facts.push(to.line("own-deadline", deadline(to, "until", "announced")?));
    Ok(Letter { facts, ..to.letter("late-link", track_url(to, track)) })
}

/// The one-click unsubscribe link (RFC 8058) of mails of these kinds.
pub(crate) fn unsubscribe(to: Writer<'_>) -> Option<String> {
    Some(to.link(&store::unsubscribe_path(to.ctx, to.get("reader"), to.get("kinds"))?))
}

pub(crate) fn watch(to: Writer<'_>) -> Result<Letter, String> {
    let track = its_track(to)?;
    let id = to.get("watch");
    let token = to.token("watch", &[id, to.get("nonce")])?;
    let url = format!("{}/remind/{id}?token={token}", track_url(to, track));
    Ok(Letter { facts: track_facts(to, track), ..to.letter("watch", url) })
}

pub(crate) fn moved(to: Writer<'_>) -> Result<Letter, String> {
    its_track(to)?;
    let is_later = to.get("was_at").parse::<jiff::Timestamp>().ok() < to.get("at").parse().ok();
    let titles: Vec<String> = serde_json::from_str(to.get("titles")).map_err(|e| e.to_string())?;
    let mut facts = vec![
        to.line("conference", &to.conference.name),
        to.line("new-deadline", deadline(to, "at", "announced")?),
        to.line("old-deadline", deadline(to, "was_at", "was_announced")?),
    ];
    facts.extend(titles.into_iter().map(|title| to.line("draft", title)));
    let name = if is_later { "call-extended" } else { "call-shortened" };
    Ok(Letter { facts, unsubscribe: unsubscribe(to), ..to.letter(name, to.link(to.get("path"))) })
}

pub(crate) fn closed(to: Writer<'_>) -> Result<Letter, String> {
    let track = its_track(to)?;
    let (sent, drafts) = (to.get("sent"), to.get("drafts"));
    let named: Vec<(String, Vec<String>)> = serde_json::from_str(to.get("named")).map_err(|e| e.to_string())?;
    let mut facts =
        vec![to.line("track", &track.name), to.line("proposals", sent), to.line("drafts-not-submitted", drafts)];
    let shown = named.len();
    facts.extend(named.into_iter().zip(1..).map(|((title, speakers), n)| {
        let by = if speakers.is_empty() { String::new() } else { format!(" ({})", speakers.join(", ")) };
        (n.to_string(), format!("{title}{by}"))
    }));
    let count = sent.parse::<usize>().unwrap_or(0);
    let url = to.page(&format!("/proposals?track={}", track.id));
    let subject = to.part("call-closed", "subject").arg("count", count).to_string();
    let mut letter = Letter { subject, facts, ..to.letter("call-closed", url) };
    if count > shown {
        letter.closing.insert(0, to.t("call-closed-first").arg("count", shown).to_string());
    }
    Ok(letter)
}

/// The name of the letter about one reminder, and its label for the deadline and for what it is about.
fn words(kind: ReminderKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        ReminderKind::Drafts => ("reminder-drafts", "closes-on", "draft"),
        // A message is a letter of its own, never a line of a reminder.
        ReminderKind::Calls | ReminderKind::Messages => ("reminder-calls", "closes-on", "proposals"),
        ReminderKind::Leads => ("reminder-leads", "closes-on", "proposals"),
        ReminderKind::Reviews => ("reminder-reviews", "reviews-due", "proposals"),
        ReminderKind::Acceptances => ("reminder-acceptances", "answer-until", "accepted"),
    }
}

pub(crate) fn reminder(to: Writer<'_>) -> Result<Letter, String> {
    let lines: Vec<Line> = serde_json::from_str(to.get("lines")).map_err(|e| e.to_string())?;
    let name = |line: &Line| {
        let track = to.conference.track(line.track.as_str());
        track.map_or(line.track.to_string(), |track| track.name.clone())
    };
    let first = lines.iter().min_by_key(|line| line.at).ok_or("it reminds of nothing")?;
    let left = first.at.duration_since(to.mail.queued_at) + GRACE;
    let left = to.messages.left(left).unwrap_or_else(|| to.t("now").to_string());
    let subject = match lines.as_slice() {
        [one] => to.part(words(one.kind).0, "subject").arg("name", name(one)).arg("left", left),
        many => to.t("reminder-many").arg("count", many.len()).arg("left", left),
    };
    let mut facts = Vec::new();
    for line in &lines {
        let (_, what, about) = words(line.kind);
        let at = to.deadline(&Deadline { at: line.at, announced: line.announced.clone() });
        facts.push((name(line), to.t(what).arg("at", at).to_string()));
        facts.extend(line.about.iter().map(|title| to.line(about, title)));
        facts.extend(line.counted.map(|counted| to.line(about, to.messages.say(&counted.phrase()))));
    }
    let kinds = ReminderKind::WORDS.iter().map(|(_, kind)| *kind);
    let has = |kind: &ReminderKind| lines.iter().any(|line| line.kind == *kind);
    let opening = kinds.filter(has).map(|kind| to.part(words(kind).0, "opening").to_string()).collect();
    let button = match lines.as_slice() {
        [one] => to.part(words(one.kind).0, "button"),
        _ => to.t("reminder-button"),
    };
    let path = if lines.len() == 1 { first.path.clone() } else { format!("/conferences/{}/tracks", to.conference.id) };
    // People with a draft to submit get the link to it, before all others.
    let path = lines.iter().find(|line| line.kind == ReminderKind::Drafts).map_or(path, |line| line.path.clone());
    Ok(Letter {
        subject: subject.to_string(),
        opening,
        facts,
        button: Some((button.to_string(), to.link(&path))),
        unsubscribe: unsubscribe(to),
        ..to.letter("reminder", String::new())
    })
}

/// A reminder up to this late still states the planned time left: the workflow runs once a minute.
const GRACE: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);
