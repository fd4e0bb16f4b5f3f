// Keeps the pages of one timetable that were opened, so that they open without a network too. What the network gives
// comes first; what is kept says how old it is (its `Last-Modified`).
"use strict";
const KEPT = `timetable ${self.registration.scope}`;
const MOST = 200;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(KEPT);
      await cache.addAll([self.registration.scope]).catch(() => {});
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const fresh = async (request) => {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic") {
      await cache.put(request, answer.clone());
      const keys = await cache.keys();
      await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((old) => cache.delete(old)));
    }
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    // A view that was never opened: the whole timetable instead.
    const whole = request.mode === "navigate" ? await cache.match(self.registration.scope, { ignoreVary: true }) : undefined;
    if (kept ?? whole) return kept ?? whole;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const editing = /\/timetable\/(edit|publish|bookmarks)$/.test(url.pathname) || url.searchParams.has("draft");
  if (request.method === "GET" && url.origin === self.location.origin && !editing) event.respondWith(fresh(request));
});
