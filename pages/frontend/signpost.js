// Keeps the page's address true on scenes without a stage: the link, and the step stood on.

import { Address } from "./address.js";
import { decode } from "./decode.js";

const address = new Address();

export default function mount({ data }) {
  if (!data) return;
  const { link, step } = decode(data);
  address.link = link;
  address.follow(step, true);
}
