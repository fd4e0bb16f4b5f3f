//! Has every step checked, and brings a run to its end.

use std::collections::BTreeMap;

use domain::pass::resize::Goal;
use jiff::{SignedDuration, Timestamp};
use plumbline::stack::TABLE;

use super::{Run, SETTLE_ROUNDS, SETTLE_STEPS, Workflow};
use crate::damage::Key;
use crate::dump::Dump;
use crate::plan::POOLS;
use crate::promises::{self, Broken};
use crate::request::ELSEWHERE;

impl Run<'_> {
    /// Runs until every actor ends, after faults have stopped.
    pub(super) fn quiet(&mut self) -> Result<(), Broken> {
        self.gate.release();
        let mut steps = 0;
        while !self.actors.is_empty() || self.next_again().is_some() {
            self.one_step()?;
            steps += 1;
            if steps > SETTLE_STEPS {
                let detail = format!("{} requests or workflows do not come to an end", self.actors.len());
                return Err(Broken { promise: 2, step: self.step, detail });
            }
        }
        Ok(())
    }

    /// Faults stop, and all due work is done; in the end all items are repaired.
    pub(super) fn settle(&mut self) -> Result<(), Broken> {
        self.tell("faults stop; what is due is done");
        self.settling = true;
        self.quiet()?;
        if self.plan.world.doors.is_some() {
            self.connect_all();
            self.quiet()?;
        }
        if self.plan.world.ends {
            self.wake(Workflow::End, 0);
            self.quiet()?;
        }
        self.book.settled_from = Some(self.now());
        let Some(breakage) = self.plan.world.breakage else {
            self.run_due()?;
            return self.check(true);
        };
        if breakage.repaired_early {
            self.outcome.failures = self.dump.failures.len() as u64;
            self.repair();
        }
        self.run_due()?;
        self.check(true)?;
        self.outcome.failures = self.outcome.failures.max(self.dump.failures.len() as u64);
        self.repair();
        self.try_again()?;
        self.run_due()?;
        self.check(true)
    }

    /// Does due work, in order of time, until there is none.
    fn run_due(&mut self) -> Result<(), Broken> {
        for _ in 0..SETTLE_ROUNDS {
            let closed = self.now() >= promises::last_offers(&self.plan.world);
            let waits = !self.dump.waiting().is_empty();
            // After the close no offers are made: `returned` passes are checked once a day, forever.
            let for_ever = |pk: &str| pk.contains("#POOL#general#") && (waits || pk.contains(ELSEWHERE));
            // A decision that cannot be announced is looked at once an hour. A failed selection is tried again, until it
            // is set aside.
            let soon = (self.now() + SignedDuration::from_mins(30)).as_millisecond();
            let is_unsent = |key: &Key, at: i64| {
                key.1 == "SELECTION"
                    && at > soon
                    && !self.dump.damage.is_empty()
                    && !self.dump.failures.contains_key(key)
            };
            let ends = |key: &Key, at: i64| !(closed && for_ever(&key.0) || is_unsent(key, at));
            let soonest = self.dump.due.iter().filter(|(key, due)| ends(key, due.at)).map(|(_, due)| due.at).min();
            let Some(soonest) = soonest else { return Ok(()) };
            self.clock.set(Timestamp::from_millisecond(soonest).unwrap_or(Timestamp::MIN));
            if self.plan.world.campaign.is_some() {
                self.wake(Workflow::Campaign, 2);
            }
            if self.plan.world.calls.is_some() {
                self.wake(Workflow::Close, 0);
                self.wake(Workflow::Remind, 1);
                self.wake(Workflow::Release, 2);
            }
            if self.plan.world.breakage.is_some() && self.plan.world.ends {
                self.wake(Workflow::End, 2);
            }
            if self.plan.world.erases {
                self.wake(Workflow::Erase, 2);
                if self.plan.world.calls.is_some() {
                    self.wake(Workflow::Publish, 0);
                }
            }
            self.wake(Workflow::Promote, 0);
            self.wake(Workflow::Mail, 1);
            self.quiet()?;
        }
        if self.plan.world.breakage.is_none() {
            return Ok(());
        }
        let first =
            self.dump.due.iter().next().map(|(key, due)| format!("{} {}, due for {}", key.0, key.1, due.workflow));
        let detail = format!("what is due never comes to an end: {}", first.unwrap_or_default());
        Err(Broken { promise: 10, step: self.step, detail })
    }

    /// The lowest free count during the time for which a process may have cached the status.
    pub(super) fn least_free_lately(&mut self) -> BTreeMap<String, u64> {
        let kept = SignedDuration::try_from(store::CACHE_FOR).expect("a moment");
        let since = self.now() - kept;
        // The first one that is left was so at that instant.
        while self.was_free.get(1).is_some_and(|(at, _)| *at <= since) {
            self.was_free.pop_front();
        }
        let mut least = promises::free(&self.dump);
        for (pool, free) in self.was_free.iter().flat_map(|(_, free)| free) {
            let least = least.entry(pool.clone()).or_insert(*free);
            *least = (*least).min(*free);
        }
        least
    }

    /// The passes of each pool that are on sale or on their way there: `returned` while the waitlist is empty, or about to
    /// be added by a change that no process can have missed.
    pub(super) fn open(&self) -> BTreeMap<String, u64> {
        let cached = SignedDuration::try_from(store::CACHE_FOR).expect("a moment");
        let waits = !self.dump.waiting().is_empty();
        let open = |pool: &&str| {
            let ledger = self.dump.pool(pool);
            let returned = if waits && *pool == POOLS[0] { 0 } else { ledger.returned };
            let known = self.changing.get(*pool).is_some_and(|since| self.now().duration_since(*since) >= cached);
            let resize = self.dump.statuses.get(*pool).and_then(|status| status.resize.as_ref());
            let added = match resize.map(|resize| &resize.goal) {
                Some(Goal::Raise { left, .. } | Goal::PutBack { left, .. }) if known => *left,
                _ => 0,
            };
            ledger.free + returned + added
        };
        POOLS.iter().map(|pool| ((*pool).to_owned(), open(pool))).collect()
    }

    fn note_changing(&mut self) {
        let now = self.now();
        for (pool, status) in &self.dump.statuses {
            if status.resize.is_none() {
                self.changing.remove(pool);
            } else {
                self.changing.entry(pool.clone()).or_insert(now);
            }
        }
    }

    pub(super) fn check(&mut self, at_end: bool) -> Result<(), Broken> {
        if !self.news && !at_end {
            return Ok(());
        }
        self.news = false;
        let before = if self.written.is_empty() {
            None
        } else {
            let before = self.dump.figures();
            if self.was_free.is_empty() {
                self.was_free.push_back((Timestamp::MIN, promises::free(&self.dump)));
            }
            self.dump.refresh(&self.table, TABLE, &std::mem::take(&mut self.written));
            let free = promises::free(&self.dump);
            self.was_free.push_back((self.now(), free.clone()));
            self.note_changing();
            self.book.note_undone(&self.dump.check_ins);
            if self.plan.world.erases {
                self.note_erasures();
            }
            let open = self.open();
            for attempt in self.book.attempts.iter_mut().filter(|attempt| attempt.ended.is_none()) {
                for (pool, free) in &free {
                    let least = attempt.least_free.entry(pool.clone()).or_insert(*free);
                    *least = (*least).min(*free);
                }
                for (pool, open) in &open {
                    let least = attempt.least_open.entry(pool.clone()).or_insert(*open);
                    *least = (*least).min(*open);
                }
            }
            Some(before)
        };
        let is_searched = self.plan.world.erases && at_end;
        let texts = if is_searched { Dump::texts(&self.table, TABLE) } else { Vec::new() };
        let seen = promises::Seen {
            texts: &texts,
            written_at: &self.written_at,
            world: &self.plan.world,
            before: before.as_ref(),
            line: &self.line,
            now: &self.dump,
            book: &self.book,
            time: self.now(),
            at_end,
        };
        for (promise, check) in promises::ALL {
            *self.outcome.checks.entry(promise).or_default() += 1;
            check(&seen).map_err(|detail| Broken { promise, step: self.step, detail })?;
        }
        Ok(())
    }
}
