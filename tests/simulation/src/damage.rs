//! Items that were broken behind the product's back: what they said before, and the table as it would be without that.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Value, json};

/// An item's partition and sort key.
pub type Key = (String, String);

/// An attribute that has another type than it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub attribute: String,
    pub was: Value,
    pub is: Value,
}

/// Which items are broken now, and which ever were.
#[derive(Clone, Debug, Default)]
pub struct Damage {
    /// Items with an attribute of the wrong type.
    pub items: BTreeMap<Key, Broken>,
    /// Items at which their workflow panics.
    pub panics: BTreeSet<Key>,
    /// Everything that was ever one of these, with the instant since when.
    pub ever: BTreeMap<Key, Timestamp>,
}

impl Damage {
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.panics.is_empty()
    }

    /// Whether this item is broken now, or its workflow panics at it.
    pub fn has(&self, pk: &str, sk: &str) -> bool {
        let key = (pk.to_owned(), sk.to_owned());
        self.items.contains_key(&key) || self.panics.contains(&key)
    }

    pub fn ever_had(&self, pk: &str, sk: &str) -> bool {
        self.ever.contains_key(&(pk.to_owned(), sk.to_owned()))
    }

    /// An item as it would be if it were not broken. One that the product has written over since is whole again.
    pub fn restored(&mut self, item: &Value) -> Value {
        let key = key_of(item);
        let Some(broken) = self.items.get(&key) else { return item.clone() };
        if item[&broken.attribute] != broken.is {
            self.items.remove(&key);
            return item.clone();
        }
        with(item, &broken.attribute, &broken.was)
    }

    /// An item with an attribute of another type, such that `is_unreadable` says so; attributes are tried from the
    /// given one on. `None` where none makes a difference.
    pub fn broken(item: &Value, first: u32, is_unreadable: impl Fn(&Value) -> bool) -> Option<(Value, Broken)> {
        // The keys of the table and of its indexes have types that the table itself insists on.
        let keys = ["pk", "sk", "due_pk", "due_at", "list_pk", "list_sk"];
        let mut names: Vec<&String> = item.as_object()?.keys().filter(|name| !keys.contains(&name.as_str())).collect();
        // An item's attributes have the order in which a hash map listed them to the table.
        names.sort_unstable();
        let from = first as usize % names.len().max(1);
        names.iter().cycle().skip(from).take(names.len()).find_map(|name| {
            let was = item[*name].clone();
            let is = if was.get("N").is_some() { json!({ "S": "broken" }) } else { json!({ "N": "7" }) };
            let after = with(item, name, &is);
            is_unreadable(&after).then(|| (after, Broken { attribute: (*name).clone(), was, is }))
        })
    }
}

/// An item with an attribute of this value.
pub fn with(item: &Value, attribute: &str, value: &Value) -> Value {
    let mut item = item.clone();
    item[attribute] = value.clone();
    item
}

pub fn key_of(item: &Value) -> Key {
    let part = |name: &str| item[name]["S"].as_str().unwrap_or_default().to_owned();
    (part("pk"), part("sk"))
}
