'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { gaugeShare, publicLevelOf, publicLevels, type PublicLevel } from '#lib/sensors/domain/public-site.ts';
import classes from './public.module.css';

export const levelColors = {
  good: 'var(--cairn-ok)',
  fair: 'var(--cairn-warn)',
  poor: 'var(--cairn-bad)',
} as const satisfies Record<PublicLevel, string>;

/** Centre, radius and width of the arc in the units of the picture. */
const [centreX, centreY, radius] = [60, 62, 48] as const;

/** A half circle from 400 to 2000 ppm in three colours, with a needle on the value. */
export function Gauge({ co2Ppm }: { readonly co2Ppm: number }) {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const level = publicLevelOf(co2Ppm);
  const { gaugeFrom, goodUpTo, fairUpTo, gaugeTo } = publicLevels;
  const arcs = [
    { level: 'good', from: gaugeFrom, to: goodUpTo },
    { level: 'fair', from: goodUpTo, to: fairUpTo },
    { level: 'poor', from: fairUpTo, to: gaugeTo },
  ] as const;
  const [tipX, tipY] = pointAt(gaugeShare(co2Ppm), radius - 12);
  const value = format.number(co2Ppm, { maximumFractionDigits: 0 });
  return (
    <figure className={classes['gauge']}>
      <svg
        viewBox="0 0 120 72"
        role="img"
        aria-label={t('public.gauge', { value, level: t(`public.levels.${level}`) })}
      >
        {arcs.map((arc) => (
          <path
            key={arc.level}
            d={arcPath(gaugeShare(arc.from), gaugeShare(arc.to))}
            fill="none"
            stroke={levelColors[arc.level]}
            strokeWidth={10}
            opacity={arc.level === level ? 1 : 0.35}
          />
        ))}
        <line
          x1={centreX}
          y1={centreY}
          x2={tipX}
          y2={tipY}
          stroke="currentColor"
          strokeWidth={2.5}
          strokeLinecap="round"
        />
        <circle cx={centreX} cy={centreY} r={4} fill="currentColor" />
      </svg>
      <figcaption>
        <span className={classes['number']}>{value}</span> ppm CO₂
        <span className={classes['level']} style={{ color: levelColors[level] }}>
          {t(`public.levels.${level}`)}
        </span>
      </figcaption>
    </figure>
  );
}

/** A point of the half circle: share 0 at the left end, 1 at the right. */
function pointAt(share: number, distance: number): readonly [number, number] {
  const angle = Math.PI * (1 - share);
  return [centreX + distance * Math.cos(angle), centreY - distance * Math.sin(angle)];
}

function arcPath(from: number, to: number): string {
  const [fromX, fromY] = pointAt(from, radius);
  const [toX, toY] = pointAt(to, radius);
  return `M ${String(fromX)} ${String(fromY)} A ${String(radius)} ${String(radius)} 0 0 1 ${String(toX)} ${String(toY)}`;
}
