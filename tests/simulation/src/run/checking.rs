//! Has every step checked, and brings a run to its end.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use plumbline::stack::TABLE;

use super::{Run, SETTLE_STEPS, Workflow};
use crate::promises::{self, Broken};

impl Run<'_> {
    /// Faults have stopped: everybody comes to an end.
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

    /// Runs what is due, in order of time, until nothing is.
    pub(super) fn settle(&mut self) -> Result<(), Broken> {
        self.tell("faults stop; what is due is done");
        self.settling = true;
        self.quiet()?;
        if self.plan.world.ends {
            self.wake(Workflow::End, 0);
            self.quiet()?;
        }
        self.book.settled_from = Some(self.now());
        for _ in 0..200 {
            let closed = self.now() >= promises::closes(&self.plan.world);
            let waits = !self.dump.waiting().is_empty();
            // After the close nothing is offered: what is spare is looked at once a day, for ever.
            let ends = |pk: &str| !(closed && waits && pk.contains("#POOL#general#"));
            let soonest = self.dump.due.iter().filter(|((pk, _), _)| ends(pk)).map(|(_, at)| *at).min();
            let Some(soonest) = soonest else { return Ok(()) };
            self.clock.set(Timestamp::from_millisecond(soonest).unwrap_or(Timestamp::MIN));
            if self.plan.world.round.is_some() {
                self.wake(Workflow::Round, 2);
            }
            if self.plan.world.calls.is_some() {
                self.wake(Workflow::Close, 0);
                self.wake(Workflow::Remind, 1);
                self.wake(Workflow::Release, 2);
            }
            self.wake(Workflow::Promote, 0);
            self.wake(Workflow::Mail, 1);
            self.quiet()?;
        }
        Ok(())
    }

    /// The least that was free while a status may have been read that is still kept.
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
            for attempt in self.book.attempts.iter_mut().filter(|attempt| attempt.ended.is_none()) {
                for (pool, free) in &free {
                    let least = attempt.least_free.entry(pool.clone()).or_insert(*free);
                    *least = (*least).min(*free);
                }
            }
            Some(before)
        };
        let seen = promises::Seen {
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
