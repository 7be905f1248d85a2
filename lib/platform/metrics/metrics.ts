import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A process's numbers for Prometheus. Labels are closed sets: never an id, a path or anything a client chose. */
export interface Metrics {
  /** Uploads at the doors: `door` as in bundles.door, `outcome` accepted | repeated | refused | dropped. */
  readonly bundles: Counter<'door' | 'outcome'>;
  /** Seconds from the end of an upload to its answer. */
  readonly intakeSeconds: Histogram<'door'>;
  /** Points written, repeated or quarantined by processing. */
  readonly points: Counter<'outcome'>;
  /** Jobs of the queue that ended: `outcome` succeeded | failed. */
  readonly jobs: Counter<'outcome'>;
  /** Sets a gauge that is measured when somebody asks. */
  setGauge(name: GaugeName, value: number): void;
  /** Prometheus text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** What is measured at the moment of asking. */
const gauges = {
  cairn_bundles_waiting: 'Bundles received and not processed yet.',
  cairn_bundles_oldest_waiting_seconds: 'Age of the oldest bundle that waits; 0 when none does.',
  cairn_queue_jobs_ready: 'Jobs that could run now.',
  cairn_queue_jobs_failed: 'Jobs that used up their attempts.',
  cairn_quarantine_open: 'Quarantined points that nobody has dealt with.',
  cairn_database_up: '1 when the database answers.',
} as const;

export type GaugeName = keyof typeof gauges;

/** Makes the metrics of one process, with Node's own among them. */
export function createMetrics(process: string): Metrics {
  const register = new Registry();
  register.setDefaultLabels({ process });
  collectDefaultMetrics({ register });
  const registers = [register];
  const made = new Map<GaugeName, Gauge>();
  return {
    bundles: new Counter({
      name: 'cairn_bundles_total',
      help: 'Uploads at the doors.',
      labelNames: ['door', 'outcome'],
      registers,
    }),
    intakeSeconds: new Histogram({
      name: 'cairn_intake_seconds',
      help: 'Seconds from the end of an upload to its answer.',
      labelNames: ['door'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    points: new Counter({
      name: 'cairn_points_total',
      help: 'Points out of processing.',
      labelNames: ['outcome'],
      registers,
    }),
    jobs: new Counter({
      name: 'cairn_jobs_total',
      help: 'Jobs of the queue that ended.',
      labelNames: ['outcome'],
      registers,
    }),
    setGauge(name, value) {
      let gauge = made.get(name);
      if (!gauge) made.set(name, (gauge = new Gauge({ name, help: gauges[name], registers })));
      gauge.set(value);
    },
    render: () => register.metrics(),
    contentType: register.contentType,
  };
}
