//! An edition in figures.

use contract::statistics::{Came, CheckInDay, Newcomers, PoolCame, Statistics, TrackOutcome, WaitlistOutcome};
use domain::conference::TrackId;
use domain::statistics as figures;
use formats::table::{Cell, Table};
use jiff::SignedDuration;
use web::{App, Part, Problem, Request};

fn came(came: figures::Came) -> Came {
    let rate = came.no_show_permille().and_then(|permille| u32::try_from(permille).ok());
    Came { passes: came.passes, here: came.here, no_show_rate: rate.map(|permille| f64::from(permille) / 1000.0) }
}

fn minutes(wait: Option<SignedDuration>) -> Option<u64> {
    wait.and_then(|wait| u64::try_from(wait.as_mins()).ok())
}

/// The figures as they are now.
pub async fn read(app: &App, request: &Request) -> Result<Statistics, Problem> {
    let edition = request.edition()?;
    let (found, newcomers) = app.store.statistics(&app.context, edition).await?;
    let figures::Outcome { joined, offered, accepted, declined, lapsed, left, waiting, open_offers, .. } =
        found.waitlist;
    let track = |(id, of): &(TrackId, figures::Decided)| TrackOutcome {
        track: id.to_string(),
        name: edition.conference.track(id.as_str()).map(|track| track.name.clone()).unwrap_or_default(),
        submitted: of.submitted,
        accepted: of.accepted,
        standby: of.standby,
        rejected: of.rejected,
        withdrawn: of.withdrawn,
        undecided: of.undecided,
    };
    Ok(Statistics {
        now: app.context.now(),
        in_person: came(found.in_person),
        r#virtual: found.online,
        pools: found.pools.iter().map(|(pool, of)| PoolCame { pool: pool.to_string(), came: came(*of) }).collect(),
        days: found.days.iter().map(|(date, checked_in)| CheckInDay { date: *date, checked_in: *checked_in }).collect(),
        offered_on: found.offered_on,
        waitlist: WaitlistOutcome {
            joined,
            offered,
            accepted,
            declined,
            lapsed,
            left,
            waiting,
            open_offers,
            median_wait_minutes: minutes(found.waitlist.median_wait),
            longest_wait_minutes: minutes(found.waitlist.longest_wait),
        },
        newcomers: newcomers.map(|of| Newcomers { newcomers: of.newcomers, returning: of.returning }),
        tracks: found.tracks.iter().map(track).collect(),
    })
}

/// All figures, one in each row. They are few, so that they always fit one part.
pub async fn part(app: &App, request: &Request) -> Result<Part, Problem> {
    let answer = read(app, request).await?;
    let mut table = Table::new(["group", "name", "figure", "value"]);
    let mut add = |group: &str, name: &str, figure: &str, value: u64| {
        let cells: [Cell; 4] = [group.into(), name.into(), figure.into(), value.into()];
        table.line(cells);
    };
    add("attendance", "in_person", "passes", answer.in_person.passes);
    add("attendance", "in_person", "here", answer.in_person.here);
    add("attendance", "virtual", "passes", answer.r#virtual);
    add("attendance", "in_person", "offered_on", answer.offered_on);
    for PoolCame { pool, came } in &answer.pools {
        add("pool", pool, "passes", came.passes);
        add("pool", pool, "here", came.here);
    }
    for day in &answer.days {
        add("day", &day.date.to_string(), "checked_in", day.checked_in);
    }
    let of = answer.waitlist;
    for (figure, value) in [
        ("joined", Some(of.joined)),
        ("offered", Some(of.offered)),
        ("accepted", Some(of.accepted)),
        ("declined", Some(of.declined)),
        ("lapsed", Some(of.lapsed)),
        ("left", Some(of.left)),
        ("waiting", Some(of.waiting)),
        ("open_offers", Some(of.open_offers)),
        ("median_wait_minutes", of.median_wait_minutes),
        ("longest_wait_minutes", of.longest_wait_minutes),
    ] {
        if let Some(value) = value {
            add("waitlist", "", figure, value);
        }
    }
    if let Some(of) = answer.newcomers {
        add("newcomers", "", "newcomers", of.newcomers);
        add("newcomers", "", "returning", of.returning);
    }
    for of in &answer.tracks {
        for (figure, value) in [
            ("submitted", of.submitted),
            ("accepted", of.accepted),
            ("standby", of.standby),
            ("rejected", of.rejected),
            ("withdrawn", of.withdrawn),
            ("undecided", of.undecided),
        ] {
            add("track", &of.track, figure, value);
        }
    }
    Ok(Part { name: format!("{}-statistics", request.edition()?.id()), table, next: None })
}
