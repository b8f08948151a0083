// Draws what a page carries in data-plot. Values below the limit stand at the limit, as open triangles.
(() => {
  'use strict';
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const palette = () => dark.matches
    ? ['#8fbcff', '#f3c46a', '#86dba0', '#e3a5ff', '#ff9a9a', '#7fd8e6', '#c8d36b', '#d0b49f']
    : ['#0b4fa8', '#a35a00', '#14632f', '#7a1fa2', '#a3121b', '#00687a', '#5f6b00', '#6b4a32'];

  function aligned(plot) {
    const xs = [...new Set(plot.series.flatMap(s => s.x))].sort((a, b) => a - b);
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

  function draw(holder, scale) {
    const plot = JSON.parse(holder.dataset.plot);
    const { data, below } = aligned(plot);
    const colours = palette();
    const text = style('--text'), line = style('--line'), ground = style('--ground');
    const log = scale === 'log' && data.slice(1).every(row => row.every(v => v === null || v > 0));
    const unit = plot.unit.replace(/[{}]/g, '').replace('/uL', '/µL');
    const day = seconds => new Date(seconds * 1000).toISOString().slice(0, 10);
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
    holder.replaceChildren();
    const u = new uPlot({
      width: holder.clientWidth,
      height: holder.dataset.height | 0 || 300,
      cursor: { focus: { prox: 24 } },
      scales: { x: { time: !plot.hours }, y: log ? { distr: 3 } : { range: (_, min, max) => [Math.min(0, min), max * 1.06 || 1] } },
      axes: [
        plot.hours ? { ...axis, label: 'hours after the dose' }
          : { ...axis, space: 90, values: (_, splits) => splits.map(day) },
        { ...axis, label: unit, size: 64 }
      ],
      series: [
        { label: plot.hours ? 'h' : 'date', value: (_, v) => v === null || v === undefined ? '–' : plot.hours ? v : day(v) },
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
      hooks: { draw: [marks] }
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
