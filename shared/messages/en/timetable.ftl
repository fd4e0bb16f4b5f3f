### The programme and its editor.

## Views

timetable-title = Programme
views = Views
days = Day
by-room = By room
in-detail = In detail
now-and-next = Now and next
speakers = Speakers
edit-timetable = Edit timetable
search = Search
search-show = Search
track = Track
day = Day
all = All
zone = Time zone
time = Time
room = Room
subscribe = Subscribe (calendar)
calendar = Calendar
own-calendar = Subscribe to my programme
formats = Take it with you
by-track = One track
releases = Changes by release
cancelled = Cancelled
cancelled-sessions = Cancelled:
not-recorded = Not recorded
found =
    { $count ->
        [one] 1 session found for “{ $query }”
       *[other] { $count } sessions found for “{ $query }”
    }
nothing-found = No sessions found.
nothing-placed = No sessions on this day yet.

## Which release is shown, and in which zone

draft-note = This is the draft.
see-release = See release { $number }, which is public
not-published = Not published yet.
release-line = Release { $number }, updated { $at }.
times-in = Times are in { $zone }.
conference-times = The conference is in { $zone }.

## What scripts add

bookmark = Bookmark
bookmarked = My programme: { $count }
bookmarks-calendar = Add my programme to a calendar
show-bookmarked = Show only my programme
show-all = Show all
show-my-zone = Show my time zone: { $zone }
offline = You're offline. This page was saved { $age }.
offline-moment = a moment ago

## Now and next

now = Now
next = Next
nothing-now = Nothing is on right now.
nothing-next = Nothing more to come.

## The wall display

wall = Wall display
wall-starts =
    { $today ->
        [yes] Starts at { $time }
       *[other] Starts { $day }, { $time }
    }
wall-continues =
    { $today ->
        [yes] Continues at { $time }
       *[other] Continues { $day }, { $time }
    }
wall-over = The programme has ended.
wall-moved = Moved, was { $from }
wall-updated = Last updated { $time }
wall-all-rooms = All rooms

## Speakers

no-speakers = No speakers on the programme yet.
add-all-to-calendar = Add these sessions to a calendar

## One session

minutes-long =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
recording = Recording
links = Links
add-to-calendar = Add to calendar
materials = Recordings, slides and links
link-kind = Kind
link-address = Web address
link-text = Text
add-link = Add link
link-recording = Recording
link-slides = Slides
link-paper = Paper
link-web = Page
link-blog = Blog post
link-article = Article
link-related = Related
link-activitypub = Fediverse

## Releases and publishing

release = Release { $number }
changes-count =
    { $count ->
        [one] 1 change
       *[other] { $count } changes
    }
publish-preview = Preview and publish
publish-title = Publish timetable
publish = Publish timetable
public-release = Release { $number } is public
unpublished = Not published
bofs-at-once = BoFs appear as soon as they have a slot.
nothing-to-publish = The draft is the same as the last release. There is nothing to publish.
publish-mails =
    { $count ->
        [0] No speaker is notified.
        [one] 1 speaker gets an e-mail with an updated calendar entry.
       *[other] { $count } speakers get an e-mail with updated calendar entries.
    }
publish-announce = Announce it, as set in the edition's policy
see-draft = See draft
span = { $day }, { $from }–{ $until }
placement = { $when }, { $room }
change-new = New
change-moved = Moved
change-cancelled = Cancelled
change-changed = Changed
moved-to = { $to } (was { $from })
was-at = Was { $place }
details-changed = Changed: { $details }
detail-title = title
detail-people = people
detail-abstract = abstract
detail-track = track
detail-format = format
detail-state = state
detail-recording = recording
detail-links = links
detail-details = other details
detail-number = number

## The editor

edit-as-organizer = You can place sessions anywhere. To break a rule, give a reason.
edit-as-lead = You can place your track's sessions in its blocks.
collisions = Conflicts in the draft:
conflict-unknown-room = “{ $title }” is in a room that doesn't exist: { $room }. Choose another room.
conflict-outside-conference = “{ $title }” is outside the conference days, { $days }.
conflict-outside-block = “{ $title }” is outside its track's blocks.
conflict-room-taken = “{ $title }” overlaps with “{ $other }” in { $room }, { $when }.
conflict-person-twice =
    { $role ->
        [speaker] { $person } speaks at “{ $title }” but is also in “{ $other }” in { $room }, { $when }.
        [lead] { $person } leads “{ $title }” but is also in “{ $other }” in { $room }, { $when }.
       *[other] { $person } must attend “{ $title }” but is also in “{ $other }” in { $room }, { $when }.
    }
conflict-break = “{ $title }” overlaps with the break “{ $label }”, { $when }.
conflict-unavailable = { $person } isn't available for “{ $title }”, { $when }.
unplaced = Not placed ({ $count })
all-placed = Every session is placed.
place-all = Place all without conflicts
place = Place
from = From
minutes = Minutes
override-reason = Reason for breaking a rule
placed = Placed ({ $count })
move-shift-remove = Move, shift or remove
shift-minutes = Shift this session and the rest of its block by (minutes)
shift-later = Later
shift-earlier = Earlier
take-off = Remove from timetable
own-live-url = Link to follow it online
own-chat-url = Link to its chat
own-links-hint = They replace the room's links. Only people with a pass see them, from 15 minutes before the first session of the day.
save-links = Save links
add-entry = Add an entry
add-entry-hint = For example the opening, lunch or a plenary
entry-title = Title
entry-text = Text
import = Import schedule
import-example = Example
import-hint = Schedule JSON or XML. Everything is imported, or nothing.
import-dry-run = Only show what would change
file = File
drag-failed = That didn't work
drag-offline = You're offline. Nothing was changed.
done-placed = Session placed.
done-warned = Session placed, with warnings. See below.
done-taken-off = Session removed from the timetable.
done-shifted = The rest of the block is shifted and published.
done-made = Entry added. Now place it.
done-live = Links saved. People with a pass see them at once.
done-cancelled = Entry cancelled.
done-looked =
    { $placed ->
        [one] Nothing imported. 1 session would be new or changed.
       *[other] Nothing imported. { $placed } sessions would be new or changed.
    } { $left ->
        [one] 1 session is here already.
       *[other] { $left } sessions are here already.
    }
done-imported =
    { $placed ->
        [one] 1 session imported.
       *[other] { $placed } sessions imported.
    }
done-nothing = There was nothing to place.
done-all-placed =
    { $placed ->
        [one] 1 session placed. None is left.
       *[other] { $placed } sessions placed. None is left.
    }
done-some-placed =
    { $placed ->
        [one] 1 session placed.
       *[other] { $placed } sessions placed.
    } { $left ->
        [one] 1 session found no slot.
       *[other] { $left } sessions found no slot.
    }

## Calendars

calendar-led-by = Led by { $leads }
calendar-not-recorded = Not recorded.

## A person's own calendar

personal-name = My programme
personal-offer = Accept your pass by { $until }: { $conference }
personal-offer-text = We're holding a pass for you until { $until }. Sign in and open your waitlist entry to accept or decline it.
personal-watch = Watch: { $url }
personal-chat = Chat: { $url }

## Feedback on a session

feedback = Feedback
feedback-title = Feedback: { $session }
feedback-rating = How was it?
rating-5 = 5: Excellent
rating-4 = 4: Good
rating-3 = 3: Fair
rating-2 = 2: Poor
rating-1 = 1: Bad
feedback-comment = Comment
feedback-anonymous = Your feedback is stored without your name. The speakers and organizers see it when there are at least 3 answers. You can change it later.
feedback-send = Send feedback
feedback-change = Change feedback
feedback-saved = Your feedback is saved. Thank you.
feedback-own = You speak in this session, so you can't rate it.
feedback-no-pass = Feedback is for people with a pass.
feedback-early = You can give feedback when the session is over.
feedback-cancelled = This session was cancelled.
feedback-results = Results
feedback-average = Average
feedback-answers = Answers
feedback-few = Results are shown when there are at least { $count } answers.

## Problems

bookmarks-whole = must be the whole list; an empty one takes all away
must-be-at-most-ids = must be at most { $max } ids, with commas between them
rate-own = speakers can't rate their own session
rate-pass = feedback is for people with a pass
rate-later = rate it after { $at }, when it ends
rate-cancelled = this session was cancelled
rate-busy = your feedback was not saved; send it again
import-file-required = is required: choose a file
import-number-of-proposal = { $title } has the number of a proposal, { $number }
import-number-twice = { $title } has the number of { $other }, { $number }
import-collisions = { $conflicts } collisions; nothing was imported. To import anyway, give a reason
links-busy = other people are changing these links, and yours were not saved; try again
must-be-at-most-200 = must be at most 200 characters long
calendar-wrong = this calendar address is wrong, or was ended; make a new one on your page
timetable-busy = other people are changing the timetable, and your change was not saved; try again
must-be-placed-session = must be the id of a session that is placed in its track's block
block-not-yours = it is not a block of a track that you lead
shift-nothing-left = nothing of the track starts in its block from then on
shift-past-block = the block ends before: at most { $most } minutes can be added
publish-busy = others publish at the same time; look what they changed, and try again
publish-draft-only = it is changed in the draft, and not published yet; publish it
session-not-yours = only organizers and the leads of its track can change it
session-bof = a BoF is changed on its own page, by who proposed it
entry-key-reused = the same Idempotency-Key came with another entry; send a new key with a new one
title-of-proposal = is the proposal's: change it there
entry-cancel-only = only free entries are called off here: a talk goes with its proposal, a BoF on its own page
draft-private = the draft is for organizers and leads
