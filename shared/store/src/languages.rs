//! The languages of mails.

use domain::conference::ConferenceId;
use domain::mail::Mail;
use domain::person::PersonKey;
use domain::registration::Person;

use crate::table::typed;
use crate::{Edition, Store, StoreError, keys};

impl Store {
    /// A mail in the language that its reader last used in the edition, if that is known. One read, of their item; two
    /// for a linked address.
    pub async fn in_readers_language(&self, edition: &Edition, mail: &Mail) -> Result<Mail, StoreError> {
        if mail.language.is_some() {
            return Ok(mail.clone());
        }
        let c = edition.id();
        let mut person = self.readable_person(c, &edition.person_key(&mail.to)).await?;
        if let Some(root) = person.as_ref().and_then(|person| person.alias_of.clone()) {
            person = self.readable_person(c, &root).await?;
        }
        let language = person.and_then(|person| person.language);
        Ok(mail.clone().in_language(language.as_deref()))
    }

    /// A person's item; `None` also if it cannot be read, because a mail goes out all the same.
    async fn readable_person(&self, c: &ConferenceId, key: &PersonKey) -> Result<Option<Person>, StoreError> {
        let found = self.table.get(&keys::person(c, key)).await?;
        Ok(found.and_then(|item| typed(item).ok()))
    }
}
