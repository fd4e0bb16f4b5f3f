// Keeps the door's page, so that it opens without a network. It keeps no answer about a person: only the page itself,
// without a search or a result.
"use strict";
const { scope } = self.registration;
const KEPT = `check-in ${scope}`;

const keep = async (addresses) => {
  const cache = await caches.open(KEPT);
  const one = async (address) => {
    const answer = await fetch(address, { headers: { accept: "text/html,*/*;q=0.8" } });
    if (answer.ok && !answer.redirected) await cache.put(address, answer);
  };
  await Promise.all(addresses.map((address) => one(address).catch(() => {})));
};

self.addEventListener("install", (event) => event.waitUntil(keep([scope]).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  const own = (address) => typeof address === "string" && new URL(address, scope).origin === self.location.origin;
  if (Array.isArray(event.data)) event.waitUntil(keep([scope, ...event.data.filter(own)]));
});

const fresh = async (request, kept) => {
  try {
    return await fetch(request);
  } catch (error) {
    const answer = await (await caches.open(KEPT)).match(kept, { ignoreVary: true });
    if (answer) return answer;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fresh(request, scope));
  else if (/^\/(assets|conferences\/[^/]+\/appearance)\//.test(url.pathname)) event.respondWith(fresh(request, request.url));
});
