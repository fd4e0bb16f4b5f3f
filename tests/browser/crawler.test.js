// Every page that links lead to, for each kind of reader, in the middle of a season: it answers, its HTML is valid, it
// fits phones, tablets and desks in long and in mirrored text, its letters and targets are large enough, and no page of
// the contract is without a link to it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { linksOf, pageRoutes, routeOf } from "./pages.js";
import { startServer } from "./server.js";
import { launch, signIn, visitor } from "./visit.js";

const PER_ROUTE = 2;
// Each part of the settings has a form of its own.
const SECTIONS_MOST = 10;
const WIDTHS = [320, 768, 1280];
const LETTERS_LEAST = 14;
// Fingers need more than a mouse pointer.
const TARGETS = { 320: 44, 768: 44, 1280: 24 };

// Pages that only an act, a mail or a program leads to; other journeys open them.
const WITHOUT_LINK = [
  "/problems/{problem}",
  "/sign-in/{token}",
  "/me/erasure/{token}",
  "/me/link/{token}",
  "/unsubscribe/{token}",
  "/conferences/{conference}/registrations/{id}/reconfirm",
  "/conferences/{conference}/tracks/{track}/remind/{watch}",
  "/conferences/{conference}/proposals/{id}/speakers/{speaker}",
  "/conferences/{conference}/proposals/{id}/answer",
  // Passes lead to it after the end.
  "/conferences/{conference}/registrations/{id}/certificate",
  "/conferences/{conference}/proposals/{id}/become-track",
  "/conferences/{conference}/tracks/{track}/compare",
  "/conferences/{conference}/messages/{id}",
  // The search field of the desk.
  "/conferences/{conference}/find",
  // The document of a mail, in a frame of its page.
  "/conferences/{conference}/mails/{mail}/html",
];

const SEASON = [
  { who: "anyone" },
  { who: "an attendee", email: "attendee-7@example.org" },
  { who: "a speaker", email: "speaker-1@example.org" },
  { who: "a reviewer", email: "reviewer-1@example.org" },
  { who: "a lead", email: "lead.net@example.org" },
  { who: "an organizer", email: "organizer@example.org" },
];

// Once the timetable is published, there are sessions and people.
const DAY = [{ who: "anyone" }, { who: "an organizer", email: "organizer@example.org" }];

const valid = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // How the markup is written, not what it is.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "attr-quotes": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "long-title": "off",
    "no-implicit-button-type": "off",
    "no-raw-characters": "off",
    "no-implicit-input-type": "off",
    // An id may have any character but a space.
    "valid-id": ["error", { relaxed: true }],
    // The wall display, for a screen without scripts that nobody types at.
    "meta-refresh": "off",
    // Several buttons of a form share a name: the one that is pressed is sent.
    "form-dup-name": "off",
  },
});

// What is wrong with the look of the page at its present width.
function faults({ letters, target }) {
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 30)}"`;
  const found = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push(`${wide} px too wide`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    // A badge is shown as large as it is printed.
    if (!node.textContent.trim() || !shown(element) || element.closest("svg, .badge")) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < letters) found.push(`small letters: ${name(element)}`);
  }
  for (const element of document.querySelectorAll("button, .btn, .in, select, summary, nav a, input[type=submit]")) {
    if (shown(element) && element.getBoundingClientRect().height < target - 0.5) found.push(`small target: ${name(element)}`);
  }
  return [...new Set(found)].slice(0, 5);
}

// Whether an address is a page of the product for readers: no download, no page of the local run, no other language.
function isPage(path) {
  const { pathname, searchParams } = new URL(path, "http://localhost");
  const isMail = /\/mails\/[^/]+\/html$/.test(pathname);
  return !isMail && !/\.[a-z]+$/.test(pathname) && !pathname.startsWith("/_local") && !searchParams.has("lang");
}

async function crawl(page, url, routes) {
  const [seen, times, pages, wrong] = [new Set(), new Map(), [], []];
  const queue = ["/"];
  while (queue.length > 0) {
    const path = queue.shift();
    const route = routeOf(routes, new URL(path, url).pathname) ?? path;
    const limit = route.endsWith("/settings/{section}") ? SECTIONS_MOST : PER_ROUTE;
    if (!isPage(path) || seen.has(path) || (times.get(route) ?? 0) >= limit) continue;
    seen.add(path);
    times.set(route, (times.get(route) ?? 0) + 1);
    const answer = await page.request.get(path, { headers: { accept: "text/html" } });
    if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
    // A link that needs a reader who is signed in leads to the way to sign in.
    if (answer.status() >= 400 && answer.status() !== 401) wrong.push(`${path} answers ${answer.status()}`);
    const html = await answer.text();
    pages.push({ path, route });
    const report = await valid.validateString(html);
    for (const { message, ruleId, line } of report.results.flatMap((result) => result.messages)) {
      wrong.push(`${path}:${line} ${ruleId}: ${message}`);
    }
    queue.push(...linksOf(html, answer.url()));
  }
  return { pages, wrong };
}

// Opens one page of each route in the languages that show what breaks, at each width.
async function look(page, pages) {
  const [looked, wrong] = [new Set(), []];
  for (const { path, route } of pages) {
    if (looked.has(route)) continue;
    looked.add(route);
    for (const language of ["en-XA", "ar-XB"]) {
      await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const found = await page.evaluate(faults, { letters: LETTERS_LEAST, target: TARGETS[width] });
        wrong.push(...found.map((fault) => `${path} in ${language} at ${width} px: ${fault}`));
      }
    }
  }
  return wrong;
}

// The sample has no webhook: nobody could receive what it sends.
async function addWebhook(page) {
  await page.goto("/conferences/lpc-2023/webhooks");
  await page.fill("[name=url]", "https://hooks.example.org/plumbline");
  await page.check("[name='events.offer.made']");
  await page.click("form[action$='/webhooks'] button");
}

const reached = new Set();
let browser, routes;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const [scene, readers] of Object.entries({ season: SEASON, day: DAY })) {
  test(`links and pages of the sample, scene ${scene}`, async (t) => {
    const server = await startServer(["--scene", scene]);
    t.after(() => server.stop());
    routes = await pageRoutes(server);
    for (const { who, email } of readers) {
      await t.test(`every page that ${who} comes to`, async () => {
        const { page, close } = await visitor(browser, server.url);
        if (email) await signIn(page, server, email);
        if (who === "an organizer" && scene === "season") await addWebhook(page);
        const { pages, wrong } = await crawl(page, server.url, routes);
        const first = pages.filter(({ route }) => !reached.has(`${who} ${route}`));
        wrong.push(...(await look(page, first)));
        for (const { route } of pages) reached.add(route).add(`${who} ${route}`);
        await close();
        assert.ok(pages.length >= 20, `${pages.length} pages`);
        assert.equal(wrong.join("\n"), "");
      });
    }
  });
}

test("a link leads to every page", () => {
  const pages = routes.filter((route) => !/\.[a-z]+$/.test(route) && !WITHOUT_LINK.includes(route));
  assert.deepEqual(pages.filter((route) => !reached.has(route)), []);
});
