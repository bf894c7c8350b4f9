// Takes in the server's responses: scenes, rows, frames, exact pictures and the state of the run.

import { afterPaint } from "../common/after_paint.js";

const REDUCED_MOTION_RATE = 10;

export class Responses {
  constructor(player) {
    this.player = player;
  }

  // A message may contain a scene, rows, frames, an exact picture and the state of the run. A message
  // about another run means that its scene was lost on the way: it is requested.
  async receive(message) {
    const { player } = this;
    if (message.link) player.address.follow(message.link);
    this.checkSession(message.session);
    if (message.scene) await this.change(message.scene);
    const isOurs = message.run === player.run && message.view === player.view;
    player.needsScene = !isOurs;
    if (isOurs) this.take(message);
    player.requests.answered(message.n ?? 0, isPending(message));
    player.refresh();
    player.requests.pump();
    if (isOurs && message.exact) await this.exact(message.exact);
  }

  // Another session knows nothing of the last request: the server was lost, or has restarted.
  checkSession(session) {
    if (this.session && session !== this.session) this.player.requests.lost();
    this.session = session;
  }

  take(message) {
    const { player } = this;
    this.learn(message);
    this.store(message);
    if (message.most_rate) player.limitRate(message.most_rate);
    player.pending = message.pending ?? null;
    player.remarks?.take(message.remarks);
  }

  async change(scene) {
    const { player } = this;
    const isOtherRun = scene.run !== player.run;
    const isOther = isOtherRun || scene.view !== player.view;
    if (!scene.edits) for (const figure of scene.figures ?? []) delete figure.weights;
    player.isChanging = true;
    player.error = null;
    await player.gallery.show(scene);
    player.isChanging = false;
    player.element.dataset.theme = scene.theme ?? "light";
    if (isOther) player.buffer.clear();
    if (isOther) player.sparse.clear();
    if (isOtherRun) this.begin(scene);
    if (scene.moves) this.move(scene);
    this.adopt(scene);
    player.moveTo(player.at);
    player.redraw();
    player.requests.settle();
  }

  // A run that branches off the one shown plays on from the step that the reader has reached: the picture
  // does not jump back.
  begin(scene) {
    const { player } = this;
    player.history.clear();
    player.stop.reached = null;
    const step = scene.step ?? 0;
    const isFork = player.isPlaying && scene.forks === player.run;
    player.at = isFork ? Math.max(player.at, step) : step;
  }

  // The page asks for another step of the run that is shown.
  move(scene) {
    this.player.halt();
    this.player.at = scene.step ?? 0;
  }

  adopt(scene) {
    const { player } = this;
    Object.assign(player, { run: scene.run, view: scene.view, scene: scene.id ?? "", isReady: true,
      last: scene.last ?? Infinity, limit: Math.max(scene.limit ?? scene.last, 1),
      ended: scene.ended ?? null, exactStep: null, isStale: true });
    player.buffer.size = scene.size ?? 32;
    player.history.limit = player.gallery.seriesLimit("rows");
    player.sparse.limit = player.gallery.seriesLimit("sparse");
    player.remarks?.offer(scene);
    player.drawing?.offer(scene);
    player.weight?.offer(scene);
    player.transport.offer(scene);
    this.adoptPaces(scene);
    player.stop.adopt(scene);
  }

  // The reader's choice of pace holds until the page asks for another.
  adoptPaces({ speed = 1, rate = 60, rates = [60] }) {
    const { player } = this;
    if (speed !== this.offered?.speed) player.speed = speed;
    if (rate !== this.offered?.rate) player.rate = reducedRate(rate, rates);
    this.offered = { speed, rate };
    player.setPace(player.speed, player.rate);
  }

  learn({ last, ended }) {
    const { player } = this;
    if (last !== undefined && last !== null) player.last = last;
    if (ended !== undefined) player.ended = ended;
    if (player.at > player.last) player.finish();
  }

  store(message) {
    const { player } = this;
    player.history.add(message.history);
    for (const batch of message.batches ?? []) {
      player.history.add(batch.rows);
      player.history.add(batch.extra);
      player.sparse.add(batch.sparse);
      player.buffer.add(batch);
    }
    player.sparse.add(message.sparse);
    if (!player.isPlaying && (player.isStale || message.history || message.sparse)) {
      player.exactStep = null;
      player.redraw();
    }
    if (message.exact && this.isWanted(message.exact)) player.exactStep = message.exact.step;
  }

  isWanted({ step }) {
    const { player } = this;
    return !player.isPlaying && !player.isDragging && step === player.at;
  }

  // Plotly takes a while: the frame alone is painted first. A frame that is not here yet is still wanted: it
  // has what the exact picture lacks.
  async exact(exact) {
    const { player } = this;
    if (!player.isStale) await afterPaint();
    if (!this.isWanted(exact)) return;
    player.exactStep = exact.step;
    player.drawn = exact.step;
    player.weight?.take(exact);
    await player.gallery.exact(exact);
    player.refresh();
  }
}

// More of what was requested follows the next request.
function isPending({ pending, remarks }) {
  return Boolean(pending || remarks?.pending);
}

// Readers whose system is set to reduced motion start slowly, unless the page chose a pace.
function reducedRate(rate, rates) {
  const isReduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return isReduced && rate === rates[0] && rates.includes(REDUCED_MOTION_RATE) ? REDUCED_MOTION_RATE : rate;
}
