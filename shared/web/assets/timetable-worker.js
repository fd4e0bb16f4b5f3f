// Caches the opened pages of one timetable for offline use. The network comes first; a cached page shows its age.
"use strict";
const { scope } = self.registration;
const KEPT = `timetable ${scope}`;
const WHOLE = `${scope}timetable`;
const DETAIL = `${WHOLE}?detail=1`;
const MOST = 300;

// An answer that is only for its reader, and only now, is never cached: it may show links for people with a pass.
const isCacheable = (answer) => answer.ok && !/no-store/.test(answer.headers.get("cache-control") ?? "");

const keep = async (addresses) => {
  const cache = await caches.open(KEPT);
  const one = async (address) => {
    // As a browser asks for a page: programs get another answer at the same address.
    const answer = await fetch(address, { headers: { accept: "text/html,*/*;q=0.8" } });
    if (isCacheable(answer)) await cache.put(address, answer);
  };
  await Promise.all(addresses.map((address) => one(address).catch(() => {})));
};

self.addEventListener("install", (event) => {
  // With all abstracts: a session's own page may never have been opened.
  event.waitUntil(keep([WHOLE, DETAIL]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page that registered the worker sends the addresses of its own assets.
self.addEventListener("message", (event) => {
  const own = (address) => typeof address === "string" && new URL(address, scope).origin === self.location.origin;
  if (Array.isArray(event.data)) event.waitUntil(keep(event.data.filter(own)));
});

// Adds the date of a cached page, for the page's script to show.
const dated = async (kept) => {
  const text = await kept.text();
  const since = (kept.headers.get("date") ?? "").replace(/[^\w :,]/g, "");
  return new Response(text.replace('id="age"', `id="age" data-kept="${since}"`), { headers: kept.headers });
};

const fresh = async (request) => {
  const cache = await caches.open(KEPT);
  const isPage = request.mode === "navigate";
  try {
    const answer = await fetch(request);
    if (isCacheable(answer) && answer.type === "basic") {
      await cache.put(request, answer.clone());
      const keys = await cache.keys();
      await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((old) => cache.delete(old)));
    }
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return isPage ? dated(kept) : kept;
    if (!isPage) throw error;
    // A session that was never opened is on the page with all of them; any other view is the whole timetable.
    const session = new URL(request.url).pathname.match(/\/sessions\/([\w-]+)$/);
    if (session) return Response.redirect(`${DETAIL}#s-${session[1]}`);
    const whole = await cache.match(WHOLE, { ignoreVary: true });
    if (whole) return dated(whole);
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const rest = url.href.startsWith(scope) ? url.href.slice(scope.length) : "";
  const isView = request.mode === "navigate" && /^(timetable|sessions\/)/.test(rest);
  const isOwn = /^timetable\/(edit|publish|bookmarks|wall)/.test(rest) || url.searchParams.has("draft");
  const isFile = /\.(ics|csv|json|xml)$/.test(url.pathname);
  if ((isView && !isOwn && !isFile) || url.pathname.startsWith("/assets/")) event.respondWith(fresh(request));
});
