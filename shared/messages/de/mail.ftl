### Mails. Ein Brief hat Betreff, Anfang, Knopf und Schluss. Eine leere Zeile beginnt einen neuen Absatz.

## Jede Mail

hello = Hallo,
hello-name = Hallo { $name },
questions = Fragen? Schreiben Sie an { $contact }.
unsubscribe = Mails dieser Art abbestellen
now = jetzt
minutes-long =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }

## Warum jemand eine Mail bekommt

why-registration = Sie bekommen diese E-Mail, weil { $address } für { $conference } registriert ist oder war.
why-invitation = Sie bekommen diese E-Mail, weil für { $address } ein Pass für { $conference } reserviert ist.
why-waitlist = Sie bekommen diese E-Mail, weil { $address } auf der Warteliste von { $conference } steht oder stand.
why-role = Sie bekommen diese E-Mail, weil { $address } bei { $conference } eine Rolle hat, hatte oder angeboten bekam.
why-proposal = Sie bekommen diese E-Mail, weil { $address } in einem Vorschlag für { $conference } genannt ist.
why-deadline = Sie bekommen diese E-Mail, weil { $address } bei { $conference } eine Frist hat.
why-session = Sie bekommen diese E-Mail, weil { $address } in einem Beitrag von { $conference } genannt ist.
why-bof = Sie bekommen diese E-Mail, weil { $address } ein BoF für { $conference } vorgeschlagen hat.
why-account = Sie bekommen diese E-Mail, weil { $address } eine Ihrer Adressen ist oder war.
why-entered = Sie bekommen diese E-Mail, weil jemand { $address } eingegeben hat.
why-message = Sie bekommen diese E-Mail, weil Sie bei { $conference } dabei sind. Das Organisationsteam hat sie an Sie und andere geschickt.
why-track-message = Sie bekommen diese E-Mail, weil Sie bei { $track } ({ $conference }) dabei sind. Die Track-Leitung hat sie an Sie und andere geschickt.

## Bezeichnungen der Angaben

fact-conference = Konferenz
fact-days = Tage
fact-place = Ort
fact-pass = Ihr Pass
fact-former-pass = Ihr Pass war
fact-ticket = Ticket
fact-registration = Registrierung
fact-code = Code
fact-valid-for = Gültig
fact-invitation-code = Ihr Code
fact-use-by = Verwenden bis
fact-pool = Kontingent
fact-accept-by = Annehmen bis
fact-confirm-by = Bestätigen bis
fact-held-until = Gehalten bis
fact-answer-by = Antworten bis
fact-role = Rolle
fact-by = Von
fact-signed-in-as = Angemeldet als
fact-bof = BoF
fact-when = Wann
fact-room = Raum
fact-list-position = Platz auf der Liste
fact-proposed-as = Vorgeschlagen als
fact-block = Block
fact-call-opens = Einreichung öffnet
fact-call-closes = Einreichung schließt
fact-passes = Pässe zu vergeben
fact-proposal = Vorschlag
fact-track = Track
fact-submitted = Eingereicht
fact-move-to = Wechsel zu
fact-reason = Grund
fact-not-confirmed = Nicht bestätigt
fact-own-deadline = Ihre Frist
fact-new-deadline = Neue Frist
fact-old-deadline = Alte Frist
fact-draft = Ihr Entwurf
fact-proposals = Vorschläge
fact-drafts-not-submitted = Nicht eingereichte Entwürfe
fact-accepted = Angenommen

## Pässe

registered-subject = Ihr Pass für { $conference }
registered-opening = Sie sind registriert. Wir freuen uns auf Sie.
registered-online = Sie sind für die Online-Teilnahme registriert.
registered-button = Pass ansehen, ändern oder stornieren
registered-closing = Bewahren Sie diese E-Mail auf: Wer den Link hat, kann Ihre Registrierung ändern. Wenn Sie nicht kommen können, stornieren Sie bitte, damit jemand von der Warteliste den Pass bekommt.
registered-online-closing = Bewahren Sie diese E-Mail auf: Wer den Link hat, kann Ihre Registrierung ändern. Wenn Sie nicht mehr teilnehmen möchten, stornieren Sie bitte.
confirm-address-subject = Bestätigen Sie Ihre Adresse: { $conference }
confirm-address-opening = Wir halten einen Pass für Sie bereit. Bestätigen Sie Ihre Adresse auf der Seite hinter dem Knopf, dann gehört er Ihnen. Das Öffnen der Seite bestätigt noch nichts.
confirm-address-button = Adresse bestätigen
confirm-address-closing = Wenn Sie nicht rechtzeitig bestätigen, geht der Pass an jemand anderen. Wenn Sie sich nicht registriert haben, können Sie diese E-Mail ignorieren.
hold-lapsed-subject = Ihre Adresse wurde nicht bestätigt: { $conference }
hold-lapsed-opening = Sie haben Ihre Adresse nicht rechtzeitig bestätigt, deshalb ging der Pass zurück, den wir für Sie gehalten haben. Sie haben jetzt keinen Pass.
hold-lapsed-button = Neu registrieren
hold-lapsed-closing = Wenn es noch Pässe gibt, können Sie sofort einen bekommen. Sonst tragen Sie sich in die Warteliste ein. Wenn Sie sich nicht registriert haben, können Sie diese E-Mail ignorieren.
changed-subject = Ihre Registrierung wurde geändert: { $conference }
changed-opening = Ihre Registrierung wurde geändert. Das sind die Angaben jetzt.
changed-button = Pass ansehen, ändern oder stornieren
changed-closing = Wenn Sie das nicht waren, öffnen Sie den Link und ändern Sie es zurück.
cancelled-subject = Ihr Pass ist storniert: { $conference }
cancelled-opening = Ihr Pass ist storniert. Er geht an die nächste Person auf der Warteliste.
cancelled-silent = Wir haben gefragt, ob Sie noch kommen, und rechtzeitig keine Antwort bekommen. Ihr Pass ist storniert und geht an die nächste Person auf der Warteliste.
cancelled-button = Verfügbare Pässe ansehen
cancelled-closing = Wenn Sie das nicht wollten, registrieren Sie sich neu, solange es Pässe gibt, und schreiben Sie uns.
offered-on-subject = Ihr Pass wurde anderen angeboten: { $conference }
offered-on-opening =
    Sie sind noch nicht eingecheckt. Deshalb hat die Organisation Ihren Pass Wartenden angeboten.

    Kommen Sie noch? Gehen Sie vor Ort zum Empfang. Ist ein Pass frei, bekommen Sie ihn dort zurück, mit demselben Ticket. Warten andere, tragen Sie sich in die Warteliste ein.
offered-on-button = Auf die Warteliste
offered-on-closing = Wenn das ein Irrtum ist, schreiben Sie uns oder sprechen Sie am Empfang mit uns.
link-subject = Ihr Link zur Registrierung: { $conference }
link-opening = Jemand, vermutlich Sie, hat den Link zu Ihrer Registrierung angefordert. Es hat sich nichts geändert.
link-button = Pass ansehen, ändern oder stornieren
link-closing = Wenn Sie ihn nicht angefordert haben, können Sie diese E-Mail ignorieren.
invitation-subject = Ein Pass ist für Sie reserviert: { $conference }
invitation-opening = Wir haben einen Pass für Sie reserviert. Registrieren Sie sich mit dieser Einladung, um ihn abzurufen. Sie gilt einmal und nur für diese Adresse.
invitation-button = Mit Ihrer Einladung registrieren
invitation-closing = Wenn Sie nicht kommen können, müssen Sie nichts tun. Der Pass geht rechtzeitig an jemand anderen.
unclaimed-subject =
    { $count ->
        [one] 1 reservierter Pass nicht abgerufen: { $conference }
       *[other] { $count } reservierte Pässe nicht abgerufen: { $conference }
    }
unclaimed-opening =
    { $count ->
        [one] 1 reservierter Pass ist noch nicht abgerufen. Wenn er bis { $claim-by } nicht abgerufen ist, geht er an die Warteliste.
       *[other] { $count } reservierte Pässe sind noch nicht abgerufen. Was bis { $claim-by } nicht abgerufen ist, geht an die Warteliste.
    }
unclaimed-button = Leute einladen
unclaimed-closing = Melden Sie sich mit dieser Adresse an, um Einladungen zu schicken.

## Kommen Sie noch?

reconfirm-subject = Kommen Sie noch? { $conference }
reconfirm-opening =
    Sie haben einen Pass vor Ort. Kommen Sie noch? Bitte sagen Sie uns in jedem Fall Bescheid: Nicht benötigte Pässe geben wir an die Warteliste.

    Antworten Sie auf der Seite hinter dem Knopf. Das Öffnen allein ist noch keine Antwort.
reconfirm-button = Mit Ja oder Nein antworten
reconfirm-reminder-subject = Bitte antworten: Kommen Sie noch? { $conference }
reconfirm-reminder-opening =
    Wir haben gefragt, ob Sie noch kommen, und noch nichts von Ihnen gehört.

    Antworten Sie auf der Seite hinter dem Knopf. Das Öffnen allein ist noch keine Antwort.
reconfirm-reminder-button = Mit Ja oder Nein antworten
silence-returns = Ohne Antwort geht Ihr Pass an die Warteliste.
silence-keeps = Ohne Antwort behalten Sie Ihren Pass. Bitte antworten Sie trotzdem: Vielleicht wartet jemand darauf.
pass-kept-subject = Sie behalten Ihren Pass: { $conference }
pass-kept-opening = Wir haben gefragt, ob Sie noch kommen, und nichts von Ihnen gehört. Sie behalten Ihren Pass.
pass-kept-button = Pass ansehen oder stornieren
pass-kept-closing = Wenn Sie nicht kommen können, stornieren Sie bitte, auch kurzfristig. Jemand von der Warteliste bekommt den Pass.

## Warteliste

joined-subject = Sie sind auf der Warteliste: { $conference }
joined-opening = Sie sind auf der Warteliste. Wenn Sie an der Reihe sind, halten wir einen Pass für Sie bereit und schreiben Ihnen. Bis dahin müssen Sie nichts tun.
joined-button = Ihre Position ansehen
joined-closing = Wir bieten Pässe nach Prioritätsklasse an, dann nach dem Zeitpunkt des Eintragens. Ihre Position kann deshalb auch nach hinten rücken. Bitte buchen Sie nichts, was Sie nicht stornieren können, bevor Sie einen Pass haben.
entry-link-subject = Ihr Link zur Warteliste: { $conference }
entry-link-opening = Jemand, vermutlich Sie, hat den Link zu Ihrem Wartelistenplatz angefordert. Es hat sich nichts geändert.
entry-link-button = Wartelistenplatz öffnen
entry-link-closing = Wenn Sie ihn nicht angefordert haben, können Sie diese E-Mail ignorieren.
left-subject = Sie haben die Warteliste verlassen: { $conference }
left-opening = Sie haben die Warteliste verlassen. Danke für Ihre Nachricht.
left-declined = Sie haben den Pass abgelehnt, den wir für Sie hielten. Er geht an die nächste Person. Danke für Ihre Nachricht.
left-button = Wieder eintragen
left-closing = Wenn Sie sich wieder eintragen, beginnen Sie am Ende Ihrer Klasse.
offer-subject = Angebot: bis { $until } annehmen ({ $conference })
offer-opening = Wir halten bis { $until } einen Pass für Sie bereit. Nehmen Sie ihn auf der Seite hinter dem Knopf an oder lehnen Sie ihn ab. Das Öffnen der Seite tut keines von beiden.
offer-button = Annehmen oder ablehnen
offer-closing = Ohne Antwort geht der Pass an die nächste Person. Wenn Sie nicht kommen können, lehnen Sie bitte gleich ab, damit niemand warten muss.
offer-reminder-subject = Erinnerung: Nehmen Sie Ihren Pass bis { $until } an ({ $conference })
offer-reminder-opening = Wir halten noch einen Pass für Sie bereit, und Sie haben noch nicht geantwortet.
offer-reminder-button = Annehmen oder ablehnen
offer-reminder-closing = Ohne Antwort geht der Pass an die nächste Person.
lapsed-subject = Ihr Angebot ist abgelaufen: { $conference }
lapsed-opening = Wir haben rechtzeitig nichts von Ihnen gehört. Der Pass, den wir für Sie hielten, geht an die nächste Person.
lapsed-button = Wieder auf die Warteliste
lapsed-closing = Wenn Sie sich wieder eintragen, beginnen Sie am Ende Ihrer Klasse.

## Anmelden, Adressen und Rollen

sign-in-subject = { $code } ist Ihr Code zum Anmelden
sign-in-opening = Melden Sie sich mit dem Knopf auf diesem Gerät an oder geben Sie den Code dort ein, wo Sie ihn angefordert haben.
sign-in-button = Anmelden
sign-in-closing = Wenn Sie sich nicht anmelden wollten, können Sie diese E-Mail ignorieren. Ohne sie kann sich niemand anmelden.
erase-data-subject = Bestätigen Sie, dass wir Ihre Daten löschen
erase-data-opening = Sie haben darum gebeten, dass wir alles löschen, was wir über Sie speichern.
erase-data-what = Wenn Sie bestätigen, enden Ihre Pässe, Wartelisteneinträge und offenen Einreichungen sofort, und Ihr Name, Ihre Adressen und Ihre Antworten werden entfernt. Niemand kann das rückgängig machen.
erase-data-button = Meine Daten löschen
erase-data-closing = Der Link funktioniert 15 Minuten lang. Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail: Es ändert sich nichts.
data-erased-subject = Ihre Daten sind gelöscht
data-erased-opening = Wie gewünscht haben wir alles beendet, was von Ihnen noch lief. In den nächsten Minuten entfernen wir Ihren Namen, Ihre Adressen und Ihre Antworten.
data-erased-from = Die Organisation von { $conference } löscht dort Ihre Daten. Alles, was von Ihnen noch lief, ist beendet. In den nächsten Minuten werden Ihr Name, Ihre Adressen und Ihre Antworten entfernt.
data-erased-reason = Begründung: { $reason }
data-erased-public-until = { $conference }: Ihre Programmpunkte bleiben mit Ihrem Namen bis { $day } im Programm.
data-erased-public = { $conference }: Ihre Programmpunkte bleiben mit Ihrem Namen als Zeugnis der Ausgabe im Programm.
data-erased-closing = Das ist unsere letzte E-Mail an Sie, außer Sie registrieren sich wieder.
link-address-subject = Ist das Ihre Adresse? Ihr Code ist { $code }
link-address-opening = Jemand ist als { $by } angemeldet und sagt, dass ihm oder ihr auch diese Adresse gehört.
link-address-how = Wenn Sie das sind, verwenden Sie den Knopf in dem Browser, in dem Sie angemeldet sind, oder geben Sie dort den Code ein.
link-address-button = Adresse hinzufügen
link-address-closing = Wenn Sie die andere Adresse nicht kennen, ignorieren Sie diese E-Mail und geben Sie den Code nicht weiter. Mit ihm würden beide Adressen als eine Person zählen.
address-linked-subject = Eine Adresse wurde hinzugefügt
address-linked-opening = { $about } und { $primary } zählen ab jetzt als eine Person.
address-unlinked-subject = Eine Adresse wurde entfernt
address-unlinked-opening = { $about } und { $primary } zählen nicht mehr als eine Person.
addresses-button = Ihre Adressen ansehen
addresses-closing = Wenn Sie das nicht waren, melden Sie sich an und ändern Sie es zurück.
role-organizer = Organisation
role-lead = Track-Leitung
role-reviewer = Begutachtung
role-door = Einlass
role-of-track = { $role } von { $track }
role-means-organizer = Die Organisation verwaltet die ganze Konferenz.
role-means-lead = Die Leitung verwaltet ihren Track: Einreichung, Vorschläge, Pässe, Zeitplan und Begutachtende.
role-means-reviewer = Die Begutachtung liest und bewertet die Vorschläge ihres Tracks.
role-means-door = Der Einlass prüft die Tickets der Teilnehmenden, sonst nichts.
role-invitation-subject = Einladung: { $role }, { $conference }
role-invitation-opening =
    Sie sind eingeladen: { $role }.

    Melden Sie sich mit dieser Adresse an, um anzunehmen oder abzulehnen.
role-invitation-button = Zum Antworten anmelden
role-invitation-closing = Sie müssen nichts tun, wenn Sie nicht annehmen möchten.
role-accepted-subject = Rolle angenommen: { $role }, { $conference }
role-accepted-opening = { $email } hat die Rolle angenommen: { $role }.
role-accepted-button = Das Team ansehen
role-declined-subject = Rolle abgelehnt: { $role }, { $conference }
role-declined-opening = { $email } hat die Rolle abgelehnt oder beendet: { $role }.
role-declined-button = Das Team ansehen
role-removed-subject = Ihre Rolle ist beendet: { $role }, { $conference }
role-removed-opening = Ihre Rolle ist beendet: { $role }. Danke für Ihre Arbeit.
role-removed-button = Ihre Seiten ansehen

## BoFs

bof-placed-subject = Ihr BoF hat einen Platz: { $title }
bof-placed-opening = Ihr BoF hat einen Platz und steht im Programm. Sie müssen nichts tun.
bof-placed-after-waiting = Ein Platz wurde frei, und Ihr BoF hat ihn bekommen. Es steht im Programm. Sie müssen nichts tun.
bof-placed-button = BoF ansehen, bearbeiten oder absagen
bof-placed-closing = BoFs werden nicht aufgezeichnet. Der Platz hängt an Ihrem Pass. Wenn Sie nicht kommen können, sagen Sie bitte ab, damit ein anderes BoF ihn bekommt.
bof-waiting-subject = Ihr BoF wartet auf einen Platz: { $title }
bof-waiting-opening = Kein passender Platz ist frei. Ihr BoF steht auf der Liste. Es bekommt den ersten passenden Platz, der frei wird, und wir schreiben Ihnen.
bof-waiting-button = BoF ansehen oder absagen
bof-cancelled-subject = Ihr BoF ist abgesagt: { $title }
bof-cancelled-opening = Sie haben Ihr BoF abgesagt. Sein Platz geht an das nächste. Danke für Ihre Nachricht.
bof-cancelled-no-pass = Sie haben keinen Pass vor Ort mehr, deshalb ist Ihr BoF abgesagt. Sein Platz geht an das nächste.
bof-cancelled-by-organizer = Die Organisation hat Ihr BoF abgesagt. Schreiben Sie ihr, wenn Sie den Grund nicht kennen.
bof-cancelled-button = Alle BoFs ansehen

## Der Zeitplan

sessions-placed-subject =
    { $count ->
        [one] Zeit und Raum Ihres Beitrags: { $conference }
       *[other] Zeit und Raum Ihrer Beiträge: { $conference }
    }
sessions-placed-opening =
    { $count ->
        [one] Hier steht Ihr Beitrag jetzt im Zeitplan.
       *[other] Hier stehen Ihre Beiträge jetzt im Zeitplan.
    }

    Der angehängte Kalender ersetzt frühere.
sessions-placed-button = Zum Programm
sessions-placed-closing = Wenn Sie dann nicht können, sagen Sie uns bitte bald Bescheid.
sessions-cancelled-subject = Ihr Beitrag wurde aus dem Zeitplan entfernt: { $conference }
sessions-cancelled-opening =
    Diese Beiträge finden nicht statt, oder ohne Sie.

    Der angehängte Kalender ersetzt frühere.
sessions-cancelled-button = Zum Programm
session-cancelled = Abgesagt: { $place }

## Ein neuer Track

track-made-subject = { $track } ist jetzt ein Track: { $conference }
track-made-opening = Ihr Vorschlag wurde angenommen: { $track } ist jetzt ein Track von { $conference }, und Sie leiten ihn.
track-made-button = Ihren Track öffnen
track-made-closing = Melden Sie sich als Nächstes mit dieser Adresse an. Prüfen Sie die Seite des Tracks, machen Sie seine Einreichung bekannt und wählen Sie unter den Vorschlägen aus.
track-made-passes = Laden Sie Ihre Leute früh ein. Sie müssen ihre Pässe rechtzeitig abrufen, sonst gehen sie an andere.
block-recorded =
    { $count ->
        [one] 1 Minute, mit Aufzeichnung
       *[other] { $count } Minuten, mit Aufzeichnung
    }
block-not-recorded =
    { $count ->
        [one] 1 Minute, ohne Aufzeichnung
       *[other] { $count } Minuten, ohne Aufzeichnung
    }
passes-to-give =
    { $count ->
        [one] 1 Pass, abzurufen bis { $by }
       *[other] { $count } Pässe, abzurufen bis { $by }
    }

## Vorschläge

submitted-subject = Eingereicht: { $title } ({ $conference })
submitted-opening = Ihr Vorschlag ist eingereicht. Diese E-Mail ist Ihre Bestätigung, mit seinem Text unten.
submitted-button = Vorschlag ansehen
submitted-closing = Wir schreiben Ihnen, sobald entschieden ist. Der Text, den Sie eingereicht haben:
submitted-until = Sie können ihn bis { $until } ändern oder zurückziehen.
withdrawn-subject = Zurückgezogen: { $title } ({ $conference })
withdrawn-opening = Dieser Vorschlag ist zurückgezogen. Wir berücksichtigen ihn nicht mehr.
withdrawn-button = Vorschlag ansehen
withdrawn-closing = Solange seine Einreichung offen ist, können Sie ihn auf seiner Seite wieder einreichen.
speaker-invited-subject = Tragen Sie vor? { $title } ({ $conference })
speaker-invited-opening = { $by } nennt Sie als vortragende Person eines Vorschlags. Bestätigen Sie auf der Seite hinter dem Knopf oder lehnen Sie ab. Das Öffnen der Seite tut keines von beiden.
speaker-invited-button = Bestätigen oder ablehnen
speaker-invited-closing = Wenn Sie davon nichts wissen, lehnen Sie ab. Wir entfernen Sie dann aus dem Vorschlag und schreiben Ihnen nicht mehr dazu.
speaker-confirmed-subject = { $speaker } trägt vor: { $title } ({ $conference })
speaker-confirmed-opening = { $speaker } hat bestätigt.
speaker-confirmed-button = Vorschlag ansehen
speaker-declined-subject = { $speaker } trägt nicht vor: { $title } ({ $conference })
speaker-declined-opening = { $speaker } hat abgelehnt und gehört nicht mehr zu den Vortragenden Ihres Vorschlags.
speaker-declined-button = Vorschlag ansehen
move-asked-subject = Wechsel zu { $to }? { $title } ({ $conference })
move-asked-opening = Jemand möchte einen Vorschlag in Ihren Track { $to } verlegen. Er wurde rechtzeitig eingereicht. Sie entscheiden, ob Sie ihn nehmen.
move-asked-button = Annehmen oder ablehnen
move-asked-closing = Melden Sie sich mit dieser Adresse an. Der Vorschlag bleibt, wo er ist, bis Sie antworten.
moved-subject = Verlegt zu { $track }: { $title } ({ $conference })
moved-opening = Ihr Vorschlag ist jetzt in { $track }. Der Zeitpunkt der ersten Einreichung zählt weiter.
moved-button = Vorschlag ansehen
not-moved-subject = Nicht verlegt: { $title } ({ $conference })
not-moved-opening = Ihr Vorschlag bleibt in { $track }.
not-moved-button = Vorschlag ansehen
merged-subject = Zusammengelegt: { $title } ({ $conference })
merged-opening = Die Leitung des Tracks hat einen anderen Vorschlag mit Ihrem zusammengelegt. Dessen Vortragende gehören jetzt zu Ihrem.
merged-away = Die Leitung des Tracks hat Ihren Vorschlag mit einem anderen zusammengelegt. Seine Vortragenden gehören jetzt zu jenem. Ihr Text bleibt auf seiner Seite, die auf den anderen verweist.
merged-button = Vorschlag ansehen

## Entscheidungen

accepted-subject = Ihr Vorschlag wurde angenommen: { $title } ({ $conference })
accepted-opening = Ihr Vorschlag wurde für { $track } angenommen. Bitte bestätigen Sie, dass Sie kommen. Bis dahin ist Ihr Platz nicht sicher.
accepted-button = Bestätigen oder ablehnen
standby-subject = Ihr Vorschlag kann nachrücken: { $title } ({ $conference })
standby-opening = Ihr Vorschlag kann in { $track } nachrücken. Zurzeit ist kein Platz frei, aber er gehört zu den ersten, wenn einer frei wird. Sie müssen nichts tun. Wenn Sie nicht mehr kommen können, ziehen Sie ihn bitte zurück.
standby-button = Vorschlag ansehen
rejected-subject = Ihr Vorschlag wurde nicht angenommen: { $title } ({ $conference })
rejected-opening = Ihr Vorschlag wurde dieses Mal nicht für { $track } angenommen. Danke für Ihre Arbeit daran.
rejected-button = Vorschlag ansehen
note-from-leads = Eine Anmerkung der Leitung:
speaker-pass-invited = Ein Pass ist für Sie reserviert. Die Einladung kommt in einer eigenen E-Mail.
speaker-pass-short = Für Sie ist noch kein Pass reserviert, weil alle Pässe für Vortragende vergeben sind. Die Organisation weiß davon. Wir schicken Ihnen eine Einladung, sobald es einen gibt.
confirmed-subject = Bestätigt: { $title } ({ $conference })
confirmed-opening = Sie haben bestätigt, und Ihr Beitrag gehört zum Programm. Wir schreiben Ihnen noch einmal mit Raum und Zeit.
confirmed-button = Vorschlag ansehen
confirmed-closing = Wenn etwas dazwischenkommt, ziehen Sie ihn bitte so früh wie möglich auf seiner Seite zurück, damit jemand anderes den Platz bekommt.
declined-subject = Abgelehnt: { $title } ({ $conference })
declined-opening = Eine der vortragenden Personen hat den Platz abgelehnt, deshalb geht er an jemand anderen. Ein dafür reservierter und nicht abgerufener Pass wurde zurückgegeben. Einen abgerufenen Pass behalten Sie.
declined-button = Vorschlag ansehen
declined-closing = Wenn das ein Versehen ist, schreiben Sie uns bitte bald.
place-freed-subject = Ein Platz ist frei in { $track }: { $conference }
place-freed-opening = Ein Platz ist frei.
place-freed-declined = Die Vortragenden eines angenommenen Vorschlags haben abgelehnt.
place-freed-withdrawn = Ein angenommener Vorschlag wurde zurückgezogen.
standby-empty = Kein Vorschlag kann nachrücken.
standby-next = Als Nächstes rückt nach: { $next }
place-freed-button = Zur Auswahl
place-freed-closing = Melden Sie sich mit dieser Adresse an, um zu entscheiden. Die Vortragenden werden benachrichtigt, wenn Sie die Entscheidung mitteilen.
overdue-subject =
    { $count ->
        [one] 1 angenommener Vorschlag von { $track } nicht bestätigt: { $conference }
       *[other] { $count } angenommene Vorschläge von { $track } nicht bestätigt: { $conference }
    }
overdue-opening =
    { $count ->
        [one] Die Vortragenden von 1 angenommenen Vorschlag haben nicht rechtzeitig geantwortet. Sie können noch bestätigen, bis Sie den Platz anderweitig vergeben. Schreiben Sie ihnen oder ziehen Sie den Vorschlag für sie zurück.
       *[other] Die Vortragenden von { $count } angenommenen Vorschlägen haben nicht rechtzeitig geantwortet. Sie können noch bestätigen, bis Sie die Plätze anderweitig vergeben. Schreiben Sie ihnen oder ziehen Sie die Vorschläge für sie zurück.
    }
overdue-button = Zur Auswahl
overdue-closing = Melden Sie sich mit dieser Adresse an, um zu sehen, wer nachrücken kann.
passes-short-subject =
    { $count ->
        [one] 1 vortragende Person von { $track } hat keinen Pass: { $conference }
       *[other] { $count } vortragende Personen von { $track } haben keinen Pass: { $conference }
    }
passes-short-opening =
    { $count ->
        [one] 1 angenommene vortragende Person von { $track } hat keine Einladung, weil alle Pässe aus { $pool } vergeben sind. Die Zusage ging trotzdem hinaus und sagt das.
       *[other] { $count } angenommene vortragende Personen von { $track } haben keine Einladung, weil alle Pässe aus { $pool } vergeben sind. Die Zusagen gingen trotzdem hinaus und sagen das.
    }
passes-short-button = Ansehen, wer
passes-short-closing = Die Organisation kann die Kapazität des Kontingents erhöhen. Wir prüfen täglich und schicken fehlende Einladungen automatisch.

## Einreichungen und Erinnerungen

late-link-subject = Sie können bei { $track } später einreichen: { $conference }
late-link-opening = Die Leitung von { $track } lässt Sie nach der Frist Vorschläge einreichen und ändern. Melden Sie sich mit dieser Adresse an; es gilt nur für Sie.
late-link-button = Zur Einreichung
watch-subject = Erinnerung bestätigen: { $track }, { $conference }
watch-opening = Jemand, vermutlich Sie, möchte eine Erinnerung, bevor die Einreichung von { $track } schließt. Bestätigen Sie sie mit dem Knopf.
watch-button = Erinnern
watch-closing = Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren. Ohne den Knopf schicken wir nichts weiter.
call-extended-subject = Mehr Zeit für Ihren Vorschlag: { $track } ist verlängert ({ $conference })
call-extended-opening = Die Einreichung von { $track } ist verlängert. Ihr Entwurf ist gespeichert, aber noch nicht eingereicht.
call-extended-button = Entwurf öffnen
call-shortened-subject = Weniger Zeit für Ihren Vorschlag: { $track } schließt früher ({ $conference })
call-shortened-opening = Die Einreichung von { $track } schließt früher. Ihr Entwurf ist noch nicht eingereicht.
call-shortened-button = Entwurf öffnen
call-closed-subject =
    { $count ->
        [one] Einreichung geschlossen: { $track }, 1 Vorschlag ({ $conference })
       *[other] Einreichung geschlossen: { $track }, { $count } Vorschläge ({ $conference })
    }
call-closed-opening = Die Einreichung von { $track } ist geschlossen.
call-closed-button = Vorschläge lesen
call-closed-closing = Sie sehen, wie viele Entwürfe es gibt, aber nicht ihren Inhalt. Melden Sie sich mit dieser Adresse an, um die Vorschläge zu lesen.
call-closed-first = Diese E-Mail nennt die ersten { $count }. Die Seite nennt alle.
reminder-opening = Eine Frist ist nah.
reminder-subject = Eine Frist ist nah: { $conference }
reminder-button = Öffnen
reminder-many = { $count } Fristen, die erste { $left }: { $conference }
reminder-drafts-subject = { $name } schließt { $left }, und Ihr Vorschlag ist nicht eingereicht: { $conference }
reminder-drafts-opening = Ihr Entwurf ist noch nicht eingereicht. Wir berücksichtigen nur Vorschläge, die vor der Frist eingereicht sind.
reminder-drafts-button = Entwurf öffnen
reminder-calls-subject = { $name } schließt { $left }: { $conference }
reminder-calls-opening = Sie wollten an eine Einreichung erinnert werden, die bald schließt.
reminder-calls-button = Zur Einreichung
reminder-leads-subject = Ihre Einreichung schließt { $left }: { $name } ({ $conference })
reminder-leads-opening = Die Einreichung eines Tracks, den Sie leiten, schließt bald.
reminder-leads-button = Zur Einreichung
reminder-reviews-subject = Gutachten sind { $left } fällig: { $name } ({ $conference })
reminder-reviews-opening = Einige Ihrer Gutachten sind bald fällig.
reminder-reviews-button = Zu Ihren Gutachten
reminder-acceptances-subject = Bitte bestätigen Sie Ihre Zusage, fällig { $left }: { $name } ({ $conference })
reminder-acceptances-opening = Ihr Vorschlag wurde angenommen, und Sie haben noch nicht bestätigt. Bis dahin ist Ihr Platz nicht sicher.
reminder-acceptances-button = Bestätigen oder ablehnen
closes-on = schließt { $at }
reviews-due = Gutachten fällig { $at }
answer-until = Antwort bis { $at }

## Nachrichten des Organisationsteams und der Track-Leitungen an Gruppen

message-test-subject = Test: { $subject }
