### Proposals: writing, submitting, answering as a speaker, importing.

## One proposal

proposals-title = Proposals
proposal = Proposal
number = No. { $number } · { $code }
selection = Selection
merged-into = This proposal was merged into another one, which now has its speakers.
open-other = Open that proposal
accepted-title = Your proposal was accepted
accepted-answer = Confirm or decline
confirm-until = Confirm or decline until
next-title = What happens next
next-after-submitted = The track's leads review it. We'll e-mail you the decision.
next-after-standby = It moves up if an accepted proposal drops out. We'll e-mail you then.
next-after-rejected = The track's leads did not accept it. You don't need to do anything.
next-after-confirmed = You confirmed. You'll find the time and room in the programme once it is published.
next-after-declined = You declined. If that was a mistake, contact the track's leads.
not-submitted = Not submitted yet
submit-until = Submit or change it until
submit-proposal = Submit proposal
still-missing = Before you can submit, complete:
call-not-open = This call doesn't take proposals right now. The track's leads can allow a late one.
abstract = Abstract
no-abstract = No abstract yet.
links-and-files = Links and files
notes = Notes for the reviewers
unavailable = When a speaker is not available
format = Format
length = Length
minutes-long =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
speakers = Speakers
no-speakers = No speakers yet
proposed-by = Submitted by
first-submitted = First submitted
last-changed = Last changed
reviews-and-decision = Reviews and decision
history = History
actions = More actions
change-until = You can change it until
change-closed = The call is closed. To change something, contact the track's leads.
edit-proposal = Edit proposal
withdraw = Withdraw
withdraw-hint = We stop considering it. While the call is open, you can submit it again.
withdraw-proposal = Withdraw proposal
delete = Delete
delete-hint = You can't undo this.
delete-draft = Delete draft
move-title = Move to another track
move-reason = Reason
move-draft-hint = A draft moves right away.
move-hint = The leads of that track decide. The time of your first submission still counts.
move-proposal = Move proposal
move-asked-title = Requested move to { $track }
move-asked-by = Requested by { $by }.
move-asked-hint = It stays here until the leads of that track accept.
move-accept = Accept into { $track }
move-decline = Decline
move-cancel = Cancel request
moving-to = Move to { $track } requested
merge-title = Merge into another proposal
merge-into = The other proposal
merge-into-hint = Its number, code or address
merge-hint = The other proposal gets these speakers too. This one is withdrawn and points to it. Everyone involved gets an e-mail.
merge-proposal = Merge proposals
done-saved = Draft saved. Only you and your confirmed speakers can see it until you submit it.
done-submitted = Proposal submitted. We've e-mailed you a receipt.
done-changed = Changes saved.
done-withdrawn = Proposal withdrawn.
done-move-asked = Move requested. The leads of the other track decide.
done-moved = Proposal moved to this track.
done-stays = The proposal stays in its track.
done-merged = Merged. This proposal now has the speakers of both.
done-confirmed = You're confirmed as a speaker. Thank you.
done-deleted = Draft deleted.

## The form

form-new = Submit a proposal
form-edit = Edit your proposal
title = Title
abstract-hint = Reviewers and visitors of the programme read this. You can use Markdown. At most { $most } characters.
characters = { $count } so far.
autosaved = Saved at { $time }.
autosave-refused = Not saved yet: { $why }.
autosave-offline = Not saved. You're offline.
minutes = Length in minutes
minutes-hint = Including discussion
leads-of-new = Leads of the new track
speakers-hint = We e-mail each of them to confirm. They can then edit the proposal too. Clear a row to remove someone.
speaker-number = Speaker { $number }:
notes-hint = Never published
more-fields = Links, files and availability
links = Links
links-hint = One per line: the address, a space, and a title
files = Files
files-hint = Slides or papers: one web address per line
unavailable-hint = One per line, for example { $day } or { $day } 09:00 to 12:00, in conference time
save-draft = Save draft
save-changes = Save changes
preview = Preview
preview-title = Preview of the abstract
meanwhile-title = Someone else changed this proposal
meanwhile-text = Your text is in the form below; nothing is lost. Here is how it differs from the saved version. Copy over what you want to keep, then save.
meanwhile-now = Saved
meanwhile-yours = Yours
meanwhile-marks = Struck through: only in the saved version. Underlined: only in yours.
meanwhile-abstract = The saved abstract
nothing = empty

## Speakers

speaker-title = Will you speak?
speaker-question = Will you speak?
speaker-named = This proposal names you as a speaker.
speaker-yes = Yes, I'll speak
speaker-no = No, remove me
speaker-answer = Answer
speaker-unanswered = You're named as a speaker. Please confirm or decline.
speaker-confirmed = You're confirmed as a speaker. Thank you. To edit the proposal, sign in with { $email }.
speaker-removed = You're removed from this proposal. Thank you for telling us.
speaker-state-invited = Not confirmed
speaker-state-confirmed = Confirmed
speaker-state-declined = Declined
your-name = Your name
your-name-hint = As it will appear on the programme
conference = Conference

## Lists

mine-title = Your proposals
no-proposals = No proposals yet.
no-matches = No proposals match this filter.
show-all = Show all proposals
proposals-count =
    { $count ->
        [one] 1 proposal
       *[other] { $count } proposals
    }
hidden-drafts =
    { $count ->
        [one] 1 draft is not shown. Only its authors can see it until they submit it.
       *[other] { $count } drafts are not shown. Only their authors can see them until they submit them.
    }
column-number = No.
state = State
track = Track
yours = Yours
all = All
filter = Filter
all-conferences = All conferences

## History

history-title = History
history-marks = Struck through: removed. Underlined: added.
history-line = Revision { $revision }, { $at }, by { $by }
no-history = No changes since the first submission.
history-answers = Answers to the track's questions
history-became = Track it became
deed-created = Created
deed-edited = Changed
deed-submitted = Submitted
deed-withdrawn = Withdrawn
deed-answered = Speaker answered
deed-move-asked = Move requested
deed-move-answered = Move answered
deed-merged = Merged
deed-decided = Decided
deed-confirmed = Confirmed
deed-declined = Declined
deed-imported = Imported
deed-became-track = Became a track

## Import

import-title = Import proposals
import-lead = Import a schedule export of another system, as JSON or XML. Proposals imported before stay as they are. If anything is wrong with the file, nothing changes.
import-would = Nothing imported yet. { $new } would be new, { $known } are known already.
import-did = { $new } imported, { $known } were known already.
import-result = Result
import-outcome-new = New
import-outcome-known = Known already
import-schedule = Schedule export
import-schedule-hint = At most 2 MB. Open the file and paste its content.
import-track = Track for sessions with an unknown track
import-refuse = Refuse them
import-emails = E-mail addresses of speakers
import-emails-hint = Exports don't contain them. One per line: the address, a space, and the name. Speakers without an address get no mail; you can add one later.
import-confirmed = Import as confirmed
import-confirmed-hint = They go straight to the timetable's draft. Otherwise they are submitted, and the track's leads decide.
import-dry-run = Preview
import-now = Import

## Problems

move-not-yours = the move is accepted by the leads of the track that it goes to
must-be-other-proposal = must be the id or the address of another proposal of a track you lead
nothing-changed = nothing has changed; try again in a moment
too-many-speakers-asked = you can ask { $max } people a day to speak; name the others tomorrow
key-with-other-proposal = this Idempotency-Key came with another proposal; a new one needs a new key
nothing-kept = nothing was kept; try again in a moment
import-not-a-schedule = must be a schedule export: an object with schedule
import-not-text = must be the export's text
import-no-track = there is no track { $name }; say in track which of { $tracks } takes it
import-call-for-tracks = { $track } is a call for tracks: what becomes one is decided here
import-abstract-too-long = has with its description more than { $max } characters
track-gone = the conference has its track no more; it can be moved to another
if-match-required = say in If-Match which revision you change: its ETag, as in the answer that you have read
draft-delete-owner = a draft is deleted by its owner
no-call = { $track } calls for no proposals
proposal-limit = one person may have { $limit } submitted to { $track } at a time; withdraw one first, or merge them
too-many-asked-for-proposal = this proposal has asked { $sent } people to speak, and may not ask that many more
no-open-move = there is no open request to move this proposal; it may have been answered already
same-track = is the track that it is in
merge-too-many-speakers = together they have { $sum } speakers, and a proposal has at most { $most }
changed-since = it was changed since you read it: it is at revision { $revision } now
proposal-private = a proposal is for its people and the leads of its track
confirm-you-speak = confirm first that you speak, then you can change it too
submit-owner = a proposal is submitted by its owner or its confirmed speakers
for-leads = this is for the leads of the track
if-match-etag = If-Match has the ETag of a proposal, such as "3"
speaker-link-or-sign-in = open the link from the mail, or sign in with the address it was sent to
speaker-link = open the link from the mail; it works only for the person it was sent to
nothing-to-speak-about = this proposal is { $state }: there is nothing to speak about any more
this-track = this track
of-no-name = of no name
call-opens = the call of { $track } opens on { $when }
call-closed = the call of { $track } closed on { $when }; if you have a good reason, ask { $ask } for a later deadline
deadline-in-zones = { $at } ({ $utc })
deadline-announced = { $zones }, announced as { $announced }
