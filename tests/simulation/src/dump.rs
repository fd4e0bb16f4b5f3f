//! The whole table at one moment.

mod programme;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::erasure::Erasure;
use domain::invitation::Invitation;
use domain::link::Link;
use domain::mail::Mail;
use domain::pass::{Ledger, PoolStatus};
use domain::person::EmailAddress;
use domain::personal_data::ERASED_NAME;
use domain::reconfirmation::Campaign;
use domain::registration::{Person, Registration, RegistrationId};
use domain::sign_in::Attempt;
use domain::ticket::CheckIn;
use domain::waitlist::{Entry, EntryState};
use jiff::Timestamp;
use plumbline::table::EmbeddedTable;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::DoorTally;
use store::audit::{Audit, Seen};

pub use self::programme::Programme;
use crate::damage::{Damage, Key, key_of};
use crate::plan::POOLS;
use crate::request::{EDITION, ELSEWHERE};

/// What the table holds, sorted by kind, and what the product's own audit says of it.
#[derive(Clone, Debug, Default)]
pub struct Dump {
    /// Every shard's ledger, by pool and number.
    pub shards: BTreeMap<(String, u32), Ledger>,
    pub statuses: BTreeMap<String, PoolStatus>,
    pub people: BTreeMap<String, Person>,
    /// Every entry of the waitlist, by its id.
    pub entries: BTreeMap<String, Entry>,
    /// Every mail, by its obligation.
    pub mails: BTreeMap<String, Mail>,
    /// Every invitation, by partition key.
    pub invitations: BTreeMap<String, Invitation>,
    /// Links of addresses, by address.
    pub links: BTreeMap<String, Link>,
    /// Attempts to link an address, with who began them.
    pub linkings: BTreeMap<String, (Attempt, EmailAddress)>,
    /// Attempts to erase oneself that wait for their confirmation, by partition key.
    pub erasings: BTreeMap<String, Attempt>,
    /// Every erasure that goes on, by its id.
    pub erasures: BTreeMap<String, Erasure>,
    /// What the keys of addresses are made with.
    pub people_salt: Option<String>,
    /// The instants at which scans of the campaign ended, since it was first read.
    pub scanned: BTreeSet<Timestamp>,
    /// The call, proposals, decisions and BoFs.
    pub programme: Rc<Programme>,
    /// Due work of workflows, by key. The end of a reserved pool is not included: no workflow releases it here.
    pub due: BTreeMap<Key, Due>,
    /// What workflows could not process, or could not read on their way, by key.
    pub failures: BTreeMap<Key, Failure>,
    /// The shards of the other edition, by partition key.
    pub elsewhere: BTreeMap<String, Ledger>,
    /// The entries of the activity log, by key.
    pub activity: BTreeMap<Key, domain::activity::Entry>,
    /// The revision of the edition's definition.
    pub revision: u64,
    /// The keys of all items.
    pub keys: BTreeSet<Key>,
    /// Every check-in, by its registration.
    pub check_ins: Rc<BTreeMap<String, CheckIn>>,
    /// The tallies of check-ins, by partition key.
    pub door_tallies: BTreeMap<String, DoorTally>,
    /// What was broken behind the product's back. The rest of this dump is as it would be without that.
    pub damage: Damage,
    /// The product's audit of these items.
    pub audit: Audit,
    /// An item that nothing can read: something wrote what the ledger or a type forbids.
    pub broken: Option<String>,
    /// The address of each link, by partition key.
    link_keys: BTreeMap<String, String>,
    seen: Seen,
}

/// An item as text.
#[derive(Clone, Debug)]
pub struct Text {
    pub key: Key,
    /// The edition that it belongs to, if it belongs to one.
    pub edition: Option<String>,
    pub text: String,
}

impl Text {
    fn of(item: &Value) -> Self {
        let key = key_of(item);
        let own = key.0.strip_prefix("C#").and_then(|rest| rest.split('#').next());
        let edition = own.or(item["conference"]["S"].as_str()).map(str::to_owned);
        Self { key, edition, text: item.to_string() }
    }
}

/// When something is due, and for which workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// In milliseconds.
    pub at: i64,
    pub workflow: String,
}

/// What an item says of a workflow's failure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Failure {
    pub workflow: String,
    pub error: String,
    /// How often processing the item failed.
    pub failures: u32,
    pub failed_at: Timestamp,
    #[serde(default)]
    pub next_try_at: Option<Timestamp>,
    /// Whether nothing tries it again by itself.
    #[serde(default)]
    pub is_set_aside: bool,
}

/// What the table's counts and queues were at one moment.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Every shard's ledger, by pool and number.
    pub shards: BTreeMap<(String, u32), Ledger>,
    /// Every pool's `refill_seq`.
    pub refills: BTreeMap<String, u64>,
    /// Passes of the pool with a waitlist that are held until an address is confirmed.
    pub held: u64,
    /// Every entry of the waitlist, by its id.
    pub entries: BTreeMap<String, Entry>,
    /// The call, proposals, decisions and BoFs.
    pub programme: Rc<Programme>,
    /// Every check-in, by its registration.
    pub check_ins: Rc<BTreeMap<String, CheckIn>>,
}

impl Dump {
    /// Reads the whole table. It bypasses the gate, so that the checker disturbs no actor.
    pub fn read(table: &EmbeddedTable, name: &str) -> Self {
        let mut dump = Self::default();
        let body = json!({ "TableName": name, "ConsistentRead": true }).to_string();
        let (status, answer) = table.answer("DynamoDB_20120810.Scan", body.as_bytes());
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        if status != 200 || !answer["LastEvaluatedKey"].is_null() {
            dump.broken = Some(format!("the table cannot be read in one piece: {status}"));
            return dump;
        }
        answer["Items"].as_array().into_iter().flatten().for_each(|item| dump.take_in(item));
        dump.audit = dump.seen.check();
        dump
    }

    /// Reads these items again, and audits everything. Nothing else may have been written.
    pub fn refresh(&mut self, table: &EmbeddedTable, name: &str, keys: &BTreeSet<(String, String)>) {
        for (pk, sk) in keys {
            let key = json!({ "pk": { "S": pk }, "sk": { "S": sk } });
            let body = json!({ "TableName": name, "Key": key, "ConsistentRead": true }).to_string();
            let (_, answer) = table.answer("DynamoDB_20120810.GetItem", body.as_bytes());
            let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
            match &answer["Item"] {
                Value::Null => {
                    let key = (pk.clone(), sk.clone());
                    self.due.remove(&key);
                    self.failures.remove(&key);
                    self.keys.remove(&key);
                    self.damage.items.remove(&key);
                    self.forget(pk, sk);
                    self.seen.forget(pk, sk);
                }
                item => self.take_in(item),
            }
        }
        self.audit = self.seen.check();
    }

    /// Every item as text, with its key and the edition that it belongs to.
    pub fn texts(table: &EmbeddedTable, name: &str) -> Vec<Text> {
        let body = json!({ "TableName": name, "ConsistentRead": true }).to_string();
        let (_, answer) = table.answer("DynamoDB_20120810.Scan", body.as_bytes());
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        answer["Items"].as_array().into_iter().flatten().map(Text::of).collect()
    }

    /// Forgets a removed item.
    fn forget(&mut self, pk: &str, sk: &str) {
        match sk {
            "LINK" => drop(self.link_keys.remove(pk).map(|folded| self.links.remove(&folded))),
            "MAIL" => drop(self.mails.remove(pk.trim_start_matches("MAIL#"))),
            "ATTEMPT" => {
                self.linkings.remove(pk);
                self.erasings.remove(pk);
            }
            "ERASURE" => drop(self.erasures.remove(pk.trim_start_matches("ERASURE#"))),
            _ if Programme::has(pk, sk) => Rc::make_mut(&mut self.programme).forget(pk, sk),
            _ => {}
        }
    }

    /// Whether an item cannot be read as what it is.
    pub fn is_unreadable(item: &Value) -> bool {
        let item = attributes(item);
        let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
        Self::default().sort_kind(part("pk"), &part("sk"), &item).is_err() || Seen::default().sort(item).is_err()
    }

    fn take_in(&mut self, item: &Value) {
        let item = attributes(&self.damage.restored(item));
        let sorted = self.sort(&item).and_then(|()| self.seen.sort(item).map_err(|error| error.to_string()));
        if let Err(why) = sorted {
            self.broken.get_or_insert(why);
        }
    }

    fn sort(&mut self, item: &HashMap<String, AttributeValue>) -> Result<(), String> {
        let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
        let (pk, sk) = (part("pk"), part("sk"));
        self.sort_due(&(pk.clone(), sk.clone()), &part("due_pk"), item);
        if pk.contains(ELSEWHERE) || pk.starts_with("BESIDE#") {
            if sk == "SHARD" && pk.starts_with("C#") {
                self.elsewhere.insert(pk, read(item)?);
            }
            return Ok(());
        }
        self.sort_kind(pk, &sk, item)
    }

    fn sort_kind(&mut self, pk: String, sk: &str, item: &HashMap<String, AttributeValue>) -> Result<(), String> {
        let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
        let pool = pk.split("#POOL#").nth(1).unwrap_or_default();
        if sk == "HEAD" {
            self.revision = item.get("revision").and_then(|n| n.as_n().ok()?.parse().ok()).unwrap_or_default();
        }
        if pk.contains("#ACTIVITY#") {
            let entry: domain::activity::Entry = read(item)?;
            let earlier = self.activity.insert((pk, sk.to_owned()), entry.clone());
            return match earlier {
                Some(earlier) if !is_same_act(&earlier, &entry) => Err(format!("the entry {} was changed", entry.id)),
                _ => Ok(()),
            };
        }
        match sk {
            "SHARD" => {
                let (pool, number) = pool.split_once('#').unwrap_or_default();
                let number = number.parse().unwrap_or_default();
                self.shards.insert((pool.to_owned(), number), read(item)?);
            }
            "STATUS" => drop(self.statuses.insert(pool.to_owned(), read(item)?)),
            "PERSON" => drop(self.people.insert(pk, read(item)?)),
            "ENTRY" => {
                let entry: Entry = read(item)?;
                self.entries.insert(entry.id.to_string(), entry);
            }
            "MAIL" => {
                let mail: Mail = read(item)?;
                self.mails.insert(mail.key.clone(), mail);
            }
            "LINK" => {
                let link: Link = read(item)?;
                self.link_keys.insert(pk, link.email.folded());
                self.links.insert(link.email.folded(), link);
            }
            "ATTEMPT" if pk.starts_with("LINKING#") => {
                let by =
                    part("asked_by").parse().map_err(|e: domain::phrase::Phrase| format!("{pk}: {}", e.in_log()))?;
                self.linkings.insert(pk, (read(item)?, by));
            }
            "ATTEMPT" if pk.starts_with("ERASING#") => drop(self.erasings.insert(pk, read(item)?)),
            "ERASURE" => {
                let erasure: Erasure = read(item)?;
                self.erasures.insert(erasure.id.clone(), erasure);
            }
            "ROUND" => self.scanned.extend(read::<Campaign>(item)?.scanned_at),
            "SALT" if pk == "PEOPLE" => self.people_salt = Some(part("salt")),
            "CHECK-IN" => {
                let check_in: CheckIn = read(item)?;
                Rc::make_mut(&mut self.check_ins).insert(check_in.registration.to_string(), check_in);
            }
            "DOOR" => drop(self.door_tallies.insert(pk, read(item)?)),
            "INVITATION" => drop(self.invitations.insert(pk, read(item)?)),
            _ if Programme::has(&pk, sk) => {
                let due = item.contains_key("due_at");
                Rc::make_mut(&mut self.programme).sort(&pk, sk, due, item)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// When the item is due, and how it failed.
    fn sort_due(&mut self, key: &Key, due_pk: &str, item: &HashMap<String, AttributeValue>) {
        self.keys.insert(key.clone());
        let workflow = due_pk.split('#').nth(1).unwrap_or_default().to_owned();
        let is_set_aside = workflow == "set-aside";
        let at = item.get("due_at").and_then(|at| at.as_n().ok()?.parse().ok());
        let is_played = key.1 != "RELEASE" || due_pk.ends_with("#again");
        match at {
            Some(at) if is_played && !is_set_aside => drop(self.due.insert(key.clone(), Due { at, workflow })),
            _ => drop(self.due.remove(key)),
        }
        // A record beside an item that can be read again is not due, and goes in time.
        let has_ended = due_pk.is_empty() && key.0.starts_with("BESIDE#");
        let failure = item.get("failure").cloned().filter(|_| !has_ended);
        match failure.and_then(|failure| serde_dynamo::from_attribute_value::<_, Failure>(failure).ok()) {
            Some(failure) => drop(self.failures.insert(key.clone(), Failure { is_set_aside, ..failure })),
            None => drop(self.failures.remove(key)),
        }
    }

    /// What each shard has, and how often each pool was refilled.
    pub fn figures(&self) -> Figures {
        let refills = self.statuses.iter().map(|(pool, status)| (pool.clone(), status.refill_seq)).collect();
        let programme = Rc::clone(&self.programme);
        let check_ins = Rc::clone(&self.check_ins);
        let entries = self.entries.clone();
        Figures { shards: self.shards.clone(), refills, held: self.held(), entries, programme, check_ins }
    }

    /// Passes of the pool with a waitlist that are held until an address is confirmed.
    pub fn held(&self) -> u64 {
        let active = self.people.values().filter_map(Person::active);
        let held = |one: &&Registration| !one.is_confirmed() && one.pool.as_str() == POOLS[0];
        active.filter(held).count() as u64
    }

    pub fn waiting(&self) -> BTreeMap<String, Entry> {
        let waits = |(_, entry): &(&String, &Entry)| entry.state == EntryState::Waiting;
        self.entries.iter().filter(waits).map(|(id, entry)| (id.clone(), entry.clone())).collect()
    }

    /// The sum of a pool's shards.
    pub fn pool(&self, pool: &str) -> Ledger {
        let shards = self.shards.iter().filter(|((of, _), _)| of == pool).map(|(_, ledger)| ledger);
        shards.fold(Ledger::EMPTY, |sum, shard| Ledger {
            capacity: sum.capacity + shard.capacity,
            free: sum.free + shard.free,
            returned: sum.returned + shard.returned,
            held: sum.held + shard.held,
            taken: sum.taken + shard.taken,
        })
    }

    /// Whether a shard of the first edition is broken.
    pub fn is_broken_shard(&self, pool: &str, number: u32) -> bool {
        self.damage.has(&format!("C#{EDITION}#POOL#{pool}#{number}"), "SHARD")
    }

    /// A registration, current or previous.
    pub fn registration(&self, id: &str) -> Option<&Registration> {
        let id = RegistrationId::parse(id)?;
        self.people.values().find_map(|person| person.registration(&id))
    }
}

/// Whether an entry of the activity log still says what it said. Erasing a person replaces their name in it.
fn is_same_act(earlier: &domain::activity::Entry, now: &domain::activity::Entry) -> bool {
    let names_no_one = format!("{now:?}").contains(ERASED_NAME) || format!("{now:?}").contains("@unknown.invalid");
    let act = |entry: &domain::activity::Entry| (entry.id.clone(), entry.at, entry.kind, entry.object.clone());
    earlier == now || (names_no_one && act(earlier) == act(now))
}

fn read<T: DeserializeOwned>(item: &HashMap<String, AttributeValue>) -> Result<T, String> {
    let pk = item.get("pk").and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
    serde_dynamo::from_item(item.clone()).map_err(|e| format!("{pk} cannot be read: {e}"))
}

fn attributes(item: &Value) -> HashMap<String, AttributeValue> {
    item.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), attribute(value))).collect()
}

fn attribute(value: &Value) -> AttributeValue {
    let Some((kind, value)) = value.as_object().and_then(|object| object.iter().next()) else {
        return AttributeValue::Null(true);
    };
    match kind.as_str() {
        "S" => AttributeValue::S(value.as_str().unwrap_or_default().to_owned()),
        "N" => AttributeValue::N(value.as_str().unwrap_or_default().to_owned()),
        "BOOL" => AttributeValue::Bool(value.as_bool().unwrap_or_default()),
        "M" => AttributeValue::M(attributes(value)),
        "L" => AttributeValue::L(value.as_array().into_iter().flatten().map(attribute).collect()),
        _ => AttributeValue::Null(true),
    }
}
