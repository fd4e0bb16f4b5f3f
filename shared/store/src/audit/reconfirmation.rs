//! The consistency check of "are you still coming?".

use std::collections::BTreeMap;

use domain::reconfirmation::{Answers, Figures, ReconfirmationState};

use super::Seen;

impl Seen {
    /// Promise 1: the counts agree with the registrations. Promise 8: everyone who was asked got a mail, and an ongoing
    /// campaign is due.
    pub(super) fn reconfirmation(&self, find: &mut impl FnMut(u8, String)) {
        let mut sums: BTreeMap<&str, Answers> = BTreeMap::new();
        for (pk, answers) in &self.answers {
            let sum = sums.entry(pk.split("#ANSWERS#").next().unwrap_or_default()).or_default();
            sum.yes += answers.yes;
            sum.no += answers.no;
            sum.changed += answers.changed;
            sum.returned += answers.returned;
        }
        let mut found: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (pk, person) in &self.people {
            let (silent, coming) = found.entry(pk.split("#PERSON#").next().unwrap_or_default()).or_default();
            for registration in [&person.registration, &person.previous].into_iter().flatten() {
                let Some(known) = &registration.reconfirmation else { continue };
                let mut expected = vec!["reconfirm-ask"];
                expected.extend(matches!(known.state, ReconfirmationState::Kept { .. }).then_some("reconfirm-kept"));
                for kind in expected {
                    let key = format!("MAIL#{kind}:{}", registration.id);
                    if !self.mails.contains_key(&key) {
                        find(8, format!("{key} was never queued for {pk}"));
                    }
                }
                *silent += u64::from(registration.is_confirmed() && known.state.is_silent());
                let comes = matches!(known.state, ReconfirmationState::Coming { .. });
                *coming += u64::from(registration.is_confirmed() && comes);
            }
        }
        for (pk, campaign) in &self.campaigns {
            let c = pk.trim_end_matches("#RECONFIRMATION");
            let figures = Figures::of(campaign.asked, sums.get(c).copied().unwrap_or_default());
            let (silent, coming) = found.get(c).copied().unwrap_or_default();
            let comparable = !self.lacks(c, &["PERSON", "ANSWERS"]);
            if comparable && (figures.silent, figures.yes) != (silent, coming) {
                let Figures { silent: counted, yes, .. } = figures;
                find(
                    1,
                    format!("{pk} counts {counted} silent and {yes} who come; {silent} and {coming} are registered"),
                );
            }
            if campaign.due_at().is_some() != self.due.contains(pk) {
                find(8, format!("{pk} goes on and is not due, or the reverse"));
            }
        }
    }
}
