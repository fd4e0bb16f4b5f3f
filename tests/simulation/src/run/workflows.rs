//! Workflows, woken in one of the processes; and all actors that are under way.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::SignedDuration;

use super::{Actor, Done, Flag, Process, Run, WORKFLOW_LASTS};
use crate::plan::calls::Job;

/// The workflows that run automatically here.
#[derive(Clone, Copy, Debug)]
pub(super) enum Workflow {
    Promote,
    Mail,
    Campaign,
    Close,
    Remind,
    Release,
    End,
    Erase,
    Publish,
}

impl Workflow {
    /// The workflow of a job.
    pub(super) fn of(job: Job) -> Self {
        match job {
            Job::Close => Self::Close,
            Job::Remind => Self::Remind,
            Job::Release => Self::Release,
        }
    }
}

impl Run<'_> {
    pub(super) fn wake(&mut self, workflow: Workflow, process: usize) {
        let Process { app, ses } = &self.processes[process];
        let (app, ses) = (app.clone(), ses.clone());
        let (name, future): (_, Pin<Box<dyn Future<Output = Done>>>) = match workflow {
            Workflow::Mail => (
                "deliver-mail",
                Box::pin(async move {
                    let ran = deliver_mail::run(&app.context, &app.store, &ses).await;
                    Done::Ran(ran.map(|ran| format!("{} sent", ran.done.sent)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Promote => (
                "promote-waitlist",
                Box::pin(async move {
                    let ran = promote_waitlist::run(&app.context, &app.store).await;
                    let words = |ran: store::Promoted| {
                        format!("{} offered, {} lapsed, {} reopened", ran.offered, ran.lapsed, ran.reopened)
                    };
                    Done::Ran(ran.map(|ran| words(ran.done)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Campaign => (
                "reconfirm",
                Box::pin(async move {
                    let ran = reconfirm::run(&app.context, &app.store).await;
                    let words = |ran: store::Reconfirmed| {
                        format!("{} asked, {} reminded, {} returned", ran.asked, ran.reminded, ran.returned)
                    };
                    Done::Ran(ran.map(|ran| words(ran.done)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::End => (
                "release-passes",
                Box::pin(async move {
                    let ran = release_passes::run(&app.context, &app.store).await;
                    let words = |ran: store::Released| format!("{} returned", ran.passes);
                    Done::Ran(ran.map(|ran| words(ran.done)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Erase => (
                "retain-data",
                Box::pin(async move {
                    let ran = store::run_again(12, || retain_data::run(&app.context, &app.store)).await;
                    let words = |ran: store::ErasureProgress| format!("{} steps, {} items", ran.steps, ran.items);
                    Done::Ran(ran.map(|ran| words(ran.done)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Publish => (
                "publish-timetable",
                Box::pin(async move {
                    let ran = publish_timetable::run(&app.context, &app.store).await;
                    Done::Ran(ran.map(|ran| format!("{} mails", ran.done.mails)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Close => (
                "close-cfps",
                Box::pin(async move {
                    let ran = close_cfps::run(&app.context, &app.store).await;
                    let words = |ran: store::CallsProcessed| format!("{} moved, {} closed", ran.moved, ran.closed);
                    Done::Ran(ran.map(|ran| words(ran.done)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Remind => (
                "send-reminders",
                Box::pin(async move {
                    let ran = send_reminders::run(&app.context, &app.store).await;
                    let words = |ran: store::Reminded| format!("{} deadlines, {} mails", ran.deadlines, ran.mails);
                    Done::Ran(ran.map(|ran| words(ran.done)).map_err(|e| e.to_string()))
                }),
            ),
            Workflow::Release => (
                "release-decisions",
                Box::pin(async move {
                    let ran = release_decisions::run(&app.context, &app.store).await;
                    let words =
                        |ran: store::Releases| format!("{} notified, {} invited later", ran.notified, ran.invited);
                    Done::Ran(ran.map(|ran| words(ran.done)).map_err(|e| e.to_string()))
                }),
            ),
        };
        self.tell(&format!("#{} in process {process}: {name}", self.next_actor));
        self.add(name.into(), process, None, None, future, WORKFLOW_LASTS);
    }

    pub(super) fn add(
        &mut self,
        name: String,
        process: usize,
        attempt: Option<usize>,
        client: Option<usize>,
        future: Pin<Box<dyn Future<Output = Done>>>,
        lasts: SignedDuration,
    ) {
        let deadline = self.now() + lasts;
        let flag = Arc::new(Flag(AtomicBool::new(true)));
        self.lines.insert(self.next_actor, (Rc::new(self.dump.waiting()), false));
        self.actors.insert(self.next_actor, Actor { name, process, attempt, client, future, flag, deadline });
        self.next_actor += 1;
    }
}
