## Nachrichten der Organisation und der Track-Leitungen an Gruppen: Vorschau, Test, Versand, Zustellung.

messages-text = Schreiben Sie einer Gruppe von Personen. Alle bekommen eine Mail; wer Nachrichten abbestellt hat, bekommt keine.
messages-none = Noch keine Nachrichten.
message-new = Nachricht schreiben
message-new-title = Nachricht schreiben
message-change-title = Nachricht ändern
message-subject = Betreff
message-body = Text
message-body-hint = Markdown. Alle bekommen denselben Text.
message-to = Empfänger
message-when = Wann
message-by = Geschrieben von
message-facts = Nachricht
message-any = Alle
message-group-hint = Personen, auf die alles zutrifft, was Sie wählen. Wählen Sie nichts, um allen zu schreiben.
message-group-hint-lead = Sie können den Vortragenden und Einreichenden Ihres Tracks schreiben.
message-track = Vorschläge für
message-proposal-state = Stand eines Vorschlags
message-registration = Anmeldung oder Warteliste
message-attendance = Teilnahme
message-pool = Kontingent
message-class = Wartelistenklasse
message-class-contributor = Beitragende auf der Warteliste
message-class-newcomer = Neue auf der Warteliste
message-class-everyone = Alle anderen auf der Warteliste
message-role = Rolle
message-role-organizer = Organisation
message-role-lead = Track-Leitungen
message-role-reviewer = Gutachtende
message-speaks = Spricht in einem angenommenen Vorschlag
message-speaks-not = Hält keinen Vortrag
message-proposals-submitted = Eingereichter Vorschlag
message-proposals-withdrawn = Zurückgezogener Vorschlag
message-proposals-accepted = Angenommener Vorschlag, nicht bestätigt
message-proposals-standby = Vorschlag auf der Nachrückliste
message-proposals-rejected = Abgelehnter Vorschlag
message-proposals-confirmed = Bestätigter Vorschlag
message-proposals-declined = Von den Vortragenden abgesagter Vorschlag
message-q = Name, E-Mail, Organisation oder Nummer
message-named =
    { $count ->
        [one] 1 Person
       *[other] { $count } Personen
    }
message-everybody = Alle
message-necessary = Diese Nachricht ist notwendig
message-necessary-hint = Sie geht auch an Personen, die Nachrichten abbestellt haben, wenn sie einen Pass haben, warten oder einen offenen Vorschlag haben. Nutzen Sie das nur, wenn ihnen sonst etwas Wichtiges entgeht.
message-is-necessary = Notwendig: geht auch an Personen mit Pass oder Vorschlag, die abbestellt haben
message-optouts = Abbestellungen
message-send-at = Später senden
message-send-at-hint = Lassen Sie das Feld leer, um sofort zu senden. Zeiten gelten in { $zone }.
message-preview = Vorschau
message-test = Test an mich senden
message-tested = Wir haben einen Test an { $email } gesendet.
message-preview-title = Vor dem Senden prüfen
message-goes-to =
    { $count ->
        [0] Niemand bekommt diese Nachricht.
        [one] 1 Person bekommt diese Nachricht.
       *[other] { $count } Personen bekommen diese Nachricht.
    }
message-skips =
    { $count ->
        [one] 1 Person der Gruppe bekommt keine.
       *[other] { $count } Personen der Gruppe bekommen keine.
    }
message-later = Die Liste wird beim Senden neu erstellt.
message-send =
    { $count ->
        [one] An 1 Person senden
       *[other] An { $count } Personen senden
    }
message-schedule = Planen
message-save = Änderungen speichern
message-as-text = Als reiner Text
message-list = Empfänger
message-list-later = Die Liste der Empfänger entsteht beim Senden.
message-people =
    { $count ->
        [one] 1 Person in der Gruppe
       *[other] { $count } Personen in der Gruppe
    }
message-more = Und { $count } weitere.
message-mail = Mail
message-recipients =
    { $count ->
        [one] 1 Empfänger
       *[other] { $count } Empfänger
    }
message-recipients-label = Empfänger
message-skipped = Bekommt keine Mail
message-recipient-queued = Eingereiht
message-recipient-sent = Gesendet
message-recipient-failed = Fehlgeschlagen
message-recipient-bounced = Zurückgekommen
message-recipient-listed = Bekommt sie
message-recipient-opted-out = Abbestellt
message-recipient-suppressed = Adresse funktioniert nicht
message-state = Stand
message-state-scheduled = Geplant
message-state-sending = Wird gesendet
message-state-sent = Gesendet
message-state-cancelled = Abgesagt
message-paused = Angehalten
message-change = Ändern
message-send-now = Jetzt senden
message-cancel = Nachricht absagen
message-done-sending = Ihre Nachricht ist unterwegs.
message-done-scheduled = Ihre Nachricht ist geplant. Bis dahin können Sie sie ändern oder absagen.
message-done-changed = Die Nachricht wurde geändert.

## Probleme

necessary-organizers = ist für die Organisation: Lassen Sie es weg
track-required-leads = ist erforderlich: Leitungen schreiben den Personen ihres Tracks
leads-own-track = Leitungen schreiben nur den Personen ihres eigenen Tracks
leads-filter = Leitungen filtern nur nach track, proposal_state, speaks und q
no-longer-scheduled = Sie ist nicht mehr geplant: Sie wird gesendet, wurde gesendet oder wurde abgesagt
message-preview-only = ist für eine Vorschau oder einen Test; senden Sie die Änderung an die Nachricht
message-key-reused = Derselbe Idempotency-Key kam mit einer anderen Nachricht; senden Sie mit einer neuen einen neuen Schlüssel
preview-changed = hat sich seit der Vorschau geändert: Sie geht jetzt an { $people } Personen; prüfen Sie sie
matches-no-one = trifft auf niemanden zu, der eine E-Mail bekommt
necessary-fixed = Nur die Organisation ändert eine notwendige Nachricht
matches-too-many = trifft auf { $people } Personen zu; eine Nachricht geht an höchstens { $max }
not-a-mail = lässt sich nicht als E-Mail schreiben: { $detail }
