//! The whole table at one moment.

mod programme;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::invitation::Invitation;
use domain::link::Link;
use domain::mail::Mail;
use domain::pass::{Ledger, PoolStatus};
use domain::person::EmailAddress;
use domain::reconfirmation::Campaign;
use domain::registration::{Person, Registration, RegistrationId};
use domain::sign_in::Attempt;
use domain::waitlist::{Entry, EntryState};
use jiff::Timestamp;
use plumbline::table::EmbeddedTable;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::audit::{Audit, Seen};

pub use self::programme::Programme;

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
    /// What is kept of linked addresses, by address.
    pub links: BTreeMap<String, Link>,
    /// Attempts to link an address, with who began them.
    pub linkings: BTreeMap<String, (Attempt, EmailAddress)>,
    /// What the keys of addresses are made with.
    pub people_salt: Option<String>,
    /// The instants of the walks of the round that came to their end, since the first time it was read.
    pub walked: BTreeSet<Timestamp>,
    /// The call, proposals, decisions and BoFs.
    pub programme: Rc<Programme>,
    /// The instants, in milliseconds, at which something is due, by key. The end of a reserved pool is not among them:
    /// what gives its passes on is not played.
    pub due: BTreeMap<(String, String), i64>,
    /// The product's audit of these items.
    pub audit: Audit,
    /// An item that nothing can read: something wrote what the ledger or a type forbids.
    pub broken: Option<String>,
    seen: Seen,
}

/// What the table's counts and queues were at one moment.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Every shard's ledger, by pool and number.
    pub shards: BTreeMap<(String, u32), Ledger>,
    /// Every pool's `refill_seq`.
    pub refills: BTreeMap<String, u64>,
    /// Every entry of the waitlist, by its id.
    pub entries: BTreeMap<String, Entry>,
    /// The call, proposals, decisions and BoFs.
    pub programme: Rc<Programme>,
}

impl Dump {
    /// Reads the whole table. It goes round the gate: the checker disturbs nobody.
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
                    self.due.remove(&(pk.clone(), sk.clone()));
                    self.seen.forget(pk, sk);
                }
                item => self.take_in(item),
            }
        }
        self.audit = self.seen.check();
    }

    fn take_in(&mut self, item: &Value) {
        let item = attributes(item);
        let sorted = self.sort(&item).and_then(|()| self.seen.sort(item).map_err(|error| error.to_string()));
        if let Err(why) = sorted {
            self.broken.get_or_insert(why);
        }
    }

    fn sort(&mut self, item: &HashMap<String, AttributeValue>) -> Result<(), String> {
        let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
        let (pk, sk) = (part("pk"), part("sk"));
        match item.get("due_at").and_then(|at| at.as_n().ok()?.parse().ok()) {
            Some(at) if sk != "RELEASE" => drop(self.due.insert((pk.clone(), sk.clone()), at)),
            _ => drop(self.due.remove(&(pk.clone(), sk.clone()))),
        }
        let pool = pk.split("#POOL#").nth(1).unwrap_or_default();
        match sk.as_str() {
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
                self.links.insert(link.email.folded(), link);
            }
            "ATTEMPT" if pk.starts_with("LINKING#") => {
                let by = part("asked_by").parse().map_err(|e| format!("{pk}: {e}"))?;
                self.linkings.insert(pk, (read(item)?, by));
            }
            "ROUND" => self.walked.extend(read::<Campaign>(item)?.walked_at),
            "SALT" if pk == "PEOPLE" => self.people_salt = Some(part("salt")),
            "INVITATION" => drop(self.invitations.insert(pk, read(item)?)),
            _ if Programme::has(&pk, &sk) => {
                let due = item.contains_key("due_at");
                Rc::make_mut(&mut self.programme).sort(&pk, &sk, due, item)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// What each shard has, and how often each pool was refilled.
    pub fn figures(&self) -> Figures {
        let refills = self.statuses.iter().map(|(pool, status)| (pool.clone(), status.refill_seq)).collect();
        let programme = Rc::clone(&self.programme);
        Figures { shards: self.shards.clone(), refills, entries: self.entries.clone(), programme }
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
            spare: sum.spare + shard.spare,
            held: sum.held + shard.held,
            taken: sum.taken + shard.taken,
        })
    }

    /// A registration, current or previous.
    pub fn registration(&self, id: &str) -> Option<&Registration> {
        let id = RegistrationId::parse(id)?;
        self.people.values().find_map(|person| person.registration(&id))
    }
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
