### Birds of a Feather.

bofs-title = Birds of a Feather
bofs-lead = Menschen mit einem gemeinsamen Thema treffen sich, ohne Folien und ohne Begutachtung. Wer einen Pass vor Ort hat, kann ein BoF vorschlagen. Es bekommt den ersten freien Platz, der passt. BoFs werden nicht aufgezeichnet.
no-slots = Es gibt noch keine Plätze für BoFs.
no-bofs = Noch keine BoFs. Schlagen Sie das erste vor.
free-slots = { $free } von { $all } Plätzen frei
no-free-slot = Alle Plätze vergeben
no-free-slot-text = Neue BoFs warten auf einen Platz, der frei wird.
propose-bof = BoF vorschlagen
propose-lead = Ihr BoF bekommt den ersten freien Platz, der passt. Wenn es keinen gibt, wartet es, bis einer frei wird. Es hängt an Ihrem Pass vor Ort.
on-programme = Im Programm
waiting-for-slot = Warten auf einen Platz
your-cancelled = Ihre abgesagten BoFs
yours = Ihres
bof-state-placed = Hat einen Platz
bof-state-waiting = Wartet auf einen Platz
bof-state-cancelled = Abgesagt
slot = Platz
when = Wann
room = Raum
proposed-by = Vorgeschlagen von
recording = Aufzeichnung
not-recorded = BoFs werden nicht aufgezeichnet
waiting-place = Nummer { $place } auf der Liste für frei werdende Plätze
minutes-long =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
title = Titel
about = Worum es geht
about-hint = Alle können das lesen. Sie können Markdown verwenden.
minutes = Länge in Minuten
minutes-hint = Leer lassen für den ganzen Platz
change-title = Text ändern
cancel-bof = BoF absagen
cancel-waiting = Es verlässt die Liste. Das lässt sich nicht rückgängig machen.
cancel-placed = Sein Platz geht sofort an das nächste BoF. Das lässt sich nicht rückgängig machen.
done-placed = Ihr BoF hat diesen Platz. Wir haben Ihnen einen Kalendereintrag geschickt.
done-waiting = Kein passender Platz ist frei. Ihr BoF steht auf der Liste, und wir haben Ihnen geschrieben.
done-changed = Änderungen gespeichert.
done-cancelled = Dieses BoF ist abgesagt. Sein Platz geht an das nächste.

## Probleme

bof-not-yours = Ein BoF ändern kann nur, wer es vorgeschlagen hat, und die Organisation
bof-was-cancelled = Dieses BoF wurde abgesagt und sein Platz neu vergeben; schlagen Sie ein neues vor
bof-busy = Es hat sich nichts geändert; versuchen Sie es noch einmal
bof-not-in-person = BoFs sind für alle vor Ort: Diese Adresse hat keinen Pass vor Ort. Wenn Sie sich mit einer anderen registriert haben, melden Sie sich mit dieser an
bof-too-many = Es gibt wenige Plätze: Eine Person kann gleichzeitig { $max } BoFs haben, mit einem Platz oder wartend
bof-no-slots = Diese Konferenz hat keinen kommenden Platz für ein BoF mehr
bof-too-long = darf höchstens { $longest } sein: So viele Minuten hat der längste Platz
bof-key-reused = Derselbe Idempotency-Key kam mit einem anderen BoF; senden Sie mit einem neuen einen neuen Schlüssel
bof-propose-busy = Ihr BoF hat noch keinen Platz; versuchen Sie es gleich noch einmal
bof-waits = Es ist kein passender Platz frei; Ihr BoF ist Nummer { $place } auf der Liste für frei werdende Plätze
