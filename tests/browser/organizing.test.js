// An organizer: signs in by mail, changes a pool until it is sold out, invites, reads the lists.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { linkIn, startServer } from "./server.js";
import { launch, visitor } from "./visit.js";

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([startServer(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const ORGANIZER = "organizer@example.org";
const home = "/conferences/lpc-2023";

async function register(visit, email) {
  await visit.page.goto(`${home}/register`);
  await visit.page.getByLabel("Name", { exact: true }).fill("An Attendee");
  await visit.page.getByLabel("E-mail").fill(email);
  await visit.page.getByLabel("In person").check();
  await visit.page.getByRole("button", { name: /register/i }).click();
}

test("an organizer sells out a pool, reopens it, invites, and reads what happened", async () => {
  const visit = await visitor(browser, server.url);
  const { page, look } = visit;
  await page.goto("/sign-in");
  await look("sign-in");
  await page.getByLabel("E-mail").fill(ORGANIZER);
  await page.getByRole("button").click();
  await look("sign-in-code");
  const [mail] = await server.mailsTo(ORGANIZER);
  await page.goto(linkIn(mail, server.url));
  await look("sign-in-button");
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL(/\/desk$/);
  await look("me");

  await page.goto(`${home}/desk`);
  await look("organize");
  await page.goto(`${home}/pools`);
  await look("pools");
  const general = page.locator("section", { has: page.getByRole("heading", { name: /^general/ }) });
  await general.getByLabel("New capacity").fill("1");
  await general.getByRole("button", { name: "Preview" }).click();
  await general.getByRole("button", { name: "Change capacity" }).click();

  const attendee = await visitor(browser, server.url);
  await register(attendee, "first@example.org");
  await attendee.page.waitForURL(/\/registrations\//);
  await register(attendee, "second@example.org");
  assert.match(await attendee.page.content(), /Sold out/i);
  await attendee.look("sold-out");
  await attendee.page.goto(home);
  await attendee.look("edition-sold-out");

  await page.goto(`${home}/pools`);
  await general.getByLabel("New capacity").fill("2");
  await general.getByRole("button", { name: "Preview" }).click();
  await general.getByRole("button", { name: "Change capacity" }).click();
  for (let tries = 0; ; tries++) {
    await register(attendee, "second@example.org");
    if (/\/registrations\/./.test(attendee.page.url()) && !/Sold out/i.test(await attendee.page.content())) break;
    assert.ok(tries < 50, "raised capacity is on sale by itself");
    await new Promise((done) => setTimeout(done, 100));
  }
  await attendee.close();

  await page.goto(`${home}/pools`);
  await page.locator("section", { hasText: "speakers" }).getByRole("link", { name: "Invitations" }).click();
  await page.getByLabel("E-mail").fill("speaker@example.org");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await look("invitations");
  const [invitation] = await server.mailsTo("speaker@example.org");
  const speaker = await visitor(browser, server.url);
  await speaker.page.goto(linkIn(invitation, server.url));
  await speaker.look("form-with-invitation");
  await speaker.page.getByLabel("Name", { exact: true }).fill("A Speaker");
  await speaker.page.getByLabel("E-mail").fill("speaker@example.org");
  await speaker.page.getByRole("button", { name: /register/i }).click();
  await speaker.page.waitForURL(/\/registrations\//);
  assert.match(await speaker.page.content(), /speakers/);
  await speaker.close();

  for (const list of ["registrations", "mails", "definition"]) {
    await page.goto(`${home}/${list}`);
    await look(list);
  }
  await page.goto("/me");
  await page.getByRole("button", { name: /sign out/i }).first().click();
  await page.goto(`${home}/pools`);
  assert.match(await page.content(), /Sign in/);
  await look("sign-in-first");
  await visit.close();
});
