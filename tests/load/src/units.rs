//! `load units`: what each operation costs at the table, as the table itself counts it.

use serde_json::{Value, json};

use crate::Outcome;
use crate::client::{Ask, Client};
use crate::conference::Conference;
use crate::exactness::ValidationError;
use crate::options::Place;
use crate::organizer::Organizer;
use crate::report;
use crate::server::Server;

/// Passes of the edition: small, so that it sells out.
const PASSES: u32 = 3;

/// Runs each operation once and prints its cost. The figures come from `ReturnConsumedCapacity`.
pub(crate) async fn run(place: &Place) -> Outcome<Vec<ValidationError>> {
    let conference = Conference::new(PASSES);
    let mut server = Server::prepare(place, &conference, true)?;
    server.start()?;
    let mut costs = Costs { client: Client::new(server.address()), faults: Vec::new() };
    let organizer = Organizer::sign_in(Client::new(server.address())).await?;
    let organizer = organizer.token();

    report::heading("Units at the table                            status    write     read    calls");
    let registrations = conference.path("/registrations");
    let general = conference.path("/pools/general");
    let person = |n: u32, attendance: &str| json!({ "name": "An Attendee", "email": format!("attendee-{n}@example.org"), "attendance": attendance });
    costs.of("the list of editions", 200, &Ask::get("/")).await?;
    costs.of("an edition", 200, &Ask::get(conference.path(""))).await?;
    let first = Ask::post(&registrations, &person(1, "in_person")).header("idempotency-key", "units-1");
    let made = costs.of("a registration", 201, &first).await?;
    costs.of("  its repeat with the key", 201, &first).await?;
    costs.of("  its repeat without a key", 200, &Ask::post(&registrations, &person(1, "in_person"))).await?;
    let path = format!("{registrations}/{}", made["id"].as_str().unwrap_or_default());
    let token = made["manage_token"].as_str().unwrap_or_default().to_owned();
    let holder = |ask: Ask| ask.bearer(&token);
    costs.of("  seen by its holder", 200, &holder(Ask::get(&path))).await?;
    costs.of("  another name", 200, &holder(Ask::patch(&path, &json!({ "name": "Attendee" })))).await?;
    let to_virtual = Ask::patch(&path, &json!({ "attendance": "virtual" }));
    costs.of("  in person for virtual", 200, &holder(to_virtual)).await?;
    costs.of("  cancelled", 200, &holder(Ask::delete(&path))).await?;
    costs.of("  cancelled again", 200, &holder(Ask::delete(&path))).await?;
    // The pass that came back is on its way: these are the rest, and then there are none.
    let mut last = 201;
    for n in 2..20 {
        let answer = costs.client.send(&Ask::post(&registrations, &person(n, "in_person"))).await?;
        last = answer.status;
        if last == 409 {
            break;
        }
    }
    if last != 409 {
        costs.faults.push(format!("{PASSES} passes did not sell out"));
    }
    let late = Ask::post(&registrations, &person(30, "in_person"));
    costs.of("a refusal after the sell-out", 409, &late).await?;
    let waitlist = conference.path("/waitlist");
    let requested = |n: u32| json!({ "name": "Attendee", "email": format!("w{n}@example.org"), "reason": "To come." });
    let joined = costs.of("joining the waitlist", 201, &Ask::post(&waitlist, &requested(1))).await?;
    let place = format!("{waitlist}/{}", joined["id"].as_str().unwrap_or_default());
    let token = joined["manage_token"].as_str().unwrap_or_default().to_owned();
    costs.of("  seen by its holder", 200, &Ask::get(&place).bearer(&token)).await?;
    costs.of("  left", 200, &Ask::delete(&place).bearer(&token)).await?;
    costs.of("  left again", 200, &Ask::delete(&place).bearer(&token)).await?;
    let keeper = |ask: Ask| ask.bearer(organizer);
    costs.of("a pool's figures", 200, &keeper(Ask::get(&general))).await?;
    let resize = |n: u32| keeper(Ask::patch(&general, &json!({ "capacity": n })));
    costs.of("10 passes more", 200, &resize(PASSES + 10)).await?;
    costs.of("  as many fewer", 200, &resize(PASSES)).await?;
    costs.of("  below what is taken", 409, &resize(1)).await?;
    costs.of("registrations, a page", 200, &keeper(Ask::get(&registrations))).await?;
    let sign_in = Ask::post("/sign-in", &json!({ "email": "attendee@example.org" }));
    costs.of("asking to sign in", 202, &sign_in).await?;
    Ok(costs.faults)
}

struct Costs {
    client: Client,
    faults: Vec<ValidationError>,
}

impl Costs {
    /// Sends it, prints what it cost, and answers what came back.
    async fn of(&mut self, name: &str, expected: u16, ask: &Ask) -> Outcome<Value> {
        let answer = self.client.send(ask).await?;
        if answer.status != expected {
            self.faults.push(format!("{}: answered {} instead of {expected}", name.trim(), answer.shown()));
        }
        let units = answer.units.ok_or("the server does not say what an answer costs")?;
        println!("  {name:<44}{:>6}{:>9}{:>9}{:>9}", answer.status, units.write, units.read, units.calls);
        Ok(answer.json)
    }
}
