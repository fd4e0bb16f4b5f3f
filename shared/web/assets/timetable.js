// Bookmarks, the reader's time zone, and the timetable offline. The page works without this script. Its texts are in
// the data attributes of `#texts`.
(() => {
  "use strict";
  const script = document.currentScript;
  const timetable = script.dataset.timetable;
  const texts = document.getElementById("texts")?.dataset ?? {};
  const key = `bookmarks ${timetable}`;

  const marked = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
    } catch {
      return [];
    }
  };
  const keep = (ids) => {
    try {
      localStorage.setItem(key, JSON.stringify(ids));
    } catch {
      // Private windows may not allow storage.
    }
  };
  // Signed-in readers have bookmarks on each device: the server's list counts, once this browser's own were added.
  // Other readers have them in this browser only; the script asks the server once per page.
  const remembers = (storage, what) => {
    try {
      return storage().getItem(`${key} ${what}`) !== null;
    } catch {
      return true;
    }
  };
  const kept = async (method, ids) => {
    if (remembers(() => sessionStorage, "alone")) return null;
    const body = ids && JSON.stringify({ sessions: ids });
    const headers = { accept: "application/json", ...(ids && { "content-type": "application/json" }) };
    const answer = await fetch(`${timetable}/bookmarks`, { method, headers, body }).catch(() => null);
    if (answer?.status === 401) sessionStorage.setItem(`${key} alone`, "yes");
    return answer?.ok ? (await answer.json()).sessions : null;
  };
  const meet = async () => {
    const theirs = await kept("GET");
    if (!theirs) return;
    if (remembers(() => localStorage, "met")) return keep(theirs);
    keep([...new Set([...theirs, ...marked()])]);
    if (await kept("PUT", marked())) localStorage.setItem(`${key} met`, "yes");
  };
  let met;
  const meetOnce = () => (met ??= meet());

  const element = (name, attributes, text) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    if (text) made.textContent = text;
    return made;
  };

  const sessions = [...document.querySelectorAll(".session[data-session]")];

  // --- Bookmarks, and a calendar of them
  const mine = document.getElementById("mine");
  const show = () => {
    const ids = marked();
    for (const session of sessions) {
      const is = ids.includes(session.dataset.session);
      session.classList.toggle("marked", is);
      const button = session.querySelector("button.star");
      if (button) {
        button.setAttribute("aria-pressed", String(is));
        button.firstChild.textContent = is ? "★" : "☆";
      }
    }
    if (!mine) return;
    mine.hidden = ids.length === 0;
    mine.replaceChildren();
    if (ids.length > 0) {
      const link = element("a", { href: `${timetable}.ics?sessions=${ids.map(encodeURIComponent).join(",")}` }, texts.calendar);
      const only = element("button", { type: "button", class: "chip", "aria-pressed": "false" }, texts.only);
      only.addEventListener("click", () => {
        const on = document.body.classList.toggle("only-marked");
        only.setAttribute("aria-pressed", String(on));
        only.textContent = on ? texts.all : texts.only;
      });
      mine.append(element("strong", {}, texts.count.replace("#", ids.length)), only, link);
    }
  };
  for (const session of sessions) {
    const title = session.querySelector("a")?.textContent ?? "";
    const button = element("button", { type: "button", class: "star", "aria-pressed": "false" });
    button.append("☆", element("span", { class: "vh" }, ` ${texts.bookmark}: ${title}`));
    button.addEventListener("click", async () => {
      await meetOnce();
      const ids = marked();
      const id = session.dataset.session;
      const now = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
      keep(now);
      show();
      kept("PUT", now);
    });
    session.prepend(button);
  }
  show();
  if (sessions.length > 0 && marked().length > 0) meetOnce().then(show);

  // --- The reader's time zone, offered if it differs from the page's
  const zone = document.getElementById("zone");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && own && own.includes("/") && own !== (zone.value || zone.placeholder)) {
    const button = element("button", { type: "button", class: "quiet" }, texts.zone.replace("#", own));
    button.addEventListener("click", () => {
      zone.value = own;
      zone.form.requestSubmit();
    });
    zone.form.append(button);
  }

  // --- The age of a cached page, and reloading the page of what is on now
  const age = document.getElementById("age");
  if (age?.dataset.kept) {
    const minutes = Math.max(0, Math.round((Date.now() - Date.parse(age.dataset.kept)) / 60000));
    const units = [[1440, "day"], [60, "hour"], [1, "minute"]];
    const [many, unit] = units.find(([many]) => minutes >= many) ?? [1, "minute"];
    const spoken = new Intl.RelativeTimeFormat(document.documentElement.lang.slice(0, 2)).format(-Math.floor(minutes / many), unit);
    const text = texts.offline.replace("#", minutes === 0 ? texts.moment : spoken);
    age.before(element("p", { class: "note warn", role: "status" }, text));
  }
  const seconds = Number(script.dataset.refresh);
  if (seconds > 0) setInterval(() => navigator.onLine && !document.hidden && location.reload(), seconds * 1000);

  if ("serviceWorker" in navigator && script.dataset.worker) {
    const scope = timetable.slice(0, -"timetable".length);
    const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((part) => part.href || part.src);
    navigator.serviceWorker
      .register(script.dataset.worker, { scope })
      .then(() => navigator.serviceWorker.ready)
      .then((registration) => registration.active?.postMessage([location.href, ...parts]))
      .catch(() => {});
  }
})();
