### The start page of organizers, leads and reviewers: figures, what needs them, and what happens next.

## Übersicht

overview-write = Ankündigung schreiben
overview-passes = Kapazität ändern
overview-days-to-go =
    { $count ->
        [one] noch 1 Tag
       *[other] noch { $count } Tage
    }
overview-week = +{ $count } in 7 Tagen
overview-offers =
    { $count ->
        [0] Keine offenen Angebote
        [one] 1 offenes Angebot
       *[other] { $count } offene Angebote
    }
overview-next-ends = das nächste endet am { $at }
overview-drafts =
    { $count ->
        [one] 1 Entwurf
       *[other] { $count } Entwürfe
    }
overview-calls =
    { $count ->
        [0] keine offenen Aufrufe
        [one] 1 offener Aufruf
       *[other] { $count } offene Aufrufe
    }
overview-to-review = Offene Gutachten
overview-reviews-all = aller Gutachtenden
overview-reviews-mine = von Ihnen
overview-mails = Gesendete Mails
overview-queued = { $count } in der Warteschlange
overview-failed = { $count } fehlgeschlagen
overview-bounced = { $count } zurückgekommen
overview-needs = Braucht Sie
overview-needs-none = Gerade braucht nichts Ihre Aufmerksamkeit.
overview-next = Als Nächstes, automatisch
overview-next-none = Nichts ist geplant.
overview-paused = Angehalten
overview-preview = Vorschau
overview-pool = { $taken } von { $capacity }
overview-held = { $count } gehalten
overview-returned = { $count } zurückgegeben
overview-registrations = Registrierungen
overview-registrations-none = Noch keine Registrierungen. Dieses Diagramm zeigt sie nach Tagen.
overview-curve = Registrierungen bis { $day }: { $in-person } vor Ort, { $virtual } online
overview-by-day = Nach Tagen
overview-day = Tag
overview-sum = Summe
overview-waiting = Wartezeit
overview-waiting-none = Niemand wartet. Wenn die Pässe ausverkauft sind, steht hier, wer wie lange wartet.
overview-class = Vorrangklasse
overview-day-less = Unter 1 Tag
overview-week-less = 1 bis 7 Tage
overview-month-less = 1 bis 4 Wochen
overview-longer = Länger
overview-total = Summe
overview-tracks = Vorschläge nach Track
overview-tracks-none = Noch keine Tracks. Legen Sie sie in den Einstellungen an.
overview-track = Track
overview-deadline = Frist
overview-submitted = Eingereicht
overview-draft = Entwürfe
overview-last-edition = letzte Ausgabe: { $count } bis dahin
overview-downloads = Als CSV herunterladen
act-now = Jetzt

## Vorrangklassen der Warteliste

class-contributor = Mitwirkende
class-newcomer = Zum ersten Mal dabei
class-everyone = Alle anderen

## Was eine Person braucht. Die API gibt den englischen Text.

need-set-aside =
    { $count ->
        [one] 1 automatische Aufgabe ist fehlgeschlagen und wurde zurückgestellt.
       *[other] { $count } automatische Aufgaben sind fehlgeschlagen und wurden zurückgestellt.
    }
need-consistency =
    { $count ->
        [one] Die letzte Konsistenzprüfung hat 1 Abweichung gefunden.
       *[other] Die letzte Konsistenzprüfung hat { $count } Abweichungen gefunden.
    }
need-mail-failed =
    { $count ->
        [one] 1 Mail konnte nicht gesendet werden.
       *[other] { $count } Mails konnten nicht gesendet werden.
    }
need-mail-bounced =
    { $count ->
        [one] 1 Mail kam zurück.
       *[other] { $count } Mails kamen zurück.
    }
need-my-reviews =
    { $count ->
        [one] Sie haben 1 Gutachten zu schreiben.
       *[other] Sie haben { $count } Gutachten zu schreiben.
    }
need-my-reviews-by =
    { $count ->
        [one] Sie haben 1 Gutachten bis { $by } zu schreiben.
       *[other] Sie haben { $count } Gutachten bis { $by } zu schreiben.
    }
need-my-reviews-overdue =
    { $count ->
        [one] 1 Ihrer Gutachten ist überfällig.
       *[other] { $count } Ihrer Gutachten sind überfällig.
    }
need-reviews-overdue =
    { $count ->
        [one] 1 Gutachten für { $track } ist überfällig.
       *[other] { $count } Gutachten für { $track } sind überfällig.
    }
need-decisions =
    { $count ->
        [one] 1 Entscheidung für { $track } ist nicht freigegeben.
       *[other] { $count } Entscheidungen für { $track } sind nicht freigegeben.
    }
need-call-few =
    { $count ->
        [0] { $track } schließt { $left } ohne Vorschläge.
        [one] { $track } schließt { $left } mit 1 Vorschlag.
       *[other] { $track } schließt { $left } mit { $count } Vorschlägen.
    }
need-call-fewer =
    { $count ->
        [0] { $track } schließt { $left } ohne Vorschläge. Die letzte Ausgabe hatte bis dahin { $earlier }.
        [one] { $track } schließt { $left } mit 1 Vorschlag. Die letzte Ausgabe hatte bis dahin { $earlier }.
       *[other] { $track } schließt { $left } mit { $count } Vorschlägen. Die letzte Ausgabe hatte bis dahin { $earlier }.
    }
need-allotment =
    { $count ->
        [one] 1 Pass von { $pool } ist nicht eingelöst. Er kann bis { $by } eingelöst werden.
       *[other] { $count } Pässe von { $pool } sind nicht eingelöst. Sie können bis { $by } eingelöst werden.
    }
need-roles =
    { $count ->
        [one] 1 Person hat eine Rolle nicht angenommen: { $roles }.
       *[other] { $count } Personen haben eine Rolle nicht angenommen: { $roles }.
    }
need-role-organizer = Organisation
need-role-lead = Leitung von { $track }
need-role-reviewer = Begutachtung für { $track }
need-act-set-aside = Beheben
need-act-consistency = Anzeigen
need-act-mail-failed = Anzeigen
need-act-mail-bounced = Anzeigen
need-act-reviews-overdue = Gutachten anzeigen
need-act-reviews-due = Begutachten
need-act-decisions-not-released = Freigeben
need-act-call-closing = Aufruf anzeigen
need-act-allotment-unclaimed = Einladen
need-act-role-not-accepted = Rollen anzeigen

## Activity

activity-filter = Protokoll filtern
activity-actor = Wer
activity-anyone = Alle
activity-since = Seit
activity-show = Anzeigen
activity-when = Wann
activity-what = Was
activity-track = Track
activity-sessions =
    { $count ->
        [one] 1 Beitrag
       *[other] { $count } Beiträge
    }
activity-nothing = keine
activity-same-object = Verlauf
activity-same-kind = Gleiche Vorgänge
activity-all = Alles anzeigen
activity-none = Noch nichts passiert.
activity-no-match = Nichts gefunden. Entfernen Sie einen Filter.
activity-not-here = Auf dieser Seite passt nichts. Gehen Sie zur nächsten Seite.
activity-workflow = { $name } (automatisch)
activity-act-edition-created = Hat die Ausgabe angelegt
activity-act-edition-changed = Hat die Einstellungen der Ausgabe geändert
activity-act-pool-resized = Hat die Kapazität von { $object } von { $before } auf { $after } geändert
activity-act-pool-put-back = Hat die Kapazität von { $object } von { $before } auf { $after } zurückgesetzt: zu viele Plätze sind vergeben
activity-act-pool-released = Hat das Kontingent { $object } beendet
activity-act-pool-paused = Hat Angebote aus { $object } angehalten
activity-act-pool-resumed = Hat Angebote aus { $object } fortgesetzt
activity-act-pool-noticed = Hat die Leitung an nicht abgerufene Plätze in { $object } erinnert
activity-act-release-paused = Hat das Ende des Kontingents { $object } angehalten
activity-act-release-resumed = Hat das Ende des Kontingents { $object } fortgesetzt
activity-act-passes-moved = Hat nicht abgerufene Plätze von { $object } in den allgemeinen Verkauf gegeben: { $after }
activity-act-sales-reopened = Hat zurückgegebene Plätze von { $object } in den Verkauf gegeben: { $after }
activity-act-sales-stopped = Hat den Verkauf von { $object } beendet: ausverkauft
activity-act-offers-made = Hat der Warteliste Plätze aus { $object } angeboten
activity-act-invitation-made = Hat { $object } in das Kontingent { $after } eingeladen
activity-act-invitation-revoked = Hat die Einladung von { $object } in das Kontingent { $after } zurückgezogen
activity-act-registration-changed = Hat die Anmeldung von { $object } geändert
activity-act-registration-cancelled = Hat die Anmeldung von { $object } storniert
activity-act-address-confirmed = Hat die Adresse von { $object } bestätigt
activity-act-hold-lapsed = Hat den für { $object } gehaltenen Pass zurückgegeben: die Adresse wurde nicht bestätigt
activity-act-pass-returned = Hat den Platz von { $object } zurückgegeben, da die Bestätigung fehlte
activity-act-checked-in = Hat { $object } eingecheckt
activity-act-check-in-corrected = Hat den Zeitpunkt des Check-ins von { $object } berichtigt: { $after }
activity-act-check-in-undone = Hat den Check-in von { $object } zurückgenommen
activity-act-pass-offered-on = Hat den Pass von { $object } nach Nichterscheinen anderen angeboten
activity-act-pass-given-back = Hat { $object } einen Pass zurückgegeben
activity-act-walk-in-registered = Hat { $object } am Einlass registriert
activity-act-offer-accepted = Hat das Angebot für { $object } angenommen
activity-act-offer-declined = Hat das Angebot für { $object } abgelehnt
activity-act-offer-lapsed = Hat das Angebot an { $object } beendet: es ist abgelaufen
activity-act-offer-undelivered = Hat das Angebot an { $object } beendet: die E-Mail kam nicht an
activity-act-offer-reminded = Hat { $object } an das Angebot erinnert
activity-act-entry-moved = Hat { $object } auf der Warteliste von { $before } nach { $after } verschoben
activity-act-entry-reclassified = Hat { $object } auf der Warteliste von { $before } nach { $after } eingestuft
activity-act-entry-removed = Hat { $object } von der Warteliste genommen
activity-act-entry-passed-over = Hat { $object } von der Warteliste genommen: E-Mails kommen nicht an
activity-act-announcement-posted = Hat die Ankündigung „{ $object }“ veröffentlicht
activity-act-announcement-published = Hat die Ankündigung „{ $object }“ freigegeben
activity-act-announcement-withdrawn = Hat die Ankündigung „{ $object }“ zurückgezogen
activity-act-mail-resent = Hat eine E-Mail an { $object } erneut gesendet
activity-act-mails-hastened = Hat die wartenden E-Mails sofort gesendet
activity-act-reminders-sent = Hat Erinnerungen an die Frist { $object } gesendet
activity-act-reminders-hastened = Hat Erinnerungen an { $object } vorzeitig gesendet
activity-act-reminders-paused = Hat die Erinnerungen an die Frist { $object } angehalten
activity-act-reminders-resumed = Hat die Erinnerungen an die Frist { $object } fortgesetzt
activity-act-campaign-mailed = Hat gefragt, wer noch kommt: { $after }
activity-act-campaign-paused = Hat die Rückbestätigung angehalten
activity-act-campaign-resumed = Hat die Rückbestätigung fortgesetzt
activity-act-campaign-hastened = Hat einen Schritt der Rückbestätigung vorgezogen
activity-act-message-sent = Hat die Nachricht „{ $object }“ an { $after } Personen gesendet
activity-act-message-scheduled = Hat die Nachricht „{ $object }“ für { $after } geplant
activity-act-message-changed = Hat die Nachricht „{ $object }“ geändert
activity-act-message-cancelled = Hat die Nachricht „{ $object }“ abgesagt
activity-act-message-paused = Hat die Nachricht „{ $object }“ angehalten
activity-act-message-resumed = Hat die Nachricht „{ $object }“ fortgesetzt
activity-act-message-hastened = Hat die Nachricht „{ $object }“ vorzeitig gesendet
activity-act-message-mailed = Hat Mails der Nachricht „{ $object }“ eingereiht: { $after }
activity-act-item-retried = Hat einen fehlgeschlagenen Eintrag erneut versucht
activity-act-item-skipped = Hat einen fehlgeschlagenen Eintrag übersprungen
activity-act-role-offered = Hat { $object } eine Rolle angeboten: { $after }
activity-act-role-accepted = Hat eine Rolle angenommen: { $after }
activity-act-role-given-up = Hat eine Rolle abgegeben: { $after }
activity-act-role-removed = Hat { $object } eine Rolle entzogen: { $after }
activity-act-track-changed = Hat den Track { $object } geändert
activity-act-deadline-moved = Hat die Frist von { $object } von { $before } auf { $after } verschoben
activity-act-call-opened = Hat den Aufruf von { $object } geöffnet
activity-act-call-closed = Hat den Aufruf von { $object } geschlossen
activity-act-call-moved = Hat über die verschobene Frist von { $object } informiert
activity-act-outcomes-recorded = Hat die Ergebnisse von { $object } festgehalten
activity-act-decisions-released = Hat die Entscheidungen von { $object } freigegeben: { $after }
activity-act-selection-noticed = Hat die Leitung von { $object } benachrichtigt
activity-act-late-link-given = Hat { $object } einen Nachreichelink bis { $after } gegeben
activity-act-late-link-revoked = Hat den Nachreichelink von { $object } zurückgezogen
activity-act-proposal-imported = Hat die Einreichung „{ $object }“ importiert
activity-act-proposal-edited = Hat die Einreichung „{ $object }“ bearbeitet
activity-act-proposal-submitted = Hat die Einreichung „{ $object }“ eingereicht
activity-act-proposal-withdrawn = Hat die Einreichung „{ $object }“ zurückgezogen
activity-act-proposal-deleted = Hat den Entwurf „{ $object }“ gelöscht
activity-act-move-asked = Hat einen anderen Track um die Übernahme der Einreichung „{ $object }“ gebeten
activity-act-move-answered = Hat über die Verschiebung der Einreichung „{ $object }“ entschieden
activity-act-proposal-merged = Hat die Einreichung „{ $object }“ mit einer anderen zusammengeführt
activity-act-proposal-confirmed = Hat die Zusage für „{ $object }“ bestätigt
activity-act-proposal-declined = Hat die Zusage für „{ $object }“ abgelehnt
activity-act-became-track = Hat aus der Einreichung „{ $object }“ einen Track gemacht
activity-act-review-given = Hat die Einreichung „{ $object }“ begutachtet
activity-act-conflict-declared = Hat eine Befangenheit bei der Einreichung „{ $object }“ erklärt
activity-act-conflict-lifted = Hat eine Befangenheit bei der Einreichung „{ $object }“ aufgehoben
activity-act-tags-changed = Hat die Schlagworte der Einreichung „{ $object }“ geändert
activity-act-decision-made = Hat über die Einreichung „{ $object }“ entschieden: { $after }
activity-act-decision-delivered = Hat die Entscheidung über die Einreichung „{ $object }“ gesendet: { $after }
activity-act-speakers-invited = Hat Vortragende von „{ $object }“ eingeladen, Plätze abzurufen: { $after }
activity-act-live-links-changed = Hat die Online-Links von „{ $object }“ geändert
activity-act-sessions-changed = Hat den Zeitplan geändert: { $object }
activity-act-timetable-published = Hat die Fassung { $object } des Zeitplans veröffentlicht
activity-act-bof-changed = Hat die BoF „{ $object }“ bearbeitet
activity-act-bof-cancelled = Hat die BoF „{ $object }“ abgesagt
activity-act-bofs-placed = Hat wartenden BoFs freie Plätze gegeben: { $after }
activity-act-person-erased = Daten einer Person gelöscht ({ $object })
activity-act-data-ended = Löschung von Daten begonnen, deren Aufbewahrungsfrist endete
activity-act-webhook-added = Webhook hinzugefügt ({ $object })
activity-act-webhook-changed = Webhook geändert ({ $object })
activity-act-webhook-removed = Webhook entfernt ({ $object })
activity-act-webhook-secret-rotated = Webhook bekam ein neues Geheimnis ({ $object })
activity-act-webhook-disabled = Dauerhaft fehlschlagender Webhook abgeschaltet ({ $object })
activity-act-webhook-tested = Testereignis an einen Webhook gesendet ({ $object })
activity-act-webhook-replayed = Zustellung an einen Webhook wiederholt ({ $object })
activity-act-history-imported = Hat die Teilnehmenden von { $object } importiert: { $after }
activity-act-history-removed = Hat den Import von { $object } entfernt
activity-act-history-erased = Hat eine Person aus dem Import von { $object } gelöscht

## Die Statistik

statistics-lead = Wer gekommen ist, was aus der Warteliste und was aus den Einreichungen wurde.
statistics-passes = Pässe vor Ort
statistics-here = Eingecheckt
statistics-no-show = Nicht erschienen
statistics-virtual = Online-Pässe
statistics-offered-on = Anderen angebotene Pässe
statistics-days-title = Erste Check-ins nach Tag
statistics-no-check-ins = Noch niemand ist eingecheckt.
statistics-table = Als Tabelle
statistics-day = Tag
statistics-pools-title = Anwesenheit nach Pool
statistics-pool = Pool
statistics-newcomers-title = Neue
statistics-newcomers = Zum ersten Mal in dieser Reihe
statistics-returning = Für eine frühere Ausgabe registriert
statistics-waitlist-title = Warteliste
statistics-no-waitlist = Niemand war auf der Warteliste.
statistics-joined = Eingetragen
statistics-offered = Bekamen ein Angebot
statistics-accepted = Angenommen
statistics-declined = Abgelehnt
statistics-lapsed = Angebot verfallen
statistics-left = Ausgetragen oder anders zu einem Pass gekommen
statistics-open-offers = Offene Angebote
statistics-waiting = Warten noch
statistics-median = Mittlere Zeit bis zum Angebot (Median)
statistics-longest = Längste Zeit bis zum Angebot
statistics-minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }
statistics-hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
statistics-days =
    { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
statistics-tracks-title = Einreichungen nach Track
statistics-track = Track
statistics-submitted = Eingereicht
statistics-track-accepted = Angenommen
statistics-standby = Nachrücken
statistics-rejected = Abgelehnt
statistics-withdrawn = Zurückgezogen
statistics-undecided = Offen

## Probleme

must-be-instant-or-day-since = muss ein Zeitpunkt oder ein Tag sein, zum Beispiel 2030-02-01
