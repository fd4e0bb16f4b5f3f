//! The functions that this program can run. The template has the only other list of them.

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_sdk_ses::Client as Ses;
use domain::mail::MailPriority;
use futures_util::future::BoxFuture;
use store::{Run, StoreError};
use web::App;

/// Every function, by the name of its crate.
pub(crate) const ALL: &[&str] = &[
    "home",
    "register",
    "bofs",
    "timetable",
    "publish-timetable",
    "organize",
    "desk",
    "check-in",
    "directory",
    "export",
    "settings",
    "setup",
    "message-people",
    "sign-in",
    "people",
    "tracks",
    "submit-proposal",
    "close-cfps",
    "send-reminders",
    "send-messages",
    "review",
    "release-decisions",
    "release-passes",
    "reconfirm",
    "promote-waitlist",
    "retain-data",
    "deliver-mail",
    "deliver-webhooks",
    "mail-feedback",
    "audit",
    "wake",
];

/// A function that answers HTTP requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HttpFunction {
    Home,
    Register,
    Bofs,
    Timetable,
    Organize,
    Desk,
    CheckIn,
    Directory,
    Export,
    Settings,
    Setup,
    MessagePeople,
    SignIn,
    People,
    Review,
    Tracks,
    SubmitProposal,
}

impl HttpFunction {
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "home" => Self::Home,
            "register" => Self::Register,
            "bofs" => Self::Bofs,
            "timetable" => Self::Timetable,
            "organize" => Self::Organize,
            "desk" => Self::Desk,
            "check-in" => Self::CheckIn,
            "directory" => Self::Directory,
            "export" => Self::Export,
            "settings" => Self::Settings,
            "setup" => Self::Setup,
            "message-people" => Self::MessagePeople,
            "sign-in" => Self::SignIn,
            "people" => Self::People,
            "review" => Self::Review,
            "tracks" => Self::Tracks,
            "submit-proposal" => Self::SubmitProposal,
            _ => return None,
        })
    }

    pub(crate) fn handle(self, app: &App, event: ApiGatewayV2httpRequest) -> BoxFuture<'_, ApiGatewayV2httpResponse> {
        // Not async: unoptimised code keeps a copy of the state of each of them (17 KB) in the frame that makes it, and
        // this frame is gone when the function runs.
        match self {
            Self::Home => Box::pin(home::handle(app, event)),
            Self::Register => Box::pin(register::handle(app, event)),
            Self::Bofs => Box::pin(bofs::handle(app, event)),
            Self::Timetable => Box::pin(timetable::handle(app, event)),
            Self::Organize => Box::pin(organize::handle(app, event)),
            Self::Desk => Box::pin(desk::handle(app, event)),
            Self::CheckIn => Box::pin(check_in::handle(app, event)),
            Self::Directory => Box::pin(directory::handle(app, event)),
            Self::Export => Box::pin(export::handle(app, event)),
            Self::Settings => Box::pin(settings::handle(app, event)),
            Self::Setup => Box::pin(setup::handle(app, event)),
            Self::MessagePeople => Box::pin(message_people::handle(app, event)),
            Self::SignIn => Box::pin(sign_in::handle(app, event)),
            Self::People => Box::pin(people::handle(app, event)),
            Self::Review => Box::pin(review::handle(app, event)),
            Self::Tracks => Box::pin(tracks::handle(app, event)),
            Self::SubmitProposal => Box::pin(submit_proposal::handle(app, event)),
        }
    }
}

/// A workflow: a function that processes due items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workflow {
    CloseCfps,
    SendReminders,
    SendMessages,
    ReleaseDecisions,
    PublishTimetable,
    ReleasePasses,
    Reconfirm,
    PromoteWaitlist,
    RetainData,
    DeliverMail,
    DeliverWebhooks,
}

/// The result of one run of a workflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ran {
    /// The measure of progress: reallocated passes, sent mails, recorded failures.
    pub(crate) done: u64,
    /// Whether more items are due now.
    pub(crate) more: bool,
}

impl Ran {
    fn of<T>(run: Run<T>, done: impl Fn(T) -> u64) -> Self {
        // A failed item is no longer due, which is progress too.
        let failed = run.failed.iter().filter(|failed| failed.set_aside || failed.next_try_at.is_some()).count();
        Self { done: done(run.done) + failed as u64, more: run.more }
    }
}

impl Workflow {
    /// In the order in which they run: deliver-mail sends what the others queue.
    pub(crate) const ALL: &[Self] = &[
        Self::PublishTimetable,
        Self::CloseCfps,
        Self::SendReminders,
        Self::SendMessages,
        Self::ReleaseDecisions,
        Self::ReleasePasses,
        Self::Reconfirm,
        Self::PromoteWaitlist,
        Self::RetainData,
        Self::DeliverMail,
        Self::DeliverWebhooks,
    ];

    /// Its name, in the template and in the `due` index.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CloseCfps => "close-cfps",
            Self::SendReminders => "send-reminders",
            Self::SendMessages => "send-messages",
            Self::ReleaseDecisions => "release-decisions",
            Self::PublishTimetable => "publish-timetable",
            Self::ReleasePasses => "release-passes",
            Self::Reconfirm => "reconfirm",
            Self::PromoteWaitlist => "promote-waitlist",
            Self::RetainData => "retain-data",
            Self::DeliverMail => "deliver-mail",
            Self::DeliverWebhooks => "deliver-webhooks",
        }
    }

    /// Whether people at a screen wait for its result, or for a part of it.
    pub(crate) fn is_urgent(self) -> bool {
        match self {
            Self::ReleaseDecisions | Self::ReleasePasses | Self::PromoteWaitlist | Self::DeliverMail => true,
            Self::PublishTimetable
            | Self::CloseCfps
            | Self::SendReminders
            | Self::SendMessages
            | Self::Reconfirm
            | Self::RetainData
            | Self::DeliverWebhooks => false,
        }
    }

    /// Processes a batch. With `urgent_only`, a workflow that can tell processes only urgent items.
    pub(crate) async fn run(self, app: &App, ses: &Ses, urgent_only: bool) -> Result<Ran, StoreError> {
        let (ctx, store) = (&app.context, &app.store);
        Ok(match self {
            Self::CloseCfps => {
                Ran::of(close_cfps::run(ctx, store).await?, |run| run.planned + run.opened + run.moved + run.closed)
            }
            Self::SendReminders => Ran::of(send_reminders::run(ctx, store).await?, |run| run.deadlines),
            Self::SendMessages => Ran::of(send_messages::run(ctx, store).await?, |run| run.steps),
            Self::ReleaseDecisions => Ran::of(release_decisions::run(ctx, store).await?, |run| run.selections),
            Self::PublishTimetable => Ran::of(publish_timetable::run(ctx, store).await?, |run| run.mails),
            Self::ReleasePasses => Ran::of(release_passes::run(ctx, store).await?, |run| run.passes + run.notices),
            Self::Reconfirm => Ran::of(reconfirm::run(ctx, store).await?, |run| run.pages),
            Self::RetainData => Ran::of(retain_data::run(ctx, store).await?, |run| run.steps),
            Self::PromoteWaitlist => Ran::of(promote_waitlist::run(ctx, store).await?, |run| {
                run.reopened + run.offered + run.reminded + run.lapsed
            }),
            Self::DeliverWebhooks => Ran::of(deliver_webhooks::run(ctx, store).await?, |run| {
                run.events + run.delivered + run.failed + run.held
            }),
            Self::DeliverMail => {
                let lowest = if urgent_only { MailPriority::Interactive } else { MailPriority::Routine };
                Ran::of(deliver_mail::run_down_to(lowest, ctx, store, ses).await?, |run| {
                    (run.sent + run.delayed + run.failed + run.unknown) as u64
                })
            }
        })
    }
}
