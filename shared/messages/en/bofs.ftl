### Birds of a feather.

bofs-title = Birds of a feather
bofs-lead = People who care about one subject meet, without slides and without review. Anyone with an in-person pass can propose a BoF. It gets the first free slot that fits. BoFs are not recorded.
no-slots = There are no BoF slots yet.
no-bofs = No BoFs yet. Propose the first one.
free-slots = { $free } of { $all } slots free
no-free-slot = All slots taken
no-free-slot-text = New BoFs wait for a slot that is returned.
propose-bof = Propose a BoF
propose-lead = Your BoF gets the first free slot that fits. If there is none, it waits for one that is returned. It depends on your in-person pass.
on-programme = On the programme
waiting-for-slot = Waiting for a slot
your-cancelled = Your cancelled BoFs
yours = Yours
bof-state-placed = Has a slot
bof-state-waiting = Waiting for a slot
bof-state-cancelled = Cancelled
slot = Slot
when = When
room = Room
proposed-by = Proposed by
recording = Recording
not-recorded = BoFs are not recorded
waiting-place = Number { $place } on the list for returned slots
minutes-long =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
title = Title
about = What it is about
about-hint = Everyone can read this. You can use Markdown.
minutes = Length in minutes
minutes-hint = Leave empty to use the whole slot
change-title = Change the text
cancel-bof = Cancel BoF
cancel-waiting = It leaves the list. You can't undo this.
cancel-placed = Its slot goes to the next BoF right away. You can't undo this.
done-placed = Your BoF has this slot. We've e-mailed you a calendar entry.
done-waiting = No slot that fits is free. Your BoF is on the list, and we've e-mailed you.
done-changed = Changes saved.
done-cancelled = This BoF is cancelled. Its slot goes to the next one.

## Problems

bof-not-yours = only who proposed a BoF and the organizers can change it
bof-was-cancelled = this BoF was cancelled and its slot reassigned; propose a new one
bof-busy = nothing has changed; try again
bof-not-in-person = BoFs are for those who come: this address has no pass in person. If you registered with another one, sign in with that
bof-too-many = slots are few: one person can have { $max } BoFs at a time, with a slot or waiting
bof-no-slots = this conference has no BoF slot that is still to come
bof-too-long = must be at most { $longest }: the longest slot has as many minutes
bof-key-reused = the same Idempotency-Key came with another BoF; send a new key with a new one
bof-propose-busy = your BoF has no slot yet; try again in a moment
bof-waits = no slot that fits is free; your BoF is number { $place } on the list for slots that come back
