// One person with a browser alone: sets up an edition in an empty Plumbline, opens registration, sells out, serves the
// waitlist, changes settings and sees their effects, finds people, and writes to everyone.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startServer } from "./server.js";
import { launch, signIn, text, visitor } from "./visit.js";

const ORGANIZER = "organizer@example.org";
const home = "/conferences/example-2040";

let server, browser, data;
before(async () => {
  data = mkdtempSync(join(tmpdir(), "plumbline-"));
  [server, browser] = await Promise.all([startServer(["--data", data]), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (data) rmSync(data, { recursive: true });
});

async function setUp({ page, look }) {
  await page.goto("/");
  await page.getByRole("link", { name: /set up/i }).first().click();
  await look("setup-1");
  await page.getByLabel("Name", { exact: true }).fill("Example Conference 2040");
  await page.getByLabel("Short name").fill("example-2040");
  await page.getByLabel("Venue").fill("Old Hall");
  await page.getByLabel("City").fill("Berlin");
  await page.getByLabel("Country").fill("Germany");
  await page.getByLabel("First day").fill("2040-05-02");
  await page.getByLabel("Last day").fill("2040-05-04");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByLabel("Your e-mail address").fill(ORGANIZER);
  await page.getByRole("button", { name: "Continue" }).click();
  await look("setup-2");
  await page.getByLabel("Single track").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await look("setup-3");
  await page.locator("[name='pools/general/capacity']").fill("1");
  await page.locator("[name='registration/opens']").fill("2020-01-01T09:00:00");
  await page.getByRole("button", { name: "Create the conference" }).click();
  await look("setup-done");
}

async function register(visit, email) {
  await visit.page.goto(`${home}/register`);
  await visit.page.getByLabel("Name", { exact: true }).fill("An Attendee");
  await visit.page.getByLabel("E-mail").fill(email);
  await visit.page.getByRole("button", { name: /register/i }).click();
}

test("an organizer begins with nothing and runs a conference from the browser", async () => {
  const visit = await visitor(browser, server.url);
  const { page, look } = visit;
  await setUp(visit);
  await signIn(page, server, ORGANIZER);
  await page.goto(`${home}/desk`);
  await look("desk-new");

  const attendee = await visitor(browser, server.url);
  await register(attendee, "first@example.org");
  await attendee.page.waitForURL(/\/registrations\//);
  await attendee.page.goto(`${home}/join-waitlist`);
  await attendee.page.getByLabel("Name", { exact: true }).fill("A Latecomer");
  await attendee.page.getByLabel("E-mail").fill("second@example.org");
  await attendee.page.getByLabel(/why/i).fill("To learn.");
  await attendee.page.getByRole("button", { name: /waitlist/i }).click();
  await attendee.page.waitForURL(/\/waitlist\/./);
  await attendee.close();

  // The effects of a setting are shown before it is saved.
  await page.goto(`${home}/settings/passes`);
  await look("settings-passes");
  await page.locator("[name='pools/0/capacity']").fill("2");
  await page.getByRole("button", { name: "Save" }).click();
  await look("settings-effects");
  assert.match(await text(page), /offer/i);
  await page.locator("main form").getByRole("button").first().click();
  assert.match(await text(page), /Saved/);
  await server.mailsTo("second@example.org", "Offer:");

  // Everybody, found by a part of a name.
  await page.goto(`${home}/people?q=late`);
  await look("people");
  assert.match(await text(page), /A Latecomer/);
  assert.doesNotMatch(await text(page), /An Attendee/);
  await page.getByRole("link", { name: "A Latecomer" }).first().click();
  await look("person");
  for (const room of ["desk", "settings", "settings/mails", "settings/mails/offer", "activity", "messages", "mails"]) {
    await page.goto(`${home}/${room}`);
    await look(room.replaceAll("/", "-"));
  }
  await visit.close();
});

for (const [role, email] of [["settings", ORGANIZER]]) {
  test(`an organizer changes ${role} without scripts`, async () => {
    const { page, look, close } = await visitor(browser, server.url, { javaScript: false });
    await signIn(page, server, email);
    await page.goto(`${home}/settings/basics`);
    await page.locator("[name='name']").fill("Example Conference, May 2040");
    await page.getByRole("button", { name: "Save" }).click();
    if (!/Saved/.test(await text(page))) await page.locator("main form").getByRole("button").first().click();
    assert.match(await text(page), /Saved/);
    await look("settings-saved");
    await page.goto(home);
    assert.match(await text(page), /Example Conference, May 2040/);
    await close();
  });
}
