// What messages bring, and what becomes of it: scenes, rows, frames, exact pictures, news.

import { painted } from "./painted.js";

const CALM_RATE = 10;

export class Intake {
  constructor(player) {
    this.player = player;
  }

  // A message may bring any of a scene, rows, frames, an exact picture and news of the run. One
  // about another run means that its scene was lost on the way: it is asked for.
  async absorb(message) {
    const { player } = this;
    if (message.link) player.address.link = message.link;
    this.meet(message.session);
    if (message.scene) await this.change(message.scene);
    const isOurs = message.run === player.run && message.view === player.view;
    player.needsScene = !isOurs;
    if (isOurs) this.take(message);
    player.asks.answered(message.n ?? 0, Boolean(message.pending));
    player.refresh();
    player.asks.pump();
    if (isOurs && message.exact) await this.exact(message.exact);
  }

  // In another session than before, nobody knows what was asked: the server was lost, or started anew.
  meet(session) {
    if (this.session && session !== this.session) this.player.asks.lost();
    this.session = session;
  }

  take(message) {
    const { player } = this;
    this.learn(message);
    this.store(message);
    if (message.most_rate) player.hold(message.most_rate);
    if (message.notice !== undefined) player.notice = message.notice;
    player.pending = message.pending ?? null;
  }

  async change(scene) {
    const { player } = this;
    const isOtherRun = scene.run !== player.run;
    const isOther = isOtherRun || scene.view !== player.view;
    player.isChanging = true;
    player.error = null;
    await player.gallery.show(scene);
    player.isChanging = false;
    player.element.dataset.theme = scene.theme ?? "light";
    if (isOther) player.buffer.clear();
    if (isOtherRun) this.begin(scene);
    if (scene.moves) this.move(scene);
    this.adopt(scene);
    player.stand(player.at);
    player.redraw();
    if (scene.play && !this.wasReady) player.play();
    this.wasReady = true;
    player.asks.settle();
  }

  // A run that leaves the one shown plays on from where the reader has got to meanwhile: the picture
  // does not jump back.
  begin(scene) {
    const { player } = this;
    player.history.clear();
    const stand = scene.stand ?? 0;
    const isFork = player.isPlaying && scene.forks === player.run;
    player.at = isFork ? Math.max(player.at, stand) : stand;
    player.furthest = player.at;
    player.notice = null;
  }

  // The page wants another step of the run that is shown.
  move(scene) {
    this.player.halt();
    this.player.at = scene.stand ?? 0;
  }

  adopt(scene) {
    const { player } = this;
    Object.assign(player, { run: scene.run, view: scene.view, scene: scene.id ?? "", isReady: true,
      last: scene.last ?? Infinity, ended: scene.ended ?? null, exactStep: null, isStale: true });
    player.buffer.size = scene.size ?? 32;
    player.history.limit = player.gallery.seriesLimit;
    player.transport.offer(scene);
    this.adoptPaces(scene);
  }

  // The reader's own choice of pace holds until the page itself names another.
  adoptPaces({ speed = 1, rate = 60, rates = [60] }) {
    const { player } = this;
    if (speed !== this.offered?.speed) player.speed = speed;
    if (rate !== this.offered?.rate) player.rate = calmed(rate, rates);
    this.offered = { speed, rate };
    player.pace(player.speed, player.rate);
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
    for (const batch of message.batches ?? (message.batch ? [message.batch] : [])) {
      player.history.add(batch.rows);
      player.history.add(batch.extra);
      player.buffer.add(batch);
    }
    if (!player.isPlaying && (player.isStale || message.history)) {
      player.exactStep = null;
      player.redraw();
    }
    if (message.exact && this.isWanted(message.exact)) player.exactStep = message.exact.step;
  }

  isWanted({ step }) {
    const { player } = this;
    return !player.isPlaying && !player.isDragging && step === player.at;
  }

  // It takes Plotly a while: what the frame alone shows is painted first.
  async exact(exact) {
    const { player } = this;
    if (!player.isStale) await painted();
    if (!this.isWanted(exact)) return;
    player.exactStep = exact.step;
    player.drawn = exact.step;
    player.isStale = false;
    await player.gallery.exact(exact);
    player.refresh();
  }
}

// Readers who asked their system for less motion start slowly, unless the page chose a pace.
function calmed(rate, rates) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return isCalm && rate === rates[0] && rates.includes(CALM_RATE) ? CALM_RATE : rate;
}
