// Writes the link and the step into the page's address, in scenes without a stage.

import { Address } from "./common/address.js";
import { decode } from "./common/decode.js";

const address = new Address();

export default function mount({ data }) {
  if (!data) return;
  const { link, step } = decode(data);
  address.follow(link);
  address.update(step, true);
}
