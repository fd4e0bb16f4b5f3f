// Sold out, waiting, an offer, accepting it, letting one run out: with the rehearsal clock, and without scripts too.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { linkIn, startServer } from "./server.js";
import { launch, signedIn, visitor } from "./visit.js";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const home = "/conferences/lpc-2023";

async function register(page, email) {
  await page.goto(`${home}/register`);
  await page.getByLabel("Name", { exact: true }).fill("An Attendee");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("In person").check();
  await page.getByRole("button", { name: /register/i }).click();
}

async function join(page, email) {
  await register(page, email);
  assert.match(await page.content(), /Sold out/i);
  await page.getByRole("link", { name: /join the waitlist/i }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Attendee");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Why do you want to attend?").fill("To talk about plumbing.");
  await page.getByRole("button", { name: "Join the waitlist" }).click();
  await page.waitForURL(/\/waitlist\//);
}

test("a returned pass is offered to the waitlist, and to the next person when the first does not answer", async () => {
  const organizer = await signedIn(browser, server, "organizer@example.org");
  await organizer.page.goto(`${home}/pools`);
  const general = organizer.page.locator("section", { has: organizer.page.getByRole("heading", { name: /^general/ }) });
  await general.getByLabel("New capacity").fill("1");
  await general.getByRole("button", { name: "Preview" }).click();
  await general.getByRole("button", { name: "Change capacity" }).click();

  const first = await visitor(browser, server.url);
  await register(first.page, "first@example.org");
  await first.page.waitForURL(/\/registrations\//);

  // Sold out leads to the waitlist.
  for (const [email, javaScript] of [["waiting@example.org", true], ["next@example.org", false]]) {
    const { page, look, close } = await visitor(browser, server.url, { javaScript });
    await page.goto(`${home}/join-waitlist`);
    await look("join");
    await join(page, email);
    await look("waiting");
    await close();
  }
  await organizer.page.goto(`${home}/waitlist`);
  await organizer.look("waitlist");

  // The first person's pass returns.
  await first.page.getByText("Cancel your pass").click();
  await first.page.getByRole("button", { name: /cancel/i }).click();
  await first.close();
  const [offer] = await server.mailsTo("waiting@example.org", "Offer: accept by");
  const waiting = await visitor(browser, server.url);
  await waiting.page.goto(linkIn(offer, server.url));
  assert.ok(!waiting.page.url().includes("token"), "the token leaves the address bar");
  await waiting.look("offer");
  await organizer.page.goto(`${home}/agenda`);
  assert.match(await organizer.page.content(), /Offers expire/);
  await organizer.look("agenda");

  // The offer is not answered for three days.
  await server.advance("PT80H");
  await waiting.page.getByRole("button", { name: "Accept pass" }).click();
  assert.match(await waiting.page.content(), /expired/i);
  await waiting.look("offer-lapsed");
  await waiting.close();
  await server.mailsTo("waiting@example.org", "expired");
  const [second] = await server.mailsTo("next@example.org", "Offer: accept by");
  const next = await visitor(browser, server.url, { javaScript: false });
  await next.page.goto(linkIn(second, server.url));
  await next.page.getByRole("button", { name: "Accept pass" }).click();
  await next.page.waitForURL(/\/registrations\//);
  assert.match(await next.page.content(), /Confirmed/);
  await next.look("accepted");
  await next.close();
  await organizer.page.goto(`${home}/waitlist`);
  assert.match(await organizer.page.content(), /Expired/);
  await organizer.look("waitlist-afterwards");
  await organizer.close();

  // Unclaimed reserved passes return at their time: first to the waitlist, then to general sale.
  const third = await visitor(browser, server.url);
  await join(third.page, "third@example.org");
  await server.advance("2023-10-07T12:00:00Z");
  const [released] = await server.mailsTo("third@example.org", "Offer: accept by");
  await third.page.goto(linkIn(released, server.url));
  await third.page.getByRole("button", { name: "Accept pass" }).click();
  await third.page.waitForURL(/\/registrations\//);
  await third.page.goto(`${home}/announcements`);
  assert.match(await third.page.content(), /reopened/i);
  await third.look("announcements-afterwards");
  await third.close();
  const walkIn = await visitor(browser, server.url);
  await register(walkIn.page, "walk-in@example.org");
  await walkIn.page.waitForURL(/\/registrations\//);
  await walkIn.close();
});
