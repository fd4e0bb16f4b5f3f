//! The whole table at one moment.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::invitation::Invitation;
use domain::mail::Mail;
use domain::pass::{Ledger, PoolStatus};
use domain::registration::{Person, Registration, RegistrationId};
use plumbline::table::EmbeddedTable;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::audit::{Audit, of_items};

/// What the table holds, sorted by kind, and what the product's own audit says of it.
#[derive(Clone, Debug, Default)]
pub struct Dump {
    /// Every shard's ledger, by pool and number.
    pub shards: BTreeMap<(String, u32), Ledger>,
    /// Every pool's status.
    pub statuses: BTreeMap<String, PoolStatus>,
    /// Everybody, by partition key.
    pub people: BTreeMap<String, Person>,
    /// Every mail, by its obligation.
    pub mails: BTreeMap<String, Mail>,
    /// Every invitation.
    pub invitations: Vec<Invitation>,
    /// The instants, in milliseconds, at which something is due.
    pub due: BTreeMap<String, i64>,
    /// The product's audit of these items.
    pub audit: Audit,
    /// An item that nothing can read: something wrote what the ledger or a type forbids.
    pub broken: Option<String>,
}

impl Dump {
    /// Reads the table. It goes round the gate: the checker disturbs nobody.
    pub fn read(table: &EmbeddedTable, name: &str) -> Self {
        let mut dump = Self::default();
        let body = json!({ "TableName": name, "ConsistentRead": true }).to_string();
        let (status, answer) = table.answer("DynamoDB_20120810.Scan", body.as_bytes());
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        if status != 200 || !answer["LastEvaluatedKey"].is_null() {
            dump.broken = Some(format!("the table cannot be read in one piece: {status}"));
            return dump;
        }
        let items: Vec<HashMap<String, AttributeValue>> =
            answer["Items"].as_array().into_iter().flatten().map(attributes).collect();
        for item in &items {
            if let Err(why) = dump.sort(item) {
                dump.broken.get_or_insert(why);
            }
        }
        match of_items(items) {
            Ok(audit) => dump.audit = audit,
            Err(error) => drop(dump.broken.get_or_insert(error.to_string())),
        }
        dump
    }

    fn sort(&mut self, item: &HashMap<String, AttributeValue>) -> Result<(), String> {
        let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned().unwrap_or_default();
        let (pk, sk) = (part("pk"), part("sk"));
        if let Some(at) = item.get("due_at").and_then(|at| at.as_n().ok()?.parse().ok()) {
            self.due.insert(pk.clone(), at);
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
            "MAIL" => {
                let mail: Mail = read(item)?;
                self.mails.insert(mail.key.clone(), mail);
            }
            "INVITATION" => self.invitations.push(read(item)?),
            _ => {}
        }
        Ok(())
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
