### Reviews, selection, decisions, and speakers' answers.

## Words that several pages use

proposal = Proposal
proposals = Proposals
proposals-to = Proposals to { $track }
proposal-number = No. { $number }
open-proposal = Open proposal
review-count =
    { $count ->
        [one] 1 review
       *[other] { $count } reviews
    }
reviews = Reviews
no-reviews = No reviews yet
your-review = Your review
to-review = To review
reviewed = Reviewed
state = State
average = Average
disagreement = Disagreement
disagreement-hint = Standard deviation of the scores
scores = Scores
chart-label = Reviews by score: { $figures }
comment = Comment
comments = Comments
speakers = Speakers
abstract = Abstract
length = Length
minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
tag = Tag
tags = Tags
passes = Passes
without-pass =
    { $count ->
        [one] 1 speaker without a pass
       *[other] { $count } speakers without a pass
    }
selection = Selection
selection-of = Selection of { $track }
speaker-pass-holds = has a pass
speaker-pass-unclaimed = invited, pass not claimed
speaker-pass-given-up = returned the pass
speaker-pass-none = no pass reserved

## Decisions. The words are those of the API.

decision = Decision
decision-undecided = Undecided
decision-accepted = Accepted
decision-standby = Standby
decision-rejected = Rejected
decide = Decide
decide-accepted = Accept
decide-standby = Put on standby
decide-rejected = Reject
decide-undecided = No decision yet
decision-note = Note to speakers
decision-note-hint = Sent with the decision
decision-private = Only leads see decisions until you release them.
save-decision = Save decision
not-released = Not released
last-released = Released { $at }
standby-position = Standby position
standby-position-hint = 1 is next. Applies to standby only.
standby-rank = Position { $rank }

## A reviewer's queue

review-next = Review next
review-due = Due { $at }
review-overdue = Overdue
of-proposals =
    { $count ->
        [one] of 1 proposal
       *[other] of { $count } proposals
    }
track-to-review = { $count } to review
track-nothing-to-review = Nothing to review
queue-blind = Speakers are hidden from reviewers until decisions are released.
queue-empty = Proposals to the tracks that you review will appear here.
queue-track-empty = No proposals submitted yet.

## One proposal for its reviewers

all-reviews = All reviews
you-reviewed = You reviewed it
you-did-not-review = Your review is missing
details = Details
speakers-hidden = Hidden until the decision is released
speaker-invited = invited
speaker-confirmed = confirmed
speaker-declined = declined
format = Format
notes = Notes for reviewers
links = Links and files
comment-hint = Reviewers and leads see it. Speakers don't.
conflict = Conflict of interest
conflict-declare = I have a conflict of interest
conflict-hint = This hides the proposal from you. Only another lead or an organizer can undo it.
conflict-remove = Remove conflict
submit-review = Submit review
save-review = Save review
review-closed = This proposal no longer takes reviews.
other-reviews = Other reviews
other-reviews-hidden = You'll see other reviews after you submit yours.
other-reviews-empty = No other reviews yet.
tags-hint = Separate tags with commas. Only leads see them.
save-tags = Save tags

## The selection for a track

track-page = Track page
preview-release = Preview and release
decisions-being-sent =
    { $count ->
        [one] 1 decision is being sent.
       *[other] { $count } decisions are being sent.
    }
decisions-released =
    { $count ->
        [one] 1 decision was released. The mail was queued by { $at }.
       *[other] { $count } decisions were released. All mails were queued by { $at }.
    }
speakers-without-pass =
    { $count ->
        [one] 1 accepted speaker has no pass: the speakers' pool is used up. An organizer can enlarge it. We check again every day.
       *[other] { $count } accepted speakers have no pass: the speakers' pool is used up. An organizer can enlarge it. We check again every day.
    }
check-passes-now = Check for passes now
passes-unclaimed = Passes not claimed
hidden-proposals =
    { $count ->
        [one] 1 proposal is hidden from you: it is yours, or you have a conflict of interest. Another lead or an organizer decides on it.
       *[other] { $count } proposals are hidden from you: they are yours, or you have a conflict of interest. Another lead or an organizer decides on them.
    }
next-on-standby = Next on standby:
search = Search
any = Any
order = Order
sort-score = Highest average
sort-number = Submission order
sort-title = Title
sort-reviews = Fewest reviews
sort-disagreement = Most disagreement
clear-filter = Show all proposals
selection-empty = No proposals submitted yet. They will appear here with their reviews.
selection-keys = While the list has the focus, these keys work: j and k for the next and the previous proposal, x to choose it, o to open it, a to accept, s for standby, r to reject, u to take a decision back.
selection-no-network = There is no connection. The decision was not saved.
selection-no-match =
    { $all ->
        [one] The only proposal doesn't match.
       *[other] None of the { $all } proposals match.
    }
selection-shown =
    { $all ->
        [one] { $shown } of 1 proposal
       *[other] { $shown } of { $all } proposals
    }
choose-column = Choose
choose = Choose { $title }
disagreement-of = disagreement { $value }
comment-count =
    { $count ->
        [one] 1 comment
       *[other] { $count } comments
    }
conflict-count =
    { $count ->
        [one] 1 conflict of interest
       *[other] { $count } conflicts of interest
    }
decide-chosen = Decide on the chosen proposals
track-passes = Passes of this track
track-passes-text = When your selection is complete, you can release the track's remaining passes to the waitlist.
track-passes-invitations = Invitations
track-passes-pool = Pool

## Proposals side by side

compare = Compare
compare-table = Proposals side by side

## The release of decisions

release-title = Release decisions for { $track }
release-empty = Nothing to release. Every decision so far has been released.
mails = Mails
passes-reserved = Passes reserved
release-without-pass =
    { $count ->
        [one] The speakers' pool has no pass for 1 speaker. The mail says so, and organizers are notified. We invite the speaker when a pass is available.
       *[other] The speakers' pool has no passes for { $count } speakers. The mails say so, and organizers are notified. We invite the speakers when passes are available.
    }
release-hidden =
    { $count ->
        [one] 1 proposal is hidden from you: it is yours, or you have a conflict of interest. Its decision is released too.
       *[other] { $count } proposals are hidden from you: they are yours, or you have a conflict of interest. Their decisions are released too.
    }
release-undecided =
    { $count ->
        [one] 1 proposal is undecided. Its speakers get no mail:
       *[other] { $count } proposals are undecided. Their speakers get no mail:
    }
release-button =
    { $count ->
        [0] Release decisions
        [one] Release 1 decision
       *[other] Release { $count } decisions
    }
release-hint = Each mail is sent once. You can't undo a release.
release-mails = Mails that will be sent
mail-to = To { $email }

## A speaker's answer to an acceptance

answer-title = Your answer
answer-accepted = Your proposal was accepted
answer-ask = Confirm that you will present it, or decline.
answer-by = Answer by
answer-late = The deadline has passed, but your answer still counts while your place is free.
answer-confirm = Confirm
answer-cannot = I can't present it
answer-decline-effect = You decline for all speakers of this proposal, and you can't undo it. Unclaimed reserved passes are returned.
answer-decline = Decline
answer-confirmed = You confirmed. Thank you!
answer-confirmed-text = If your plans change, withdraw the proposal on its page as early as you can.
answer-declined = You declined. Thank you for your answer: the leads can now offer the place to another proposal.
answer-nothing = You don't need to answer anything now.
answer-questions = Questions? Write to

## Reviewing in a spreadsheet

queue-ballot = Review in a spreadsheet
ballot-title = Review in a spreadsheet: { $track }
ballot-lead = Download the proposals with their abstracts, fill in your reviews, and upload the table.
ballot-step-download =
    { $count ->
        [one] Download the table: 1 proposal, with what you've already reviewed.
       *[other] Download the table: { $count } proposals, with what you've already reviewed.
    }
ballot-step-fill = Fill in { $columns }. Put an x in “conflict” if you have a conflict of interest. Leave the other columns as they are, and leave lines empty that you don't want to review yet.
ballot-step-upload = Save it as XLSX or CSV, check it with the preview, and save your reviews.
ballot-file = File
ballot-file-hint = An Excel workbook (XLSX), or CSV with commas, semicolons or tabs.
ballot-csv = Or paste the table
ballot-save = Save reviews
ballot-preview = Preview
ballot-not-saved = Nothing saved yet
ballot-figures =
    { $votes ->
        [0] No new reviews. Unchanged: { $unchanged }. Empty lines: { $blank }.
        [one] 1 new or changed review. Unchanged: { $unchanged }. Empty lines: { $blank }.
       *[other] { $votes } new or changed reviews. Unchanged: { $unchanged }. Empty lines: { $blank }.
    }
ballot-line = Line
ballot-conflict = Conflict of interest
ballot-saved =
    { $count ->
        [0] Nothing was new. Your reviews are as they were.
        [one] 1 review saved.
       *[other] { $count } reviews saved.
    }

## Problems

answer-link-or-sign-in = open the link from the mail, or sign in with its address
answer-not-yours = this is for its people; open the link from the mail
answer-busy = your answer was not taken; send it again
ballot-line-closed = line { $line }: the proposal cannot be reviewed any more; load the table anew
ballot-line-decided = line { $line }: proposal { $number } is decided; reviews are closed
ballot-busy = not all reviews were saved; send the table again
compare-count = must name two to { $max } proposals, as proposals=ID,ID
compare-unknown = there is no proposal { $unknown } in this track
note-with-decision = goes with a decision
sign-in-first = sign in first
decide-busy = nothing was decided; try again
decide-notified = its people were told this decision already, and another note would not reach them; write to them, or decide otherwise
decide-stale = another lead has decided on it since you read it; read their decision, and send yours again if you still want it
must-be-ids = must be a list of ids
must-be-ids-not = must be a list of ids, not { $kind }
must-name-proposals = must name at least one proposal
must-name-fewer-proposals = must name at most { $max } proposals at once
review-closed-detail = the proposal is { $state }: reviews are taken until its decision is released
review-busy = the review was not taken; send it again
must-be-lift = must be lift
no-such-conflict = there is no conflict of this name; a review is its reviewer's to change
nothing-decided-detail = nothing is decided in this track; decide first, then release
decisions-changed = decisions have changed since you looked; look again at what goes out, then release
release-busy = nothing was released; try again
decide-was-accepted = the proposal is { $state }; an acceptance that was released ends by its people's withdrawal only
decide-not-submitted = the proposal is { $state }; only what is submitted, on standby or rejected is decided on
