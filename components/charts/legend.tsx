import classes from './charts.module.css';

interface LegendProps {
  readonly items: readonly { readonly label: string; readonly color: string }[];
}

/** Names of the colours of a chart or map. */
export function Legend({ items }: LegendProps) {
  return (
    <ul className={classes['legend']}>
      {items.map(({ label, color }) => (
        <li key={label}>
          <span className={classes['swatch']} style={{ background: color }} aria-hidden />
          {label}
        </li>
      ))}
    </ul>
  );
}
