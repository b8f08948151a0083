// Draws what a page carries in data-plot. Values below the limit stand at the limit, as open triangles; the tiers of the
// antibody cascade stand under the axis, a row each.
(() => {
  'use strict';
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const palette = () => dark.matches
    ? ['#8fbcff', '#f3c46a', '#86dba0', '#e3a5ff', '#ff9a9a', '#7fd8e6', '#c8d36b', '#d0b49f']
    : ['#0b4fa8', '#a35a00', '#14632f', '#7a1fa2', '#a3121b', '#00687a', '#5f6b00', '#6b4a32'];

  function aligned(plot) {
    const all = [...plot.series.flatMap(s => s.x), ...plot.tiers.flatMap(t => t.marks.map(m => m.x))];
    const xs = [...new Set(all)].sort((a, b) => a - b);
    const place = new Map(xs.map((x, i) => [x, i]));
    const rows = [], below = [];
    for (const s of plot.series) {
      const y = new Array(xs.length).fill(null), b = new Array(xs.length).fill(false);
      s.x.forEach((x, i) => { y[place.get(x)] = s.y[i]; b[place.get(x)] = s.below[i]; });
      rows.push(y);
      below.push(b);
    }
    return { data: [xs, ...rows], below };
  }

  function triangle(ctx, x, y, r) {
    ctx.beginPath();
    ctx.moveTo(x - r, y - r * 0.8);
    ctx.lineTo(x + r, y - r * 0.8);
    ctx.lineTo(x, y + r);
    ctx.closePath();
  }

  const SVG = 'http://www.w3.org/2000/svg';
  const SIGNS = { POSITIVE: '+', NEGATIVE: '\u2212', INCONCLUSIVE: '?', NONE: '\u00d7' };
  const LANE = 20;

  function element(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // A mark's own shape, so that nothing hangs on its colour.
  function mark(m, x, y, half) {
    const group = element('g', { class: 'mark ' + m.kind.toLowerCase() });
    if (m.kind === 'POSITIVE' || m.kind === 'NEGATIVE') group.append(element('circle', { cx: x, cy: y, r: 8 }));
    else if (m.kind === 'INCONCLUSIVE') group.append(element('rect', { x: x - 7.5, y: y - 7.5, width: 15, height: 15 }));
    else if (m.kind === 'NUMBER')
      group.append(element('rect', { x: x - half, y: y - 8, width: 2 * half, height: 16, rx: 4 }));
    group.append(element('text', { x, y: y + 4.5, 'text-anchor': 'middle' }, SIGNS[m.kind] || m.text));
    group.append(element('title', {}, m.about));
    return group;
  }

  // One row for each tier; marks that would cover one another step down a lane.
  function tiers(u, plot) {
    const old = u.root.querySelector('svg');
    if (old) old.remove();
    const left = u.over.offsetLeft, right = left + u.over.clientWidth;
    const svg = element('svg', { class: 'tiers', width: u.root.clientWidth, 'aria-hidden': 'true' });
    let top = 0;
    for (const tier of plot.tiers) {
      const row = element('g', {}), ends = [];
      for (const m of [...tier.marks].sort((a, b) => a.x - b.x)) {
        const x = left + u.valToPos(m.x, 'x');
        if (x < left - 1 || x > right + 1) continue;
        const half = m.kind === 'NUMBER' ? 5 + 3.6 * m.text.length : 9;
        let lane = ends.findIndex(end => x - half > end);
        if (lane < 0) lane = ends.length < 4 ? ends.length : ends.indexOf(Math.min(...ends));
        ends[lane] = x + half;
        row.append(mark(m, x, top + 12 + lane * LANE, half));
      }
      const height = 24 + Math.max(0, ends.length - 1) * LANE;
      row.prepend(element('rect', { class: 'row', x: left, y: top, width: right - left, height: height - 2 }),
        element('text', { class: 'name', x: left - 6, y: top + 16, 'text-anchor': 'end' }, tier.name));
      svg.append(row);
      top += height;
    }
    svg.setAttribute('height', top);
    u.root.insertBefore(svg, u.root.querySelector('.u-legend'));
  }

  function draw(holder, scale) {
    const plot = JSON.parse(holder.dataset.plot);
    const { data, below } = aligned(plot);
    const colours = palette();
    const text = style('--text'), line = style('--line'), ground = style('--ground');
    const log = scale === 'log' && data.slice(1).every(row => row.every(v => v === null || v > 0));
    const unit = plot.unit.replace(/[{}]/g, '').replace('/uL', '/µL');
    const time = seconds => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 16);
    const day = seconds => time(seconds).slice(0, 10);
    const bare = plot.series.length === 0, under = plot.tiers.length > 0;
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line } };
    const marks = u => {
      const ctx = u.ctx, ratio = devicePixelRatio || 1;
      ctx.save();
      if (plot.limit !== null) {
        const y = u.valToPos(Number(plot.limit), 'y', true);
        if (y > u.bbox.top && y < u.bbox.top + u.bbox.height) {
          ctx.strokeStyle = text;
          ctx.setLineDash([6 * ratio, 4 * ratio]);
          ctx.beginPath();
          ctx.moveTo(u.bbox.left, y);
          ctx.lineTo(u.bbox.left + u.bbox.width, y);
          ctx.stroke();
          ctx.setLineDash([]);
        }
      }
      below.forEach((flags, s) => flags.forEach((is, i) => {
        if (!is || !u.series[s + 1].show) return;
        const x = u.valToPos(data[0][i], 'x', true), y = u.valToPos(data[s + 1][i], 'y', true);
        triangle(ctx, x, y, 5 * ratio);
        ctx.fillStyle = ground;
        ctx.fill();
        ctx.lineWidth = 1.6 * ratio;
        ctx.strokeStyle = colours[s % colours.length];
        ctx.stroke();
      }));
      ctx.restore();
    };
    const wide = (_, min, max) => { const room = Math.max((max - min) * 0.02, 600); return [min - room, max + room]; };
    holder.replaceChildren();
    const u = new uPlot({
      width: holder.clientWidth,
      height: bare ? 70 : 300,
      padding: bare ? [0, null, 0, 94] : undefined,
      legend: { show: !bare },
      cursor: { focus: { prox: 24 } },
      scales: { x: { time: !plot.hours, ...(under && { range: wide }) }, y: log ? { distr: 3 } : { range: (_, min, max) => [Math.min(0, min), max * 1.06 || 1] } },
      axes: [
        plot.hours ? { ...axis, label: 'hours after the dose' }
          : { ...axis, space: (u, i, min, max) => max - min < 5 * 86400 ? 120 : 80, values: (_, splits, i, space, step) => splits.map(step < 86400 ? time : day) },
        ...(bare ? [] : [{ ...axis, label: unit, size: 64 }])
      ],
      series: [
        { label: plot.hours ? 'h' : 'date', value: (_, v) => v === null || v === undefined ? '–' : plot.hours ? v : under ? time(v) : day(v) },
        ...plot.series.map((s, i) => ({
          label: s.name,
          stroke: colours[i % colours.length],
          width: 1.6,
          spanGaps: true,
          points: { show: true, size: 6, fill: colours[i % colours.length], filter: (self, idx) =>
            data[0].map((_, n) => n).filter(n => data[idx][n] !== null && !below[idx - 1][n]) },
          value: (self, v, idx, n) => v === null || v === undefined ? '–'
            : (n !== null && below[idx - 1][n] ? '< ' : '') + v
        }))
      ],
      hooks: { draw: under ? [marks, u => tiers(u, plot)] : [marks] }
    }, data, holder);
    holder.drawn = u;
  }

  for (const holder of document.querySelectorAll('[data-plot]')) {
    const scales = holder.parentElement.querySelector('[data-scales]');
    let scale = scales && location.hash === '#log' ? 'log' : 'linear';
    draw(holder, scale);
    if (scales) {
      for (const button of scales.children) button.setAttribute('aria-pressed', String(button.dataset.scale === scale));
      scales.addEventListener('click', event => {
        const button = event.target.closest('[data-scale]');
        if (!button) return;
        scale = button.dataset.scale;
        for (const other of scales.children) other.setAttribute('aria-pressed', String(other === button));
        draw(holder, scale);
      });
    }
    let width = holder.clientWidth;
    new ResizeObserver(() => {
      if (holder.clientWidth !== width) {
        width = holder.clientWidth;
        draw(holder, scale);
      }
    }).observe(holder);
    dark.addEventListener('change', () => draw(holder, scale));
  }
})();
