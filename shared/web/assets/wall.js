// Keeps a screen in the hall current: asks for the page again every 30 seconds. If that fails, the last state stays and
// a note says how old it is.
(() => {
  "use strict";
  const EVERY = 30000;
  // A screen's own clock is trusted up to this difference, because a cached page is up to a minute old.
  const TRUSTED = 120000;
  const clock = document.getElementById("clock");
  const stale = document.getElementById("stale");
  const format = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.dataset.zone,
  });
  let ahead = 0;
  let updated;

  const set = (at) => {
    const difference = Date.parse(at) - Date.now();
    ahead = Math.abs(difference) < TRUSTED ? 0 : difference;
    updated = Date.now();
  };
  const shown = (at) => format.format(at + ahead);
  const tick = () => {
    clock.textContent = shown(Date.now());
  };

  const assets = (page) =>
    [...page.head.querySelectorAll("link[rel=stylesheet], script[src]")]
      .map((part) => part.getAttribute("href") ?? part.getAttribute("src"))
      .join(" ");
  let last = document.getElementById("board").innerHTML;

  const take = (page) => {
    const wall = page.querySelector("main.wall");
    if (!wall) throw new Error("not the wall display");
    // A new version of Plumbline.
    if (assets(page) !== assets(document)) return location.reload();
    document.getElementById("main").className = wall.className;
    document.getElementById("today").textContent = page.getElementById("today").textContent;
    const board = page.getElementById("board");
    // What has not changed keeps the focus.
    if (board.innerHTML !== last) {
      last = board.innerHTML;
      document.getElementById("board").replaceChildren(...board.childNodes);
    }
    set(page.getElementById("clock").dateTime);
  };

  const refresh = async () => {
    try {
      const signal = AbortSignal.timeout(EVERY - 5000);
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-cache", signal });
      if (!answer.ok) throw new Error(String(answer.status));
      take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      stale.textContent = "";
    } catch {
      stale.textContent = stale.dataset.text.replace("#", shown(updated));
    }
  };

  set(clock.dateTime);
  tick();
  setInterval(tick, 1000);
  setInterval(refresh, EVERY);
  addEventListener("online", refresh);
})();
