//! One read of several items that differ in type: each is asked for by name and taken by that name.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{Item, Table, typed};
use crate::StoreError;
use crate::keys::Key;

/// The items to read.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    keys: Vec<Key>,
}

/// Stands for an item of a [`Batch`] that is a `T`.
#[derive(Debug)]
pub(crate) struct Asked<T> {
    at: usize,
    is: PhantomData<fn() -> T>,
}

/// What a [`Batch`] found.
#[derive(Debug)]
pub(crate) struct Found {
    items: Vec<Option<Item>>,
}

impl Batch {
    pub(crate) fn ask<T>(&mut self, key: Key) -> Asked<T> {
        self.keys.push(key);
        Asked { at: self.keys.len() - 1, is: PhantomData }
    }

    /// Reads all of them consistently.
    pub(crate) async fn read(self, table: &Table) -> Result<Found, StoreError> {
        Ok(Found { items: table.get_all(&self.keys).await? })
    }
}

impl Found {
    /// The item, or `None` if it does not exist.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, asked: &Asked<T>) -> Result<Option<T>, StoreError> {
        self.take_item(asked).map(typed).transpose()
    }

    /// The same, not parsed yet.
    pub(crate) fn take_item<T>(&mut self, asked: &Asked<T>) -> Option<Item> {
        self.items[asked.at].take()
    }
}
