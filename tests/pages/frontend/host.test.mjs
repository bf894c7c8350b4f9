// What the page around a frame is told, and the addresses that are given to others.

import assert from "node:assert/strict";
import { test } from "node:test";

import { frameOf } from "../../../pages/frontend/common/embedding.js";
import { messageTo, sharedAddress } from "../../../pages/frontend/common/host.js";

const CLOUD = ["https://*.streamlit.app"];
const QUERY = "?hidden=4,4&step=8";

test("an allowed page is told the query, in Streamlit's words", () => {
  assert.deepEqual(messageTo("https://a.streamlit.app", QUERY, CLOUD),
    { stCommVersion: 1, type: "SET_QUERY_PARAM", queryParams: QUERY });
});

test("a page that is not allowed is told nothing", () => {
  for (const origin of ["https://evil.example", "http://a.streamlit.app", "https://streamlit.app", "null",
    "https://a.streamlit.app.evil.example", "https://a.streamlit.app:444", "https://a-streamlit.app"]) {
    assert.equal(messageTo(origin, QUERY, CLOUD), null, origin);
    assert.equal(messageTo(origin, QUERY, []), null, origin);
  }
});

test("a Space is told the query and an empty hash", () => {
  assert.deepEqual(messageTo("https://huggingface.co", QUERY, []), { queryString: QUERY, hash: "" });
  assert.deepEqual(messageTo("https://huggingface.co", "", []), { queryString: "?", hash: "" });
});

test("others get the address at the host if it is known, else the app's own", () => {
  const own = `https://a.streamlit.app/~/+/one_step${QUERY}`;
  assert.equal(sharedAddress(own, ""), own);
  assert.equal(sharedAddress(own, "javascript:alert(1)//"), own);
  assert.equal(sharedAddress(own, "https://a.streamlit.app"), `https://a.streamlit.app/one_step${QUERY}`);
  assert.equal(sharedAddress(`https://a.streamlit.app/~/+/${QUERY}`, "https://a.streamlit.app/"),
    `https://a.streamlit.app/${QUERY}`);
});

const SMALL = { title: "", width: 1, height: 1 };
const sourceOf = (frame) => / src="([^"]*)"/.exec(frame)[1].replaceAll("&amp;", "&");

test("a frame shows the address embedded, in the size of the picture, and may use the clipboard", () => {
  assert.equal(frameOf(`http://host/page${QUERY}`, { title: '"A" & <B>', width: 700.2, height: 500 }),
    '<iframe src="http://host/page?embed=true&amp;hidden=4,4&amp;step=8" ' +
    'title="&quot;A&quot; &amp; &lt;B>" width="733" height="524" ' +
    'style="border: 0; max-width: 100%" allow="clipboard-write; fullscreen"></iframe>');
});

test("an address that is embedded already stays as it is", () => {
  for (const search of ["?embed=true", "?hide=lr&embed=true", "?embed=true&embed_options=show_toolbar"]) {
    assert.equal(sourceOf(frameOf(`http://host/${search}`, SMALL)), `http://host/${search}`);
  }
  assert.equal(sourceOf(frameOf("http://host/", SMALL)), "http://host/?embed=true");
});
